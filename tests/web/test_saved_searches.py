"""Searches that people with an account save, run, rename and end, and what these mail."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.jobs import telling
from dpia_workbench.plumbing import indexing
from dpia_workbench.risk.following import Pace
from dpia_workbench.store.models import Follow, Job, SavedSearch
from dpia_workbench.usecases import release as releases
from dpia_workbench.usecases import saved_search
from tests import make
from tests.browser import Browser


def spread_all(app: Flask, session: Session) -> None:
    """Tell all news, as the worker does, when the index knows of it."""
    jobs = session.scalars(select(Job).where(Job.name == "news.spread"))
    details = [job.detail for job in jobs]
    session.commit()
    with app.app_context():
        indexing.rebuild()
        for detail in details:
            telling.spread(detail)
    jobs = session.scalars(select(Job).where(Job.name == "news.search"))
    details = [job.detail for job in jobs]
    session.commit()
    with app.app_context():
        for detail in details:
            telling.search(detail)
    session.expire_all()


def collect_all(app: Flask, session: Session, *, later: timedelta = timedelta(0)) -> None:
    """Collect the mails of a day, as the worker does, when the index knows of all."""
    session.commit()
    with app.app_context():
        indexing.rebuild()
        telling.collect(clock.now() + later)
    session.expire_all()


def told(session: Session) -> list[list[str]]:
    """Return the keys of the news in each mail that waits."""
    jobs = session.scalars(select(Job).where(Job.name == "mail.news").order_by(Job.created_at))
    return [job.detail["news"] for job in jobs]


def test_a_person_saves_a_search_runs_renames_and_removes_it(
    browser: Browser, session: Session, people: make.People
) -> None:
    browser.acts_as(people.officer)
    page = browser.get("/verdicts?q=copilot&sector=po", lang="en")
    address = page.links("//main")["Save this search"]
    page = browser.get(address, lang="en")
    assert "“copilot”, Primary education" in page.main
    browser.post(address, data={"name": "Copilot op school", "alert": "daily"})

    page = browser.get("/account/searches", lang="en")
    [row] = page.table("Searches that you saved")
    assert row["Name"] == "Copilot op school"
    assert row["Mail"] == "All news, in one mail a day"
    assert page.links("//main")["Copilot op school"] == "/verdicts?q=copilot&sector=po"
    saved = session.scalars(select(SavedSearch)).one()
    assert saved.follow is not None
    assert saved.follow.follower.email == people.officer.user.email

    page = browser.get(f"/account/searches/{saved.id}", lang="en")
    assert page.field("alert").value == "daily"
    browser.submit(page, action=page.path, name="Copilot", alert="")
    session.expire_all()
    assert (saved.name, saved_search.alert_of(saved)) == ("Copilot", None)
    assert saved.follow.follower.email is None

    assert browser.post(f"/account/searches/{saved.id}/ending", lang="en").h1 == "Saved searches"
    assert "Copilot" not in browser.get("/account/searches", lang="en").main.partition("Search")[2]
    assert browser.get(f"/account/searches/{saved.id}").status == 404


def test_a_search_is_its_owners_only(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.saved(session, by=people.officer, q="copilot")
    browser.acts_as(people.board)

    assert browser.get(f"/account/searches/{row.id}").status == 404
    assert browser.post(f"/account/searches/{row.id}/ending").status == 404
    assert "copilot" not in browser.get("/account/searches").main


@pytest.mark.parametrize(
    ("name", "alert", "field"),
    [("", "", "name"), ("a" * 101, "", "name"), ("x", "urgent", "alert"), ("x", "moon", "alert")],
)
def test_what_is_not_right_is_said_at_its_field_and_nothing_typed_is_lost(
    browser: Browser, people: make.People, name: str, alert: str, field: str
) -> None:
    browser.acts_as(people.officer)

    page = browser.post("/account/searches/new?q=copilot", data={"name": name, "alert": alert})

    assert page.status == 422
    assert page.errors[field]
    assert page.field("name").value == name


def test_two_people_at_one_search_do_not_overwrite_each_other(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.saved(session, by=people.officer, q="copilot")
    browser.acts_as(people.officer)
    late = browser.get(f"/account/searches/{row.id}")
    now = browser.get(f"/account/searches/{row.id}")
    browser.submit(now, action=now.path, name="Nieuw")

    page = browser.submit(late, action=late.path, name="Anders")

    assert page.status == 409
    assert page.field("name").value == "Anders"


def test_nobody_saves_more_than_can_be_overseen(session: Session, people: make.People) -> None:
    for _each in range(saved_search.MOST_SEARCHES):
        make.saved(session, by=people.officer)

    with pytest.raises(saved_search.TooManySearches):
        make.saved(session, by=people.officer)


def test_a_search_tells_at_once_what_it_finds_and_each_thing_once(
    app: Flask, session: Session, people: make.People
) -> None:
    make.saved(session, by=people.officer, alert=Pace.AT_ONCE, q="leerplein")
    make.saved(session, by=people.officer, alert=Pace.DAILY, q="platform")
    make.saved(session, by=people.board, alert=Pace.AT_ONCE, q="rekenvloer")
    make.saved(session, by=people.board, alert=Pace.AT_ONCE, vendor=["zuiderzon"])
    row = make.release(session, people=people, now=clock.now())

    for _again in range(2):
        spread_all(app, session)

    assert told(session) == [[f"release:{row.id}"]]
    releases.withdraw(
        session, actor=people.publisher.actor, slug="leerplein", number=1, reason="Het lekt.",
        today=clock.today(), now=clock.now(),
    )  # fmt: skip
    spread_all(app, session)
    collect_all(app, session)
    assert told(session) == [[f"release:{row.id}"], [f"event:{row.events[0].id}"]]


def test_what_happened_before_a_search_was_saved_is_not_told(
    app: Flask, session: Session, people: make.People
) -> None:
    make.release(session, people=people, now=clock.now() - timedelta(minutes=5))
    make.saved(session, by=people.officer, alert=Pace.AT_ONCE, q="leerplein")
    make.saved(session, by=people.board, alert=Pace.DAILY)

    spread_all(app, session)
    collect_all(app, session)

    assert told(session) == []


def test_an_account_that_was_ended_gets_no_mail(
    app: Flask, session: Session, people: make.People
) -> None:
    make.saved(session, by=people.officer, alert=Pace.AT_ONCE)
    people.officer.user.is_active = False
    make.release(session, people=people, now=clock.now())

    spread_all(app, session)
    collect_all(app, session)

    assert told(session) == []


def test_the_same_address_gets_one_mail_a_day_for_all_its_searches(
    app: Flask, session: Session, people: make.People
) -> None:
    assert people.vendor.organisation is not None
    make.saved(session, by=people.officer, alert=Pace.DAILY, q="leerplein")
    make.follow(session, email=people.officer.user.email, criteria={"sector": ["vo"]})
    make.release(session, people=people, now=clock.now())
    collect_all(app, session)
    product = make.product(session, vendor=people.vendor.organisation, name="Taalberg")
    make.release(session, people=people, product=product, now=clock.now())
    collect_all(app, session)
    assert len(told(session)) == 1

    collect_all(app, session, later=timedelta(days=1))

    assert [len(each) for each in told(session)] == [1, 1]
    rows = session.scalars(select(Follow)).all()
    assert len({row.follower_id for row in rows}) == 1
