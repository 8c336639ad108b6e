"""A dossier on its page: what is missing, what a reviewer asks, whose turn it is, its history."""

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.verdict import Result, Topic
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Claim, Dossier, Finding, Measure, Risk, ScopeCell
from dpia_workbench.usecases import dossier, finding, review
from dpia_workbench.web.dossiers.facts import FIELDS
from tests import make
from tests.browser import Browser

NOTE = "Leg uit waarom de kans laag is."


def sent_back(session: Session, people: make.People) -> Dossier:
    """Return a dossier of which the reviewer asks changes."""
    row = make.dossier(session, people=people, state=make.State.IN_REVIEW, now=clock.now())
    review.request_changes(
        session, actor=people.reviewer.actor, dossier_id=row.id, note=NOTE,
        today=clock.today(), now=clock.now(),
    )  # fmt: skip
    session.commit()
    return row


def test_who_submits_too_early_reads_what_is_missing_on_the_same_page(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.empty_dossier(session, people=people)
    browser.acts_as(people.analyst)

    page = browser.post(f"/dossiers/{row.id}/submission", lang="en")

    assert page.status == 422
    assert page.h1 == "Leerplein"
    links = page.links("//main")
    assert links["Add at least one risk."] == f"/dossiers/{row.id}/risks/new"
    assert links["Write the summary in Dutch and English."] == f"/dossiers/{row.id}/description"
    before, after = page.main.split("missing before publication")
    assert "Add at least one risk." in before
    assert "Legal basis: Assess this topic." in after
    assert "missing before review" in before


def test_the_remark_of_a_reviewer_stands_on_the_page_until_it_is_handed_in_again(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = sent_back(session, people)
    browser.acts_as(people.analyst)
    path, asked = f"/dossiers/{row.id}", f"{people.reviewer.user.name} asked for changes on"

    page = browser.get(path, lang="en")
    assert asked in page.main
    assert NOTE in page.main[page.main.index(asked) : page.main.index("Summary and scope")]
    page = browser.post(f"{path}/resumption", lang="en")
    assert asked in page.main
    browser.post(f"{path}/submission")

    assert asked not in browser.get(path, lang="en").main


@pytest.mark.parametrize(("who", "place"), [("reviewer", "review"), ("publisher", "publication")])
def test_whose_turn_it_is_not_reads_why_instead_of_a_form(
    browser: Browser, session: Session, people: make.People, who: str, place: str
) -> None:
    row = make.dossier(session, people=people, now=clock.now())
    browser.acts_as(getattr(people, who))
    path = f"/dossiers/{row.id}/{place}"

    page = browser.get(path, lang="en")

    assert page.status == 200
    assert "It is not your turn" in page.main
    assert "The analysts write." in page.main
    assert not [url for method, url in page.forms() if url == path or not url]
    assert browser.post(path).status == 409


def test_a_measure_that_a_claim_rests_on_stays_and_its_page_says_why(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, now=clock.now())
    browser.acts_as(people.analyst)
    used = row.revision.measures[0]

    page = browser.post(f"/dossiers/{row.id}/measures/{used.id}/removal", lang="en")

    assert page.path == f"/dossiers/{row.id}/measures/{used.id}"
    assert page.status == 200
    assert "still rest on this" in page.flashes[0]
    session.expire_all()
    assert used in row.revision.measures


def test_a_risk_that_a_claim_rests_on_stays_and_its_page_says_why(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, now=clock.now())
    browser.acts_as(people.analyst)
    used = row.revision.risks[0]

    page = browser.post(f"/dossiers/{row.id}/risks/{used.id}/removal", lang="en")

    assert page.path == f"/dossiers/{row.id}/risks/{used.id}"
    assert "still rest on this" in page.flashes[0]


def test_the_history_speaks_of_topics_and_fields_in_words(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, now=clock.now())
    finding.save(
        session, actor=people.analyst.actor, dossier_id=row.id, topic=Topic.RETENTION,
        result=Result.NON_COMPLIANT, note=Bilingual("Te lang.", "Too long."), measure_id=None,
        version=None, now=clock.now(),
    )  # fmt: skip
    session.commit()
    browser.acts_as(people.analyst)

    page = browser.get(f"/dossiers/{row.id}/history", lang="nl")

    assert "Bewaren" in page.main or "Bewaartermijnen" in page.main
    assert "retention" not in page.main
    assert "uitkomst" in page.main.lower() or "resultaat" in page.main.lower()


@pytest.mark.parametrize("kind", [ScopeCell, Risk, Measure, Claim, Finding])
def test_every_field_of_a_part_has_a_name_for_people(kind: type) -> None:
    technical = {
        "id", "version", "revision_id", "number", "position", "topic", "remediation_id", "to_check",
    }  # fmt: skip
    columns = {column.key for column in kind.__mapper__.column_attrs}  # type: ignore[attr-defined]
    told = {"risk_id": "risk", "measure_id": "measure"}  # the history names these by their keys
    names = {told.get(column, column) for column in columns}

    assert names - technical <= set(FIELDS)


def test_what_somebody_else_chose_is_shown_by_its_label(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, now=clock.now())
    browser.acts_as(people.analyst)
    path = f"/dossiers/{row.id}/risks/{row.revision.risks[0].id}"
    mine = browser.get(path, lang="en")
    browser.submit(browser.get(path, lang="en"), action=path, likelihood="2")

    page = browser.submit(mine, action=path, likelihood="1")

    assert page.status == 409
    assert "Saved by somebody else: medium (2)" in page.main or "gemiddeld (2)" in page.main


def test_a_late_form_keeps_what_somebody_else_changed_elsewhere(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, now=clock.now())
    browser.acts_as(people.analyst)
    path = f"/dossiers/{row.id}/risks/{row.revision.risks[0].id}"
    mine = browser.get(path)
    words = {"description.nl": "Een leraar ziet cijfers van een ander.", "likelihood": "2"}
    browser.submit(browser.get(path), action=path, **words, floors=["under_16:severity:3"])

    browser.submit(mine, action=path, severity="1", severity_reason="Het raakt weinig mensen.")

    risk = row.revision.risks[0]
    assert (risk.likelihood, risk.severity) == (2, 1)
    assert risk.description.nl == "Een leraar ziet cijfers van een ander."
    assert risk.severity_reason == "Het raakt weinig mensen."
    assert risk.floors == [{"tag": "under_16", "axis": "severity", "level": 3}]


@pytest.mark.parametrize("base", ["", "{no json", "[1]", '{"title.nl": [1]}', "null"])
def test_a_late_form_that_does_not_say_what_it_started_from_stays_late(
    browser: Browser, session: Session, people: make.People, base: str
) -> None:
    row = make.dossier(session, people=people, now=clock.now())
    browser.acts_as(people.analyst)
    path = f"/dossiers/{row.id}/risks/{row.revision.risks[0].id}"
    mine = browser.get(path)
    browser.submit(browser.get(path), action=path, likelihood="2")

    page = browser.submit(mine, action=path, severity="1", base=base)

    assert page.status == 409
    assert row.revision.risks[0].severity != 1


def test_the_way_back_from_a_new_product_names_each_step_once(
    browser: Browser, people: make.People
) -> None:
    browser.acts_as(people.analyst)

    page = browser.get("/dossiers/products/new", lang="en")

    assert "Dossiers New dossier New product" in page.main
    assert "Dossiers Dossiers" not in page.main
    assert "Dossiers Dossiers" not in browser.get("/dossiers/new", lang="en").main


def test_a_new_revision_has_no_remark(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, state=make.State.PUBLISHED, now=clock.now())
    dossier.revise(session, actor=people.analyst.actor, dossier_id=row.id, now=clock.now())
    session.commit()
    browser.acts_as(people.analyst)

    assert "asked for changes" not in browser.get(f"/dossiers/{row.id}", lang="en").main
