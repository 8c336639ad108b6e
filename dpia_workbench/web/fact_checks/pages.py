"""What the pages of fact checks may use: frozen values, no rows."""

from dataclasses import dataclass
from datetime import date

from dpia_workbench.plumbing.forms import Form
from dpia_workbench.web.pieces import Badge, Words

Run = tuple[str, str]  # "same", "removed" or "added", and the text


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A fact check in a list."""

    title: str
    url: str
    product: Words
    vendor: str
    state: Badge
    deadline: date | None
    progress: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Fact checks that belong together in a list."""

    id: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """The fact checks of a vendor, of a dossier, or all that somebody may read."""

    title: str
    intro: str
    crumbs: tuple[tuple[str, str | None], ...]
    sections: tuple[Section, ...]
    shows_vendor: bool
    is_vendor: bool
    new_url: str | None
    statements_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A frozen text under its name, in each language that it is there in."""

    name: str
    is_marked: bool  # a text in Markdown
    texts: tuple[tuple[str, Words], ...]  # the name of the language, and the text in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of a frozen text in the dossier since."""

    name: str
    language: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """How the place of an item stands in the dossier today."""

    url: str
    is_gone: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """One item: what the vendor sees, what it said, and what was done with it."""

    number: int
    title: Words
    passages: tuple[Passage, ...]
    answer: Badge | None = None
    words: str = ""
    is_confidential: bool = False
    disposition: Badge | None = None
    reason: str = ""
    changed: str = ""
    form: Form | None = None
    form_url: str = ""
    today: Today | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPage:
    """One fact check, for the vendor or for the cooperative."""

    title: str
    product: Words
    crumbs: tuple[tuple[str, str | None], ...]
    state: Badge
    next_step: str
    facts: tuple[tuple[str, str], ...]
    items: tuple[ItemView, ...]
    errors: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str, str], ...]
    dispositions: tuple[tuple[str, str], ...]
    version: int
    rest_url: str | None = None
    rest_label: str = ""
    hand_in_url: str | None = None
    close_url: str | None = None
    close_label: str = ""
    select_url: str | None = None
    send_url: str | None = None
    send: Form | None = None
    earliest: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Places of one kind to choose from: value, label, language."""

    id: str
    title: str
    options: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionPage:
    """What is put before the vendor."""

    crumbs: tuple[tuple[str, str | None], ...]
    form: Form
    groups: tuple[Choices, ...]
    presets: tuple[tuple[str, str], ...]
    back_url: str
