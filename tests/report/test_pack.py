"""What the papers of an adoption say: complete, in two languages, the same each time."""

import hashlib
import io
import itertools
import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dpia_workbench.report import pack
from dpia_workbench.report.dossier import LanguageUnknown
from dpia_workbench.report.pack.local_parts import ANCHORS, LocalPart
from dpia_workbench.report.pack.points import by_point
from dpia_workbench.risk.adoption_pack import FORMS, FileForm, Paper
from dpia_workbench.risk.adoption_step import AgreementForm, UseKind
from dpia_workbench.risk.release import Status
from dpia_workbench.risk.templates import Template
from dpia_workbench.store.models import (
    LocalAgreement,
    UncoveredUse,
)
from dpia_workbench.usecases.adoption_pack import Pack
from tests.report import dossier_sample, pack_sample, sample
from tests.report.pack_reading import begun, cells, read, rows_of, undecided
from tests.report.reading import Reading

LATER = datetime(2026, 11, 28, 5, 0, tzinfo=UTC)
each_word = pytest.mark.parametrize(
    "paper", [paper for paper in Paper if FileForm.WORD in FORMS[paper]]
)


@pytest.mark.parametrize("key", [dossier_sample.DUTCH, dossier_sample.EUROPEAN])
def test_every_part_of_a_board_has_a_point_in_both_forms(key: str) -> None:
    placed = by_point(dossier_sample.template(key), ANCHORS)

    assert None not in placed
    assert {part for parts in placed.values() for part in parts} == set(LocalPart)


def test_a_form_without_the_points_still_tells_everything() -> None:
    bare = Template(
        key="bare", urn="urn:x", version=1, name={"nl": "Kaal", "en": "Bare"}, source="",
        audience=dossier_sample.template().audience, nodes=(),
    )  # fmt: skip
    made = replace(pack_sample.packed(), template=bare)

    text = Reading(pack_sample.paper(Paper.LOCAL_DPIA, of=made)).text

    assert "# What this form has no point for" in text
    for words in ("Wij zetten dit uit.", "Doe het, maar kijk", "Het nut weegt op", "Gedeelde tab"):
        assert words in text


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (dossier_sample.DUTCH, {
            "3": "Werk nakijken", "11": "Public task (e)", "16": "Gedeelde tablets",
            "17": "Schermafdruk van de instelling", "19": "Doe het, maar kijk",
            "20": "Approved under conditions",
        }),
        (dossier_sample.EUROPEAN, {
            "0.1": "Stichting Duinrand", "0.2": "Verwerkersovereenkomst Leerplein",
            "1.2": "Werk nakijken", "2.1.a": "Public task (e)", "4.2.a": "Eigen schermafdruk",
            "4.2.b": "At this school", "5.1": "Doe het, maar kijk", "5.2": "De GMR is positief.",
            "6": "Approved under conditions",
        }),
    ],
)  # fmt: skip
def test_the_words_of_the_board_stand_at_the_points_of_the_form(
    template: str, expected: dict[str, str]
) -> None:
    text = read(Paper.LOCAL_DPIA, template=template).text

    for number, words in expected.items():
        assert words in point(text, number), number


def point(text: str, number: str) -> str:
    """Return what stands at a point of a form, as far as the next point."""
    lines = text.split("\n")
    start = next(n for n, line in enumerate(lines) if re.match(rf"#+ {re.escape(number)} : ", line))
    end = next(
        (n for n, line in enumerate(lines) if n > start and re.match(r"#+ [\w.]+ : ", line)), None
    )
    return "\n".join(lines[start:end])


def test_the_central_part_stands_there_by_reference_and_hash() -> None:
    reading = read(Paper.LOCAL_DPIA)
    sha256 = sample.hashed(pack_sample.content())

    assert f"SHA-256 of this release / {sha256}" in reading.text
    assert reading.document.core_properties.identifier == sha256
    assert "This was examined for all schools together. Release 2 names:" in reading.text
    assert "- Data items: Cijfers, Zorgnotities" in reading.text
    assert "- Transfers outside the EEA: Can be put in order" in reading.text
    assert pack_sample.ADDRESS in reading.everything
    assert "Wij onderzochten het Leerplein." not in reading.text.replace("We examined", "")


