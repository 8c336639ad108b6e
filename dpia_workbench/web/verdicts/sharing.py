"""What leads away from the page of a verdict: files, sources, and what machines read of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """How a verdict looks where somebody shares a link to it."""

    title: str
    description: str
    url: str
    locale: str
    image: str
    image_text: str
    width: int
    height: int
    published: str  # a whole day, or nothing
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file of a release."""

    label: str
    url: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """Where a fact was read."""

    id: str
    title: str
    publisher: str
    url: str | None
    date: str
    kind: str
