"""A picture and its table say the same, because they are made from one value."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.i18n import PSEUDO_LANGUAGE, speaking
from dpia_workbench.i18n.labels import label
from dpia_workbench.pictures import draw, sources
from dpia_workbench.pictures.figures import Figure, measure_figure, risk_figure
from dpia_workbench.pictures.moves import RiskPicture
from dpia_workbench.pictures.status import MeasurePicture
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.progress import Progress
from tests.pictures.seeing import cells, marks, parsed, picture, standing
from tests.pictures.test_matrix import pictures
from tests.report import sample
from tests.unit.strategies import thorough

STEPS = {1: "low (1)", 2: "medium (2)", 3: "high (3)"}
counted = st.lists(st.tuples(st.sampled_from(Owner), st.sampled_from(Progress)), min_size=1).map(
    MeasurePicture.of
)


def figure_of(told: RiskPicture) -> Figure:
    """Return the figure of a picture, in English."""
    with speaking("en"):
        made = risk_figure(told)
    assert made is not None
    return made


@pytest.mark.slow
@thorough
@given(pictures)
def test_the_matrices_and_their_table_always_say_the_same(told: RiskPicture) -> None:
    figure = figure_of(told)

    for column, drawing in enumerate(figure.drawings):
        root = parsed(drawing)
        levels = {place: cell.kind.rpartition("--")[2] for place, cell in cells(root).items()}
        table = {row.key: row.cells[column] for row in figure.grid.rows}
        shown = standing(root)
        for key, place in shown.items():
            said = f"likelihood {STEPS[place[0]]}, severity {STEPS[place[1]]}"
            assert table[key].detail == said
            assert table[key].level == levels[place]
        hidden = [m for m in marks(root) if m.text[0] == "+" and not m.kind.endswith("--gone")]
        assert len(shown) + sum(int(mark.text) for mark in hidden) == len(table)


def test_an_asterisk_stands_in_the_picture_and_in_the_table() -> None:
    told = sources.risks_of_release(sample.content())
    assert told is not None

    figure = figure_of(told)

    stage = told.stages[-1]
    starred = {mark.text for mark in marks(parsed(figure.drawings[-1])) if "*" in mark.text}
    assert starred == {"R2*"}
    assert {row.key for row in figure.grid.rows if "*" in row.cells[-1].text} == {"R2"}
    assert told.paths[1].spots[stage].level == "medium"
    assert any(note.startswith("*") for note in figure.notes)


def test_notes_are_there_only_for_what_is_there() -> None:
    assert len(figure_of(picture(((2, 2), (2, 2)))).notes) == 1
    assert len(figure_of(picture(*[((2, 2),)] * 20)).notes) == 2


@thorough
@given(counted)
def test_the_bars_and_their_table_always_say_the_same(told: MeasurePicture) -> None:
    with speaking("en"):
        figure = measure_figure(told)
        assert figure is not None
        names = [label(each) for each in Progress]
        owners = [label(each) for each in Owner]
    root = parsed(figure.drawings[0])
    texts = [e.text for e in root.iter(f"{{{draw.NAMESPACE}}}text")]

    totals = [text for text in texts if text.rpartition(": ")[0] in owners]
    parts = [text for text in texts if text.partition(": ")[2] in names]
    assert totals == [f"{row.title}: {row.cells[0].text}" for row in figure.grid.rows]
    assert parts == [
        f"{cell.text}: {name}"
        for row in figure.grid.rows
        for name, cell in zip(figure.grid.header[2:], row.cells[1:], strict=True)
        if cell.text != "0"
    ]
    for row in figure.grid.rows:
        first, *others = (int(cell.text) for cell in row.cells)
        assert first == sum(others)


@thorough
@given(counted)
def test_a_bar_is_as_long_as_its_count(told: MeasurePicture) -> None:
    with speaking("en"):
        figure = measure_figure(told)
    assert figure is not None
    root = parsed(figure.drawings[0])

    bars = [
        float(e.get("width"))
        for e in root.iter(f"{{{draw.NAMESPACE}}}rect")
        if e.get("height") == "24"
    ]
    counts = [n for owner in Owner for n in told.counts[owner].values()]

    unit = 342 / told.longest
    assert all(abs(bar - n * unit) < 0.02 for bar, n in zip(bars, counts, strict=True))


def test_words_below_a_bar_never_overlap() -> None:
    told = MeasurePicture.of((Owner.SCHOOL_MANDATORY, each) for each in Progress)
    with speaking("nl"):
        figure = measure_figure(told)
    assert figure is not None
    root = parsed(figure.drawings[0])
    size = float(root.get("viewBox").split()[2])
    lines: dict[str, list[tuple[float, float]]] = {}
    for text in root.iter(f"{{{draw.NAMESPACE}}}text"):
        if text.get("class") == "picture__label":
            x = float(text.get("x"))
            end = x + draw.text_width(text.text, size=12)
            lines.setdefault(text.get("y"), []).append((x - 19, end))

    for spans in lines.values():
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
        assert all(end <= size for _start, end in spans)


def test_every_pattern_that_is_used_is_there_once() -> None:
    told = MeasurePicture.of((Owner.VENDOR, each) for each in Progress)
    figure = measure_figure(told)
    assert figure is not None
    root = parsed(figure.drawings[0])

    ids = root.xpath("//@id")
    used = {fill[5:-1] for fill in root.xpath("//@fill") if fill.startswith("url(#")}

    assert len(ids) == len(set(ids))
    assert used == {i for i in ids if not i.endswith(("-title", "-description"))}


def test_everything_that_is_said_went_past_the_translators() -> None:
    with speaking(PSEUDO_LANGUAGE):
        figure = measure_figure(sources.measures_of_release(sample.content()))
    assert figure is not None

    said = [figure.caption, figure.description, *figure.notes, *figure.grid.header]

    assert all(text.startswith("⟦") and text.endswith("⟧") for text in said)


def test_without_a_value_there_is_no_figure() -> None:
    assert risk_figure(None) is None
    assert measure_figure(None) is None


def test_a_number_without_room_stands_below_its_bar_only() -> None:
    few = [(Owner.VENDOR, Progress.COUNTS)] + [(Owner.VENDOR, Progress.OPEN)] * 200
    with speaking("en"):
        figure = measure_figure(MeasurePicture.of(few))
    assert figure is not None
    root = parsed(figure.drawings[0])

    on_bars = [e.text for e in root.iter(f"{{{draw.NAMESPACE}}}text") if "key" in e.get("class")]

    assert on_bars == ["200"]
    assert "1: Counts" in root.xpath("//text()")


def test_the_measures_of_a_board_are_counted_as_it_recorded_them() -> None:
    told = sources.measures_at_school(sample.assessment())

    assert told is not None
    assert told.counts[Owner.SCHOOL_MANDATORY] == {Progress.APPLIED: 1}
    assert told.counts[Owner.SCHOOL_OPTIONAL] == {Progress.PLANNED: 1}
    assert told.counts[Owner.VENDOR] == {Progress.COUNTS: 1, Progress.UNDERWAY: 1}
