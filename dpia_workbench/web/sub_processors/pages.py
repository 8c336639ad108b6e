"""What the pages of sub-processors may use: frozen values, no rows."""

from dataclasses import dataclass, field
from datetime import date, datetime

from dpia_workbench.plumbing.forms import Form
from dpia_workbench.web.pieces import Action, Badge, Entry, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An announcement in a list."""

    name: str
    kind: str
    url: str
    products: tuple[Words, ...]
    vendor: str
    states: tuple[Badge, ...]
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Announcements that belong together."""

    id: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """All announcements that the reader may see."""

    intro: str
    sections: tuple[Section, ...]
    may_announce: bool
    nothing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What a cooperative told the vendor, and the answer."""

    id: str
    cooperative: str
    stance: Badge
    words: str
    at: datetime
    note: str
    answer: str
    answer_words: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchedDossier:
    """A dossier on one of the products, and what in it is about this party."""

    key: str
    url: str
    product: Words
    owner: str
    state: str
    mentions: tuple[tuple[str, str, str], ...]  # key, words, address


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchedRelease:
    """A release on one of the products, whether it holds, and what its publisher can do."""

    product: Words
    number: int
    url: str
    status: Badge
    action: Action | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """What a change touches, for who guards the products."""

    dossiers: tuple[TouchedDossier, ...]
    releases: tuple[TouchedRelease, ...]
    boards: str  # how many use or assess the products, as a range


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What boards say, without who: from five up in ranges, and their reasons."""

    counts: tuple[tuple[str, str], ...]
    reasons: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPage:
    """An announcement: what changes, until when one can object, what the reader can do."""

    title: str
    lead: str
    states: tuple[Badge, ...]
    clock: str
    next_step: str
    actions: tuple[Action, ...]
    facts: tuple[tuple[str, str], ...]
    words: Words
    meaning: tuple[str, ...]
    mine: tuple[tuple[str, str], ...]
    heard: Heard | None
    touched: Touched | None
    bundles: tuple[Bundle, ...]
    history: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementPage:
    """The form of an announcement or a correction."""

    form: Form
    title: str
    intro: str
    submit: str
    back_url: str
    name: str
    earliest: date
    options: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPage:
    """A choice and a text, or a text alone, about one announcement."""

    form: Form
    title: str
    name: str
    lead: str
    intro: str
    back_url: str
    submit: str
    look: str = "primary"
    choice: str = ""  # the name of the field to choose in
    choice_label: str = ""
    options: tuple[tuple[str, str, str], ...] = ()
    text: str = "words"
    text_label: str = ""
    text_hint: str = ""
    is_optional: bool = False
    hidden: tuple[tuple[str, str], ...] = ()
    quoted: tuple[tuple[str, tuple[str, ...]], ...] = ()
