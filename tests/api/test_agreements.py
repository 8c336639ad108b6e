"""Agreements through the API: recorded by a cooperative, joined by a board."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.agreement import State
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.store.models import Agreement
from tests import make
from tests.api.sending import NOWHERE, V1
from tests.browser import Api

LIST = f"{V1}/agreements"
SIGNS = {"signatory": "Bea Bestuur", "function": "Voorzitter"}


@pytest.fixture
def offer(session: Session, people: make.People) -> Agreement:
    """A public open offer that is in force."""
    return make.agreement(session, people=people, now=clock.now())


def at(row: Agreement, *rest: str) -> str:
    return "/".join((f"{LIST}/{row.id}", *rest))


def _new(people: make.People, **words: Any) -> dict[str, Any]:
    assert people.vendor.organisation is not None
    values = {
        "vendor_id": str(people.vendor.organisation.id), "kind": "action_plan",
        "title": {"nl": "Plan", "en": "Plan"}, "coverage": "named", "confidentiality": "members",
    }  # fmt: skip
    return {**values, **words}


def test_a_cooperative_records_an_agreement_once_under_a_key(
    api: Api, session: Session, people: make.People
) -> None:
    api.carries(people.analyst)
    key = {"Idempotency-Key": "plan-1"}

    made = api.post(LIST, json=_new(people), headers=key)
    again = api.post(LIST, json=_new(people), headers=key)

    assert (made.status_code, again.status_code) == (201, 201)
    assert made.get_json() == again.get_json()
    assert session.query(Agreement).count() == 1
    read = api.get(made.headers["Location"])
    assert read.get_json()["standing"] == "not_signed"
    assert read.headers["ETag"] == made.headers["ETag"]


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"vendor_id": NOWHERE}, "vendor_id"),
        ({"product_ids": [NOWHERE]}, "product_ids"),
        ({"kind": "promise"}, "kind"),
        ({"breach_hours": -1}, "breach_hours"),
        ({"state": "signed"}, "state"),
    ],
)
def test_what_is_wrong_is_refused_at_its_field(
    api: Api, people: make.People, words: dict[str, Any], field: str
) -> None:
    api.carries(people.reviewer)

    refused = api.post(LIST, json=_new(people, **words))

    assert refused.status_code == 422
    assert [each["pointer"] for each in refused.get_json()["errors"]] == [f"/{field}"]


def test_others_record_none(api: Api, people: make.People) -> None:
    for person in (people.board, people.vendor, people.publisher):
        api.carries(person)
        assert api.post(LIST, json=_new(people)).status_code == 403


def test_everybody_lists_their_own(
    api: Api, session: Session, people: make.People, offer: Agreement
) -> None:
    draft = make.agreement(session, people=people, state=State.DRAFT, now=clock.now())
    hidden = make.agreement(
        session, people=people, confidentiality=Confidentiality.COOPERATIVE, now=clock.now()
    )
    found = {}
    for name in ("analyst", "vendor", "other_vendor", "board", "fg"):
        api.carries(getattr(people, name))
        items = api.get(LIST).get_json()["items"]
        found[name] = {item["id"] for item in items}
    api.carries(people.vendor)
    missing = api.get(at(draft)).status_code

    everything = {str(row.id) for row in (offer, draft, hidden)}
    assert found["analyst"] == everything
    assert found["vendor"] == everything - {str(draft.id)}
    assert found["board"] == {str(offer.id)}
    assert found["other_vendor"] == found["fg"] == set()
    assert missing == 404
    in_force = api.get(f"{LIST}?standing=in_force&vendor=noorderlicht&limit=1").get_json()
    assert len(in_force["items"]) == 1


def test_a_board_joins_what_it_read(
    api: Api, session: Session, people: make.People, offer: Agreement
) -> None:
    api.carries(people.board)
    blind = api.post(at(offer, "joinders"), json=SIGNS)
    etag = {"If-Match": api.get(at(offer)).headers["ETag"], "Idempotency-Key": "join-1"}

    make.furnished(session, offer, people=people, now=clock.now())
    stale = api.post(at(offer, "joinders"), json=SIGNS, headers=etag)
    etag["If-Match"] = api.get(at(offer)).headers["ETag"]
    joined = api.post(at(offer, "joinders"), json=SIGNS, headers=etag)
    same = api.post(at(offer, "joinders"), json=SIGNS, headers=etag)
    twice = api.change(at(offer), method="POST", at=at(offer, "joinders"), json=SIGNS)

    codes = [each.status_code for each in (blind, stale, joined, same, twice)]
    assert codes == [428, 412, 201, 201, 409]
    assert joined.get_json()["sha256"] == offer.joinders[0].sha256
    assert api.get(at(offer)).get_json()["cover"] == "joined"
    api.carries(people.other_board)
    assert api.get(at(offer)).get_json()["cover"] is None


@pytest.mark.parametrize("name", ["officer", "fg", "analyst", "other_vendor"])
def test_nobody_else_joins_and_strangers_read_no_names(
    api: Api, people: make.People, offer: Agreement, name: str
) -> None:
    api.carries(getattr(people, name))

    refused = api.change(at(offer), method="POST", at=at(offer, "joinders"), json=SIGNS)

    assert refused.status_code == 403
    names = {party["signatory"] for party in api.get(at(offer)).get_json()["parties"]}
    assert names == ({""} if name == "other_vendor" else {"Tekenaar"})