def test_a_board_understands_the_summary_of_the_central_part() -> None:
    text = read(Paper.LOCAL_DPIA).text

    assert "> Verdict: Be restrained: only for described use" in text
    assert "Two concerns remain." in text


def test_operations_agreement_schools_and_own_risks_stand_there_in_full() -> None:
    reading = read(Paper.LOCAL_DPIA)

    for words in (
        "Legal basis : Public task (e) / Wet op het primair onderwijs.",
        "Links to other systems : ParnasSys",
        "Origin : OP1 in the release",
        "Signed on : 15 January 2026",
        "News of sub-processors arrives at : privacy@duinrand.example",
        "O1 Gedeelde tablets",
        "Likelihood : High (3)",
        "Level at this school : Medium",
        "This holds for all 2 schools of the board.",
    ):
        assert words in reading.text
    assert "Vervallen verwerking" not in reading.text
    assert reading.table("Schools for which this holds")[1] == [
        "De Kluut", "34CD", "Primary education", "200",
        "Special education and Own devices that the school does not manage",
    ]  # fmt: skip
    assert reading.table("Measures of the board against this risk")[1][1] == (
        "Planned / Planned for 1 May 2026"
    )


def test_both_levels_and_why_they_are_not_lower_stand_side_by_side() -> None:
    reading = read(Paper.LOCAL_DPIA)

    risks = {row[0][:2]: row[1:] for row in reading.table("Risks: attainable, and at this school")}
    assert risks["R4"] == ["Medium", "Medium", "Tijdelijk."]
    assert risks["O1"] == ["Not stated", "Medium", "Tot mei."]
    assert "- Measure M2, “Insight into models”, would lower this risk" in reading.text


def test_what_is_switched_on_is_named_in_words() -> None:
    reading = read(Paper.LOCAL_DPIA, services=["Forms", "artificial_intelligence"])

    assert "Switched on: Forms and AI or algorithms." in reading.text


def test_a_use_without_a_supplement_is_named_as_not_judged() -> None:
    text = read(Paper.LOCAL_DPIA).text
    start = text.index("Own assessment of what is not covered: Group of people: Oud-leerlingen")

    assert text[start:].split("\n")[1] == "> This assessment has not been written yet."


def test_what_has_no_agreement_says_so_loudly() -> None:
    none = LocalAgreement(
        form=AgreementForm.NONE, title="", edition="", signed_on=None, annexes="",
        notice_address="", explanation="De leverancier weigert.",
    )  # fmt: skip

    text = read(Paper.LOCAL_DPIA, agreement=none).text

    assert "> There is no processor agreement." in text
    assert "De leverancier weigert." in text


@each_word
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_paper_opens_again_with_its_language_headings_and_header_rows(
    paper: Paper, language: str
) -> None:
    reading = read(paper, language=language)

    assert reading.document.core_properties.language.startswith(language)
    levels = [level for level, _text in reading.headings]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    for table in reading.find("//w:tbl"):
        assert table.find("w:tr/w:trPr/w:tblHeader", {"w": _W}) is not None
        assert table.find("w:tblPr/w:tblDescription", {"w": _W}) is not None


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@each_word
def test_before_the_decision_it_is_a_draft_on_every_page(paper: Paper) -> None:
    draft, decided = read(paper, **undecided()), read(paper)

    assert "> Draft" in draft.text
    assert draft.document.core_properties.title.startswith("Draft: ")
    assert 'string="DRAFT"' in draft.everything
    assert "Draft" not in decided.everything
    assert 'string="DRAFT"' not in decided.everything


@each_word
def test_every_paper_can_be_made_as_soon_as_a_board_begins(paper: Paper) -> None:
    for language in ("nl", "en"):
        assert read(paper, language=language, **begun()).text


