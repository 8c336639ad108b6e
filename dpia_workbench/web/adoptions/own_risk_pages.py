"""What the pages about risks that a board judges itself may use: frozen values, no rows."""

from dataclasses import dataclass
from datetime import date

from dpia_workbench.plumbing.forms import Form
from dpia_workbench.web.adoptions.pages import Badge, Place
from dpia_workbench.web.adoptions.step_pages import Frame
from dpia_workbench.web.pieces import Words

Options = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMeasureRow:
    """A measure against a risk that the board judged."""

    key: str
    title: str
    effect: str
    state: Badge
    details: tuple[tuple[str, str], ...]
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRiskRow:
    """A risk that the board judged or has still to judge."""

    key: str
    title: Words
    description: str
    level: Badge | None  # None: not judged yet, or nothing is known of what the board uses
    facts: tuple[tuple[str, str], ...]
    measures: tuple[OwnMeasureRow, ...]
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRisksPage:
    """All that a board judges itself, and the answer with which the step is finished."""

    frame: Frame
    form: Form | None
    answer: str
    rows: tuple[OwnRiskRow, ...]
    central: tuple[OwnRiskRow, ...]
    prompts: tuple[str, ...]
    add_url: str | None
    is_finished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRiskPage:
    """One risk: judged by the board, with its measures."""

    place: Place
    list_url: str
    title: str
    form: Form
    is_central: bool
    published: tuple[str, ...]
    options: dict[str, Options]
    row: OwnRiskRow | None
    add_measure_url: str | None
    take_out: tuple[str, int] | None  # address and version


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMeasurePage:
    """One measure of the board against one risk."""

    place: Place
    risk_url: str
    risk: str
    title: str
    form: Form
    axes: Options
    caps: Options
    states: Options
    earliest: date
    take_out: tuple[str, int] | None
