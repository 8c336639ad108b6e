"""What the pages of reuse may use: frozen values, no rows."""

from dataclasses import dataclass

from dpia_workbench.plumbing.forms import Form
from dpia_workbench.web.pieces import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedView:
    """A part that was carried over: what it is, what it says, and where it is written."""

    name: str
    kind: str
    title: Words
    text: Words
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToCheckPage:
    """All that was carried over into a draft and nobody looked at yet."""

    key: str
    form: Form
    parts: tuple[CarriedView, ...]
    options: tuple[tuple[str, str], ...]
    back_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """A risk or a measure of the library."""

    slug: str
    key: str
    title: Words
    text: Words
    owner: str
    count: str
    products: tuple[str, ...]
    usual: tuple[Words, ...]
    is_there: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryPage:
    """What many DPIAs have in common, to be added to a draft."""

    key: str
    part: str
    tabs: tuple[tuple[str, str, bool], ...]
    query: str
    entries: tuple[EntryView, ...]
    total: int
    url: str
    back_url: str
