"""A picture in a report: pixels with an alternative text, its notes, and the table."""

from dpia_workbench.i18n import current_language
from dpia_workbench.pictures import raster
from dpia_workbench.pictures.figures import Cell as FigureCell
from dpia_workbench.pictures.figures import Figure, Grid, Row
from dpia_workbench.report.model import Block, Cell, Picture, Run, Runs, Table
from dpia_workbench.report.wording import lines, plain, sentence, tone_of

_PIXELS_PER_UNIT = 2  # of the drawing: sharp on paper, and small in the file
_WIDEST = 712  # units of a drawing that is as wide as the text: two matrices and the space between


def blocks(figure: Figure | None, *, first: int = 28) -> list[Block]:
    """Return a picture and its table; `first` is the share of the width for the names of rows."""
    if figure is None:
        return []
    drawn = figure.sheet
    picture = Picture(
        caption=figure.caption,
        description=figure.description,
        png=raster.png(drawn.svg, width=round(drawn.width * _PIXELS_PER_UNIT)),
        share=drawn.width / _WIDEST,
        ratio=drawn.height / drawn.width,
    )
    return [picture, *(sentence(note) for note in figure.notes), _table(figure.grid, first=first)]


def _table(grid: Grid, *, first: int) -> Table:
    others = len(grid.header) - 1
    return Table(
        caption=grid.caption,
        description=grid.description,
        header=grid.header,
        rows=tuple((_name(row), *(_cell(cell) for cell in row.cells)) for row in grid.rows),
        widths=(first, *[(100 - first) // others] * others),
    )


def _name(row: Row) -> Cell:
    key: Runs = (Run(text=row.key, bold=True), Run(text=" ")) if row.key else ()
    language = None if row.language == current_language() else row.language
    return Cell(runs=(*key, Run(text=row.title, language=language)))


def _cell(cell: FigureCell) -> Cell:
    runs = lines(plain(cell.text), plain(cell.detail))
    return Cell(runs=runs, tone=tone_of(cell.level)) if cell.level else Cell(runs=runs)
