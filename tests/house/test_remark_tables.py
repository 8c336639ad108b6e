"""The migration of settings and remarks, with rows in it."""

from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.house.old_database import OldDatabase


def test_old_measures_name_no_setting_and_remarks_fit(tmp_path: Path) -> None:
    """Migration 0022: what stands in the table is settled with words, and keeps no address."""
    old = OldDatabase(tmp_path)
    with old.at("0019") as (_connection, _tables, insert):
        owner = insert("organisation", kind="cooperative")
        lead = insert("user_account", email="a@b.example", language="nl")
        product = insert("product", vendor_id=owner)
        dossier = insert("dossier", product_id=product, owner_id=owner, lead_id=lead)
        revision = insert("revision", dossier_id=dossier, method_id=insert("method"), state="draft")
        insert("measure", revision_id=revision, kind="technical", owner="school_mandatory")

    with old.at() as (connection, _tables, insert):
        kept = connection.execute(text("SELECT setting_path, decided_by FROM measure")).one()
        remark = {"product_id": product, "owner_id": owner, "kind": "mistake", "place": ""}
        settled = {"outcome": "disposed", "settled_by_id": lead, "settled_at": "2026-01-01"}
        insert("remark", **remark)
        for wrong in (
            {"text": ""},
            {"kind": "praise"},
            {"email": "a@b.nl"},
            {"outcome": "answered"},
            {"settled_by_id": lead},
        ):
            with pytest.raises(IntegrityError), connection.begin_nested():
                partial(insert, "remark", **{**remark, **wrong})()
        insert("remark", **remark, email="a@b.nl", wants_answer=True)
        set_to = ", ".join(f"{name} = '{value}'" for name, value in settled.items())
        dispose = text(f"UPDATE remark SET {set_to}, answer = 'x' WHERE email IS NOT NULL")
        with pytest.raises(IntegrityError), connection.begin_nested():
            connection.execute(dispose)

    old.engine.dispose()
    assert [each.replace(" ", "") for each in kept] == ['{"nl":"","en":""}'] * 2