@each_word
def test_only_a_draft_warns_that_the_verdict_no_longer_holds(paper: Paper) -> None:
    withdrawn = {"status": Status.WITHDRAWN}

    assert "ithdrawn" in read(paper, **undecided(**withdrawn)).text
    assert "ithdrawn" not in read(paper, **withdrawn).text


def test_nothing_is_in_the_language_of_the_reader() -> None:
    in_dutch = read(Paper.DEVIATIONS, language="nl").text

    assert "Waarin wij afwijken" in in_dutch
    assert "Where we differ" not in in_dutch
    with pytest.raises(LanguageUnknown):
        pack_sample.paper(Paper.DEVIATIONS, language="xx")


NAMES = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x24F, exclude_categories=("C", "Z")),
    min_size=3, max_size=30,
)  # fmt: skip


@settings(max_examples=3, deadline=None, phases=[Phase.generate])
@given(name=NAMES, kind=st.sampled_from(UseKind), is_decided=st.booleans())
def test_uncovered_use_is_named_in_every_file(name: str, kind: UseKind, is_decided: bool) -> None:
    use = UncoveredUse(position=0, kind=kind, name=name, supplement="")
    made = pack_sample.packed(
        uncovered=[use], outside="", **({} if is_decided else {"decision": None})
    )

    files = pack.files(made, languages=["en"], address="")
    told = json.loads(zipped(made)["manifest.json"])

    for each in files:
        assert name in _text_of(each), each.name
        assert "Plus" in _text_of(each), each.name
    assert any(name in item for item in told["not_covered"])


def _text_of(file: pack.File) -> str:
    if file.form is FileForm.WORD:
        return Reading(file.content).text
    if file.form is FileForm.WORKBOOK:
        return "\n".join(text for row in cells(file.content) for text in row)
    if file.form is FileForm.CSV:
        return "\n".join(text for row in rows_of(file.content) for text in row)
    return file.content.decode()


def zipped(made: Pack, **words: Any) -> dict[str, bytes]:
    """Return the parts of the zip of a pack by their name."""
    files = pack.files(made, languages=words.pop("languages", ["nl"]), address=pack_sample.ADDRESS)
    data = pack.zipped(made, files, now=words.pop("now", LATER))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_manifest_holds_the_hash_of_every_file_and_of_the_release() -> None:
    parts = zipped(pack_sample.packed(), languages=["nl", "en"])
    told = json.loads(parts["manifest.json"])

    files = {each["name"]: each["sha256"] for each in told["files"]}
    assert set(files) == set(parts) - {"manifest.json"}
    assert len(files) == 2 * sum(len(forms) for forms in FORMS.values())
    assert files == {name: hashlib.sha256(parts[name]).hexdigest() for name in files}
    assert told["release"]["sha256"] == sample.hashed(pack_sample.content())
    assert told["board"] == {"name": "Stichting Duinrand", "number": "40123"}
    assert told["made_at"] == LATER.isoformat()
    assert told["adoption"]["decision"] == "CONDITIONALLY_APPROVED"
    assert told["versions"]["template"] == {"key": dossier_sample.DUTCH, "version": 1}


def test_a_decided_adoption_gives_the_same_bytes_at_any_later_time() -> None:
    first = zipped(pack_sample.packed())

    much_later = datetime(2031, 1, 1, tzinfo=UTC)
    again = zipped(pack_sample.packed(status=Status.SUPERSEDED), now=much_later)

    assert [name for name in first if first[name] != again[name]] == ["manifest.json"]


def test_no_internal_text_is_even_named() -> None:
    internal = pack_sample.content()
    internal["texts"] = {**internal["texts"], "team": "Anna schrijft."}

    text = read(Paper.LOCAL_DPIA, template=dossier_sample.EUROPEAN, made=internal).text

    assert "Anna schrijft." not in text
    assert "Team" not in text


def test_an_older_release_without_registers_gives_every_paper() -> None:
    old = sample.content()
    for name in ("texts", "entries", "language", "templates", "not_applicable"):
        old.pop(name, None)

    files = pack.files(pack_sample.packed(made=old), languages=["en"], address="")

    assert len(files) == sum(len(forms) for forms in FORMS.values())
