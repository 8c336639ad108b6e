"""The view of a cooperative on adoptions, through the browser."""

from sqlalchemy.orm import Session

from dpia_workbench import clock
from tests import make
from tests.browser import Browser


def test_a_cooperative_sees_ranges_and_no_name(
    browser: Browser, session: Session, people: make.People
) -> None:
    release = make.release(session, people=people, now=clock.now())
    make.adoption(session, people=people, release=release, now=clock.now())
    make.incident(session, release.product, by=people.analyst, sent_by=people.publisher,
                  now=clock.now())  # fmt: skip
    slug = release.product.slug
    for person in (people.analyst, people.reviewer, people.publisher):
        browser.acts_as(person)
        for path in ("/adopted", f"/adopted/{slug}/1"):
            page = browser.get(path, lang="en")
            assert page.status == 200
            assert "too few to tell" in page.main
            assert "Waterlelie" not in page.text
    sent = browser.fetch("/adopted/export.csv")
    assert sent.mimetype == "text/csv"
    assert b"Waterlelie" not in sent.data
    assert slug.encode() in sent.data.lower()

    assert browser.get(f"/adopted/{slug}/9").status == 404


def test_nobody_else_finds_it(browser: Browser, session: Session, people: make.People) -> None:
    release = make.release(session, people=people, now=clock.now())
    for person in (people.officer, people.fg, people.board, people.vendor, people.administrator):
        browser.acts_as(person)
        for path in ("", f"/{release.product.slug}/1", "/export.csv"):
            assert browser.get(f"/adopted{path}").status == 404
    browser.acts_as(people.sivon_analyst)
    assert browser.get(f"/adopted/{release.product.slug}/1").status == 404
    browser.acts_as(None)
    assert browser.fetch("/adopted").status_code in (302, 303)
