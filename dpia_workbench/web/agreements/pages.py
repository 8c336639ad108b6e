"""What the pages of agreements may use: frozen values, no rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dpia_workbench.plumbing.forms import Form
from dpia_workbench.web.pieces import Action, Badge, Entry, Words


@dataclass(frozen=True, slots=True)
class Link:
    """Somewhere to go, in the language of its text."""

    text: str
    url: str
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An agreement in a list."""

    title: Words
    url: str
    kind: str
    vendor: str
    standing: Badge
    state: str
    ends: date | None
    cover: str  # for whom it is, or whether it covers the reader's board
    products: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """The agreements that the reader may see."""

    intro: str
    rows: tuple[Row, ...]
    shows_vendor: bool
    filter: Form
    standings: Sequence[tuple[str, str]]
    kinds: Sequence[tuple[str, str]]
    vendors: Sequence[tuple[str, str]]
    is_filtered: bool
    add_url: str | None
    none_yet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRow:
    """A party, and whether it signed."""

    name: str
    role: str
    signed: str
    sign_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexRow:
    """A file of the agreement."""

    title: str
    kind: str
    dated: date
    by: str
    size: str
    sha256: str
    scan: str  # what is known of viruses in it
    url: str | None  # None: a virus was found, and it is given to nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRow:
    """One demand of art. 28(3)."""

    demand: str
    grade: Badge
    clause: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubprocessorRow:
    """A sub-processor with its time."""

    name: str
    entity: str
    country: str
    service: str
    categories: str
    mechanism: str
    since: date
    until: date | None
    noticed_on: date | None
    end_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """A measure that rests on a clause, with the risks that it helps against."""

    measure: Link
    risks: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRow:
    """A clause, and what rests on it as far as the reader may see."""

    reference: str
    summary: Words
    measures: tuple[MeasureRow, ...]
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """Who is covered, as far as the reader may know."""

    sentence: str
    mine: Badge | None
    boards: tuple[tuple[str, str], ...]  # name, and how it is covered
    rest: str
    joinder_url: str | None
    joinder_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPage:
    """One agreement."""

    title: Words
    summary: Words
    is_invented: bool
    badges: tuple[Badge, ...]
    next_step: str
    actions: tuple[Action, ...]
    version: int
    facts: tuple[tuple[str, str], ...]
    terms: tuple[tuple[str, str], ...]
    parties: tuple[PartyRow, ...]
    annexes: tuple[AnnexRow, ...]
    duties: tuple[DutyRow, ...]
    shows_duties: bool
    shows_notes: bool
    subprocessors: tuple[SubprocessorRow, ...]
    clauses: tuple[ClauseRow, ...]
    covered: Covered
    history: tuple[Entry, ...]
    add: dict[str, str]  # where to add what, by the name of the section


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One control of a form, or a heading between them."""

    look: str
    name: str
    label: str
    hint: str | None = None
    optional: bool = False
    options: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """A form about an agreement."""

    title: str
    intro: str
    crumbs: tuple[tuple[str, str | None], ...]
    form: Form
    fields: tuple[Field, ...]
    submit: str
    back_url: str
    look: str = "primary"
    is_versioned: bool = True
    has_file: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinderPage:
    """What joining an agreement says and means, and who signs; or what was signed."""

    title: Words
    summary: Words
    crumbs: tuple[tuple[str, str | None], ...]
    terms: tuple[tuple[str, str], ...]
    annexes: tuple[AnnexRow, ...]
    form: Form | None
    signed: tuple[tuple[str, str], ...]
    content_url: str | None  # what was signed, word for word
    back_url: str
