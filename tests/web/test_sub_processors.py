"""Changes of sub-processors through the browser: announced, answered, bundled; who sees what."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.release import Status
from dpia_workbench.risk.sub_processors import Stance, State
from dpia_workbench.store import releases
from dpia_workbench.store.models import (
    Release,
    SubProcessorBundle,
    SubProcessorChange,
    SubProcessorStance,
)
from tests import make
from tests.browser import Browser

SECRET = "Geheime zorg van dit bestuur"


@pytest.fixture
def release(session: Session, people: make.People) -> Release:
    """A release that the first board adopted."""
    made = make.release(session, people=people, now=clock.now())
    make.adoption(session, people=people, release=made, now=clock.now())
    return made


@pytest.fixture
def change(session: Session, people: make.People, release: Release) -> SubProcessorChange:
    """A change that was announced today."""
    return make.sub_processor_change(
        session, products=[release.product], by=people.vendor, now=clock.now()
    )


def _path(row: SubProcessorChange) -> str:
    return f"/sub-processors/{row.id}"


def test_a_vendor_announces_corrects_and_takes_back(
    browser: Browser, session: Session, people: make.People, release: Release
) -> None:
    browser.acts_as(people.vendor)
    early = clock.today() + timedelta(days=30)
    page = browser.get("/sub-processors/announcement", lang="nl")
    filled = {
        "product_ids": str(release.product_id), "kind": "added", "name": "Wolkenhuis",
        "country": "Ierland", "service": "Opslag", "categories": "content",
        "mechanism": "none_needed", "effective_on": early.isoformat(), "language": "nl",
        "words": "Sneller.",
    }  # fmt: skip

    page = browser.submit(page, **filled)
    assert page.status == 422
    assert list(page.errors) == ["effective_on"]
    page = browser.submit(page, effective_on=(early + timedelta(days=1)).isoformat())
    row = session.query(SubProcessorChange).one()
    assert page.path == _path(row)
    assert "Nog 30 dagen om bezwaar te maken" in page.main
    page = browser.submit(browser.get(f"{page.path}/correction"), kind="replaced")
    assert list(page.errors) == ["replaces"]
    page = browser.submit(page, replaces="Oude Wolk")
    assert page.path == _path(row)
    page = browser.submit(browser.get(f"{page.path}/withdrawal"), words="Toch niet.")
    assert page.path == _path(row)

    session.expire_all()
    assert (row.round, row.replaces, row.state) == (2, "Oude Wolk", State.WITHDRAWN)
    assert browser.get(f"{page.path}/correction").status == 409


def test_an_empty_announcement_is_refused_at_each_field(
    browser: Browser, session: Session, people: make.People
) -> None:
    browser.acts_as(people.vendor)
    assert "niets aan te kondigen" in browser.get("/sub-processors/announcement", lang="nl").main
    assert people.vendor.organisation is not None
    make.recorded_product(session, vendor=people.vendor.organisation)

    page = browser.submit(browser.get("/sub-processors/announcement"))

    assert page.status == 422
    assert {"product_ids", "kind", "name", "country", "categories", "effective_on"} <= set(
        page.errors
    )
    assert session.query(SubProcessorChange).count() == 0


def test_a_product_of_another_vendor_is_not_there(
    browser: Browser, session: Session, people: make.People, release: Release
) -> None:
    browser.acts_as(people.other_vendor)
    values = make.change_values(now=clock.now(), product_ids=str(release.product_id))

    response = browser.fetch("/sub-processors/announcement", method="POST", data=values)

    assert response.status_code == 404
    assert session.query(SubProcessorChange).count() == 0


def test_a_board_answers_and_changes_its_answer(
    browser: Browser, session: Session, people: make.People, change: SubProcessorChange
) -> None:
    browser.acts_as(people.officer)
    tasks = browser.get("/tasks", lang="nl")
    assert _path(change) in tasks.links().values()
    page = browser.get(_path(change), lang="nl")
    assert "Wat het voor u betekent" in page.main

    page = browser.submit(browser.get(f"{_path(change)}/response"), stance="objects")
    assert list(page.errors) == ["reason"]
    page = browser.submit(page, reason=SECRET)
    assert SECRET in page.main
    assert _path(change) not in browser.get("/tasks").links().values()
    browser.submit(browser.get(f"{_path(change)}/response"), stance="no_objection", reason="")

    row = session.query(SubProcessorStance).one()
    assert row.stance is Stance.NO_OBJECTION


def test_an_answer_to_older_words_is_refused_and_nothing_typed_is_lost(
    browser: Browser, session: Session, people: make.People, change: SubProcessorChange
) -> None:
    browser.acts_as(people.officer)
    page = browser.get(f"{_path(change)}/response")
    change.round = 2
    session.commit()

    page = browser.submit(page, stance="objects", reason=SECRET)

    assert page.status == 409
    assert page.field("reason").value == SECRET
    assert session.query(SubProcessorStance).count() == 0


def test_a_cooperative_reads_reasons_without_names_and_tells_the_vendor(
    browser: Browser, session: Session, people: make.People, change: SubProcessorChange
) -> None:
    make.board_stance(session, change, by=people.officer, reason=SECRET)
    browser.acts_as(people.analyst)
    assert _path(change) in browser.get("/tasks").links().values()
    page = browser.get(_path(change), lang="nl")
    assert SECRET in page.main
    assert "Een school_board" not in page.main

    page = browser.submit(browser.get(f"{_path(change)}/bundle"), stance="objects")
    assert list(page.errors) == ["words"]
    page = browser.submit(page, words="Scholen maken bezwaar.")
    assert page.path == _path(change)
    assert browser.get(f"{_path(change)}/bundle").status == 409

    browser.acts_as(people.vendor)
    assert _path(change) in browser.get("/tasks").links().values()
    page = browser.get(_path(change), lang="nl")
    assert "Scholen maken bezwaar." in page.main
    assert SECRET not in page.text
    page = browser.submit(browser.get(f"{_path(change)}/answer"), move="drop", words="Goed.")
    assert page.path == _path(change)
    bundle = session.query(SubProcessorBundle).one()
    assert (bundle.answer, bundle.answer_words) == (State.DROPPED, "Goed.")


def test_a_vendor_learns_nothing_from_boards_that_answer(
    browser: Browser, session: Session, people: make.People, change: SubProcessorChange
) -> None:
    browser.acts_as(people.vendor)
    before = [browser.get(path).text for path in (_path(change), "/sub-processors")]

    for _place in range(4):
        make.board_stance(session, change, by=people.officer, reason=SECRET)

    assert [browser.get(path).text for path in (_path(change), "/sub-processors")] == before


def test_a_board_never_sees_what_another_one_says(
    browser: Browser, session: Session, people: make.People, change: SubProcessorChange
) -> None:
    browser.acts_as(people.officer)
    before = browser.get(_path(change)).text

    for _place in range(6):
        make.board_stance(session, change, by=people.officer, reason=SECRET)

    assert browser.get(_path(change)).text == before


@pytest.mark.parametrize("name", ["other_vendor", "other_officer", "stranger", "administrator"])
def test_for_who_is_not_concerned_it_is_not_there(
    browser: Browser, people: make.People, change: SubProcessorChange, name: str
) -> None:
    browser.acts_as(people.everybody()[name])
    release_id = change.adoptions[0].release_id

    for tail in ("", "/correction", "/withdrawal", "/answer", "/response", "/bundle",
                 f"/releases/{release_id}/attention"):  # fmt: skip
        assert browser.get(_path(change) + tail).status == 404


def test_what_somebody_sees_but_may_not_do_is_refused(
    browser: Browser, people: make.People, change: SubProcessorChange
) -> None:
    for person, tail in (
        (people.fg, "response"), (people.analyst, "correction"), (people.publisher, "bundle"),
        (people.vendor, "response"), (people.officer, "bundle"),
    ):  # fmt: skip
        browser.acts_as(person)
        assert browser.get(f"{_path(change)}/{tail}").status == 403


def test_a_publisher_asks_for_attention_to_a_release(
    browser: Browser, session: Session, people: make.People, change: SubProcessorChange,
    release: Release,
) -> None:  # fmt: skip
    path = f"{_path(change)}/releases/{release.id}/attention"
    browser.acts_as(people.analyst)
    assert browser.get(path).status == 403
    browser.acts_as(people.publisher)
    assert path in browser.get(_path(change)).links().values()

    page = browser.submit(browser.get(path), reason=" ")
    assert list(page.errors) == ["reason"]
    page = browser.submit(page, reason="Er komt een andere subverwerker.")
    assert page.path == _path(change)

    session.expire_all()
    assert releases.status(session, release, on=clock.today()) is Status.ATTENTION
    public = browser.get(f"/verdicts/{release.product.slug}/releases/{release.number}")
    assert "Er komt een andere subverwerker." in public.main
    browser.submit(browser.get(path), reason="Ingetrokken.")
    session.expire_all()
    assert releases.status(session, release, on=clock.today()) is Status.CURRENT
