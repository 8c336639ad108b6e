"""A board looks again, follows up and stops, through the browser; the record never changes."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.adoption import State
from dpia_workbench.risk.follow_up import Followed, Said
from dpia_workbench.store.models import Adoption, Release
from dpia_workbench.usecases import adoption_end
from tests import make
from tests.browser import Browser
from tests.making import rounds as making

NEW_WORDS = {"M3": {"instruction": make.both("Zet de nieuwe schakelaar om")}}


@pytest.fixture
def first(session: Session, people: make.People) -> Adoption:
    """An adoption that is in use."""
    return make.adoption(session, people=people, state=State.ACTIVE, now=clock.now())


def path(row: Adoption, page: str = "") -> str:
    """Return the address of a page of an adoption."""
    return f"/adoptions/{row.id}/{page}".rstrip("/")


def worse_release(session: Session, first: Adoption, people: make.People) -> Release:
    """Publish a next release with another measure and a worse risk."""
    assert first.release is not None
    return making.next_release(
        session, first.release, people=people, measures=NEW_WORDS, risks={"R2": {"severity": 3}},
        now=clock.now(),
    )  # fmt: skip


def test_from_a_reason_to_a_confirmed_second_round(
    browser: Browser, session: Session, people: make.People, first: Adoption
) -> None:
    browser.acts_as(people.officer)
    page = browser.get(path(first), lang="en")
    assert path(first, "again") in page.links("//main").values()
    page = browser.post(path(first, "again"), data={"words": ""}, lang="en")
    assert page.status == 422
    assert "why" in page.errors
    page = browser.post(path(first, "again"), data={"why": "local_change", "words": ""})
    assert page.status == 422

    page = browser.post(
        path(first, "again"), data={"why": "review_day", "words": "Het jaar is om."}, lang="en"
    )

    row = first.followed_by
    assert row is not None
    assert page.path == path(row, "carried")
    assert "Het jaar is om." in page.main
    assert "Nothing changed that asks for a new answer." in page.main
    assert path(first) in page.links("//main").values()
    seen = re.findall(r'name="seen" value="([^"]+)"', page.html)[:7]
    page = browser.post(path(row, "carried"), data={"seen": seen}, lang="en")
    assert "Nothing waits to be confirmed." in page.main
    assert {each.evidence for each in row.measures} == {"Zie de instelling."}
    # A second press of the other officer, or of the back button, does no harm.
    page = browser.post(path(row, "carried"), data={"seen": seen}, lang="en")
    assert page.path == path(row, "carried")
    page = browser.post(path(first, "again"), data={"why": "other", "words": "Nog eens."})
    assert page.path == path(row)


def test_a_new_release_shows_old_and_new_beside_each_other(
    browser: Browser, session: Session, people: make.People, first: Adoption
) -> None:
    worse_release(session, first, people)
    browser.acts_as(people.officer)
    page = browser.get(path(first, "again"), lang="en")
    assert "There is a newer verdict: Release 2." in page.main

    page = browser.post(path(first, "again"), data={"words": ""}, lang="en")

    row = first.followed_by
    assert row is not None
    assert row.basis.number == 2
    for text in ("Doe dit", "Zet de nieuwe schakelaar om", "Changed measure",
                 "This risk is higher than before", "Zie de instelling."):  # fmt: skip
        assert text in page.main
    slug = row.basis.product.slug
    assert f"/verdicts/{slug}/changes/1/2" in page.links("//main").values()
    page = browser.get(path(row, "changed"), lang="en")
    assert f"/verdicts/{slug}/changes/1/2" in page.links("//main").values()
    # Fill-in rights only: the FG sees it all and has no button.
    browser.acts_as(people.fg)
    page = browser.get(path(row, "carried"), lang="en")
    assert 'name="seen"' not in page.html
    assert browser.post(path(row, "carried"), data={"seen": "scope:x"}).status == 403


def test_what_somebody_changed_meanwhile_is_shown_and_not_confirmed(
    browser: Browser, session: Session, people: make.People, first: Adoption
) -> None:
    row = making.successor(session, first, people=people, now=clock.now())
    browser.acts_as(people.officer)
    page = browser.get(path(row, "carried"))
    seen = next(
        each for each in re.findall(r'name="seen" value="([^"]+)"', page.html)
        if each.startswith("operations:")
    )  # fmt: skip
    row.purposes = "Toch iets anders"
    session.commit()

    page = browser.post(path(row, "carried"), data={"seen": seen}, lang="en")

    assert page.status == 409
    assert "Somebody changed this" in page.main
    assert "Toch iets anders" in page.main
    assert not row.steps
    for wrong in ("nonsense", "scope:", "advice:abc", ""):
        assert browser.post(path(row, "carried"), data={"seen": wrong}).status in (409, 422)


def _record(browser: Browser, row: Adoption, *, lang: str) -> tuple[str, bytes]:
    """Return the record of a page, and the text of the report."""
    html = browser.get(path(row), lang=lang).html
    report = browser.fetch(path(row, f"report.docx?lang={lang}"))
    with zipfile.ZipFile(io.BytesIO(report.data)) as parts:
        return html.split('<div id="record" class="record">')[1].split("<aside")[0], parts.read(
            "word/document.xml"
        )


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_old_decision_renders_byte_for_byte_as_before(
    browser: Browser, session: Session, people: make.People, first: Adoption, lang: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Issue 7: whatever is published, decided or done later, and however late it is."""
    browser.acts_as(people.board)
    kept = _record(browser, first, lang=lang)

    newer = worse_release(session, first, people)
    making.followed_up(
        session, first, Said(kind=Followed.STILL_WORKS, evidence="Nieuw."), people=people,
        now=clock.now(),
    )  # fmt: skip
    assert _record(browser, first, lang=lang) == kept
    row = making.successor(session, first, people=people, release=newer, now=clock.now())
    assert _record(browser, first, lang=lang) == kept
    adoption_end.end(
        session, actor=people.officer.actor, adoption_id=row.id, reason="Klaar.",
        on=clock.today(), now=clock.now(),
    )  # fmt: skip
    session.commit()
    assert _record(browser, first, lang=lang) == kept
    later = clock.now() + timedelta(days=700)
    monkeypatch.setattr(clock, "now", lambda: later)
    browser.acts_as(people.board)
    assert _record(browser, first, lang=lang) == kept


