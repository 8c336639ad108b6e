"""What the report of a board's local assessment says, before and after the decision."""

from datetime import date
from typing import Any

import pytest

from dpia_workbench.report import local_report, write
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.release import Status
from dpia_workbench.store.models import AdoptionAdvice, User
from tests.report import sample
from tests.report.reading import Reading


def read(language: str = "en", status: Status = Status.CURRENT, **changes: Any) -> Reading:
    """Write the report of a local assessment and open it again."""
    assessed = sample.assessment(**changes)
    return Reading(write(local_report(assessed, status=status, language=language)))


@pytest.fixture(scope="module")
def decided() -> Reading:
    """Return the report of a board that has decided."""
    return read()


@pytest.fixture(scope="module")
def begun() -> Reading:
    """Return the report of a board that has only just begun."""
    nothing = {
        "cells": [],
        "tags": [],
        "circumstances": {},
        "uncovered": [],
        "operations": [],
        "agreement": None,
        "outside": "",
        "every_school": None,
        "purposes": "",
        "own_risks": "",
        "party_to": [],
        "steps": [],
        "advices": [],
        "views": None,
        "decision": None,
    }
    return read(**nothing)


def test_the_chapters_follow_the_steps_of_the_board(decided):
    chapters = [text for level, text in decided.headings if level == 1]

    assert chapters == [
        "The central verdict",
        "The own situation",
        "Agreements",
        "Measures of this board",
        "Risks at this school",
        "Advice of the data protection officer",
        "Views of the people whose data are processed",
        "Decision of the board",
        "Annex: the central part by reference",
    ]


def test_the_release_is_referred_to_by_number_and_hash(decided):
    sha256 = sample.hashed(sample.content())

    assert f"SHA-256 of this release / {sha256}" in decided.text
    assert f"release 2 of Coöperatie Wolkenveld, with hash {sha256}." in decided.text
    assert decided.document.core_properties.identifier == sha256


def test_what_is_not_covered_stands_in_a_callout(decided):
    text = decided.text

    assert "> Not covered by this assessment" in text
    assert "> Videobellen met ouders" in text
    assert "> C2: Plus, Staff" in text


def test_full_cover_is_said_too():
    text = read(cells=["C1", "C2"], outside="", uncovered=[], decision=None).text

    assert "The board uses nothing that the release does not cover." in text


def test_each_measure_has_its_state_and_what_that_rests_on(decided):
    rows = decided.table("Measures and how far this board is")

    assert rows[1][2:] == [
        "Applied / Since 1 April 2026 / To be checked before 1 April 2027",
        "Schermafdruk van de instelling",
    ]
    assert rows[2][2] == "Planned / Planned for 1 June 2026"


def test_a_measure_that_does_not_apply_gives_its_reason():
    row = sample.adoption().measures[0]
    row.state, row.since, row.review_due = LocalState.NOT_APPLICABLE, None, None
    row.evidence, row.reason = "", "Wij delen niets."

    rows = read(measures=[row], decision=None).table("Measures and how far this board is")

    assert rows[1][2:] == ["Not applicable", "Wij delen niets."]


def test_attainable_and_own_levels_stand_side_by_side_with_the_acceptance(decided):
    rows = decided.table("Risks: attainable, and at this school")

    assert rows[2][1:] == ["Medium", "Medium", "De docent kijkt mee."]
    assert rows[0][1:3] == ["After your measures", "At this school"]


def test_agreements_say_whether_the_board_is_party(decided):
    assert decided.table("Agreements that the release rests on")[1][2] == "Yes"
    assert read(party_to=[]).table("Agreements that the release rests on")[1][2] == "No"


def test_advice_and_views_and_decision_are_told_with_their_days(decided):
    text = decided.text

    for words in (
        "Given by : Farah de Wit",
        "Given on : 10 April 2026",
        "Doe het, maar kijk over een jaar opnieuw.",
        "De GMR is positief.",
        "> Decision: Approved under conditions",
        "Decided by : Bas van Loon",
        "Mandate : Bestuursbesluit 2026-14",
        "Next review : 20 April 2027",
        "Alleen met M5 voor 1 juni.",
        "Het advies is gevolgd.",
        "Signature : ",
    ):
        assert words in text


