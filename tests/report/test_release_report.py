"""What the report of a release says, and what it must never say."""

import copy
import re
from itertools import pairwise
from typing import Any

import pytest

from dpia_workbench.report import release_report, write
from dpia_workbench.risk.measures import Missing
from dpia_workbench.risk.release import Status
from dpia_workbench.risk.verdict import Topic, Verdict
from tests.report import sample
from tests.report.reading import Reading

LANGUAGES = ["nl", "en"]


def read(
    content: dict[str, Any], *, language: str = "en", status: Status = Status.CURRENT
) -> Reading:
    """Write the report of a content and open it again."""
    document = release_report(
        content, sha256=sample.hashed(content), status=status, language=language
    )
    return Reading(write(document))


@pytest.fixture(scope="module")
def content() -> dict[str, Any]:
    """Return the content of the release that most tests read."""
    return sample.content()


@pytest.fixture(scope="module")
def reading(content: dict[str, Any]) -> Reading:
    """Return its report."""
    return read(content)


def test_the_chapters_stand_in_the_order_of_the_work(reading):
    chapters = [text for level, text in reading.headings if level == 1]

    assert chapters == [
        "Summary",
        "Verdict and what it means",
        "What schools must do",
        "Scope",
        "Lawfulness",
        "Risks",
        "Measures by who takes them",
        "Promises that the verdict leaves open",
        "How the levels are computed",
        "Version data",
    ]


def test_no_heading_skips_a_level(reading):
    levels = [level for level, _text in reading.headings]

    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_risk_and_measure_is_named(content, language):
    text = read(content, language=language).text

    for item in [*content["risks"], *content["measures"]]:
        title = item["title"][language] or item["title"]["nl"]
        assert f"{item['key']} {title}" in text


def test_the_hash_is_in_the_text_and_in_the_properties(content, reading):
    sha256 = sample.hashed(content)

    assert f"the published release with hash {sha256}." in reading.text
    assert reading.document.core_properties.identifier == sha256


def test_the_instructions_of_school_measures_are_there(reading):
    rows = reading.table("Measures of schools")

    assert rows[1] == [
        "M4 Switch off sharing with the class",
        "Go to Admin > Sharing & rights and choose “Teacher only”.",
        "Mandatory",
    ]
    assert rows[2][0] == "M5 Explain the folders to staff / Only for: Plus"
    assert rows[2][2] == "Optional"


def test_all_topics_of_lawfulness_are_in_the_table_even_if_nobody_judged_them(content):
    bare = {**content, "findings": []}

    rows = read(bare).table("Findings on lawfulness")

    assert len(rows) == 1 + len(Topic)
    assert {row[1] for row in rows[1:]} == {"Not assessed yet"}


def test_a_finding_names_the_measure_that_remedies_it(reading):
    rows = {row[0]: row for row in reading.table("Findings on lawfulness")}

    assert rows["Transfers outside the EEA"][1] == "Can be put in order"
    assert rows["Transfers outside the EEA"][2].endswith(
        "To be put in order by M3 (Process on instruction only)."
    )


def test_the_overview_shows_the_levels_of_the_content(content, reading):
    rows = reading.table("Risks and their levels")

    assert rows[1] == ["R1 Telemetry is kept too long", "High", "Low", "Low"]
    assert len(rows) == 1 + len(content["risks"])


def test_a_claim_says_where_it_counts_and_why_it_does_not(reading):
    rows = reading.table("R2: what measures do")

    assert rows[1][2] == "C1 and C2: counts after your mandatory measures."
    assert "C1: does not count, because of M5: meant for another edition." in rows[2][2]
    assert "C2: counts only with all optional measures." in rows[2][2]
    assert "Not in these circumstances: Care records." in rows[2][1]


def test_a_claim_that_rests_on_a_promise_says_so(reading):
    rows = reading.table("R4: what measures do")

    assert rows[1][2] == "C1 and C2: counts only if promises are kept."


def test_a_claim_that_a_circumstance_takes_away_says_which(content):
    changed = copy.deepcopy(content)
    for stages in (cell["explanations"]["R2"] for cell in changed["cells"]):
        for explained in stages.values():
            both = [*explained["likelihood"]["fired"], *explained["likelihood"]["not_fired"]]
            lost = {"cap": both[0]["cap"], "requires": both[0]["requires"], "reason": None}
            lost |= {"measure": None, "tag": "byod_unmanaged"}
            explained["likelihood"] = {**explained["likelihood"], "fired": [], "not_fired": [lost]}

    rows = read(changed).table("R2: what measures do")

    assert "Own devices that the school does not manage" in rows[1][2]


