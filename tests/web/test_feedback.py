"""Feedback from an adoption through the browser: told, found in the dossier, answered, read."""

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.store.models import Adoption, AdoptionFeedback
from tests import make
from tests.browser import Browser


@pytest.fixture
def adoption(session: Session, people: make.People) -> Adoption:
    """An adoption that the first board began."""
    return make.adoption(session, people=people, now=clock.now())


def test_a_board_tells_what_does_not_work_and_reads_the_answer(
    browser: Browser, session: Session, people: make.People, adoption: Adoption
) -> None:
    path = f"/adoptions/{adoption.id}/feedback"
    browser.acts_as(people.officer)
    measure = next(each for each in adoption.measures if each.key == "M3")
    shown = browser.get(f"/adoptions/{adoption.id}/measures/{measure.id}")
    assert f"{path}?place=M3" in shown.links().values()

    page = browser.submit(browser.get(f"{path}?place=M3", lang="en"), text="")
    assert page.status == 422
    assert set(page.errors) == {"found", "text"}
    page = browser.submit(page, found="does_not_work", text="Geen knop", place="M77")
    assert list(page.errors) == ["place"]
    assert "Geen knop" in page.text
    page = browser.submit(page, found="does_not_work", text="Geen knop", place="M3")
    assert page.path == path
    said = session.query(AdoptionFeedback).one()
    assert not said.is_named

    browser.acts_as(people.analyst)
    page = browser.get(f"/remarks?product={said.remark.product_id}&place=M3", lang="en")
    assert "school board" in page.main
    page = browser.get(f"/remarks/{said.remark_id}", lang="en")
    assert "Waterlelie" not in page.text
    words = {"words": "Wordt aangepast.", "leads_to_change": "true"}
    page = browser.submit(page, action=f"{page.path}/answer", **words)
    assert "next release" in browser.get(page.path, lang="en").main

    browser.acts_as(people.officer)
    page = browser.get(path, lang="en")
    assert "Wordt aangepast." in page.main
    assert "next release" in page.main


def test_the_cooperative_reads_the_name_only_if_the_board_says_so(
    browser: Browser, session: Session, people: make.People, adoption: Adoption
) -> None:
    said = make.feedback(session, adoption, by=people.officer, is_named=True, now=clock.now())
    browser.acts_as(people.analyst)

    assert "De Waterlelie" in browser.get(f"/remarks/{said.remark_id}").main


def test_feedback_stands_at_its_part_of_the_dossier(
    browser: Browser, session: Session, people: make.People
) -> None:
    release = make.release(session, people=people, now=clock.now())
    adoption = make.adoption(session, people=people, release=release, now=clock.now())
    make.feedback(session, adoption, by=people.officer, place="M3", now=clock.now())
    row = make.dossier(session, people=people, product=release.product, now=clock.now())
    browser.acts_as(people.analyst)

    wanted = f"/remarks?product={release.product_id}&place=M3"
    assert wanted in browser.get(f"/dossiers/{row.id}").links().values()


def test_nobody_else_finds_it(browser: Browser, people: make.People, adoption: Adoption) -> None:
    path = f"/adoptions/{adoption.id}/feedback"
    for person in (people.other_officer, people.analyst, people.vendor, people.administrator):
        browser.acts_as(person)
        assert browser.get(path).status == 404
        assert browser.fetch(path, method="POST", data={}).status_code == 404
    browser.acts_as(None)
    assert browser.fetch(path).status_code in (302, 303)