def test_an_empty_condition_gets_no_heading():
    decision = sample.decision(outcome=Outcome.REJECTED, conditions="", follows_advice=" ")

    headings = [text for _level, text in read(decision=decision).headings]

    assert "Reason" in headings
    assert "Conditions" not in headings
    assert "How the advice was followed" not in headings


def test_views_that_were_not_asked_give_the_reason():
    views = sample.adoption().views
    assert views is not None
    views.asked = False

    assert "were not asked, for this reason:" in read(views=views).text


def test_an_undecided_assessment_is_a_concept_from_title_to_signature(begun):
    text = begun.text

    assert begun.document.core_properties.title.startswith("Concept: ")
    assert text.count("> Concept") == 2
    assert "Started on : 1 April 2026" in text
    assert "The board has not decided yet." in text
    assert "____" not in text
    assert "Decided by" not in text


def test_a_concept_says_what_is_still_missing(begun):
    text = begun.text

    for words in (
        "The board has not said yet what it uses.",
        "The board named no special circumstances.",
        "The board has not filled this in.",
        "The advice has not been given yet.",
        "The views have not been recorded yet.",
    ):
        assert words in text


def test_a_concept_with_levels_says_what_the_board_can_choose():
    text = read(decision=None).text

    assert "the board can choose: Approved under conditions, Consult" in text


def test_a_release_without_agreements_or_school_measures_says_so():
    released = sample.content()
    released["measures"] = [m for m in released["measures"] if m["owner"] == "vendor"]
    released["claims"] = [claim for claim in released["claims"] if claim["requires"] == ["M1"]]
    for finding in released["findings"]:
        finding["measure"] = None

    text = read(made=released, measures=[], decision=None).text

    assert "The release rests on no agreement." in text
    assert "Schools need not take measures of their own." in text


def test_a_release_that_no_longer_holds_is_said_on_the_first_page():
    text = read(status=Status.WITHDRAWN, decision=None).text

    assert "This release no longer holds." in text[: text.index("Contents")]


def test_what_was_decided_is_printed_as_it_was(decided):
    """Invariant 2: what became of the release since stands on the page, beside the record."""
    assert read(status=Status.WITHDRAWN).text == decided.text


def test_no_address_of_a_person_is_in_the_file(decided):
    assert "@" not in decided.text
    assert "@duinrand.example" not in decided.everything


def test_the_file_is_dated_on_the_day_of_the_decision(decided, begun):
    assert decided.document.core_properties.created.date().isoformat() == "2026-04-20"
    assert begun.document.core_properties.created.date().isoformat() == "2026-04-01"


def test_a_dutch_report_of_a_board_says_it_is_dutch():
    reading = read(language="nl")

    assert reading.document.core_properties.language == "nl-NL"
    assert "Telemetrie blijft te lang bewaard" in reading.text


def test_an_earlier_advice_stands_below_the_one_that_renewed_it():
    first, again = (
        AdoptionAdvice(text=text, on=day, by=User(name="Farah", email="f@x.example"))
        for text, day in (("Liever niet.", date(2026, 4, 1)), ("Nu wel.", date(2026, 4, 10)))
    )

    reading = read(advices=[first, again])

    headings = [text for _level, text in reading.headings]
    assert "Earlier advice, given by Farah on 1 April 2026" in headings
    told = [paragraph.text for paragraph in reading.document.paragraphs]
    assert told.index("Nu wel.") < told.index("Liever niet.")


def test_the_own_levels_stand_beside_the_attainable_ones_in_picture_and_table(decided):
    rows = decided.table("The risk matrices as a table")

    assert rows[0][-2:] == ["After your measures", "At this school"]
    assert "At this school: 4 risks, of which 0 high, 2 medium and 2 low." in decided.text
    assert {row[0][:2]: row[-1].partition(" / ")[0].rstrip("*") for row in rows[1:]} == {
        "R1": "Low", "R2": "Medium", "R3": "Low", "R4": "Medium"
    }  # fmt: skip


def test_before_the_situation_is_known_only_the_measures_are_drawn(begun):
    assert len(begun.document.inline_shapes) == 1
    assert begun.table("How far measures are, as a table")
