"""Adoptions through the API: from the beginning to the decision, and who may do what."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.adoption import State
from dpia_workbench.store import releases
from dpia_workbench.store.models import Adoption, Release
from dpia_workbench.usecases import local
from tests import make
from tests.api.sending import V1
from tests.browser import Api

LIST = f"{V1}/adoptions"
OPERATION = {
    "is_done": True, "purpose": "Lessen", "legal_basis": "public_task",
    "other_data": "Namen en werk", "retention": "Een schooljaar", "access": "Leraren",
}  # fmt: skip
AGREEMENT = {
    "form": "own", "title": "Verwerkersovereenkomst", "edition": "1.0", "signed_on": "2025-01-15",
}  # fmt: skip
DONE = {"state": "implemented", "evidence": "Zie de instelling."}


@pytest.fixture
def release(session: Session, people: make.People) -> Release:
    """A release that is in use."""
    return make.release(session, people=people, now=clock.now())


@pytest.fixture
def begun(session: Session, people: make.People, release: Release) -> Adoption:
    """An adoption of which nothing is answered yet."""
    make.school(session, by=people.officer, now=clock.now())
    return make.adoption(session, people=people, release=release, now=clock.now())


@pytest.fixture
def ready(session: Session, people: make.People, release: Release) -> Adoption:
    """An adoption on which the board can decide."""
    return make.adoption(
        session, people=people, release=release, state=State.READY, now=clock.now()
    )


def at(row: Adoption, *rest: str) -> str:
    return "/".join((f"{LIST}/{row.id}", *rest))


def _today(*, days: int = 0) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def _steps(read: dict[str, Any], *, release: Release) -> dict[str, Any]:
    """Return what a board sends that answers all that it reads."""
    asked = local.own_word(releases.content(release))
    return {
        "schools": {"every_school": True},
        "scope": {"cells": ["C1"], "beyond": False},
        "circumstances": dict.fromkeys(read["circumstances"], "no"),
        "operations": [{"key": each["key"], **OPERATION} for each in read["operations"]],
        "agreement": {**AGREEMENT, "party_to": sorted(asked)},
        "measures": [{"key": each["key"], **DONE} for each in read["measures"]],
        "own_risks": {"explanation": "Wij keken rond en vonden er geen."},
    }


def _decision(**words: Any) -> dict[str, Any]:
    values = {
        "outcome": "APPROVED", "reason": "Het is verantwoord.", "stance": "followed",
        "mandate": "Mandaatbesluit 3", "next_review": _today(days=300), "confirmed": True,
    }  # fmt: skip
    return {**values, **words}


def test_a_board_goes_from_the_beginning_to_a_decision(
    api: Api, session: Session, people: make.People, release: Release
) -> None:
    make.school(session, by=people.officer, now=clock.now())
    api.carries(people.officer)
    asked = {"slug": release.product.slug, "number": release.number}
    key = {"Idempotency-Key": "begin-1"}

    made = api.post(LIST, json=asked, headers=key)
    same = api.post(LIST, json=asked, headers=key)
    twice = api.post(LIST, json=asked)
    path = made.headers["Location"]
    begun = api.get(path)
    filled = api.change(path, json=_steps(begun.get_json(), release=release))
    views = {"asked": True, "heard": ["council"], "text": "De MR stemt in.", "on": _today()}
    heard = api.change(path, method="POST", at=f"{path}/views", json=views)
    api.carries(people.fg)
    advice = {"text": "Akkoord.", "on": _today()}
    advised = api.change(path, method="POST", at=f"{path}/advice", json=advice)
    again = api.change(path, method="POST", at=f"{path}/advice", json=advice)
    api.carries(people.board)
    decided = api.change(path, method="POST", at=f"{path}/decision", json=_decision())
    late = api.change(path, method="POST", at=f"{path}/decision", json=_decision())

    codes = [each.status_code for each in (made, same, twice, filled, heard, advised, again)]
    assert codes == [201, 201, 409, 200, 200, 200, 409]
    assert made.get_json() == same.get_json()
    assert session.query(Adoption).count() == 1
    assert (begun.get_json()["state"], begun.get_json()["steps"]) == ("started", [])
    assert begun.get_json()["sha256"] == release.sha256
    assert filled.get_json()["state"] == "measures_recorded"
    assert {each["step"] for each in filled.get_json()["steps"]} == {
        "schools", "scope", "circumstances", "operations", "agreement", "own_risks"
    }  # fmt: skip
    assert filled.get_json()["agreement"]["title"] == "Verwerkersovereenkomst"
    assert [each["brin"] for each in filled.get_json()["schools"]["covered"]] == ["99AA"]
    assert advised.get_json()["state"] == "ready"
    assert (decided.status_code, late.status_code) == (200, 409)
    assert decided.get_json()["decision"]["by"]["name"] == people.board.user.name
    item = api.get(LIST).get_json()["items"][0]
    assert {name: item[name] for name in ("number", "state", "outcome", "decided_on")} == {
        "number": release.number, "state": "active", "outcome": "APPROVED", "decided_on": _today()
    }  # fmt: skip
    assert api.change(path, json={"schools": {"every_school": True}}).status_code == 403
    api.carries(people.officer)
    assert api.change(path, json={"schools": {"every_school": True}}).status_code == 409
