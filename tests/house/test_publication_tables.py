"""Migration 0020 with rows in it: a plan lies ahead, and has one end."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.house.old_database import OldDatabase

MADE, DUE = datetime(2026, 11, 27, tzinfo=UTC), datetime(2026, 12, 1, 7, tzinfo=UTC)


@pytest.fixture
def old(tmp_path: Path) -> Iterator[OldDatabase]:
    """A database to be brought from version to version."""
    made = OldDatabase(tmp_path)
    yield made
    made.engine.dispose()


def test_a_revision_from_before_plans_takes_one(old: OldDatabase) -> None:
    with old.at("0019") as (_connection, _tables, insert):
        owner = insert("organisation", kind="cooperative")
        person = insert("user_account", email="a@b.example", language="nl")
        product = insert("product", vendor_id=owner)
        dossier = insert("dossier", product_id=product, owner_id=owner, lead_id=person)
        revision = insert("revision", dossier_id=dossier, method_id=insert("method"), state="draft")

    with old.at() as (connection, _tables, insert):
        values = {
            "revision_id": revision, "chosen": "AMBER", "planned_by_id": person,
            "valid_until": date(2027, 1, 1), "planned_at": MADE, "due_at": DUE,
        }  # fmt: skip
        plan = insert("publication_plan", number=1, **values)
        insert("publication_plan_end", plan_id=plan, kind="withdrawn", by_id=person)
        for wrong in (
            partial(insert, "publication_plan", number=1, **values),
            partial(insert, "publication_plan", number=2, **{**values, "due_at": MADE}),
            partial(insert, "publication_plan", number=2, **{**values, "chosen": "BLUE"}),
            partial(insert, "publication_plan_end", plan_id=plan, kind="replaced"),
        ):
            with pytest.raises(IntegrityError), connection.begin_nested():
                wrong()
        other = insert("publication_plan", number=2, **values)
        for kind in ("published", "gone"):
            with pytest.raises(IntegrityError), connection.begin_nested():
                insert("publication_plan_end", plan_id=other, kind=kind)
        kept = connection.execute(text("SELECT count(*) FROM publication_plan_end")).scalar()

    assert kept == 1
