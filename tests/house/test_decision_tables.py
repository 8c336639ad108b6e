"""Migration 0033 with rows in it: what was decided before stays, and what is added holds."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.house.old_database import OldDatabase


@pytest.fixture
def old(tmp_path: Path) -> Iterator[OldDatabase]:
    """A database to be brought from version to version."""
    made = OldDatabase(tmp_path)
    yield made
    made.engine.dispose()


DAY = date(2026, 6, 1)


def _decided(insert: Callable[..., str]) -> dict[str, str]:
    """Insert a decided adoption; return the ids of the adoption, decision and person."""
    board = insert("organisation", kind="school_board")
    product = insert("product", vendor_id=board)
    person = insert("user_account", email="a@b.example", language="nl")
    method = insert("method")
    dossier = insert("dossier", product_id=product, owner_id=board, lead_id=person)
    revision = insert("revision", dossier_id=dossier, method_id=method, state="draft")
    release = insert(
        "release", product_id=product, revision_id=revision, owner_id=board, number=1,
        verdict="GREEN", computed_verdict="GREEN", published_by_id=person, valid_until=DAY,
    )  # fmt: skip
    adoption = insert("adoption", board_id=board, release_id=release, started_by_id=person, round=1)
    decision = insert(
        "adoption_decision", adoption_id=adoption, outcome="APPROVED", by_id=person,
        conditions="Voor 1 juni.", decided_on=DAY, next_review=DAY,
    )  # fmt: skip
    return {"adoption": adoption, "decision": decision, "person": person}


def test_what_was_decided_before_stays_as_it_was(old: OldDatabase) -> None:
    with old.at("0026") as (_connection, _tables, insert):
        made = _decided(insert)
        words = {"adoption_id": made["adoption"], "by_id": made["person"], "given_on": DAY}
        insert("adoption_advice", **words, text="Doe het.")
        insert("adoption_views", **words, text="Akkoord.", asked=True)

    with old.at() as (connection, _tables, _insert):
        decision = connection.execute(
            text("SELECT conditions, stance FROM adoption_decision")
        ).one()
        advice = connection.execute(text("SELECT text, document FROM adoption_advice")).one()
        views = connection.execute(text("SELECT heard, version FROM adoption_views")).one()

    assert tuple(decision) == ("Voor 1 juni.", None)
    assert tuple(advice) == ("Doe het.", "")
    assert tuple(views) == ("[]", 1)


def test_what_follows_a_decision_holds_to_what_a_row_can_state(old: OldDatabase) -> None:
    with old.at() as (connection, _tables, insert):
        made = _decided(insert)
        by = {"by_id": made["person"]}
        condition = partial(insert, "decision_condition", decision_id=made["decision"], due=DAY)
        asked = condition(number=1, text="Sluit af.", owner="ICT")
        insert("condition_mark", condition_id=asked, seen_on=DAY, note="Gezien.", **by)
        event = partial(
            insert, "consultation_event", decision_id=made["decision"], happened_on=DAY, **by
        )
        sent = event(number=1, kind="submitted", applicant="board", takes_back_id=None)
        event(number=2, kind=None, applicant=None, takes_back_id=sent)
        acceptance = partial(
            insert, "prepared_acceptance", adoption_id=made["adoption"], risk="R1", **by
        )
        acceptance()
        for wrong in (
            acceptance,
            partial(condition, number=1, text="Nog een.", owner="ICT"),
            partial(condition, number=2, text="Nog een.", owner=""),
            partial(insert, "condition_mark", condition_id=asked, seen_on=DAY, note="", **by),
            partial(event, number=3, kind="submitted", applicant=None, takes_back_id=None),
            partial(event, number=3, kind="received", applicant="board", takes_back_id=None),
            partial(event, number=3, kind="received", applicant=None, takes_back_id=sent),
            partial(event, number=3, kind=None, applicant=None, takes_back_id=None),
            partial(event, number=3, kind=None, applicant=None, takes_back_id=sent),
            partial(event, number=3, kind="answered", applicant=None, takes_back_id=None, text=""),
        ):
            with pytest.raises(IntegrityError), connection.begin_nested():
                wrong()
