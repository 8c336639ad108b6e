"""The page of a verdict as its readers need it: what to do, why, since when, and how to go on."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.measures import Owner
from dpia_workbench.store import releases
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Dossier, Measure
from dpia_workbench.usecases import dossier, measure
from dpia_workbench.usecases.practice import PRACTICE
from tests import make
from tests.browser import Browser

PAGE = "/verdicts/leerplein"
SETTING = {
    "setting_path": Bilingual("Beheer > Delen", "Admin > Sharing"),
    "setting_value": Bilingual("Uit", "Off"),
    "side_effect": Bilingual("Niemand deelt meer.", "Nobody shares any more."),
    "decided_by": Bilingual("het bestuur", "the board"),
}


def of_school(row: Dossier) -> Measure:
    return next(each for each in row.revision.measures if each.owner is Owner.SCHOOL_MANDATORY)


def save(session: Session, row: Dossier, people: make.People, **changed: Any) -> Measure:
    """Change a measure of schools by its form's use case."""
    found = of_school(row)
    values = {"owner": found.owner, "editions": found.editions, **changed}
    made = measure.save(
        session, actor=people.analyst.actor, dossier_id=row.id, measure_id=found.id,
        values=values, version=None, now=clock.now(),
    )  # fmt: skip
    session.commit()
    return made


def test_a_school_reads_where_the_setting_is_and_what_it_costs(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, now=clock.now())
    key = save(session, row, people, **SETTING).key
    make.bring_to(session, row, people=people, state=make.State.PUBLISHED, now=clock.now())

    text = browser.get(PAGE, lang="en").main

    for words in (
        "Where the setting is Admin > Sharing", "What to choose Off",
        "What lessons notice of it Nobody shares any more.", "Who decides the board",
        f"Does {key} not work like this? Report it",
    ):  # fmt: skip
        assert words in text
    assert "Why:" in text


def test_a_release_holds_only_what_was_written(session: Session, people: make.People) -> None:
    row = make.dossier(session, people=people, now=clock.now())
    save(session, row, people, side_effect=SETTING["side_effect"])
    make.bring_to(session, row, people=people, state=make.State.PUBLISHED, now=clock.now())
    content = releases.content(releases.get(session, "leerplein", number=1))

    found = {item["key"]: set(PRACTICE) & item.keys() for item in content["measures"]}

    key = of_school(row).key
    assert found.pop(key) == {"side_effect"}
    assert not any(found.values())


def test_the_form_and_the_page_of_the_dossier_have_them_too(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, now=clock.now())
    browser.acts_as(people.analyst)
    path = f"/dossiers/{row.id}/measures/{of_school(row).id}"
    typed = {f"{name}.{half}": f"{name} {half}" for name in SETTING for half in ("nl", "en")}

    page = browser.submit(browser.get(path, lang="en"), action=path, **typed)

    shown = browser.get(f"/dossiers/{row.id}", lang="en").main
    assert page.status == 200
    for name in SETTING:
        assert f"{name} en" in shown


def test_a_board_reads_them_with_the_measure(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, now=clock.now())
    save(session, row, people, **SETTING)
    make.bring_to(session, row, people=people, state=make.State.PUBLISHED, now=clock.now())
    release = releases.get(session, "leerplein", number=1)
    adoption = make.adoption(
        session, people=people, release=release, at=people.school,
        state=make.AdoptionState.CONTEXT_DONE, now=clock.now(),
    )  # fmt: skip
    browser.acts_as(people.officer)
    local = next(each for each in adoption.measures if each.key == of_school(row).key)

    page = browser.get(f"/adoptions/{adoption.id}/measures/{local.id}", lang="en")

    assert "Admin > Sharing" in page.main


def test_a_promise_whose_day_passed_says_so(
    browser: Browser, session: Session, people: make.People
) -> None:
    begun = clock.now() - timedelta(days=75)
    make.dossier(
        session, people=people, state=make.State.PUBLISHED,
        request=make.RequestState.COMMITTED, now=begun,
    )  # fmt: skip

    assert "This day has passed" in browser.get(PAGE, lang="en").main


def test_every_release_is_in_the_history(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, state=make.State.PUBLISHED, now=clock.now())
    dossier.revise(session, actor=people.analyst.actor, dossier_id=row.id, now=clock.now())
    session.refresh(row)
    make.bring_to(session, row, people=people, state=make.State.PUBLISHED, now=clock.now())

    page = browser.get(f"{PAGE}/releases/1", lang="en")
    table = page.table("All releases about this product")

    assert [each["Release"] for each in table] == ["Release 2", "1 (this page)"]
    assert [bool(each["Since then"]) for each in table] == [True, True]
    assert f"{PAGE}/changes/1/2" in page.links().values()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_download_is_there(
    browser: Browser, session: Session, people: make.People, language: str
) -> None:
    make.release(session, people=people, now=clock.now())
    links = browser.get(PAGE, lang="en").links().values()
    wanted = [f"{PAGE}/releases/1/report.{kind}?lang={language}" for kind in ("pdf", "docx")]

    assert set(wanted) <= set(links)
    for path in (*wanted, f"{PAGE}/releases/1/release.json"):
        assert browser.fetch(path).status_code == 200
    assert browser.fetch(wanted[0]).data.startswith(b"%PDF-")
