"""Comments and evidence through the API."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from dpia_workbench import clock
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.store.models import AuditEvent, Dossier
from tests import make
from tests.api.sending import NOWHERE, at
from tests.browser import Api
from tests.making import samples

WORDS: dict[str, Any] = {
    "kind": "screenshot", "collected_on": "2026-01-05", "collected_by": "A. Analist",
    "confidentiality": "cooperative", "source": "Eigen test", "place": "risk:R1",
}  # fmt: skip


@pytest.fixture
def draft(session: Session, people: make.People) -> Dossier:
    """A complete draft."""
    return make.dossier(session, people=people, now=clock.now())


@pytest.fixture
def analyst(api: Api, people: make.People, draft: Dossier) -> Api:
    """The API with a token of the analyst of the draft."""
    api.carries(people.analyst)
    return api


def _send(
    api: Api, row: Dossier, *, content: bytes = b"", name: str = "scherm.png", key: str = "",
    **words: Any,
) -> TestResponse:  # fmt: skip
    data = {**WORDS, **words, "file": (BytesIO(content or samples.png()), name)}
    headers = {"Idempotency-Key": key} if key else {}
    return api.post(at(row, "evidence"), data=data, headers=headers)


def test_a_thread_is_opened_answered_resolved_and_opened_again(
    analyst: Api, draft: Dossier, people: make.People
) -> None:
    colleague = str(people.analyst2.user.id)
    body = {
        "part": "risk", "key": "R1", "body": "Klopt dit?", "mentions": [colleague],
        "assignee_id": colleague,
    }  # fmt: skip

    made = analyst.post(at(draft, "comments"), json=body)
    place = made.headers["Location"]
    said = analyst.post(f"{place}/answers", json={"body": "Ja."})
    resolved = analyst.post(f"{place}/resolution")
    open_ones = analyst.get(at(draft, "comments") + "?part=risk&key=R1").get_json()
    settled = analyst.get(at(draft, "comments") + "?show=resolved").get_json()
    again = analyst.post(f"{place}/reopening")

    assert (made.status_code, said.status_code) == (201, 201)
    first = made.get_json()
    assert first["assignee"]["id"] == colleague
    assert first["comments"][0]["mentions"][0]["id"] == colleague
    assert [each["body"] for each in resolved.get_json()["comments"]] == ["Klopt dit?", "Ja."]
    assert resolved.get_json()["resolved_by"]["id"] == str(people.analyst.user.id)
    assert (open_ones["items"], settled["items"]) == ([], [resolved.get_json()])
    assert again.get_json()["resolved_at"] is None
    assert analyst.get(place).get_json() == again.get_json()


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"part": "risk", "key": "R1"}, "/body"),
        ({"part": "moon", "body": "Hoi"}, "/part"),
        ({"part": "risk", "key": "R1", "body": "Hoi", "field": "moon"}, "/field"),
        ({"part": "risk", "key": "R1", "body": "Hoi", "passage": "maan"}, "/passage"),
        ({"part": "risk", "key": "R1", "body": "Hoi", "mentions": [NOWHERE]}, "/mentions"),
        ({"part": "risk", "key": "R1", "body": "Hoi", "assignee_id": NOWHERE}, "/assignee_id"),
    ],
)
def test_what_is_wrong_with_a_thread_stands_at_its_field(
    analyst: Api, draft: Dossier, body: dict[str, Any], pointer: str
) -> None:
    answer = analyst.post(at(draft, "comments"), json=body)

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.get_json()["errors"]] == [pointer]


def test_a_thread_of_another_dossier_is_not_there(
    analyst: Api, draft: Dossier, people: make.People, session: Session
) -> None:
    other = make.dossier(session, people=people, by=people.sivon_analyst, now=clock.now())
    theirs = make.thread(session, other, by=people.sivon_analyst, now=clock.now())

    for row in (draft, other):
        place = at(row, "comments", str(theirs.id))
        assert analyst.get(place).status_code == 404
        assert analyst.post(f"{place}/answers", json={"body": "Hoi"}).status_code == 404
        assert analyst.post(f"{place}/resolution").status_code == 404
    nowhere = analyst.post(at(draft, "comments"), json={"part": "risk", "key": "R9", "body": "Hoi"})
    assert nowhere.status_code == 404


def test_evidence_is_sent_described_changed_and_fetched(
    analyst: Api, draft: Dossier, session: Session
) -> None:
    made = _send(analyst, draft, key="k")
    again = _send(analyst, draft, key="k")
    other = _send(analyst, draft, key="k", title="Iets anders")
    place = made.headers["Location"]
    changed = analyst.change(place, json={"title": "Uit", "expires_on": "2026-02-01"})
    file = analyst.get(f"{place}/file")
    listed = analyst.get(at(draft, "evidence") + "?kind=screenshot").get_json()["items"]

    assert made.status_code == 201, made.text
    said = made.get_json()
    assert (said["title"], said["places"]) == ("scherm.png", ["risk:R1"])
    assert (again.get_json(), again.headers["Idempotent-Replayed"]) == (said, "true")
    assert other.status_code == 422
    assert (changed.get_json()["title"], changed.get_json()["validity"]) == ("Uit", "expired")
    assert file.data == samples.png()
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert listed == [changed.get_json()]


@pytest.mark.parametrize(
    ("words", "pointer"),
    [
        ({"name": "pagina.html", "content": b"<script>1</script>"}, "/file"),
        ({"name": "nep.png", "content": b"geen plaatje"}, "/file"),
        ({"kind": "moon"}, "/kind"),
        ({"place": "risk:R9"}, "/place"),
        ({"collected_on": "2999-01-01"}, "/collected_on"),
        ({"expires_on": "2025-01-01"}, "/expires_on"),
        ({"has_personal_data": "true", "confidentiality": "public"}, "/confidentiality"),
        ({"readers": NOWHERE, "confidentiality": "vendor_confidential"}, "/readers"),
        ({"moon": "1"}, "/moon"),
    ],
)
def test_what_is_wrong_with_evidence_stands_at_its_field(
    analyst: Api, app: Flask, draft: Dossier, words: dict[str, Any], pointer: str
) -> None:
    answer = _send(analyst, draft, **words)

    assert answer.status_code == 422
    assert pointer in [error["pointer"] for error in answer.get_json()["errors"]]
    folder = app.extensions["settings"].files_folder
    assert [each for each in folder.rglob("*") if each.is_file() and each.name != ".lock"] == []


def test_one_file_comes_with_its_words(analyst: Api, draft: Dossier) -> None:
    none = analyst.post(at(draft, "evidence"), data=WORDS)
    two = [(BytesIO(samples.png()), "a.png"), (BytesIO(samples.png()), "b.png")]
    both = analyst.post(at(draft, "evidence"), data={**WORDS, "file": two})

    for answer in (none, both):
        assert answer.status_code == 422
        assert answer.get_json()["errors"][0]["pointer"] == "/file"


def test_reading_a_confidential_file_is_recorded_and_nobody_else_sees_it(
    analyst: Api, draft: Dossier, people: make.People, session: Session
) -> None:
    place = _send(analyst, draft, confidentiality="vendor_confidential").headers["Location"]

    looked = analyst.get(f"{place}/file")
    read = analyst.post(f"{place}/reading", headers={"Idempotency-Key": "k"})
    analyst.carries(people.analyst2)

    assert looked.status_code == 409
    assert looked.get_json()["type"] == "/problems/evidence.reading-is-recorded"
    assert read.data == samples.png()
    facts = session.query(AuditEvent).filter_by(fact="evidence.read").all()
    assert [each.actor_id for each in facts] == [people.analyst.user.id]
    assert analyst.get(at(draft, "evidence")).get_json()["items"] == []
    for path in (place, f"{place}/file"):
        assert analyst.get(path).status_code == 404
    assert analyst.post(f"{place}/reading").status_code == 404


def test_who_may_not_edit_a_dossier_sends_no_evidence(
    api: Api, draft: Dossier, people: make.People, session: Session
) -> None:
    row = make.evidence(
        session, draft, by=people.analyst, confidentiality=Confidentiality.COOPERATIVE,
        now=clock.now(),
    )  # fmt: skip
    for person, status in ((people.reviewer, 403), (people.sivon_analyst, 404)):
        api.carries(person)
        assert _send(api, draft).status_code == status
    assert api.get(at(draft, "evidence", str(row.id))).status_code == 404
