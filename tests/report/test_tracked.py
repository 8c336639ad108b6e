"""A Word file with tracked changes: accepting gives the newer report, rejecting the older one."""

from copy import deepcopy
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dpia_workbench.report import release_report
from dpia_workbench.report.markup import NAMESPACE, body
from dpia_workbench.report.model import (
    Bullets,
    Callout,
    Cell,
    Contents,
    Facts,
    Heading,
    Item,
    Mark,
    Paragraph,
    Run,
    Table,
    Tone,
)
from dpia_workbench.report.tracked import merged, write_changes
from dpia_workbench.report.word import write
from dpia_workbench.risk.release import Status
from tests.report import revising, sample
from tests.report.test_word import make

ON = date(2026, 3, 2)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def tracked(old, new) -> bytes:
    return write_changes(old, new, author="Coöperatie", on=ON)


def changed() -> dict:
    """Return a later content of the sample: words, a risk, a measure and levels differ."""
    made = deepcopy(sample.content())
    made["number"], made["published_on"] = 3, "2026-06-02"
    made["summary"] = {"nl": "Wij onderzochten het nieuwe Leerplein[^1].\n\nNieuw.\n\n[^1]: Ja."}
    made["risks"][0]["title"] = {"nl": "Telemetrie blijft veel te lang bewaard"}
    made["risks"][1]["levels"]["r2"] = "high"
    made["risks"] = made["risks"][:3]
    made["measures"].append({**deepcopy(made["measures"][3]), "key": "M6"})
    made["claims"] = [claim for claim in made["claims"] if claim["risk"] != "R4"]
    return made


def report(content, language: str = "nl"):
    return release_report(
        content, sha256=sample.hashed(content), status=Status.CURRENT, language=language
    )


@pytest.mark.slow
@pytest.mark.parametrize("language", ["nl", "en"])
def test_accepting_gives_the_newer_report_and_rejecting_the_older_one(language: str) -> None:
    old, new = report(sample.content(), language), report(changed(), language)

    data = tracked(old, new)

    assert revising.both(data, accept=True) == revising.plainly(write(new))
    assert revising.both(data, accept=False) == revising.plainly(write(old))


@pytest.mark.slow
def test_a_report_beside_itself_has_no_revision() -> None:
    same = report(sample.content())

    data = tracked(same, same)

    text = revising.parts(data)["word/document.xml"] + revising.header(data)
    for mark in (b"<w:ins ", b"<w:del ", b"PrChange "):
        assert mark not in text
    assert revising.both(data, accept=True) == revising.plainly(write(same))


@pytest.mark.slow
def test_revisions_name_the_publisher_and_the_day_and_have_a_number_each() -> None:
    root = parse_xml(
        revising.parts(tracked(report(sample.content()), report(changed())))["word/document.xml"]
    )

    marks = list(root.iter(*(qn(f"w:{name}") for name in ("ins", "del", "pPrChange"))))
    numbered = [*marks, *root.iter(qn("w:bookmarkStart"))]
    names = [each.get(qn("w:name")) for each in root.iter(qn("w:bookmarkStart"))]
    assert {each.get(qn("w:author")) for each in marks} == {"Coöperatie"}
    assert {each.get(qn("w:date")) for each in marks} == {"2026-03-02T00:00:00Z"}
    ids = [each.get(qn("w:id")) for each in numbered]
    ends = [each.get(qn("w:id")) for each in root.iter(qn("w:bookmarkEnd"))]
    assert len(set(ids)) == len(ids)
    assert len(ends) == len(set(names)) == len(names)
    assert set(ends) <= set(ids)


def test_only_the_words_that_changed_are_marked() -> None:
    old = make(Paragraph(runs=(Run(text="Bewaard voor 30 dagen in Nederland."),)))
    new = make(Paragraph(runs=(Run(text="Bewaard voor 60 dagen in Nederland."),)))

    root = parse_xml(revising.parts(tracked(old, new))["word/document.xml"])

    assert [each.text for each in root.iter(qn("w:delText"))] == ["30"]
    assert [t.text for e in root.iter(qn("w:ins")) for t in e.iter(qn("w:t"))] == ["60"]


