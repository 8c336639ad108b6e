"""Migration 0026 with rows in it: what boards described in one form counts as six steps."""

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


def _begun(insert: Callable[..., str]) -> dict[str, str]:
    """Insert a board, a release and a person; return what an adoption of it points to."""
    board = insert("organisation", kind="school_board")
    product = insert("product", vendor_id=board)
    person = insert("user_account", email="a@b.example", language="nl")
    method = insert("method")
    dossier = insert("dossier", product_id=product, owner_id=board, lead_id=person)
    revision = insert("revision", dossier_id=dossier, method_id=method, state="draft")
    release = insert(
        "release", product_id=product, revision_id=revision, owner_id=board, number=1,
        verdict="GREEN", computed_verdict="GREEN", published_by_id=person,
        valid_until=date(2027, 1, 1),
    )  # fmt: skip
    return {"board_id": board, "release_id": release, "started_by_id": person}


def test_a_situation_that_was_described_has_its_steps_finished(old: OldDatabase) -> None:
    with old.at("0025") as (_connection, _tables, insert):
        values = _begun(insert)
        other = insert("organisation", kind="school_board", slug="ander")
        done = insert("adoption", **values, context_done=True)
        begun = insert("adoption", **{**values, "board_id": other}, context_done=False)

    with old.at() as (connection, _tables, _insert):
        steps = connection.execute(text("SELECT adoption_id, step FROM adoption_step")).all()
        kept = connection.execute(text("SELECT id, round, services FROM adoption")).all()

    assert {row.adoption_id for row in steps} == {done}
    assert len(steps) == 6
    assert {(row.id, row.round, row.services) for row in kept} == {
        (done, 1, "[]"),
        (begun, 1, "[]"),
    }


def test_an_adoption_is_of_a_release_or_of_a_record_and_of_each_round_once(
    old: OldDatabase,
) -> None:
    with old.at() as (connection, _tables, insert):
        first = {**_begun(insert), "round": 1}
        product = connection.execute(text("SELECT id FROM product")).scalar_one()
        snapshot = insert(
            "record_snapshot", product_id=product, verdict="GREEN", valid_until=date(2027, 1, 1)
        )
        insert("adoption", **first)
        insert("adoption", **{**first, "round": 2})
        insert("adoption", **{**first, "release_id": None, "snapshot_id": snapshot})
        for wrong in (
            first,
            {**first, "snapshot_id": snapshot, "round": 3},
            {**first, "release_id": None, "round": 4},
            {**first, "round": 0},
        ):
            with pytest.raises(IntegrityError), connection.begin_nested():
                insert("adoption", **wrong)


def test_what_a_board_says_holds_to_what_a_row_can_state(old: OldDatabase) -> None:
    with old.at() as (connection, _tables, insert):
        values = _begun(insert)
        adoption = insert("adoption", **values, round=1)
        school = partial(
            insert, "school", board_id=values["board_id"], sector="po", name="De Kluut",
            added_by_id=values["started_by_id"],
        )  # fmt: skip
        school(brin="12AB")
        risk = insert("own_risk", adoption_id=adoption, number=1, title="Eigen telefoons")
        measure = {"risk_id": risk, "axis": "likelihood", "cap": 1, "state": "todo"}
        insert("own_measure", **measure)
        operation = {"adoption_id": adoption, "name": "Lessen"}
        insert("local_operation", **operation, number=1, legal_basis="public_task")
        for wrong in (
            partial(school, brin="12AB"),
            partial(school, brin="12A"),
            partial(insert, "own_risk", adoption_id=adoption, number=1, title="Nog een"),
            partial(insert, "own_risk", adoption_id=adoption, number=2, title="X", severity=4),
            partial(insert, "own_measure", **{**measure, "cap": 3}),
            partial(insert, "own_measure", **{**measure, "state": "planned"}, number=2),
            partial(insert, "local_operation", **operation, number=2, legal_basis="consent",
                    basis_reason=""),
            partial(insert, "uncovered_use", adoption_id=adoption, kind="edition", name=""),
        ):  # fmt: skip
            with pytest.raises(IntegrityError), connection.begin_nested():
                wrong()


def test_scores_are_kept_by_norm_and_norms_are_numbered(old: OldDatabase) -> None:
    """Migration 0027: a board scores a norm again and again; a framework has a number once."""
    with old.at() as (connection, _tables, insert):
        board = insert("organisation", kind="school_board")
        person = insert("user_account", email="a@b.example", language="nl")
        framework = insert("norm_framework", checked_on=date(2026, 11, 23), target=3)
        norm = {"framework_id": framework, "domain": "rights", "use": "consent", "code": "RB.03"}
        first = insert("norm", **norm)
        score = {
            "board_id": board, "norm_id": first, "by_id": person, "scored_on": date(2026, 11, 23),
            "maturity": "ad_hoc",
        }  # fmt: skip
        insert("norm_score", **score)
        insert("norm_score", **{**score, "maturity": "improving"})
        for wrong in (
            partial(insert, "norm", **norm),
            partial(insert, "norm", **{**norm, "code": ""}),
            partial(insert, "norm_score", **{**score, "maturity": "six"}),
            partial(insert, "norm_framework", key="x", checked_on=date(2026, 1, 1), target=6),
        ):
            with pytest.raises(IntegrityError), connection.begin_nested():
                wrong()
