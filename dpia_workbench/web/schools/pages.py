"""What the pages of a register of schools may use: frozen values, no rows."""

from dataclasses import dataclass

from dpia_workbench.plumbing.forms import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolRow:
    """A school in the register."""

    brin: str
    name: str
    sector: str
    special_education: bool
    pupils: int | None
    url: str  # of the page where it is changed; empty for who cannot change it
    ended: str = ""  # the day on which it closed or left


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPage:
    """The schools of a board, and those that closed or left."""

    board: str
    rows: tuple[SchoolRow, ...]
    ended: tuple[SchoolRow, ...]
    pupils: int | None
    may_edit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolPage:
    """The form of one school; without an address to end it for a new one."""

    title: str
    form: Form
    sectors: tuple[tuple[str, str], ...]
    end_url: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """Where a list of schools is pasted or handed in."""

    form: Form
    sectors: tuple[tuple[str, str], ...]
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """A line of a list, and what it would do."""

    number: int
    brin: str
    name: str
    state: tuple[str, str]  # label and tone
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """What a list would do to the register, to be confirmed."""

    form: Form
    rows: tuple[ReviewRow, ...]
    counts: tuple[tuple[str, int], ...]
    refused: int
    is_idle: bool  # nothing would change
    mark: str
    sectors: tuple[tuple[str, str], ...]
