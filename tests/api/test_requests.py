"""Requests to vendors through the API: each side answers, and reads what follows of a day."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.remediation import State
from dpia_workbench.store.models import Remediation
from tests import make
from tests.api.sending import V1
from tests.browser import Api

MOVES = (
    "acknowledgement", "commitment", "proposal", "settlement", "delivery", "refusal",
    "verification", "withdrawal",
)  # fmt: skip


@pytest.fixture
def asked(session: Session, people: make.People) -> Remediation:
    """A request that nobody answered yet."""
    return make.remediation(session, people=people, now=clock.now())


def at(row: Remediation, *rest: str) -> str:
    return "/".join((f"{V1}/requests/{row.id}", *rest))


def day(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def move(api: Api, row: Remediation, noun: str, **body: Any) -> Any:
    """Do something with the present version of a request."""
    version = api.get(at(row)).headers["ETag"]
    words = {"json": body} if body else {}
    return api.post(at(row, noun), headers={"If-Match": version}, **words)


def test_a_request_goes_its_way_from_both_sides(
    api: Api, people: make.People, asked: Remediation
) -> None:
    api.carries(people.vendor)
    steps = [
        move(api, asked, "acknowledgement"),
        move(api, asked, "commitment", due=day(10), words="In versie 5."),
        move(api, asked, "proposal", due=day(40), words="Meer tijd nodig."),
    ]
    api.carries(people.analyst)
    steps.append(move(api, asked, "settlement", move="accept_date"))
    api.carries(people.vendor)
    steps.append(move(api, asked, "delivery", words="Staat in versie 5."))
    api.carries(people.reviewer)
    steps.append(move(api, asked, "verification", move="verify", words="Gemeten."))

    assert [step.status_code for step in steps] == [200] * 6, [step.text for step in steps]
    said = [step.get_json() for step in steps]
    assert [each["state"] for each in said] == [
        "acknowledged", "committed", "committed", "committed", "delivered", "verified"
    ]  # fmt: skip
    assert (said[2]["due"], said[2]["proposed_due"]) == (day(10), day(40))
    assert (said[3]["due"], said[3]["proposed_due"]) == (day(40), None)
    assert [each["due"] for each in said[-1]["due_dates"]] == [day(10), day(40)]
    assert api.get(at(asked)).get_json() == said[-1]


def test_what_follows_of_the_day_is_told(
    api: Api, session: Session, people: make.People, asked: Remediation
) -> None:
    api.carries(people.analyst)
    fresh = api.get(at(asked)).get_json()
    asked.requested_at -= timedelta(days=15)
    session.commit()
    silent = api.get(at(asked)).get_json()
    late = make.remediation(session, people=people, state=State.COMMITTED, now=clock.now())
    late.due = clock.today() - timedelta(days=31)
    session.commit()
    overdue = api.get(at(late)).get_json()

    assert (fresh["is_unanswered"], fresh["escalation"]) == (False, 0)
    assert silent["is_unanswered"] is True
    assert (overdue["is_overdue"], overdue["days_overdue"], overdue["escalation"]) == (True, 31, 2)


def test_a_refusal_of_what_a_high_risk_needs_has_a_consequence_that_a_draft_keeps(
    api: Api, people: make.People, asked: Remediation
) -> None:
    api.carries(people.vendor)
    theirs = move(api, asked, "refusal", words="Dit past niet.").get_json()
    api.carries(people.analyst)
    ours = api.get(at(asked)).get_json()

    assert (ours["state"], ours["escalation"]) == ("declined", 3)
    assert theirs["escalation"] == 0  # how high the risk is stands in a draft


def test_each_sees_only_its_own_requests(api: Api, people: make.People, asked: Remediation) -> None:
    for name, person in people.everybody().items():
        api.carries(person)
        listed = api.get(f"{V1}/requests").get_json()
        sees = name in ("analyst", "analyst2", "reviewer", "publisher", "vendor")
        assert [each["id"] for each in listed["items"]] == [str(asked.id)] * sees
        assert listed["total"] == sees
        assert api.get(at(asked)).status_code == (200 if sees else 404)
        for noun in () if sees else MOVES:
            assert api.post(at(asked, noun), json={}).status_code == 404


def test_the_list_is_cut_by_state_and_in_parts(
    api: Api, session: Session, people: make.People, asked: Remediation
) -> None:
    others = [
        make.remediation(session, people=people, state=State.COMMITTED, now=clock.now())
        for _turn in range(2)
    ]
    api.carries(people.vendor)

    first = api.get(f"{V1}/requests?state=committed&limit=1").get_json()
    second = api.get(f"{V1}/requests?state=committed&limit=1&cursor={first['next']}").get_json()

    found = {each["id"] for part in (first, second) for each in part["items"]}
    assert found == {str(row.id) for row in others}
    assert (first["total"], second["next"]) == (2, None)
    assert api.get(f"{V1}/requests?state=lost").status_code == 422


def test_what_is_wrong_is_refused_and_changes_nothing(
    api: Api, people: make.People, asked: Remediation
) -> None:
    api.carries(people.vendor)
    before = api.get(at(asked)).get_json()

    assert api.post(at(asked, "acknowledgement")).status_code == 428
    stale = api.post(at(asked, "acknowledgement"), headers={"If-Match": '"9"'})
    assert stale.status_code == 412
    assert move(api, asked, "delivery", words="Klaar.").status_code == 409
    assert move(api, asked, "refusal", words=" ").status_code == 422
    assert move(api, asked, "verification", move="verify", words="Ja.").status_code == 403
    assert move(api, asked, "withdrawal", words="Nee.").status_code == 403
    assert move(api, asked, "settlement", move="verify").status_code == 422

    assert api.get(at(asked)).get_json() == before
