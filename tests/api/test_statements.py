"""What a dossier states, through the API: entries, texts, what does not apply, all at once."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.assessment import State
from dpia_workbench.risk.registers import LONGEST_TEXT, Register, Section
from dpia_workbench.store.models import Dossier
from tests import make
from tests.api.sending import at
from tests.browser import Api

SUBJECT: dict[str, Any] = {
    "register": "data_subject", "values": {"name": "Leerlingen", "subject_kind": "pupils_13_15"}
}  # fmt: skip
ITEM: dict[str, Any] = {
    "register": "data_item",
    "values": {"name": "E-mail", "category": "content", "subjects": ["DS1"], "source": "contract"},
}
ANY = {"If-Match": "*"}


@pytest.fixture
def draft(session: Session, people: make.People) -> Dossier:
    """A draft that states nothing yet."""
    return make.dossier(session, people=people, now=clock.now())


@pytest.fixture
def analyst(api: Api, people: make.People, draft: Dossier) -> Api:
    """The API with a token of the analyst of the draft."""
    api.carries(people.analyst)
    return api


def test_an_entry_is_added_changed_taken_out_and_put_back(analyst: Api, draft: Dossier) -> None:
    analyst.post(at(draft, "entries"), json=SUBJECT)

    made = analyst.post(at(draft, "entries"), json=ITEM)
    place = made.headers["Location"]
    changed = analyst.change(place, json={"values": {"name": "Berichten", "source": None}})
    listed = analyst.get(at(draft, "entries") + "?register=data_item").get_json()["items"]
    held = analyst.change(at(draft, "entries", "DS1"), method="DELETE")
    removed = analyst.change(place, method="DELETE")
    gone = analyst.get(place).status_code
    back = analyst.post(f"{place}/return")

    said = made.get_json()
    assert (made.status_code, said["key"]) == (201, "DI1")
    assert said["values"]["subjects"] == ["DS1"]
    values = {**said["values"], "name": "Berichten", "source": ""}
    assert changed.get_json()["values"] == values
    assert listed == [changed.get_json()]
    assert (held.status_code, removed.status_code, gone) == (409, 204, 404)
    assert back.get_json()["values"] == values


def test_two_who_write_one_text_are_merged_or_told_of_each_other(
    analyst: Api, draft: Dossier
) -> None:
    place = at(draft, "texts", "proposal")
    empty = analyst.get(place)
    first = analyst.put(place, json={"body": "Een twee drie vier."}, headers={"If-Match": '"0"'})
    late = analyst.put(place, json={"body": "Anders."}, headers={"If-Match": '"0"'})
    was = first.get_json()["body"]
    analyst.change(place, json={"body": "Een TWEE drie vier."})

    merged = analyst.patch(place, json={"body": "Een twee drie VIER.", "was": was}, headers=ANY)
    clash = analyst.patch(place, json={"body": "Een zes drie vier.", "was": was}, headers=ANY)

    assert (empty.get_json()["body"], empty.headers["ETag"]) == ("", '"0"')
    assert (late.status_code, late.get_json()["current"]["body"]) == (412, was)
    assert merged.get_json()["body"] == "Een TWEE drie VIER."
    assert (clash.status_code, clash.mimetype) == (409, "application/problem+json")
    assert clash.get_json()["conflict"] == {
        "field": "body", "base": was, "mine": "Een zes drie vier.", "theirs": "Een TWEE drie VIER."
    }  # fmt: skip
    assert analyst.get(place).get_json()["body"] == "Een TWEE drie VIER."


def test_two_who_write_one_entry_are_merged_or_told_of_each_other(
    analyst: Api, draft: Dossier
) -> None:
    place = analyst.post(at(draft, "entries"), json=SUBJECT).headers["Location"]
    analyst.change(place, json={"values": {"name": "Alle leerlingen"}})

    other = {"values": {"how_many": "600"}, "was": {"how_many": ""}}
    same = {"values": {"name": "Kinderen"}, "was": {"name": "Leerlingen"}}
    merged = analyst.patch(place, json=other, headers=ANY)
    clash = analyst.patch(place, json=same, headers=ANY)

    said = merged.get_json()["values"]
    assert (said["name"], said["how_many"]) == ("Alle leerlingen", "600")
    assert clash.status_code == 409
    assert clash.get_json()["conflict"]["theirs"] == "Alle leerlingen"


def test_a_whole_dossier_is_filled_and_read_at_once(analyst: Api, draft: Dossier) -> None:
    body = {
        "texts": {"proposal": "Eerst."},
        "entries": [
            {"key": "mail", **ITEM, "values": {**ITEM["values"], "subjects": ["kids"]}},
            {"key": "kids", **SUBJECT},
        ],
        "not_applicable": {"register:asset": "Alles is van de leverancier."},
    }

    filled = analyst.post(at(draft, "content"), json=body, headers={"Idempotency-Key": "k"})
    again = analyst.post(at(draft, "content"), json=body, headers={"Idempotency-Key": "k"})
    analyst.post(at(draft, "content"), json={"texts": {"proposal": "Dan."}})

    assert filled.get_json() == again.get_json() == {"keys": {"mail": "DI1", "kids": "DS1"}}
    said = analyst.get(at(draft, "content")).get_json()
    assert said["texts"] == {"proposal": "Eerst.\n\nDan."}
    assert said["language"] == "nl"
    assert said["not_applicable"] == body["not_applicable"]
    assert {each["key"]: each["values"].get("subjects") for each in said["entries"]} == {
        "DI1": ["DS1"], "DS1": None
    }  # fmt: skip
    assert len(analyst.get(at(draft, "texts")).get_json()["items"]) == len(Section)


def test_a_text_that_grows_too_long_is_refused_and_stays(analyst: Api, draft: Dossier) -> None:
    half = {"texts": {"proposal": "a" * (LONGEST_TEXT // 2)}}

    answers = [analyst.post(at(draft, "content"), json=half) for _turn in range(2)]

    assert [each.status_code for each in answers] == [200, 422]
    assert answers[1].get_json()["type"] == "/problems/register.text-too-long"
    stored = analyst.get(at(draft, "texts", "proposal")).get_json()["body"]
    assert len(stored) == LONGEST_TEXT // 2


def test_what_does_not_apply_is_said_changed_and_taken_back(analyst: Api, draft: Dossier) -> None:
    place = at(draft, "not-applicable", "register:asset")

    said = analyst.change(place, method="PUT", json={"reason": "Niets."})
    changed = analyst.change(place, method="PUT", json={"reason": "Geen."})
    listed = analyst.get(at(draft, "not-applicable")).get_json()["items"]
    taken = analyst.change(place, method="DELETE")

    assert (said.status_code, said.get_json()["version"]) == (200, "1")
    assert listed == [changed.get_json()]
    assert taken.status_code == 204
    assert analyst.get(at(draft, "not-applicable")).get_json()["items"] == []
    assert analyst.change(place, method="DELETE").status_code == 404


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("entries", {"register": "moon"}, "/register"),
        ("entries", {"register": "asset", "values": {"moon": ""}}, "/values/moon"),
        ("entries", {"register": "asset", "values": {"asset_kind": "moon"}}, "/values/asset_kind"),
        ("entries", {"register": "asset", "values": {"name": 3}}, "/values/name"),
        ("entries", {"register": "asset", "values": [3]}, "/values"),
        ("entries", ITEM, "/values/subjects"),
        ("content", {"texts": {"moon": "x"}}, "/texts/moon"),
        ("content", {"texts": {"proposal": 3}}, "/texts/proposal/value"),
        ("content", {"entries": [{"key": "a", **SUBJECT}, {"key": "a", **SUBJECT}]},
         "/entries/1/key"),
        ("content", {"entries": [{"key": "a", **ITEM}]}, "/entries/0/values/subjects"),
        ("content", {"not_applicable": {"part:moon": "x"}}, "/not_applicable/part:moon"),
        ("content", {"not_applicable": {"text:risks": " "}}, "/not_applicable/text:risks/value"),
        ("content", [], ""),
    ],
)  # fmt: skip
def test_what_cannot_be_stated_is_refused_at_its_place(
    analyst: Api, draft: Dossier, path: str, body: Any, pointer: str
) -> None:
    answer = analyst.post(at(draft, path), json=body)

    assert answer.status_code == 422
    assert pointer in [error["pointer"] for error in answer.get_json()["errors"]]
    content = analyst.get(at(draft, "content")).get_json()
    assert (content["texts"], content["entries"]) == ({}, [])


def test_a_change_of_an_entry_is_checked_with_all_it_names(analyst: Api, draft: Dossier) -> None:
    place = analyst.post(at(draft, "entries"), json=SUBJECT).headers["Location"]

    wrong = analyst.change(place, json={"values": {"name": ["a"]}})
    before = analyst.patch(place, json={"was": {"moon": ""}}, headers=ANY)

    assert (wrong.status_code, before.status_code) == (422, 422)
    assert wrong.get_json()["errors"][0]["pointer"] == "/values/name"


def test_who_may_not_see_a_dossier_finds_nothing_of_what_it_states(
    analyst: Api, api: Api, people: make.People, draft: Dossier, session: Session
) -> None:
    analyst.post(at(draft, "entries"), json=SUBJECT)
    places = ["entries", "entries/DS1", "texts", "texts/proposal", "content", "not-applicable",
              "not-applicable/text:proposal", "comments", "evidence"]  # fmt: skip

    api.carries(people.sivon_analyst)

    assert {api.get(at(draft, place)).status_code for place in places} == {404}
    assert api.post(at(draft, "content"), json={}).status_code == 404
    assert api.post(at(draft, "entries"), json=SUBJECT).status_code == 404
    api.carries(people.analyst)
    assert {api.get(at(draft, place)).status_code for place in places} == {200}
    for place in ("entries/XX1", "texts/moon", "not-applicable/moon"):
        assert api.get(at(draft, place)).status_code == 404


def test_nothing_is_stated_outside_a_draft_or_by_who_only_reads(
    api: Api, people: make.People, session: Session
) -> None:
    row = make.dossier(session, people=people, state=State.IN_REVIEW, now=clock.now())
    api.carries(people.analyst)
    closed = [
        api.post(at(row, "entries"), json=SUBJECT),
        api.post(at(row, "content"), json={"texts": {"proposal": "x"}}),
        api.change(at(row, "texts", "proposal"), method="PUT", json={"body": "x"}),
    ]
    api.carries(people.reviewer)

    reads = api.get(at(row, "content"))
    writes = api.post(at(row, "entries"), json=SUBJECT)

    assert [each.status_code for each in closed] == [409, 409, 409]
    assert (reads.status_code, writes.status_code) == (200, 403)


def test_the_document_says_what_each_register_holds(api: Api) -> None:
    schemas = api.get("/api/v1/openapi.json").get_json()["components"]["schemas"]

    kinds = {each["title"]: each["properties"] for each in schemas["EntryValues"]["anyOf"]}
    assert set(kinds) == {register.value for register in Register}
    assert "special" in kinds["data_item"]["data_type"]["enum"]
    assert kinds["data_item"]["subjects"]["type"] == "array"