def test_the_page_says_as_decided_and_today_when_they_differ(
    browser: Browser, session: Session, people: make.People
) -> None:
    long_ago = clock.now() - timedelta(days=380)
    row = make.adoption(session, people=people, state=State.ACTIVE, now=long_ago)
    browser.acts_as(people.officer)

    page = browser.get(path(row), lang="en")

    assert "Risks are higher today than your board decided on." in page.main
    assert "2 measures ask for attention" in page.main
    assert page.links("//main")["Follow up the measures"] == path(row, "follow-up")
    assert path(row, "follow-up") in browser.get("/tasks").links("//main").values()


def test_a_measure_is_followed_up_and_what_is_wrong_stands_at_the_field(
    browser: Browser, session: Session, people: make.People, first: Adoption
) -> None:
    browser.acts_as(people.officer)
    page = browser.get(path(first, "follow-up"), lang="en")
    assert path(first, "follow-up/M3") in page.links("//main").values()
    for data, field in (
        ({"kind": "done", "evidence": "x"}, "kind"),
        ({"kind": "still_works"}, "evidence"),
        ({"kind": "still_works", "evidence": "x", "on": "2020-01-01"}, "on"),
        ({"kind": "moved", "reason": "x"}, "due"),
        ({"kind": "moved", "due": "2020-01-01", "reason": "x"}, "due"),
        ({"kind": "moved", "due": "2999-01-01"}, "reason"),
        ({}, "kind"),
    ):
        page = browser.post(path(first, "follow-up/M3"), data={"seen": "0", **data}, lang="en")
        assert page.status in (409, 422)
        assert field in page.errors

    page = browser.post(
        path(first, "follow-up/M3"),
        data={"seen": "0", "kind": "still_works", "evidence": "Gezien in het beheer."}, lang="en",
    )  # fmt: skip

    assert page.path == path(first, "follow-up")
    assert "Gezien in het beheer." in page.main
    page = browser.post(
        path(first, "follow-up/M3"),
        data={"seen": "0", "kind": "still_works", "evidence": "Tegelijk."}, lang="en",
    )  # fmt: skip
    assert page.status == 409
    assert "Tegelijk." in page.html
    assert "Gezien in het beheer." in page.main
    assert browser.get(path(first, "follow-up/M9")).status == 404
    browser.acts_as(people.fg)
    assert browser.get(path(first, "follow-up")).status == 200
    assert browser.get(path(first, "follow-up/M3")).status == 403


def test_a_board_stops_and_the_page_says_since_when(
    browser: Browser, session: Session, people: make.People, first: Adoption
) -> None:
    browser.acts_as(people.board)
    page = browser.post(path(first, "ending"), data={"on": "2999-01-01", "reason": "x"})
    assert "on" in page.errors
    today = clock.today().isoformat()
    page = browser.post(path(first, "ending"), data={"on": today, "reason": "  "})
    assert "reason" in page.errors

    page = browser.post(
        path(first, "ending"), data={"on": today, "reason": "Wij stappen over."}, lang="en"
    )

    assert "Wij stappen over." in page.main
    assert browser.get(path(first, "ending")).status == 409
    assert browser.get(path(first, "follow-up")).status == 409
    page = browser.get(path(first, "history"), lang="en")
    assert "Recorded that the board does not use the product any more" in page.main
    assert people.board.user.name in page.main


@pytest.mark.parametrize(
    "page", ["again", "carried", "changed", "history", "ending", "follow-up", "follow-up/M3"]
)
def test_another_board_finds_none_of_it(
    browser: Browser, session: Session, people: make.People, first: Adoption, page: str
) -> None:
    making.successor(session, first, people=people, now=clock.now())

    for person in (people.other_officer, people.analyst, people.vendor):
        browser.acts_as(person)
        assert browser.get(path(first, page)).status == 404
    browser.acts_as(people.officer)
    if page in ("carried", "changed"):
        assert browser.get(path(first, page)).status == 404
