"""The tables of incidents and feedback, with rows in them (migration 0031)."""

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from tests.house.old_database import OldDatabase


def test_rows_hold_to_what_they_can_state(tmp_path: Path) -> None:
    old = OldDatabase(tmp_path)
    with old.at() as (_connection, _tables, insert):
        owner = insert("organisation", kind="cooperative", slug="a")
        vendor = insert("organisation", kind="vendor", slug="b")
        board = insert("organisation", kind="school_board", slug="c")
        by = insert("user_account", email="a@b.example", language="nl")
        product = insert("product", vendor_id=vendor)
        reported = {
            "product_id": product, "reporter_id": owner, "owner_id": owner, "origin": "cooperative",
            "state": "draft", "gravity": "serious", "since": date(2026, 1, 1),
            "reported_by_id": by,
        }  # fmt: skip
        theirs = {**reported, "reporter_id": vendor, "owner_id": None, "origin": "vendor",
                  "state": "open", "sent_at": datetime(2026, 1, 1, tzinfo=UTC)}  # fmt: skip
        row = insert("incident", **reported)
        insert("incident", **theirs)
        note = {"incident_id": row, "organisation_id": owner, "by_id": by, "kind": "sent"}
        insert("incident_note", **note)
        receipt = {"incident_id": row, "board_id": board, "by_id": by, "number": 1}
        insert("incident_receipt", **receipt)
        remark = insert("remark", product_id=product, kind="other", place="", text="Hm")
        insert("remark_change", remark_id=remark, promised_by_id=by)
        for wrong in (
            partial(insert, "incident", **{**reported, "state": "open"}),
            partial(insert, "incident", **{**reported, "owner_id": None}),
            partial(insert, "incident", **{**reported, "contact": ""}),
            partial(insert, "incident", **{**theirs, "owner_id": owner}),
            partial(insert, "incident", **{**theirs, "state": "draft", "sent_at": None}),
            partial(insert, "incident", **{**theirs, "state": "closed"}),
            partial(insert, "incident_note", **note),
            partial(insert, "incident_note", **note, number=2),
            partial(insert, "incident_receipt", **receipt),
            partial(insert, "incident_deed", incident_id=row, board_id=board, by_id=by, text="",
                    done_on=date(2026, 1, 1)),
            partial(insert, "remark_change", remark_id=remark, promised_by_id=by),
        ):  # fmt: skip
            with pytest.raises(IntegrityError):
                wrong()
    old.engine.dispose()
