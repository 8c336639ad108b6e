"""A picture with everything around it: caption, notes, and the table that says the same."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.pictures import bars, matrix
from dpia_workbench.pictures.moves import Labels, Path, RiskPicture, Spot
from dpia_workbench.pictures.panel import Panel, Sheet, alone, sheet
from dpia_workbench.pictures.status import MeasurePicture
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.scale import LOWEST, Level

_COLUMNS = 2  # of panels, on paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of the table: a level with where it comes from, a number, or words."""

    text: str
    level: Level | None = None
    detail: str = ""
    is_words: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the table; the title is in the language that it says."""

    key: str
    title: str
    language: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The table that says the same as a picture."""

    caption: str
    description: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture with its words and its table. `name` is unique on a page."""

    name: str
    caption: str
    description: str
    panels: tuple[Panel, ...]
    notes: tuple[str, ...]
    grid: Grid

    @property
    def drawings(self) -> tuple[Markup, ...]:
        """Return the panels, each as a picture of its own."""
        return tuple(alone(panel) for panel in self.panels)

    @property
    def sheet(self) -> Sheet:
        """Return the panels together, as they are printed."""
        return sheet(self.panels, columns=_COLUMNS)


def risk_figure(picture: RiskPicture | None, *, name: str = "risk-picture") -> Figure | None:
    """Return the matrices of a risk picture with their table, in the language that is spoken."""
    if picture is None:
        return None
    panels = matrix.panels(picture, name=name)
    what = _("Risk matrices: severity upwards, likelihood to the right, one matrix per stage.")
    return Figure(
        name=name,
        caption=_("Where the risks stand, stage by stage"),
        description=" ".join((what, *(panel.description for panel in panels))),
        panels=panels,
        notes=tuple(_risk_notes(picture)),
        grid=_risk_grid(picture),
    )


def _risk_notes(picture: RiskPicture) -> Iterator[str]:
    yield _(
        "Filled: moved since the stage before. Dashed: where it stood then. Of several scope cells,"
        " the one is shown in which the risk comes off worst."
    )
    if picture.has_raised:
        yield _(
            "* The harm would be severe: such a risk counts as medium at least, however unlikely"
            " it is, although its place in the matrix says less."
        )
    if matrix.is_full(picture):
        yield _("A number with a plus is how many more there are; the table has them all.")


def _risk_grid(picture: RiskPicture) -> Grid:
    return Grid(
        caption=_("The risk matrices as a table"),
        description=_("Per risk and stage: the level, and the likelihood and severity behind it."),
        header=(_("Risk"), *(label(stage) for stage in picture.stages)),
        rows=tuple(_risk_row(path, picture=picture) for path in picture.paths),
    )


def _risk_row(path: Path, *, picture: RiskPicture) -> Row:
    mine = current_language()
    return Row(
        key=path.key,
        title=path.title.text(mine),
        language=path.title.language(mine),
        cells=tuple(_spot(path.spots[stage], picture=picture) for stage in picture.stages),
    )


def _spot(spot: Spot, *, picture: RiskPicture) -> Cell:
    level = label(spot.level)
    return Cell(
        text=_("%(level)s*", level=level) if picture.is_raised(spot) else level,
        level=spot.level,
        detail=_(
            "likelihood %(likelihood)s, severity %(severity)s",
            likelihood=_step(picture.scale.likelihood, spot.likelihood),
            severity=_step(picture.scale.severity, spot.severity),
        ),
    )


def _step(labels: Labels, value: int) -> str:
    text = labels[value - LOWEST].text(current_language())
    return _("%(level)s (%(value)s)", level=text, value=value)


def measure_figure(
    picture: MeasurePicture | None, *, name: str = "measure-picture"
) -> Figure | None:
    """Return the bars of a measure picture with their table, in the language that is spoken."""
    if picture is None:
        return None
    panel = bars.panel(picture, name=name)
    return Figure(
        name=name,
        caption=panel.title,
        description=" ".join((_("A bar per owner of measures."), panel.description)),
        panels=(panel,),
        notes=(_("Only what counts or is applied makes a level better."),),
        grid=_measure_grid(picture),
    )


def _measure_grid(picture: MeasurePicture) -> Grid:
    return Grid(
        caption=_("How far measures are, as a table"),
        description=_("Per owner: how many measures there are, and how many of them are how far."),
        header=(_("Who takes it"), _("All"), *(label(each) for each in picture.shown)),
        rows=tuple(_measure_row(owner, picture=picture) for owner in Owner),
    )


def _measure_row(owner: Owner, *, picture: MeasurePicture) -> Row:
    counts = [picture.counts[owner].get(each, 0) for each in picture.shown]
    numbers = (picture.total(owner), *counts)
    cells = tuple(Cell(text=str(number)) for number in numbers)
    return Row(key="", title=label(owner), language=current_language(), cells=cells)
