"""What changed between two releases: the page, the Word file and what the API says."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.report import MEDIA_TYPE
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.release import Event
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Dossier, Release, ReleaseEvent
from dpia_workbench.usecases import dossier, measure, risk
from tests import make
from tests.browser import Api, Browser
from tests.report import revising

PATH = "/verdicts/leerplein/changes"


def revised(session: Session, people: make.People) -> Dossier:
    """Publish a dossier, and begin its next revision."""
    now = clock.now()
    row = make.dossier(session, people=people, state=make.State.PUBLISHED, now=now)
    dossier.revise(
        session, actor=people.analyst.actor, dossier_id=row.id, now=now + timedelta(seconds=1)
    )
    session.refresh(row)
    return row


def published(session: Session, people: make.People, row: Dossier) -> None:
    """Publish the draft revision of a dossier."""
    make.bring_to(session, row, people=people, state=make.State.PUBLISHED, now=clock.now())


@pytest.fixture
def changed(session: Session, people: make.People) -> Dossier:
    """A product with two releases: one risk and three measures differ, one setting is new."""
    row = revised(session, people)
    common: dict[str, Any] = {
        "actor": people.analyst.actor, "dossier_id": row.id, "version": None, "now": clock.now()
    }  # fmt: skip
    first, (vendors, _agreed, must, may) = row.revision.risks[0], row.revision.measures
    words = make.risk_values(likelihood=3, description=Bilingual("Anders (nl)", "Other (en)"))
    risk.save(session, risk_id=first.id, values=words, **common)
    for each, title in (
        (vendors, Bilingual("Scherper", "Sharper")),
        (must, Bilingual("Maatregel school_mandatory (nl)", "Sharing off")),
    ):
        values = make.measure_values(owner=each.owner, title=title)
        measure.save(session, measure_id=each.id, values=values, **common)
    values = make.measure_values(owner=Owner.SCHOOL_MANDATORY, title=make.both("Nu verplicht"))
    measure.save(session, measure_id=may.id, values=values, **common)
    session.commit()
    published(session, people, row)
    return row


@pytest.mark.usefixtures("changed")
def test_the_page_begins_with_what_a_school_must_do(browser: Browser) -> None:
    page = browser.get(f"{PATH}/1/2", lang="en")

    asks = page.main[: page.main.index("The two releases")]
    assert "Look again before" in asks
    assert "1 new thing to do: M4 Nu verplicht (en)" in asks
    assert "1 setting that you must make changed: M3 Sharing off" in asks
    assert page.links("//main")["M3 Sharing off"] == "#measure-m3"


@pytest.mark.usefixtures("changed")
def test_words_that_were_taken_out_and_put_in_are_marked(browser: Browser) -> None:
    page = browser.get(f"{PATH}/1/2", lang="en")

    assert "[taken out: Beschrijving end]" in page.main
    assert "[put in: Other end]" in page.main
    assert '<del class="run">' in page.html
    assert '<ins class="run">' in page.html
    assert page.headings.index("Measures") < page.headings.index("Risks")
    assert "R1 Gegevens lekken (en) Changed" in page.headings
    assert "M2" not in page.main


@pytest.mark.usefixtures("changed")
def test_who_reads_dutch_is_told_that_only_the_english_text_changed(browser: Browser) -> None:
    page = browser.get(f"{PATH}/1/2", lang="nl")

    assert "Alleen de tekst in de andere taal is veranderd." in page.main
    assert 'lang="en"><del' in page.html


@pytest.mark.usefixtures("changed")
def test_the_way_back_asks_nothing_and_says_so(browser: Browser) -> None:
    page = browser.get(f"{PATH}/2/1", lang="en")

    assert "Look again before" not in page.main
    assert "You read this from a newer release back to an older one." in page.main
    assert "1 thing to do is no longer needed: M4" in page.main
    assert page.links("//main")["Read it in the order of time"] == f"{PATH}/1/2"


@pytest.mark.usefixtures("changed")
def test_a_release_beside_itself_says_that_it_is_the_same(browser: Browser) -> None:
    page = browser.get(f"{PATH}/2/2", lang="en")

    assert "This is one and the same release." in page.main
    assert "Nothing that matters to a school changed." in page.main


def test_nothing_changed_is_said_only_when_nothing_did(
    browser: Browser, session: Session, people: make.People
) -> None:
    published(session, people, revised(session, people))

    page = browser.get(f"{PATH}/1/2", lang="en")

    assert "Nothing that matters to a school changed." in page.main
    assert "This is one and the same release." not in page.main


def test_what_happened_to_both_releases_stands_at_the_top(
    browser: Browser, session: Session, people: make.People
) -> None:
    published(session, people, revised(session, people))
    newest = session.query(Release).filter_by(number=2).one()
    newest.events.append(ReleaseEvent(kind=Event.WITHDRAWN, reason="Een lek.", at=clock.now()))
    session.commit()

    page = browser.get(f"{PATH}/1/2", lang="en")

    rows = page.table("The two releases")
    assert [row["Status today"] for row in rows] == [
        "Replaced by a newer release", "Withdrawn: Een lek."
    ]  # fmt: skip
    assert "The release was withdrawn" in page.main


@pytest.mark.usefixtures("changed")
def test_any_two_releases_can_be_chosen(browser: Browser) -> None:
    page = browser.get(f"{PATH}/1/2", lang="en")
    assert page.field("older").value == "1"

    assert browser.redirect(f"{PATH}?older=2&newer=1") == f"{PATH}/2/1"
    assert browser.redirect(PATH) == f"{PATH}/1/2"
    assert browser.redirect(f"{PATH}?older=x&newer=") == f"{PATH}/1/2"


def test_releases_of_two_dossiers_are_compared_by_their_words(
    browser: Browser, session: Session, people: make.People
) -> None:
    first = make.release(session, people=people, now=clock.now())
    make.release(session, people=people, product=first.product, now=clock.now())

    page = browser.get(f"{PATH}/1/2", lang="en")

    assert "The two releases come from different dossiers." in page.main
    assert "Nothing that matters to a school changed." in page.main


HOSTILE = ["0/1", "1/9", "1/99999999999999999999", "-1/1", "1/x", "1/1.5", "%00/1"]


@pytest.mark.usefixtures("changed")
def test_numbers_that_lead_nowhere_are_not_found(browser: Browser) -> None:
    for numbers in HOSTILE:
        for path in (f"{PATH}/{numbers}", f"{PATH}/{numbers}/report.docx"):
            assert browser.fetch(path).status_code == 404, path
            assert browser.fetch(f"/api/v1{path}").status_code == 404, path
    unknown = "/verdicts/onbekend/changes"
    for path in (unknown, f"{unknown}/1/2", f"{PATH}?older=-1"):
        assert browser.fetch(path).status_code == 404, path


@pytest.mark.slow
@pytest.mark.usefixtures("changed")
def test_the_word_file_holds_both_reports(api: Api) -> None:
    answer = api.get(f"{PATH}/1/2/report.docx?lang=en")
    older, newer = (
        api.get(f"/verdicts/leerplein/releases/{number}/report.docx?lang=en").data
        for number in (1, 2)
    )

    assert answer.mimetype == MEDIA_TYPE
    assert "dpia-leerplein-changes-1-2-en.docx" in answer.headers["Content-Disposition"]
    assert revising.both(answer.data, accept=True) == revising.plainly(newer)
    assert revising.both(answer.data, accept=False) == revising.plainly(older)


@pytest.mark.usefixtures("changed")
def test_the_api_tells_the_same_in_words_for_machines(api: Api) -> None:
    answer = api.get(f"/api/v1{PATH}/1/2")

    body = answer.get_json()
    assert answer.status_code == 200
    assert (body["before"]["number"], body["after"]["number"]) == (1, 2)
    assert body["asks"]["weight"] == "material"
    assert {"change": "measure_added", "subject": "M4", "cell": ""} in body["asks"]["reasons"]
    assert {"effect": "duty_new", "keys": ["M4"]} in body["effects"]
    found = {(each["part"], each["key"]): each for each in body["differences"]}
    title = {
        "name": "title", "before": {"nl": "Maatregel vendor (nl)", "en": "Maatregel vendor (en)"},
        "after": {"nl": "Scherper", "en": "Sharper"},
    }  # fmt: skip
    assert title in found["measure", "M1"]["fields"]
    assert found["measure", "M1"]["fate"] == "changed"
    assert api.get(f"/api/v1{PATH}/2/1").get_json()["asks"] is None
    assert api.get(f"/api/v1{PATH}/2/2").get_json()["differences"] == []