@pytest.mark.parametrize("reason", list(Missing))
def test_every_reason_why_a_measure_lacks_effect_has_its_words(content, reason):
    changed = copy.deepcopy(content)
    for stages in (cell["explanations"]["R4"] for cell in changed["cells"]):
        for explained in stages.values():
            lost = {"cap": 1, "requires": ["M2", "M3"], "reason": reason.value, "measure": "M2"}
            axis = {"fired": [], "not_fired": [{**lost, "tag": None}]}
            explained["likelihood"] = {**explained["likelihood"], **axis}

    rows = read(changed).table("R4: what measures do")

    assert "does not count, because of M2: " in rows[1][2]


def test_what_people_decided_about_a_risk_is_told(reading):
    text = reading.text

    assert "Severity is at least High (3) in the circumstance “Pupils under 13”." in text
    assert "> A severe but unlikely risk counts as low here" in text
    assert "> De leverancier gaf geen inzage in zijn modellen." in text
    assert "In C1 the risk stays at medium although it is unlikely" in text
    assert "Unknown; counts as high (3)" in text
    assert "No measure lowers this risk." in text


def test_a_promise_shows_its_first_day_and_whether_it_counts(reading):
    rows = {row[0]: row for row in reading.table("Measures of the vendor")}
    kept = next(row for name, row in rows.items() if name.startswith("M1"))
    open_one = next(row for name, row in rows.items() if name.startswith("M2"))

    assert "First promised for 1 December 2025." in kept[2]
    assert "The check counts up to and including 9 February 2027." in kept[2]
    assert kept[3] == "Yes"
    assert open_one[3] == "No: only promised"


def test_an_agreement_shows_its_last_day(reading):
    rows = reading.table("Measures by agreement")

    assert "In force up to and including 31 December 2027." in rows[1][2]


def test_the_promises_that_are_left_open_have_their_day(reading):
    rows = reading.table("Open promises of the vendor")

    assert rows[1:] == [["M2 Insight into models", "1 September 2026"]]


def test_a_release_without_measures_says_so_instead_of_showing_empty_tables(content):
    bare = copy.deepcopy(content)
    bare |= {"measures": [], "claims": [], "tolerated": []}
    for finding in bare["findings"]:
        finding["measure"] = None

    text = read(bare).text

    assert "Schools need not take measures of their own." in text
    assert text.count("There are no measures of this kind.") == 3
    assert "The vendor has no promises to keep for this verdict." in text


def test_what_is_not_there_leaves_no_trace(content):
    bare = copy.deepcopy(content)
    bare["product"]["former_names"] = []
    bare["previous"] = None
    bare["measures"][0]["promise"] = None
    bare["claims"] = [claim for claim in bare["claims"] if "M3" not in claim["requires"]]
    for cell in bare["cells"]:
        cell["exclusions"] = {"nl": "", "en": ""}

    reading = read(bare)

    assert "Former names" not in reading.text
    assert "This is the first release." in reading.text
    assert "What was not assessed" not in reading.text
    assert "What is not in a scope cell was not assessed" in reading.text
    assert reading.table("Measures of the vendor")[1][2:] == [
        "Not asked of the vendor yet.",
        "No: not asked of the vendor",
    ]
    assert reading.table("Measures by agreement")[1][1] == "Lawfulness"


def test_a_stricter_verdict_than_computed_shows_the_reason(content):
    stricter = {
        **content,
        "published_verdict": Verdict.RED.value,
        "override_reason": "Er loopt een onderzoek.",
    }

    text = read(stricter).text

    assert "> Verdict: Do not use" in text
    assert "lead to the verdict “Be restrained: only for described use”" in text
    assert "Er loopt een onderzoek." in text


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.ATTENTION, "Something has happened since publication."),
        (Status.WITHDRAWN, "This release no longer holds."),
        (Status.SUPERSEDED, "This release no longer holds."),
    ],
)
def test_a_release_that_cannot_be_relied_on_says_so_on_the_first_page(content, status, words):
    text = read(content, status=status).text

    assert words in text[: text.index("Contents")]


