"""What the pages about the schools of an adoption may use: frozen values, no rows."""

from dataclasses import dataclass
from datetime import date

from dpia_workbench.plumbing.forms import Form
from dpia_workbench.web.adoptions.pages import Badge, MeasureRow, Place, Schools
from dpia_workbench.web.adoptions.step_pages import Frame
from dpia_workbench.web.pieces import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorGroup:
    """The schools of one kind of education, to tick: (value, name, hint)."""

    sector: str
    options: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicePage:
    """The step in which a board says for which schools this holds."""

    frame: Frame
    form: Form
    groups: tuple[SectorGroup, ...]
    count: int
    schools: Schools
    is_finished: bool

    @property
    def options(self) -> tuple[tuple[str, str, str], ...]:
        """Return all schools that can be chosen."""
        return tuple(each for group in self.groups for each in group.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstSchoolsPage:
    """The same step for a board without schools in its register."""

    frame: Frame
    form: Form
    sectors: tuple[tuple[str, str], ...]
    noted: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskAtSchool:
    """A risk with the level at one school next to that of the board as a whole."""

    key: str
    title: Words
    board: Badge
    here: Badge
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureAtSchool:
    """A measure with how far the board is, and the school if it differs."""

    key: str
    title: Words
    board: Badge
    here: Badge | None
    details: tuple[tuple[str, str], ...]
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolPage:
    """One school in an adoption: what holds there only, and where that leads."""

    place: Place
    title: str
    facts: tuple[tuple[str, str], ...]
    form: Form | None
    before: str
    tags: tuple[tuple[str, str], ...]
    ticked: tuple[str, ...]
    risks: tuple[RiskAtSchool, ...]
    measures: tuple[MeasureAtSchool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviationPage:
    """How far one school is with a measure, beside the board as a whole."""

    place: Place
    school: str
    school_url: str
    title: str
    measure: MeasureRow
    here: Badge | None
    details: tuple[tuple[str, str], ...]
    form: Form | None
    states: tuple[tuple[str, str, str], ...]
    earliest: date
    version: int | None
    end_url: str | None
