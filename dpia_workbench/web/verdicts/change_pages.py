"""What the page about changes between two releases may use: frozen values, no rows."""

from dataclasses import dataclass
from datetime import date

from dpia_workbench.web.verdicts.pages import Badge, Told

Runs = tuple[tuple[str, str], ...]  # what happened to a stretch of text, and the text


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """A field that differs: a text with what was put in and taken out, or two badges.

    `look` is what the badges are: a level, a verdict, or nothing if the field is a text.
    """

    label: str
    language: str
    runs: Runs = ()
    look: str = ""
    before: Badge | None = None
    after: Badge | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """A thing that is new, gone or changed; `more` are its lines that few people ask for."""

    id: str
    key: str
    title: Told
    fate: Badge
    lines: tuple[LineView, ...]
    more: tuple[LineView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """All differences of one kind."""

    id: str
    title: str
    items: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectView:
    """What the step means to a school, with what it is about."""

    text: str
    about: tuple[tuple[str, str], ...]  # words and address on the page


@dataclass(frozen=True, slots=True, kw_only=True)
class SideView:
    """One of the two releases, with what became of it."""

    number: int
    url: str
    published_on: date
    valid_until: date
    status: Badge
    verdict: Badge
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AsksView:
    """What the step asks of who adopted the older release."""

    weight: Badge
    reasons: tuple[str, ...]
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """What changed from one release to another; on the way back nothing is asked."""

    slug: str
    name: Told
    before: SideView
    after: SideView
    asks: AsksView | None
    effects: tuple[EffectView, ...]
    sections: tuple[SectionView, ...]
    is_of_one_dossier: bool
    numbers: tuple[int, ...]  # of all releases of the product, newest first
    newest: int
    reports: tuple[tuple[str, str, str], ...]  # language, words, address
    json_url: str

    @property
    def is_same(self) -> bool:
        """Return whether a release is compared with itself."""
        return self.before.number == self.after.number
