"""Small values that the pages of several features are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing.filters import number
from dpia_workbench.risk.aggregate import Range
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import AuditEvent, Organisation


@dataclass(frozen=True, slots=True)
class Words:
    """A text with the language it is really in."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Badge:
    """A state with the tone that colours it."""

    label: str
    tone: str = "neutral"


@dataclass(frozen=True, slots=True)
class Action:
    """Something the reader can do now."""

    label: str
    url: str
    look: str = "primary"
    is_post: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened, as a line of history."""

    at: datetime
    who: str
    title: str
    text: str
    url: str | None = None


def words(text: Bilingual | Mapping[str, Any]) -> Words:
    """Return a text for the reader, with the language it is in."""
    found, spoken = Bilingual.of(text), current_language()
    return Words(found.text(spoken), found.language(spoken))


def organisation_of(session: Session, event: AuditEvent) -> str:
    """Return for whom somebody acted; people appear as their organisation."""
    found = event.organisation_id and session.get(Organisation, event.organisation_id)
    return found.name if found else _("System")


def in_range(waiting: Range) -> str:
    """Return a number of institutions as a range in words."""
    if waiting.most is None:
        return _("%(least)s or more", least=number(waiting.least))
    return _("%(least)s to %(most)s", least=number(waiting.least), most=number(waiting.most))