@pytest.mark.slow
def test_the_order_that_the_file_format_prescribes_is_kept() -> None:
    root = parse_xml(
        revising.parts(tracked(report(sample.content()), report(changed())))["word/document.xml"]
    )

    last = {"pPr": ("rPr", "pPrChange"), "tcPr": ("tcPrChange",), "tblPr": ("tblPrChange",),
            "trPr": ("ins", "del")}  # fmt: skip
    for holder, tags in last.items():
        for element in root.iter(qn(f"w:{holder}")):
            names = [child.tag.split("}")[1] for child in element]
            assert not set(names[: -len(tags)]) & set(tags), holder
    for deleted in root.iter(qn("w:del")):
        assert not list(deleted.iter(qn("w:t"), qn("w:instrText")))
    assert not any(each.get("kind") for each in root.iter(qn("w:numId")))


texts = st.lists(
    st.sampled_from(["de", "school", "60", " ", ", ", "\n", "R1", '<&"', "￼", "\t", "é"]),
    max_size=8,
).map("".join)
some_runs = st.lists(
    st.builds(
        Run, text=texts, bold=st.booleans(), language=st.sampled_from([None, "en"]),
        address=st.sampled_from(["", "https://a.example/"]),
    ),
    min_size=1, max_size=3,
).map(tuple)  # fmt: skip
cells = st.builds(Cell, runs=some_runs, tone=st.sampled_from(Tone))


@st.composite
def tables(draw):
    columns = draw(st.integers(1, 3))
    rows = draw(st.lists(st.tuples(*[cells] * columns), max_size=3))
    return Table(
        caption=draw(st.sampled_from(["", "Tabel"])), description="", widths=(1,) * columns,
        header=tuple(draw(texts) for _each in range(columns)), rows=tuple(rows),
    )  # fmt: skip


blocks = st.lists(
    st.one_of(
        st.builds(Heading, level=st.integers(1, 3), runs=some_runs),
        st.builds(Paragraph, runs=some_runs),
        st.builds(Bullets, items=st.lists(some_runs, max_size=2).map(tuple)),
        st.builds(Item, runs=some_runs, level=st.just(0), mark=st.just(Mark.NUMBER),
                  start=st.integers(1, 3)),
        st.builds(Facts, pairs=st.lists(st.tuples(texts, some_runs), max_size=2).map(tuple)),
        st.builds(Callout, title=texts, paragraphs=st.lists(some_runs, max_size=2).map(tuple)),
        tables(),
    ),
    max_size=6,
)  # fmt: skip


@pytest.mark.slow
@quick
@given(blocks, blocks, st.data())
def test_accepting_and_rejecting_hold_for_whatever_is_written(first, second, data) -> None:
    mixed = data.draw(st.permutations([*first, *second]))[: len(first)]
    old = make(Heading(level=1, runs=(Run(text="Begin"),)), Contents(title="Inhoud"), *first)
    new = make(Heading(level=1, runs=(Run(text="Begin"),)), Contents(title="Inhoud"), *mixed)

    made = merged(old, new, pictures={}, author="Coöperatie", on=ON)

    for accept, whole in ((True, new), (False, old)):
        settled = revising.settled(bodied(made.text), accept=accept)
        plain = parse_xml(body(whole.blocks, images={}).xml)
        assert revising.lines(settled) == revising.lines(plain)
        assert revising.looks(settled) == revising.looks(plain)


def bodied(text):
    """Return elements as the children of one body."""
    made = parse_xml(f'<w:body xmlns:w="{NAMESPACE}"/>')
    made.extend(text)
    return made


def test_it_opens_again_and_hostile_words_stay_words() -> None:
    old = make(Paragraph(runs=(Run(text="Oud </w:t> & \x00 <b>"),)))
    new = make(Paragraph(runs=(Run(text="Nieuw </w:del> & \ud800 <i>"),)))

    data = write_changes(old, new, author='A"<&\x00', on=ON)

    assert docx.Document(BytesIO(data)).paragraphs
    assert revising.both(data, accept=True)[-1] == "BodyText: Nieuw </w:del> &  <i>"
