"""What the pages of steps 2 to 5 may use: frozen values, no rows."""

from dataclasses import dataclass
from datetime import date

from dpia_workbench.plumbing.forms import Form
from dpia_workbench.web.adoptions.pages import Badge, Place, RecordedAgreement
from dpia_workbench.web.pieces import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around the form of a step: where it is, why it is asked, and the way on."""

    place: Place
    number: int
    count: int
    name: str
    title: str
    why: str
    law: str
    before: tuple[str, str]  # label and address
    after: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What the board said before: from where, and the answers in words."""

    number: str
    source: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellGroup:
    """Examined cells to tick, (value, name, hint); with an edition if there are several."""

    edition: str
    options: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopePage:
    """Whether what the board uses was examined."""

    frame: Frame
    form: Form
    examined: Words
    examined_list: tuple[str, ...]  # the same, if every line of it is an item
    cells: tuple[CellGroup, ...]
    switches: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]
    uses: tuple[int, ...]
    noted: str  # what was written before the uses were asked one by one
    is_finished: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One question about a circumstance: the field, the question, why it is asked."""

    name: str
    text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CircumstancesPage:
    """The circumstances that matter for this release, one question each."""

    frame: Frame
    form: Form
    questions: tuple[Question, ...]
    answers: tuple[tuple[str, str], ...]
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationRow:
    """An operation in the list, with how far it is answered."""

    name: str
    description: str
    state: Badge
    summary: str
    url: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationsPage:
    """All operations, and whether all are answered."""

    frame: Frame
    form: Form
    rows: tuple[OperationRow, ...]
    language: str  # of the words of the release
    next: tuple[str, str] | None  # the first that is open
    add_url: str
    noted: str
    is_finished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationPage:
    """What the board does in one operation."""

    frame: Frame
    form: Form
    title: str
    description: str
    language: str
    back: str
    is_own: bool
    is_new: bool
    purpose_hint: str
    retention_hint: str
    bases: tuple[tuple[str, str, str], ...]
    items: tuple[tuple[str, str], ...]
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementPage:
    """Which processor agreement is in force for the board."""

    frame: Frame
    form: Form
    forms: tuple[tuple[str, str, str], ...]
    agreements: tuple[tuple[str, str, str], ...]
    recorded: tuple[RecordedAgreement, ...]
    suggestions: tuple[Suggestion, ...]
    latest: date
