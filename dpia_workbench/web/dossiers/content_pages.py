"""What the pages of a dossier's points may use: frozen values, no rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dpia_workbench.plumbing.forms import Form
from dpia_workbench.risk.registers import Kind
from dpia_workbench.web.dossiers.asked import Asked
from dpia_workbench.web.dossiers.pages import FormPage, ThreadLink


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """What the script of a page that several people write on needs to know."""

    save_url: str
    presence_url: str
    preview_url: str
    seq: int
    editable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartPage(FormPage):
    """The form of a part of a draft; the texts of one that is there are saved as they are typed."""

    live: Live | None
    place: str  # such as risk/R1; empty for what is not there yet
    asked: Asked | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPage:
    """Ask the vendor about a part of a dossier."""

    title: str
    form: Form
    back_label: str
    back_url: str
    subject: str
    vendor: str
    has_title: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """A field that can be written, with the place under which a page saves it."""

    name: str
    label: str
    hint: str
    kind: Kind
    required: bool
    options: Sequence[tuple[str, str]]
    part: str
    key: str
    was: str  # JSON of what the page started from

    @property
    def place(self) -> str:
        """Return where the field stands in its dossier; nothing for what is not there yet."""
        return f"{self.part}/{self.key}/{self.name}" if self.key else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """An entry in the table of its register."""

    key: str
    name: str
    cells: tuple[str, ...]
    url: str
    to_check: bool
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Excuse:
    """That something does not apply, and where to say so."""

    subject: str
    reason: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterView:
    """A register as a table."""

    id: str
    title: str
    one: str
    columns: tuple[str, ...]
    rows: tuple[EntryRow, ...]
    add_url: str | None
    excuse: Excuse


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """A text, as it reads and as it is written."""

    id: str
    title: str
    language: str
    html: str  # safe: made from the checked tree
    body: str
    field: FieldView
    url: str | None
    line_url: str | None  # where several people type in it at once
    beside_url: str
    talk_url: str
    to_check: bool
    confirm_url: str | None
    history_url: str
    authors_url: str
    comments: ThreadLink
    excuse: Excuse


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """Something that has its own place on the dossier's page."""

    title: str
    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PointLink:
    """A point of a template, and what it still needs."""

    id: str
    title: str
    url: str
    level: int
    is_heading: bool
    needs: tuple[str, ...]
    needed_for: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsPage:
    """All points of a template, with what each of them still needs."""

    key: str
    product: str
    template: str
    templates: tuple[tuple[str, str, bool], ...]  # name, address, whether it is this one
    points: tuple[PointLink, ...]
    open: int
    back_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PointPage:
    """One point: what belongs there, and what is there."""

    key: str
    title: str
    guidance: tuple[str, ...]
    registers: tuple[RegisterView, ...]
    texts: tuple[TextView, ...]
    parts: tuple[PartView, ...]
    needs: tuple[str, ...]
    back_url: str
    points_url: str
    previous: PointLink | None
    next: PointLink | None
    live: Live


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLinks:
    """What can be done with an entry that is there."""

    remove: str | None = None
    bring_back: str | None = None
    confirm: str | None = None
    history: str | None = None
    comments: ThreadLink | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """One entry: its fields, and who refers to it."""

    dossier: str
    title: str
    form: Form
    editable: bool
    fields: tuple[FieldView, ...]
    stored: tuple[tuple[str, str], ...]
    back_url: str
    point_url: str
    referring: tuple[tuple[str, str], ...]
    links: EntryLinks
    live: Live | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingPage:
    """A text to be written without a script, with how it will look."""

    key: str
    title: str
    form: Form
    text: TextView
    was: str  # JSON of what the writer started from
    back_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcusePage:
    """Why a text or a register stays empty."""

    key: str
    title: str
    form: Form
    was: str  # the reason that the page started from
    back_url: str


Runs = tuple[tuple[str, str], ...]  # same, removed or added, and the words


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A step in the history of a field: what was taken out and put in."""

    at: datetime
    began_at: datetime
    who: str
    place: str
    url: str
    runs: Runs
    restore_url: str | None
    undo_url: str | None
    restore_all_url: str | None
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepsPage:
    """The history of a dossier's fields, or of one of them, newest first."""

    dossier: str
    title: str
    steps: tuple[StepView, ...]
    back_url: str
    all_url: str | None
    compare_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPassage:
    """Words of a text by one person; without a name, nobody that is known."""

    who: str
    colour: int | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorsPage:
    """A text with who wrote which words of it."""

    dossier: str
    back_url: str
    text_url: str
    history_url: str
    section: str
    title: str
    language: str
    passages: tuple[WrittenPassage, ...]
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionChoice:
    """A version that can be compared; `at` is when it was."""

    value: str
    label: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedView:
    """A field that two versions do not say the same of, paragraph beside paragraph."""

    place: str
    rows: tuple[tuple[Runs, Runs], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonPage:
    """Two versions of a dossier side by side."""

    dossier: str
    choices: tuple[VersionChoice, ...]
    old: str
    new: str
    changes: tuple[ChangedView, ...]
    back_url: str
    steps_url: str
