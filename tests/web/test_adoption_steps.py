"""Steps 2 to 5 of an adoption, as their pages ask them: scope, circumstances, use, agreement."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.adoption import State
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.store.models import Adoption
from tests import make
from tests.browser import Browser
from tests.making import describing
from tests.pages import Page
from tests.web.adopting import AGREEMENT, OPERATION, begun, only_adoption, seen_by

USE = {
    "use_0_kind": "ai_feature", "use_0_name": "Automatisch nakijken",
    "use_0_supplement": "Wij kijken elk cijfer zelf na.",
}  # fmt: skip
ASKED = {
    "tag_under_13": "no", "tag_under_16": "yes", "tag_special_education": "unknown",
    "tag_special_care_records": "no",
}  # fmt: skip


def _finished(row: Adoption) -> set[Step]:
    return {each.step for each in row.steps}


ALL = {**ASKED, "tag_large_scale_10k": "no"}


def _answers(page: Page) -> dict[str, Any]:
    """Return an answer to each question that the page asks."""
    asked = {name for name in page.names() if name.startswith("tag_")}
    return {name: ASKED.get(name, "no") for name in asked}


def test_the_page_lists_the_twelve_steps_and_who_is_next(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people)
    page = seen_by(browser, people.officer, path)

    page = browser.get(path, lang="en")
    names = [text for text in page.headings if text[0].isdigit()]
    assert len(names) == 12
    assert page.links("//main")["Go on with “Schools”"] == f"{path}/schools"
    assert "Waits for the FG" in page.main
    assert page.links("//main")["2. What you use"] == f"{path}/scope"

    page = browser.submit(
        browser.get(f"{path}/schools", lang="en"), action=f"{path}/schools/register",
        rows="99AA De Kluut", sector="po",
    )  # fmt: skip
    page = browser.submit(page, every_school="true")
    assert page.path == f"{path}/scope"
    page = browser.get(path, lang="en")
    assert f"By {people.officer.user.name} on" in page.main
    assert page.links("//main")["Go on with “What you use”"] == f"{path}/scope"
    assert seen_by(browser, people.fg, path).links("//main")["2. Wat u gebruikt"] == "#situation"


def test_the_steps_lead_on_to_one_another_with_nothing_ticked_before(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people)
    browser.acts_as(people.officer)

    page = browser.get(f"{path}/scope", lang="en")
    assert "Step 2 of 12" in page.main
    assert page.field("cells").value == []
    assert page.field("beyond").value is None
    page = browser.submit(page, cells=["C1"], beyond="false")
    assert page.path == f"{path}/circumstances"
    assert all(page.field(name).value is None for name in page.names() if name.startswith("tag_"))
    page = browser.submit(page, **_answers(page))
    assert page.path == f"{path}/operations"
    page = browser.get(f"{path}/operations/C1", lang="en")
    assert page.field("legal_basis").value is None
    page = browser.submit(page, **OPERATION)
    page = browser.submit(page)
    assert page.path == f"{path}/agreement"
    assert page.field("form").value is None
    assert page.field("party_to").value == []
    page = browser.submit(page, **AGREEMENT)
    assert page.path == f"{path}/measures"

    row = only_adoption(session)
    assert _finished(row) == {Step.SCOPE, Step.CIRCUMSTANCES, Step.OPERATIONS, Step.AGREEMENT}
    assert row.tags == ["special_education", "under_16"]
    assert row.party_to == ["M2"]
    page = browser.get(path, lang="en")
    for told in ("We do not know, so it counts as yes", "Huiswerk maken", "Verwerkersovereenkomst"):
        assert told in page.main


def test_what_was_not_examined_is_named_and_never_covered(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people)
    browser.acts_as(people.officer)
    page = browser.get(f"{path}/scope", lang="en")

    page = browser.submit(page, cells=["C1"], beyond="true", **{**USE, "use_0_supplement": ""})
    assert page.status == 422
    assert set(page.errors) == {"use_0_supplement"}
    assert page.field("use_0_name").value == "Automatisch nakijken"
    page = browser.submit(page, **USE)

    assert page.path == f"{path}/circumstances"
    row = only_adoption(session)
    assert [(each.name, each.supplement) for each in row.uncovered] == [
        ("Automatisch nakijken", "Wij kijken elk cijfer zelf na.")
    ]
    assert row.cells == ["C1"]
    assert "Wij kijken elk cijfer zelf na." in browser.get(path, lang="en").main
    decision = browser.get(f"{path}/decision", lang="en")
    assert "This decision does not cover" in decision.headings
    assert "AI feature: Automatisch nakijken" in decision.main


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({}, {"cells", "beyond"}),
        ({"cells": [], "beyond": "false"}, {"cells"}),
        ({"cells": ["C9"], "beyond": "false"}, {"cells"}),
        ({"cells": ["C1"], "beyond": "true"}, {"use_0_name"}),
        ({"cells": ["C1"], "beyond": "false", **USE}, {"beyond"}),
        (
            {"cells": ["C1"], "beyond": "true", "use_0_name": "Iets"},
            {"use_0_kind", "use_0_supplement"},
        ),
        ({"cells": ["C1"], "beyond": "true", "use_0_kind": "group"}, {"use_0_name"}),
        ({"cells": ["C1"], "beyond": "misschien"}, {"beyond"}),
    ],
)
def test_a_scope_that_does_not_hold_is_refused_at_its_fields(
    browser: Browser,
    session: Session,
    people: make.People,
    typed: dict[str, Any],
    fields: set[str],
) -> None:
    path = begun(session, people)
    browser.acts_as(people.officer)

    page = browser.post(f"{path}/scope", data={"version": "1", **typed}, lang="en")

    assert page.status == 422
    assert set(page.errors) >= fields
    assert only_adoption(session).steps == []
    endless = {f"use_{'9' * 5000}_name": "x", "version": "1"}
    assert browser.post(f"{path}/scope", data=endless).status == 422


def test_what_is_not_complete_can_be_kept_without_finishing_the_step(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people)
    browser.acts_as(people.officer)
    page = browser.get(f"{path}/scope", lang="en")

    page = browser.submit(page, later="1", use_0_kind="edition", use_0_name="Gratis")

    assert page.path.startswith(f"{path}/scope")
    assert page.field("use_0_name").value == "Gratis"
    assert page.field("use_1_name").value == ""
    row = only_adoption(session)
    assert (_finished(row), row.cells) == (set(), [])
    use = {"use_0_supplement": "Niet voor leerlingen.", "cells": ["C1"]}
    assert browser.submit(page, **use).path == f"{path}/circumstances"
    page = browser.get(f"{path}/scope", lang="en")
    page = browser.submit(page, use_0_name="", use_0_kind="", use_0_supplement="", beyond="false")
    assert only_adoption(session).uncovered == []


@pytest.mark.parametrize(
    ("place", "first", "late", "seen", "field"),
    [
        ("scope", {"cells": ["C1"], "beyond": "true", **USE},
         {"cells": ["C1"], "beyond": "true", **USE, "use_0_supplement": "Iets heel anders."},
         "Wij kijken elk cijfer zelf na.", "use_0_supplement"),
        ("circumstances", {**ALL, "tag_under_13": "yes"}, ALL, "Ja", "tag_under_13"),
        ("operations/C1", OPERATION, {**OPERATION, "purpose": "Toetsen"}, "Huiswerk maken",
         "purpose"),
        ("agreement", AGREEMENT, {**AGREEMENT, "title": "Een andere"}, "Verwerkersovereenkomst",
         "title"),
    ],
)  # fmt: skip
def test_a_late_answer_stands_beside_what_was_saved(
    browser: Browser,
    session: Session,
    people: make.People,
    place: str,
    first: dict[str, Any],
    late: dict[str, Any],
    seen: str,
    field: str,
) -> None:
    path = begun(session, people)
    browser.acts_as(people.officer)
    page = browser.get(f"{path}/{place}", lang="en")
    browser.submit(page, **first)
    before = only_adoption(session).version

    page = browser.submit(page, **late)

    assert page.status == 409
    assert seen in page.main
    assert page.field(field).value == late[field]
    assert only_adoption(session).version == before


def test_two_people_at_different_steps_do_not_hinder_one_another(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people)
    browser.acts_as(people.officer)
    scope = browser.get(f"{path}/scope", lang="en")
    other = browser.get(f"{path}/agreement", lang="en")

    browser.submit(scope, cells=["C1"], beyond="false")
    page = browser.submit(other, **AGREEMENT)

    assert page.path == f"{path}/measures"
    assert _finished(only_adoption(session)) == {Step.SCOPE, Step.AGREEMENT}


def test_every_circumstance_is_answered(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people)
    browser.acts_as(people.officer)
    page = browser.get(f"{path}/circumstances", lang="en")
    asked = {name for name in page.names() if name.startswith("tag_")}
    assert {"tag_under_13", "tag_special_care_records"} <= asked
    assert "This is always asked" in page.main

    page = browser.submit(page, tag_under_13="yes")

    assert page.status == 422
    assert set(page.errors) == asked - {"tag_under_13"}
    assert page.field("tag_under_13").value == "yes"


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({}, {"is_done"}),
        ({"is_done": "true"}, {"purpose", "legal_basis", "other_data", "retention", "access"}),
        ({**OPERATION, "legal_basis": "consent"}, {"basis_reason", "parental_consent"}),
        ({**OPERATION, "legal_basis": "niets"}, {"legal_basis"}),
        ({**OPERATION, "data_items": ["DI99"]}, {""}),
        ({"is_done": "false"}, set()),
    ],
)
def test_an_operation_says_what_the_law_asks(
    browser: Browser,
    session: Session,
    people: make.People,
    typed: dict[str, Any],
    fields: set[str],
) -> None:
    path = begun(session, people)
    browser.acts_as(people.officer)

    page = browser.post(f"{path}/operations/C1", data={"version": "1", **typed}, lang="en")

    assert set(page.errors) >= fields
    assert bool(page.errors) is bool(fields)
    assert browser.get(f"{path}/operations/OP9").status == 404
    assert browser.get(f"{path}/operations/own/7").status == 404


def test_operations_are_all_answered_and_own_ones_added_and_left(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people)
    browser.acts_as(people.officer)
    sent = {"version": "1"}
    assert browser.post(f"{path}/operations", data=sent, lang="en").status == 422

    page = browser.submit(browser.get(f"{path}/operations/C1", lang="en"), is_done="false")
    refused = browser.submit(page)
    assert "Minstens één ervan doet uw bestuur." in refused.main
    page = browser.get(f"{path}/operations/own", lang="en")
    page = browser.submit(page, name="Foto's delen", **OPERATION)
    assert "Foto's delen" in page.main
    assert browser.submit(page).path == f"{path}/agreement"

    last = browser.get(f"{path}/operations/own/2", lang="en")
    assert browser.submit(last, is_done="false").status == 422
    page = browser.submit(last, name="Foto's en films delen")
    assert [each.name for each in only_adoption(session).operations][1] == "Foto's en films delen"
    assert "Dit doen wij niet" in page.main


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({}, {"form"}),
        ({"form": "own"}, {"title", "signed_on"}),
        ({"form": "none"}, {"explanation"}),
        ({**AGREEMENT, "signed_on": "2999-01-01"}, {"signed_on"}),
        ({**AGREEMENT, "signed_on": "gisteren"}, {"signed_on"}),
        ({**AGREEMENT, "party_to": ["M1"]}, {""}),
    ],
)
def test_an_agreement_says_what_the_law_asks(
    browser: Browser,
    session: Session,
    people: make.People,
    typed: dict[str, Any],
    fields: set[str],
) -> None:
    path = begun(session, people)
    browser.acts_as(people.officer)

    page = browser.post(f"{path}/agreement", data={"version": "1", **typed}, lang="en")

    assert page.status == 422
    assert set(page.errors) == fields


def test_what_was_said_before_is_proposed_and_saved_only_by_the_reader(
    browser: Browser, session: Session, people: make.People
) -> None:
    _said_before(session, people)
    path = begun(session, people)
    browser.acts_as(people.officer)

    page = browser.get(f"{path}/circumstances", lang="en")
    assert "You said this on" in page.main
    assert page.field("tag_under_13").value is None
    page = browser.submit(page, take="0", tag_under_16="yes")
    assert page.status == 200
    assert page.field("tag_under_13").value == "no"
    assert page.field("tag_under_16").value == "yes"
    row = _newest(session)
    assert (row.circumstances, row.steps) == ({}, [])
    assert browser.submit(page).path == f"{path}/operations"

    page = browser.submit(browser.get(f"{path}/operations/C1", lang="en"), take="0")
    assert page.field("retention").value.strip() == "Een schooljaar"
    assert page.field("purpose").value.strip() == ""
    page = browser.submit(browser.get(f"{path}/agreement", lang="en"), take="0")
    assert page.field("notice_address").value == "privacy@bestuur.example"
    assert browser.submit(page, take="99").status == 200
    browser.acts_as(people.other_officer)
    assert "You said this" not in browser.get("/school", lang="en").main


def _said_before(session: Session, people: make.People) -> None:
    """Let the board, and another one, adopt another product first."""
    for school in (people.school, people.other_school):
        make.adoption(session, people=people, at=school, state=State.CONTEXT_DONE, now=clock.now())


def _newest(session: Session) -> Adoption:
    session.expire_all()
    return session.query(Adoption).order_by(Adoption.started_at.desc()).limit(1).one()


def test_only_the_privacy_officer_answers(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people)

    for person in (people.fg, people.board):
        for place in ("scope", "circumstances", "operations", "operations/C1", "operations/own",
                      "agreement"):  # fmt: skip
            assert seen_by(browser, person, f"{path}/{place}").status == 403
            assert browser.post(f"{path}/{place}", data={"version": "1"}).status == 403


def test_the_tasks_name_the_steps_that_wait(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.adoption(session, people=people, now=clock.now())
    here = {"actor": people.officer.actor, "today": clock.today(), "now": clock.now()}
    describing.scope(session, row, **here)
    describing.agreement(session, row, **here)
    session.commit()

    browser.acts_as(people.officer)
    page = browser.get("/tasks", lang="en")
    assert "Schools, Circumstances, What you use it for, Measures, Own risks" in page.main
    assert "Scholen" not in seen_by(browser, people.fg, "/tasks").main
