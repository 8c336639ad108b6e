"""Requests to vendors through the browser: the inbox, the answers, the check, who sees what."""

import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.actor import OrganisationKind, Role
from dpia_workbench.risk.remediation import State
from dpia_workbench.store.models import Adoption, Remediation
from tests import make
from tests.browser import Browser


def _requested(session: Session, people: make.People, state: State = State.REQUESTED) -> str:
    row = make.remediation(session, people=people, state=state, now=clock.now())
    return f"/requests/{row.id}"


def _row(session: Session, path: str) -> Remediation:
    session.expire_all()
    row = session.query(Remediation).one()
    assert path.endswith(str(row.id))
    return row


def test_a_vendor_reads_promises_and_delivers(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = _requested(session, people)
    browser.acts_as(people.vendor)
    due = clock.today() + timedelta(days=30)

    page = browser.submit(browser.get(path, lang="en"), action=f"{path}/acknowledgement")
    assert page.path == path
    page = browser.submit(browser.get(f"{path}/commitment"), due=due.isoformat(), words="Versie 5")
    assert page.path == path
    page = browser.submit(browser.get(f"{path}/delivery"), words="Staat in versie 5.")
    assert page.path == path

    row = _row(session, path)
    assert (row.state, row.due, row.delivery) == (State.DELIVERED, due, "Staat in versie 5.")
    page = browser.get(path, lang="en")
    assert "Versie 5" in page.main
    assert [day["What it is"] for day in page.table("Every day that was agreed")] == [
        "First promised day"
    ]


def test_a_vendor_proposes_another_day_and_the_analyst_answers(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = _requested(session, people, State.COMMITTED)
    due = _row(session, path).due
    later = clock.today() + timedelta(days=90)
    browser.acts_as(people.vendor)

    page = browser.submit(browser.get(f"{path}/proposal"), due="2020-01-01", words="Later.")
    assert page.status == 422
    assert "due" in page.errors
    page = browser.submit(page, due=later.isoformat(), words="Het kost meer tijd.")
    assert page.path == path
    assert (_row(session, path).due, _row(session, path).proposed_due) == (due, later)

    browser.acts_as(people.analyst)
    page = browser.get(f"{path}/settlement", lang="nl")
    assert "Het kost meer tijd." in page.main
    refused = browser.submit(page, move="refuse_date")
    assert refused.status == 422
    assert "words" in refused.errors
    page = browser.submit(refused, move="accept_date")
    assert page.path == path
    assert _row(session, path).due == later
    assert [day["Wat het is"] for day in page.table("Alle datums die zijn afgesproken")] == [
        "Eerst toegezegde datum", "Gewijzigde datum"
    ]  # fmt: skip
    assert browser.get(f"{path}/settlement").status == 409


def test_a_vendor_declines_with_a_reason(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = _requested(session, people)
    browser.acts_as(people.vendor)

    page = browser.submit(browser.get(f"{path}/refusal"))
    assert page.status == 422
    assert "words" in page.errors
    browser.submit(page, words="Dit past niet bij ons product.")

    assert _row(session, path).state is State.DECLINED


def test_a_day_that_lies_behind_is_refused_at_the_field(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = _requested(session, people, State.ACKNOWLEDGED)
    browser.acts_as(people.vendor)

    page = browser.submit(browser.get(f"{path}/commitment", lang="en"), due="2020-02-01")

    assert page.status == 422
    assert "due" in page.errors
    assert page.field("due").value == "2020-02-01"


def test_what_somebody_else_changed_is_not_overwritten(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = _requested(session, people, State.ACKNOWLEDGED)
    browser.acts_as(people.vendor)
    page = browser.get(f"{path}/commitment")
    due = (clock.today() + timedelta(days=9)).isoformat()
    browser.submit(page, due=due, words="De eerste")

    late = browser.submit(page, due=due, words="De tweede")

    assert late.status == 409
    assert late.field("words").value.strip() == "De tweede"
    assert _row(session, path).promise == "De eerste"


def test_a_move_that_is_not_possible_says_so(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = _requested(session, people)
    browser.acts_as(people.vendor)

    page = browser.get(f"{path}/delivery", lang="en")

    assert page.status == 409
    assert "the request is “Asked”" in page.main


def test_the_check_of_somebody_independent_is_recorded(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = _requested(session, people, State.DELIVERED)
    browser.acts_as(people.reviewer)

    page = browser.get(f"{path}/verification")
    assert set(page.field("move").options) == {"verify", "verify_partly", "reject"}
    browser.submit(page, move="verify", words="Zelf gemeten.")

    assert _row(session, path).state is State.VERIFIED


def test_who_checks_reads_before_what_the_result_changes(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = _requested(session, people, State.DELIVERED)
    browser.acts_as(people.reviewer)

    page = browser.get(f"{path}/verification", lang="en").main

    works, fails = page.split("If it works as intended")[1].split("If it works partly or not")
    assert "R1 Gegevens lekken (en) goes from High to Medium." in works
    assert "The verdict stays “Usable if you take these measures”." in works
    assert "No level changes." in fails


def test_a_delivery_that_does_not_work_needs_a_new_day(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = _requested(session, people, State.DELIVERED)
    browser.acts_as(people.reviewer)
    due = clock.today() + timedelta(days=20)

    page = browser.submit(browser.get(f"{path}/verification"), move="reject", words="Werkt niet.")
    assert page.status == 422
    assert "due" in page.errors
    browser.submit(page, due=due.isoformat(), move="reject")

    row = _row(session, path)
    assert (row.state, row.due) == (State.COMMITTED, due)
    page = browser.get(path, lang="en")
    notes = [day["What it is"] for day in page.table("Every day that was agreed")]
    assert notes == ["First promised day", "Changed day"]


@pytest.mark.parametrize("move", ["verify", "verify_partly"])
def test_a_new_day_without_a_reason_for_it_is_not_dropped_in_silence(
    browser: Browser, session: Session, people: make.People, move: str
) -> None:
    path = _requested(session, people, State.DELIVERED)
    browser.acts_as(people.reviewer)
    due = (clock.today() + timedelta(days=20)).isoformat()
    page = browser.get(f"{path}/verification", lang="en")

    page = browser.submit(page, move=move, words="Gezien.", due=due)

    assert page.status == 422
    assert page.field("due").value == due
    assert "due" in page.errors
    assert _row(session, path).state is State.DELIVERED


@pytest.mark.parametrize("move", ["withdraw", "commit", "nonsense", ""])
def test_a_check_finds_one_of_three_things(
    browser: Browser, session: Session, people: make.People, move: str
) -> None:
    path = _requested(session, people, State.DELIVERED)
    browser.acts_as(people.reviewer)
    page = browser.get(f"{path}/verification")

    page = browser.submit(page, move=move, words="Gezien.")

    assert page.status == 422
    assert "move" in page.errors
    assert _row(session, path).state is State.DELIVERED


def test_who_asked_is_told_before_that_somebody_else_must_check(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = _requested(session, people, State.DELIVERED)
    browser.acts_as(people.analyst)

    page = browser.get(f"{path}/verification", lang="en")

    assert "somebody else must check it" in page.main
    assert not page.names() & {"move", "words"}
    assert "Record what the check found" not in browser.get(path, lang="en").links("//main")


def test_the_analyst_takes_a_request_back(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = _requested(session, people, State.COMMITTED)
    browser.acts_as(people.analyst)

    page = browser.submit(browser.get(f"{path}/withdrawal"), words="Niet meer nodig.")

    assert page.path == path
    assert _row(session, path).state is State.WITHDRAWN


def test_the_inbox_shows_what_waits_apart_from_the_rest(
    browser: Browser, session: Session, people: make.People
) -> None:
    _requested(session, people)
    _requested(session, people, State.DECLINED)
    browser.acts_as(people.vendor)

    page = browser.get("/requests", lang="en")

    assert len(page.table("Waiting for you")) == 1
    assert [row["State"] for row in page.table("Nothing to do now")] == ["Declined"]
    assert "Vendor" not in page.table("Waiting for you")[0]


def test_a_promise_that_is_late_says_what_that_means_to_each_side(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.remediation(session, people=people, state=State.COMMITTED)
    row.due = clock.today() - timedelta(days=100)
    session.commit()
    browser.acts_as(people.analyst)

    listed = browser.get("/requests?state=overdue", lang="en").table("Requests")[0]["State"]
    ours = browser.get(f"/requests/{row.id}", lang="en").main
    browser.acts_as(people.vendor)
    theirs = browser.get(f"/requests/{row.id}", lang="en").main

    for text in (listed, ours):
        assert "100 days late" in text
        assert "Escalation level 3" in text
    assert "Give the verdict anew and publish it" in ours
    assert "100 days late" in theirs
    assert "Escalation" not in theirs
    assert "the verdict on your product is given anew" in theirs


def test_a_vendor_learns_only_in_a_range_how_many_institutions_wait(
    browser: Browser, session: Session, people: make.People
) -> None:
    adopted = make.adoption(session, people=people, now=clock.now())
    row = make.remediation(session, people=people, now=clock.now())
    row.product_id = adopted.release.product_id
    session.commit()
    browser.acts_as(people.vendor)
    assert "Institutions that wait" not in browser.get(f"/requests/{row.id}", lang="en").html

    for number in range(4):
        board = make.organisation(session, name=f"Bestuur {number}")
        session.add(
            Adoption(
                board_id=board.id, release_id=adopted.release_id, release_sha256="x",
                started_by_id=people.officer.user.id, started_at=clock.now(),
            )
        )  # fmt: skip
    session.commit()

    page = browser.get(f"/requests/{row.id}", lang="en").html
    assert "Institutions that wait" in page
    assert "5 to 9" in page


def test_a_request_that_nobody_read_in_time_is_found(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = _requested(session, people)
    browser.acts_as(people.analyst)
    assert "No request fits" in browser.get("/requests?state=unanswered", lang="en").main

    _row(session, path).requested_at -= timedelta(days=15)
    session.commit()

    page = browser.get("/requests?state=unanswered", lang="en")
    assert "Not answered in time" in page.table("Requests")[0]["State"]


def test_the_overview_is_filtered_by_state_and_vendor(
    browser: Browser, session: Session, people: make.People
) -> None:
    _requested(session, people)
    browser.acts_as(people.reviewer)
    assert people.vendor.organisation is not None

    query = f"state=requested&vendor={people.vendor.organisation.slug}"
    page = browser.get(f"/requests?{query}", lang="en")
    assert page.field("state").value == "requested"
    assert len(page.table("Requests")) == 1
    for query in ("state=verified", "vendor=zuiderzon", "state=%F0%9F%A6%86"):
        assert "<tbody>" not in browser.get(f"/requests?{query}").html


@pytest.mark.parametrize("who", ["vendor", "analyst", "reviewer", "publisher"])
def test_an_empty_list_says_what_will_be_there(
    browser: Browser, people: make.People, who: str
) -> None:
    browser.acts_as(getattr(people, who))

    page = browser.get("/requests", lang="en")

    assert {"No requests yet", "Nobody asks you for anything now"} & set(page.headings)


@pytest.mark.parametrize("who", ["other_vendor", "sivon_analyst", "officer", "fg", "board",
                                 "administrator", "stranger"])  # fmt: skip
def test_others_do_not_find_the_request(
    browser: Browser, session: Session, people: make.People, who: str
) -> None:
    path = _requested(session, people, State.DELIVERED)
    browser.acts_as(getattr(people, who))

    for place in ("", "/commitment", "/refusal", "/delivery", "/verification", "/withdrawal"):
        assert browser.get(path + place).status == 404
    assert browser.post(f"{path}/acknowledgement", data={"version": "1"}).status == 404


@pytest.mark.parametrize("who", ["officer", "fg", "board", "administrator", "stranger"])
def test_schools_have_no_list_of_requests(browser: Browser, people: make.People, who: str) -> None:
    browser.acts_as(getattr(people, who))

    assert browser.get("/requests").status == 404


def test_only_the_vendor_answers_and_only_the_cooperative_checks(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = _requested(session, people, State.DELIVERED)

    browser.acts_as(people.analyst)
    for place in ("/commitment", "/refusal", "/delivery"):
        assert browser.get(path + place).status == 403
        assert browser.post(path + place, data={"version": "1", "words": "x"}).status == 403
    browser.acts_as(people.vendor)
    for place in ("/verification", "/withdrawal"):
        assert browser.get(path + place).status == 403
        assert browser.post(path + place, data={"version": "1", "words": "x"}).status == 403
    browser.acts_as(people.publisher)
    assert browser.get(path).status == 200
    assert browser.get(f"{path}/verification").status == 403


def test_a_vendor_sees_no_people_and_no_dossier(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = _requested(session, people, State.VERIFIED)
    browser.acts_as(people.vendor)

    page = browser.get(path, lang="en")

    for name in (people.analyst.user.name, people.reviewer.user.name, "LEERPLEIN-20"):
        assert name not in page.html
    assert not any("/dossiers" in link for link in page.links("//main").values())


def test_who_is_not_signed_in_is_asked_to(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = _requested(session, people)

    assert browser.redirect(path).startswith("/login")


def test_everybody_exports_exactly_the_requests_that_they_see(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.remediation(session, people=people, state=State.COMMITTED, now=clock.now())
    other = make.organisation(session, kind=OrganisationKind.VENDOR, name="Zuiderzon")
    stranger = make.person(session, organisation=other, role=Role.VENDOR_CONTACT)

    for person, sees in ((people.vendor, 1), (people.analyst, 1), (stranger, 0)):
        browser.acts_as(person)
        lines = browser.fetch("/requests/requests.csv").data.decode("utf-8-sig").splitlines()
        assert len(lines) == 1 + sees
        assert [str(row.id) in line for line in lines[1:]] == [True] * sees
        book = browser.fetch("/requests/requests.xlsx")
        assert book.headers["Content-Disposition"] == "attachment; filename=requests.xlsx"
        with zipfile.ZipFile(io.BytesIO(book.data)) as parts:
            assert (str(row.id).encode() in parts.read("xl/sharedStrings.xml")) is bool(sees)

    for person in (people.officer, people.administrator):
        browser.acts_as(person)
        assert browser.fetch("/requests/requests.csv").status_code == 404
        assert browser.fetch("/requests/requests.xlsx").status_code == 404