def test_an_invented_product_is_marked_and_a_real_one_is_not(content, reading):
    real = {**content, "product": {**content["product"], "is_invented": False}}

    assert "> Demonstration: invented" in reading.text
    assert "invented" not in read(real).text


def test_text_in_the_other_language_is_marked_as_such(content):
    english = read(content, language="en")
    dutch = read(content, language="nl")
    path = '//w:r[w:t="Leerlingen zien elkaars werk"]/w:rPr/w:lang/@w:val'

    assert set(english.find(path)) == {"nl-NL"}
    assert dutch.find(path) == []


def test_nothing_but_what_the_report_knows_gets_into_it(content):
    secret = "GEHEIM-7781"
    leaky = copy.deepcopy(content)
    leaky["internal_note"] = secret
    for name in ("risks", "measures", "claims", "findings", "cells", "tolerated"):
        for item in leaky[name]:
            item["internal_note"] = secret
    leaky["measures"][0]["promise"]["refusal"] = secret
    leaky["product"]["vendor"]["contact"] = f"{secret}@vendor.example"

    everything = read(leaky).everything

    assert secret not in everything
    assert all(item["remediation"] not in everything for item in content["tolerated"])


def test_all_words_of_our_own_pass_the_catalogue(content):
    text = read(content, language="xx").text
    others = sorted(_strings(content), key=len, reverse=True)

    while "⟦" in text:
        text = re.sub("⟦[^⟦⟧]*⟧", "", text)
    for words in others:
        for line in words.split("\n"):
            text = text.replace(line.removeprefix("- ").strip() or " ", " ")

    found = set(re.findall(r"[^\W\d]{2,}", text))
    assert found <= {
        "TITLE",
        "SUBTITLE",
        "TABLE",
        "PICTURE",
        "and",
        "March",
        "September",
        *_hash_letters(),
    }


def _strings(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value}
    items = value.values() if isinstance(value, dict) else value
    return set().union(*map(_strings, items)) if isinstance(value, dict | list) else set()


def _hash_letters() -> set[str]:
    return set(re.findall(r"[^\W\d]{2,}", sample.hashed(sample.content())))


def test_the_matrices_are_a_picture_and_a_table_with_the_levels_of_the_content(content, reading):
    rows = reading.table("The risk matrices as a table")

    assert "PICTURE Risk matrices: severity upwards" in reading.text
    assert rows[0] == ["Risk", "As tested", "After the vendor's measures", "After your measures"]
    for item, row in zip(content["risks"], rows[1:], strict=True):
        levels = [item["levels"][stage] for stage in ("r0", "r1", "r2")]
        shown = [text.partition(" / ")[0].rstrip("*").lower() for text in row[1:]]
        assert row[0].startswith(item["key"])
        assert shown == levels


def test_the_measures_are_counted_per_owner_in_a_picture_and_a_table(reading):
    rows = reading.table("How far measures are, as a table")

    assert "PICTURE A bar per owner of measures. Vendor: 2 measures." in reading.text
    assert rows == [
        ["Who takes it", "All", "Counts", "Promised or delivered, not checked",
         "For schools to take"],
        ["Vendor", "2", "1", "1", "0"],
        ["By agreement", "1", "1", "0", "0"],
        ["School, mandatory", "1", "0", "0", "1"],
        ["School, optional", "1", "0", "0", "1"],
    ]  # fmt: skip


def test_a_release_without_risks_has_no_picture_of_them(content):
    bare = read({**content, "risks": [], "claims": [], "measures": [], "tolerated": []})

    assert not bare.document.inline_shapes


def test_what_people_wrote_in_markdown_is_written_as_word_writes_it(content):
    marked = copy.deepcopy(content)
    marked["summary"] = {"nl": "Kort.", "en": "**Short.**[^1]\n\n- one\n- two\n\n[^1]: The note."}
    marked["scope"] = {"nl": "x", "en": "| Part | In |\n|---|---|\n| Chat | no |"}
    marked["risks"][0]["description"] = {"nl": "x", "en": "### Who\n\nPupils."}

    reading = read(marked)

    assert "**" not in reading.text
    assert {"- one", "- two"} <= set(reading.text.splitlines())
    assert "The note." in reading.everything
    assert (3, "Who") in reading.headings
    assert "|---" not in reading.text
    assert "| Chat | no" in reading.text.splitlines()
