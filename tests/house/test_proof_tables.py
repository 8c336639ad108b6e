"""Migration 0021 with rows in it: what stands beside releases."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
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


def test_a_release_from_before_takes_a_signature_a_part_and_corrections(old: OldDatabase) -> None:
    """It has none of them by itself; it can have one signature, and a key is listed once."""
    with old.at("0019") as (_connection, _tables, insert):
        owner = insert("organisation", kind="cooperative")
        lead = insert("user_account", email="a@b.example", language="nl")
        product = insert("product", vendor_id=owner)
        dossier = insert("dossier", product_id=product, owner_id=owner, lead_id=lead)
        revision = insert("revision", dossier_id=dossier, method_id=insert("method"), state="draft")
        release = insert(
            "release", product_id=product, revision_id=revision, owner_id=owner, verdict="GREEN",
            computed_verdict="GREEN", published_by_id=lead, valid_until=date(2026, 3, 3),
        )  # fmt: skip

    with old.at() as (connection, _tables, insert):
        none = connection.execute(text("SELECT count(*) FROM release_signature")).scalar()
        key = insert("signing_key", key_id="k", public_key="p")
        signed = {"release_id": release, "signing_key_id": key}
        insert("release_signature", **signed)
        insert("release_part", **signed)
        insert("release_erratum", release_id=release, by_id=lead, number=1)
        insert("signing_key_retirement", signing_key_id=key, at=datetime(2026, 3, 3, tzinfo=UTC))
        for wrong in (
            partial(insert, "release_signature", **signed),
            partial(insert, "release_part", sha256="b", **signed),
            partial(insert, "release_erratum", release_id=release, by_id=lead, number=1),
            partial(insert, "release_erratum", release_id=release, by_id=lead, number=0),
            partial(insert, "signing_key", key_id="k", public_key="q"),
            partial(insert, "signing_key_retirement", signing_key_id=key),
        ):
            with pytest.raises(IntegrityError), connection.begin_nested():
                wrong()

    assert none == 0
