"""The drawn matrix: everything in its cell, nothing over another thing, nothing hostile."""

from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.i18n import speaking
from dpia_workbench.pictures import draw, matrix
from dpia_workbench.pictures.figures import risk_figure
from dpia_workbench.pictures.layout import MOST
from dpia_workbench.pictures.moves import RiskPicture
from dpia_workbench.pictures.panel import alone, sheet
from dpia_workbench.store.bilingual import Bilingual
from tests.pictures.seeing import cells, marks, parsed, picture, standing, words
from tests.unit.strategies import thorough

steps = st.integers(min_value=1, max_value=3)
places = st.tuples(steps, steps)
pictures = st.lists(st.tuples(places, places, places), min_size=1, max_size=40).map(
    lambda found: picture(*found)
)
HOSTILE = "</text><script>alert('&\"')</script>\x00\x0b\ud800<![CDATA["


def drawn(told: RiskPicture) -> list:
    """Return the parsed panels."""
    with speaking("en"):
        return [parsed(alone(panel)) for panel in matrix.panels(told, name="p")]


@pytest.mark.slow
@thorough
@given(pictures)
def test_a_risk_always_stands_in_its_cell(told: RiskPicture) -> None:
    for stage, root in zip(told.stages, drawn(told), strict=True):
        shown = standing(root)
        expected = {path.key: path.spots[stage].place for path in told.paths}
        assert shown.items() <= expected.items()
        crowded = Counter(expected.values())
        assert all(key in shown for key in expected if crowded[expected[key]] <= MOST)


@pytest.mark.slow
@thorough
@given(pictures)
def test_nothing_ever_overlaps(told: RiskPicture) -> None:
    for root in drawn(told):
        things = [*marks(root), *words(root)]
        inside = cells(root).values()
        assert all(sum(cell.holds(each) for cell in inside) == 1 for each in things)
        assert not any(one.meets(other) for one, other in combinations(things, 2))
        assert not any(one.meets(other) for one, other in combinations(inside, 2))


@pytest.mark.parametrize(("many", "shown", "more"), [(12, 12, None), (13, 11, "+2")])
def test_a_full_cell_says_how_many_more_there_are(many: int, shown: int, more: str | None) -> None:
    told = picture(*[((2, 2),)] * many)

    (root,) = drawn(told)

    assert len(standing(root)) == shown
    assert [m.text for m in marks(root) if m.text.startswith("+")] == ([more] if more else [])
    assert matrix.is_full(told) == bool(more)


def test_a_moved_risk_is_filled_and_leaves_a_dashed_mark_and_an_arrow() -> None:
    told = picture(((3, 3), (1, 3)), ((1, 1), (1, 1)))

    before, after = drawn(told)

    assert [m.kind for m in marks(before)] == ["picture__pill"] * 2
    kinds = {(m.text, m.kind) for m in marks(after)}
    assert kinds == {
        ("R1", "picture__pill--moved"), ("R1", "picture__pill--gone"), ("R2", "picture__pill")
    }  # fmt: skip
    heads = after.findall(f".//{{{draw.NAMESPACE}}}polygon")
    assert len(heads) == 1
    assert not before.findall(f".//{{{draw.NAMESPACE}}}polygon")


@given(places, places)
def test_an_arrow_always_begins_and_ends_at_its_cells(start, end) -> None:
    if start == end:
        return
    _before, root = drawn(picture((start, end)))

    line = root.find(f".//{{{draw.NAMESPACE}}}path").get("d")
    head = root.find(f".//{{{draw.NAMESPACE}}}polygon").get("points").split()
    tail = [float(value) for value in line[1:].split("L")[0].split()]
    tip = [float(value) for value in head[:2]]

    for (x, y), place in ((tail, start), (tip, end)):
        cell = cells(root)[place]
        assert cell.x <= x <= cell.x + cell.width
        assert cell.y <= y <= cell.y + cell.height


def test_hostile_words_arrive_as_words() -> None:
    told = picture(((2, 2), (1, 2)), title=HOSTILE)
    first = replace(told.paths[0], key=HOSTILE, title=Bilingual(HOSTILE))

    for root in drawn(replace(told, paths=(first,))):
        names = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert names <= {"svg", "g", "title", "desc", "rect", "text", "path", "polygon"}
        titles = [e.text for e in root.iter(f"{{{draw.NAMESPACE}}}title")]
        assert any(draw.clean(HOSTILE) in str(title) for title in titles)


def test_a_drawing_has_a_name_a_description_and_nothing_inline() -> None:
    told = picture(((3, 3), (1, 3), (1, 3)))

    for root in drawn(told):
        title, description = root.get("aria-labelledby").split()
        assert root.get("role") == "img"
        assert root.find(f"*[@id='{title}']").text
        assert "1 risk, of which" in root.find(f"*[@id='{description}']").text
        for element in root.iter():
            assert not [n for n in element.attrib if n == "style" or n.startswith("on")]


def test_ids_differ_between_panels() -> None:
    ids = [i for root in drawn(picture(((3, 3), (1, 3), (1, 3)))) for i in root.xpath("//@id")]

    assert len(ids) == len(set(ids)) == 6


def test_what_has_no_name_is_no_element() -> None:
    with pytest.raises(ValueError, match="not a name"):
        draw.element("g onload")


@pytest.mark.parametrize(("count", "lines"), [(1, 1), (2, 1), (3, 2), (4, 2)])
def test_on_paper_two_matrices_stand_beside_each_other(count: int, lines: int) -> None:
    panels = matrix.panels(picture(((3, 3),)), name="p") * count

    made = sheet(panels, columns=2)

    width, height = panels[0].width, panels[0].height
    assert made.width == pytest.approx(width if count == 1 else 2 * width + 24)
    assert made.height == pytest.approx(lines * height + (lines - 1) * 24)
    assert parsed(made.svg).get("viewBox") == f"0 0 {made.width:g} {made.height:g}"


def test_the_picture_speaks_the_readers_language() -> None:
    with speaking("nl"):
        figure = risk_figure(picture(((3, 3), (2, 3), (1, 3))))

    assert figure is not None
    words_of_it = " ".join(parsed(figure.drawings[0]).itertext())
    assert "…" not in words_of_it
    assert all(word in words_of_it for word in ("Zoals getest", "Kans", "Ernst", "gemiddeld"))


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("level", ["low", "medium", "high"])
def test_words_can_be_read_on_their_cells(level: str) -> None:
    ground = draw.LOOKS[f"picture__cell--{level}"]

    assert _contrast(draw.LOOKS[f"picture__word--{level}"]["fill"], ground["fill"]) >= 4.5
    assert _contrast(ground["stroke"], ground["fill"]) >= 3


def test_levels_differ_in_grey_too() -> None:
    looks = [draw.LOOKS[f"picture__cell--{level}"] for level in ("low", "medium", "high")]
    grey = [_luminance(each["fill"]) for each in looks]
    borders = [float(each["stroke-width"]) for each in looks]

    assert grey == sorted(set(grey), reverse=True)
    assert borders == sorted(set(borders))
