"""Parts of a dossier: added, read, changed and removed; preconditions; sending again."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event, insert, select, update
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.assessment import State
from dpia_workbench.store.models import Dossier, KeptAnswer, Remediation, Risk
from tests import make
from tests.api.sending import MEASURE, NOWHERE, RISK, at, parts_of
from tests.browser import Api

KINDS = ("cells", "risks", "measures", "claims")
each_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def draft(session: Session, people: make.People) -> Dossier:
    """A complete draft."""
    return make.dossier(session, people=people, now=clock.now())


@pytest.fixture
def analyst(api: Api, people: make.People, draft: Dossier) -> Api:
    """The API with a token of the analyst of the draft."""
    api.carries(people.analyst)
    return api


@each_kind
def test_a_part_is_added_read_changed_and_removed(analyst: Api, draft: Dossier, kind: str) -> None:
    before = analyst.get(at(draft, kind)).get_json()["items"]

    made = analyst.post(at(draft, kind), json=parts_of(draft)[kind])
    place = made.headers["Location"]
    read = analyst.get(place)
    listed = analyst.get(at(draft, kind)).get_json()["items"]
    same = analyst.change(place, json={})
    removed = analyst.change(place, method="DELETE")

    assert made.status_code == 201, made.text
    said = made.get_json()
    assert said["key"][1:] == str(len(before) + 1)
    assert read.get_json() == said
    assert read.headers["ETag"] == made.headers["ETag"] == f'"{said["version"]}"'
    assert listed == [*before, said]
    assert {**same.get_json(), "version": said["version"]} == said
    assert (removed.status_code, removed.data) == (204, b"")
    assert analyst.get(place).status_code == 404
    assert analyst.get(at(draft, kind)).get_json()["items"] == before


def test_a_change_is_merged_into_what_there_is(analyst: Api, draft: Dossier) -> None:
    place = analyst.post(at(draft, "risks"), json=RISK).headers["Location"]

    said = analyst.change(place, json={"title": {"en": "A leak"}, "severity": 2}).get_json()
    emptied = analyst.change(place, json={"floors": None, "severity": "unknown"}).get_json()

    assert said["title"] == {"nl": "Lek", "en": "A leak"}
    assert (said["likelihood"], said["severity"]) == (3, 2)
    assert said["floors"] == RISK["floors"]
    assert (emptied["floors"], emptied["severity"]) == ([], "unknown")


def test_what_is_changed_counts_at_once(analyst: Api, draft: Dossier) -> None:
    risk = analyst.get(at(draft, "risks")).get_json()["items"][1]

    analyst.change(at(draft, "risks", risk["id"]), json={"likelihood": 3, "severity": 3})

    said = analyst.get(at(draft)).get_json()
    assert said["levels"]["R2"]["r0"] == "high"


@each_kind
def test_a_change_needs_the_version_that_it_changes(
    analyst: Api, draft: Dossier, kind: str
) -> None:
    first = analyst.get(at(draft, kind)).get_json()["items"][0]
    place = at(draft, kind, first["id"])
    stale = {"If-Match": '"0", W/"1"'}

    for method in ("PATCH", "DELETE"):
        sent: dict[str, Any] = {"json": {}} if method == "PATCH" else {}
        without = analyst.call(place, method=method, **sent)
        late = analyst.call(place, method=method, headers=stale, **sent)

        assert without.status_code == 428
        assert late.status_code == 412
        assert late.mimetype == without.mimetype == "application/problem+json"
        assert late.get_json()["current"] == first
        assert late.headers["ETag"] == f'"{first["version"]}"'


def test_of_two_who_change_the_same_version_the_second_learns_of_the_first(
    analyst: Api, draft: Dossier
) -> None:
    place = at(draft, "risks", str(draft.revision.risks[0].id))
    etag = {"If-Match": analyst.get(place).headers["ETag"]}

    first = analyst.patch(place, json={"likelihood": 1}, headers=etag)
    second = analyst.patch(place, json={"likelihood": 2}, headers=etag)
    again = analyst.patch(
        place, json={"likelihood": 2}, headers={"If-Match": second.headers["ETag"]}
    )

    assert [each.status_code for each in (first, second, again)] == [200, 412, 200]
    assert second.get_json()["current"]["likelihood"] == 1


def test_a_dossier_that_moved_on_meanwhile_says_so(
    analyst: Api, draft: Dossier, session: Session
) -> None:
    etag = {"If-Match": analyst.get(at(draft)).headers["ETag"]}
    analyst.post(at(draft, "submission"), headers=etag)

    late = analyst.patch(at(draft), json={}, headers=etag)

    assert late.status_code == 412
    assert late.get_json()["current"]["state"] == "in_review"
    assert analyst.post(at(draft, "submission")).status_code == 428


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("risks", {**RISK, "likelihood": 4}, "/likelihood"),
        ("risks", {**RISK, "likelihood": 1.5}, "/likelihood"),
        ("risks", {**RISK, "likelihood": True}, "/likelihood"),
        ("risks", {**RISK, "level": "low"}, "/level"),
        ("risks", {**RISK, "version": 1}, "/version"),
        ("risks", {**RISK, "floors": [{"tag": "moon"}]}, "/floors/0/tag"),
        ("risks", {**RISK, "title": "Lek"}, "/title"),
        ("risks", [RISK], ""),
        ("measures", {**MEASURE, "owner": "contractual"}, "/agreement"),
        ("cells", {"edition_id": NOWHERE, "group": "staff"}, "/edition_id"),
        ("claims", {"risk_id": NOWHERE, "axis": "severity", "cap": 1, "requires": [NOWHERE]},
         "/risk_id"),
        ("requests", {"measure_id": NOWHERE, "words": "Zet uit."}, "/measure_id"),
        ("requests", {"words": "Zet uit."}, "/measure_id"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_part_stands_at_its_field(
    analyst: Api, draft: Dossier, path: str, body: Any, pointer: str
) -> None:
    answer = analyst.post(at(draft, path), json=body)

    assert answer.status_code == 422
    assert pointer in [error["pointer"] for error in answer.get_json()["errors"]]


def test_what_breaks_a_rule_is_refused_with_a_sentence(analyst: Api, draft: Dossier) -> None:
    claimed = at(draft, "risks", str(draft.revision.risks[0].id))
    edition = analyst.post(at(draft, "measures"), json={**MEASURE, "editions": ["gold"]})

    kept = analyst.change(claimed, method="DELETE")

    assert (kept.status_code, edition.status_code) == (409, 422)
    assert "K1" in kept.get_json()["detail"]
    assert "gold" in edition.get_json()["detail"]


@each_kind
def test_nothing_is_written_outside_a_draft(
    api: Api, people: make.People, session: Session, kind: str
) -> None:
    row = make.dossier(session, people=people, state=State.IN_REVIEW, now=clock.now())
    api.carries(people.analyst)
    first = api.get(at(row, kind)).get_json()["items"][0]["id"]

    added = api.post(at(row, kind), json=parts_of(row)[kind])
    changed = api.change(at(row, kind, first), json={})

    assert (added.status_code, changed.status_code) == (409, 409)


def test_a_part_of_another_dossier_is_not_there(
    analyst: Api, people: make.People, draft: Dossier, session: Session
) -> None:
    other = make.dossier(session, people=people, by=people.sivon_analyst, now=clock.now())
    theirs = str(other.revision.risks[0].id)

    answer = analyst.patch(at(draft, "risks", theirs), json={}, headers={"If-Match": "*"})

    assert answer.status_code == 404
    assert analyst.get(at(draft, "risks", theirs)).status_code == 404


def test_a_finding_goes_by_its_topic(analyst: Api, draft: Dossier) -> None:
    listed = analyst.get(at(draft, "findings")).get_json()["items"]
    place = at(draft, "findings", "rights")

    answer = analyst.change(place, json={"result": "non_compliant"})
    wrong = analyst.change(place, json={"measure_id": NOWHERE})

    assert len({each["topic"] for each in listed}) == len(listed) > 5
    assert answer.get_json()["result"] == "non_compliant"
    assert analyst.get(at(draft)).get_json()["verdict"] == "RED"
    assert wrong.get_json()["errors"][0]["pointer"] == "/measure_id"
    assert analyst.get(at(draft, "findings", "moon")).status_code == 404
    assert analyst.delete(place).status_code == 405


def test_the_vendor_is_asked_once(
    analyst: Api, draft: Dossier, people: make.People, session: Session
) -> None:
    body = {"measure_id": str(draft.revision.measures[0].id), "words": "Zet dit uit."}

    asked = analyst.post(at(draft, "requests"), json=body)
    twice = analyst.post(at(draft, "requests"), json=body)

    said = asked.get_json()
    assert asked.status_code == 201
    assert (said["words"], said["state"]) == ("Zet dit uit.", "requested")
    assert analyst.get(at(draft, "requests")).get_json()["items"] == [said]
    assert twice.get_json()["type"] == "/problems/remediation.not-the-vendors"
    measures = analyst.get(at(draft, "measures")).get_json()["items"]
    assert measures[0]["request_id"] == said["id"]


def test_what_is_sent_again_with_its_key_is_done_once(
    analyst: Api, draft: Dossier, session: Session
) -> None:
    key = {"Idempotency-Key": "4f6c"}

    first = analyst.post(at(draft, "risks"), json=RISK, headers=key)
    again = analyst.post(at(draft, "risks"), json=RISK, headers=key)
    other = analyst.post(at(draft, "risks"), json={**RISK, "likelihood": 1}, headers=key)
    elsewhere = analyst.post(at(draft, "measures"), json=MEASURE, headers=key)

    assert again.status_code == 201
    assert again.data == first.data
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    for answer in (other, elsewhere):
        assert answer.status_code == 422
        assert answer.get_json()["type"] == "/problems/idempotency.key-reused"
    assert len(session.scalars(select(Risk)).all()) == 3


def test_a_move_that_is_sent_again_with_its_key_needs_no_newer_version(
    analyst: Api, draft: Dossier, session: Session
) -> None:
    words = {"If-Match": analyst.get(at(draft)).headers["ETag"], "Idempotency-Key": "a"}

    first = analyst.post(at(draft, "submission"), headers=words)
    again = analyst.post(at(draft, "submission"), headers=words)

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.get_json() == first.get_json()


def test_a_key_is_free_again_after_a_refusal_and_after_a_day(
    analyst: Api, draft: Dossier, session: Session
) -> None:
    key = {"Idempotency-Key": "k"}

    refused = analyst.post(at(draft, "risks"), json={}, headers=key)
    made = analyst.post(at(draft, "risks"), json=RISK, headers=key)
    session.execute(update(KeptAnswer).values(at=clock.now() - timedelta(hours=25)))
    later = analyst.post(at(draft, "risks"), json=RISK, headers=key)

    assert [each.status_code for each in (refused, made, later)] == [422, 201, 201]
    assert "Idempotent-Replayed" not in later.headers


def test_one_persons_key_says_nothing_to_another(
    api: Api, people: make.People, draft: Dossier, session: Session
) -> None:
    key = {"Idempotency-Key": "same"}
    api.carries(people.analyst)
    api.post(at(draft, "risks"), json=RISK, headers=key)
    api.carries(people.sivon_analyst)

    answer = api.post(at(draft, "risks"), json=RISK, headers=key)

    assert answer.status_code == 404
    assert session.scalars(select(Remediation)).all() == []


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_a_key_that_is_none_is_refused(analyst: Api, draft: Dossier, key: str) -> None:
    answer = analyst.post(at(draft, "risks"), json=RISK, headers={"Idempotency-Key": key})

    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"data": "{", "content_type": "application/json"}, 400),
        ({"data": "a=b", "content_type": "application/x-www-form-urlencoded"}, 415),
        ({"data": '{"a": 1, "a": 2}', "content_type": "application/json"}, 422),
        ({"data": b"[" + b"1," * 1_500_000 + b"1]", "content_type": "application/json"}, 413),
    ],
)
@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "k"}])
def test_what_is_no_part_at_all_is_a_problem(
    analyst: Api, draft: Dossier, sent: dict[str, Any], status: int, headers: dict[str, str]
) -> None:
    answer = analyst.post(at(draft, "risks"), headers=headers, **sent)

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


def test_a_change_may_say_that_it_is_a_merge_patch(analyst: Api, draft: Dossier) -> None:
    place = at(draft, "risks", str(draft.revision.risks[0].id))

    answer = analyst.change(
        place, data='{"likelihood": 1}', content_type="application/merge-patch+json"
    )

    assert answer.get_json()["likelihood"] == 1


def test_another_sites_page_writes_nothing_with_our_cookie(
    api: Api, people: make.People, draft: Dossier
) -> None:
    api.acts_as(people.analyst)

    refused = api.post(at(draft, "risks"), json=RISK, headers={"Origin": "https://evil.example"})

    assert refused.status_code == 403
    assert api.post(at(draft, "risks"), json=RISK).status_code == 201


def _first(statement: Any) -> Any:
    """Return a listener that lets somebody else write just before."""

    def write(_mapper: Any, connection: Any, _target: Any) -> None:
        connection.execute(statement)

    return write


def test_whoever_writes_between_the_check_and_the_change_is_not_overwritten(
    analyst: Api, draft: Dossier, session: Session
) -> None:
    place = at(draft, "risks", str(draft.revision.risks[0].id))
    other = _first(update(Risk).values(version=Risk.version + 1, severity=1))
    event.listen(Risk, "before_update", other, once=True)

    answer = analyst.change(place, json={"likelihood": 1})

    assert answer.status_code == 412
    assert answer.get_json()["current"]["likelihood"] == 3


def test_of_two_who_send_the_same_key_at_once_one_is_told_to_try_again(
    analyst: Api, draft: Dossier, people: make.People, session: Session
) -> None:
    twin = insert(KeptAnswer).values(
        id=uuid4(), user_id=people.analyst.user.id, key="k", request_hash="h", status=201,
        headers={}, body="", at=clock.now(),
    )  # fmt: skip
    event.listen(KeptAnswer, "before_insert", _first(twin), once=True)

    answer = analyst.post(at(draft, "risks"), json=RISK, headers={"Idempotency-Key": "k"})

    assert answer.status_code == 409
    assert answer.get_json()["type"] == "/problems/request.crossed"
    assert len(session.scalars(select(Risk)).all()) == 2


_STRANGE: tuple[Any, ...] = (
    None,
    True,
    1.5,
    -1,
    "",
    "x",
    [],
    [[]],
    [None],
    {},
    {"a": {}},
    "\ud800",
)


@pytest.mark.slow
@each_kind
def test_whatever_is_sent_is_answered_with_what_is_wrong(
    analyst: Api, draft: Dossier, kind: str
) -> None:
    part = parts_of(draft)[kind]
    names = [*part, *analyst.get(at(draft, kind)).get_json()["items"][0]]
    answers = {
        (name, str(value)): analyst.post(at(draft, kind), json={**part, name: value}).status_code
        for name in dict.fromkeys(names)
        for value in _STRANGE
    }

    assert {place for place, status in answers.items() if status >= 500} == set()
