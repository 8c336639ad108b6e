"""Timelines as a picture and as a table that says the same."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.i18n import PSEUDO_LANGUAGE, speaking
from dpia_workbench.pictures import lines
from dpia_workbench.pictures.figures import Figure
from dpia_workbench.pictures.timeline import MOST, Request, timeline_figure
from dpia_workbench.risk.timeline import Happening, Line, Moment
from dpia_workbench.store.bilingual import Bilingual
from tests.pictures.seeing import parsed

DAY0, TODAY = date(2026, 1, 1), date(2026, 6, 1)


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


def request(*moments: tuple[int, Happening, int | None], **words: Any) -> Request:
    found = [Moment(on=DAY0, what=Happening.ASKED)]
    found += [
        Moment(on=on(day), what=what, due=on(due) if due is not None else None)
        for day, what, due in moments
    ]
    names = {"title": Bilingual("Zet uit", "Switch off"), "product": Bilingual("Leerplein")}
    return Request(line=Line(moments=tuple(found), is_open=words.pop("is_open", True)),
                   **{**names, **words})  # fmt: skip


STORY = request(
    (5, Happening.PROMISED, 30), (40, Happening.MOVED, 60), (55, Happening.DELIVERED, None),
    (70, Happening.FAILED, 100), (110, Happening.DELIVERED, None), (120, Happening.WORKS, None),
    is_open=False,
)  # fmt: skip


def figure_of(*requests: Request, language: str = "en") -> Figure:
    with speaking(language):
        made = timeline_figure(requests, today=TODAY)
    assert made is not None
    return made


def _looks(drawing: object) -> list[str]:
    return [element.get("class") for element in parsed(drawing).iter() if element.get("class")]


def test_the_story_of_a_request_stands_in_the_picture_and_in_the_table() -> None:
    figure = figure_of(STORY)

    [row] = figure.grid.rows
    assert [cell.text for cell in row.cells] == [
        "Leerplein", "1 January 2026", "31 January 2026", "2 March 2026; 11 April 2026",
        "25 February 2026; 21 April 2026",
        "12 March 2026: Checked: it does not work; 1 May 2026: Checked: it works", "20",
    ]  # fmt: skip
    looks = _looks(figure.drawings[0])
    assert looks.count("picture__late") == 2
    assert looks.count("picture__found--works") == looks.count("picture__found--failed") == 1
    assert "Leerplein: 1 request" in figure.description
    key = "".join(parsed(figure.drawings[-1]).itertext())
    assert "Checked: it does not work" in key
    assert "Declined" not in key
    assert "Late:" in key


def test_there_is_a_panel_per_product_and_none_without_requests() -> None:
    other = request(product=Bilingual("Agenda"))

    figure = figure_of(STORY, other)

    assert [panel.title for panel in figure.panels] == [
        "Agenda", "Leerplein", "What the signs mean",
    ]  # fmt: skip
    assert timeline_figure([], today=TODAY) is None


def test_a_long_story_shows_the_newest_and_the_table_has_them_all() -> None:
    figure = figure_of(*[request() for _each in range(MOST + 3)])

    assert _looks(figure.drawings[0]).count("picture__move") == MOST
    assert len(figure.grid.rows) == MOST + 3
    assert any("newest 24" in note for note in figure.notes)


def test_every_word_of_ours_is_translated() -> None:
    figure = figure_of(STORY, language=PSEUDO_LANGUAGE)

    for panel in figure.panels:
        for element in parsed(figure.drawings[figure.panels.index(panel)]).iter():
            said = (element.text or "").strip()
            if said and said not in ("Leerplein", "Zet uit", "Switch off"):
                assert "⟦" in said or re.fullmatch(r"([A-Z][a-z]+ )?\d{4}", said), said


@pytest.mark.parametrize("days", [0, 1, 40, 400, 4_000, 36_500, 2_000_000])
def test_the_days_that_are_named_are_few_and_never_overlap(days: int) -> None:
    axis = lines.Axis.of([request((0, Happening.PROMISED, days)).line], today=DAY0)

    ticks = axis.ticks()
    assert len(ticks) <= 6
    assert all(0 <= axis.x(day) <= lines.WIDTH for day in (*ticks, axis.first, axis.last))
    assert axis.x(axis.first) < axis.x(axis.last)


@given(
    st.lists(
        st.tuples(st.integers(0, 900), st.sampled_from(Happening), st.none() | st.integers(1, 999)),
        max_size=6,
    ).map(lambda found: sorted(found, key=lambda each: each[0]))
)
def test_everything_that_happened_always_has_its_place_within_the_picture(
    moments: list[tuple[int, Happening, int | None]],
) -> None:
    figure = figure_of(request(*moments))

    root = parsed(figure.drawings[0])
    width = float(root.get("viewBox").split()[2])
    places = [
        float(group.get("transform").split("(")[1].split()[0])
        for group in root.iter()
        if group.get("transform")
    ]
    assert all(0 <= x <= width for x in places)
    dues = sum(due is not None for _day, _what, due in moments)
    others = sum(what not in (Happening.PROMISED, Happening.MOVED) for _d, what, _due in moments)
    assert len(places) == dues + others + 1
