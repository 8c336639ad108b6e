"""The gate of a dossier and its publication as JSON, at once and under embargo."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.store import publications, releases
from dpia_workbench.store.models import Dossier
from tests import make
from tests.browser import Api


@pytest.fixture
def approved(session: Session, people: make.People) -> Dossier:
    """A dossier of SURF that waits for publication."""
    return make.dossier(session, people=people, state=make.State.APPROVED, now=clock.now())


def _at(row: Dossier, *parts: str) -> str:
    return "/".join([f"/api/v1/dossiers/{row.id}", *parts])


def _publish(api: Api, row: Dossier, **body: Any) -> Any:
    values = {"chosen": "GREEN_WITH_MEASURES", **body}
    return api.change(_at(row), at=_at(row, "publication"), method="POST", json=values)


def test_the_gate_says_the_same_as_its_page(
    api: Api, session: Session, people: make.People, approved: Dossier
) -> None:
    make.thread(session, approved, by=people.analyst2, now=clock.now())
    api.carries(people.publisher)

    gate = api.get(_at(approved, "publication-gate")).get_json()

    assert (gate["is_open"], gate["plan"]) == (False, None)
    failing = [line for line in gate["checks"] if line["state"] == "fails"]
    assert [(line["check"], line["code"]) for line in failing] == [
        ("discussion", "assessment.threads-open")
    ]
    assert gate["computed_verdict"] == "GREEN_WITH_MEASURES"
    refused = _publish(api, approved)
    assert refused.status_code == 409
    assert refused.get_json()["type"].endswith("assessment.threads-open")


def test_the_gate_names_each_gap_by_its_key(
    api: Api, session: Session, people: make.People
) -> None:
    row = make.empty_dossier(session, people=people, now=clock.now())
    api.carries(people.analyst)

    gate = api.get(_at(row, "publication-gate")).get_json()

    gaps = {line["check"]: line["gaps"] for line in gate["checks"]}
    assert {"lack": "finding", "key": "rights", "blocks": "publication"} in gaps["findings"]


@pytest.mark.parametrize("name", ["vendor", "officer", "administrator", "sivon_analyst"])
def test_nobody_else_reads_the_gate(
    api: Api, people: make.People, approved: Dossier, name: str
) -> None:
    api.carries(people.everybody()[name])

    assert api.get(_at(approved, "publication-gate")).status_code == 404


def test_with_an_embargo_it_is_planned_and_the_plan_can_be_taken_back(
    api: Api, session: Session, people: make.People, approved: Dossier
) -> None:
    api.carries(people.publisher)
    due = (clock.now() + timedelta(days=3)).replace(microsecond=0)

    answer = _publish(api, approved, embargo_until=due.isoformat())

    assert answer.status_code == 202, answer.text
    plan = answer.get_json()
    assert (plan["verdict"], plan["failing"]) == ("GREEN_WITH_MEASURES", [])
    assert api.get(_at(approved, "publication-gate")).get_json()["plan"]["id"] == plan["id"]
    assert releases.newest_of_dossier(session, approved.id) is None
    withdrawal = _at(approved, "publication-plans", plan["id"], "withdrawal")
    taken_back = api.call(withdrawal, method="POST")
    assert (taken_back.status_code, taken_back.get_json()["plan"]) == (200, None)
    assert publications.open_plan(session, approved.revision.id) is None
    assert api.call(withdrawal, method="POST").status_code == 409


@pytest.mark.parametrize(
    "moment",
    ["2020-01-01T09:00:00Z", "2999-01-01T09:00:00Z", "2027-01-01T09:00:00", "tomorrow", 7,
     "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"],
)  # fmt: skip
def test_a_moment_that_cannot_be_is_refused(
    api: Api, session: Session, people: make.People, approved: Dossier, moment: Any
) -> None:
    api.carries(people.publisher)

    answer = _publish(api, approved, embargo_until=moment)

    assert answer.status_code == 422, answer.text
    assert publications.open_plan(session, approved.revision.id) is None
