"""Migrations with rows in them: what was there before is kept, what is new takes rows."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from tests.house.old_database import OldDatabase


@pytest.fixture
def old(tmp_path: Path) -> Iterator[OldDatabase]:
    """A database to be brought from version to version."""
    made = OldDatabase(tmp_path)
    yield made
    made.engine.dispose()


def _dossier(insert: Callable[..., str]) -> tuple[str, str, str]:
    """Insert a dossier with what it hangs on; return its id, and those of its lead and owner."""
    owner = insert("organisation", kind="cooperative")
    lead = insert("user_account", email="a@b.example", language="nl")
    product = insert("product", vendor_id=owner)
    return insert("dossier", product_id=product, owner_id=owner, lead_id=lead), lead, owner


def test_a_revision_from_before_registers_takes_entries_and_keeps_its_steps(
    old: OldDatabase,
) -> None:
    """Migration 0005: old revisions are in Dutch and pin no template."""
    with old.at("0004") as (_connection, _tables, insert):
        dossier, lead, _owner = _dossier(insert)
        method = insert("method")
        revision = insert("revision", dossier_id=dossier, method_id=method, state="draft")

    with old.at() as (connection, tables, insert):
        entry = insert("entry", revision_id=revision, register="data_item")
        other = insert("entry", revision_id=revision, register="data_subject")
        connection.execute(
            tables["entry_reference"]
            .insert()
            .values(entry_id=entry, field="subjects", target_id=other, place=0)
        )
        insert("section_text", revision_id=revision, section="proposal")
        insert("not_applicable", revision_id=revision, subject="register:asset", reason="x")
        insert("field_step", revision_id=revision, part="text", by_id=lead)
        kept = connection.execute(text("SELECT language, templates FROM revision")).one()

    assert tuple(kept) == ("nl", None)


def test_a_template_comes_back_from_a_database_that_was_upgraded(old: OldDatabase) -> None:
    """Migration 0006: a version of a template is there once, and versions start at one."""

    def insert(**values: Any) -> None:
        with old.at() as opened:
            opened.insert("document_template", **values)

    insert(key="rijk", sha256="a", content={"nodes": []})
    insert(key="rijk", version=2, sha256="b")
    for refused in ({"version": 1, "sha256": "c"}, {"version": 0, "sha256": "d"},
                    {"version": 3, "sha256": "a"}):  # fmt: skip
        with pytest.raises(IntegrityError):
            insert(key="rijk", **refused)
    with old.at() as (connection, _tables, _insert):
        kept = connection.execute(text("SELECT version FROM document_template ORDER BY version"))
        assert kept.scalars().all() == [1, 2]


def test_tokens_and_kept_answers_belong_to_people_who_were_there_before(old: OldDatabase) -> None:
    """Migration 0007: both point to accounts; a key is used once, a life has an end."""
    with old.at("0004") as (_connection, _tables, insert):
        person = insert("user_account", email="a@b.example")

    with old.at() as (connection, _tables, insert):
        begin, end = datetime(2025, 3, 3, tzinfo=UTC), datetime(2025, 6, 1, tzinfo=UTC)
        insert("api_token", user_id=person, created_at=begin, expires_at=end)
        insert("kept_answer", user_id=person, status=201)
        for wrong in (
            partial(insert, "api_token", user_id=person, secret_hash="b", created_at=end,
                    expires_at=begin),
            partial(insert, "kept_answer", user_id=person, status=201),
            partial(insert, "kept_answer", user_id=person, key="other", status=422),
        ):  # fmt: skip
            with pytest.raises(IntegrityError), connection.begin_nested():
                wrong()


def test_people_from_before_discussion_get_the_daily_mail(old: OldDatabase) -> None:
    """Migration 0008: everybody who is there wants it, and a dossier takes a thread."""
    with old.at("0004") as (_connection, _tables, insert):
        dossier, lead, _owner = _dossier(insert)

    with old.at() as (connection, _tables, insert):
        insert("thread", dossier_id=dossier, part="risk", opened_by_id=lead)
        kept = connection.execute(text("SELECT wants_digest, digest_at FROM user_account")).one()
        threads = connection.execute(text("SELECT count(*) FROM thread")).scalar()

    assert (bool(kept[0]), kept[1], threads) == (True, None, 1)


def test_evidence_and_its_links_fit_in_what_the_migration_made(old: OldDatabase) -> None:
    """Migration 0009: rows go in by the tables alone, and personal data are held to their rule."""
    with old.at("0009") as (connection, tables, insert):
        owner = insert("organisation", kind="cooperative")
        person = insert("user_account", email="a@b.example", language="nl")
        product = insert("product", vendor_id=owner)
        dossier = insert("dossier", product_id=product, owner_id=owner, lead_id=person)
        values = {
            "dossier_id": dossier, "kind": "screenshot", "uploaded_by_id": person,
            "collected_on": date(2025, 3, 3),
        }  # fmt: skip
        row = insert("evidence", confidentiality="vendor_confidential", **values)
        insert("evidence_link", evidence_id=row, part="risk", key="R1", by_id=person)
        connection.execute(
            tables["evidence_reader"].insert().values(evidence_id=row, user_id=person)
        )
        with pytest.raises(IntegrityError, match="personal_data_are_restricted"):
            insert(
                "evidence", number=2, confidentiality="public", has_personal_data=True,
                delete_on=date(2026, 3, 3), **values,
            )  # fmt: skip
        linked = connection.execute(
            text("SELECT l.key FROM evidence e JOIN evidence_link l ON l.evidence_id = e.id"
                 " JOIN evidence_reader r ON r.evidence_id = e.id")
        ).scalars().all()  # fmt: skip

    assert linked == ["R1"]


def test_what_was_written_before_marks_is_not_marked(old: OldDatabase) -> None:
    """Migration 0010: parts of older revisions were looked at, and addresses can be kept."""
    with old.at("0009") as (_connection, _tables, insert):
        dossier, lead, owner = _dossier(insert)
        method = insert("method", key="nl-rijk-3.0", number=9, sha256="m")
        revision = insert("revision", dossier_id=dossier, state="draft", method_id=method)
        insert("risk", revision_id=revision, origin="event")
        insert("measure", revision_id=revision, owner="vendor", kind="technical")
        insert("finding", revision_id=revision, topic="rights", result="not_assessed")

    with old.at() as (connection, tables, insert):
        insert("calendar_subscription", user_id=lead, organisation_id=owner)
        marks = [
            connection.execute(select(tables[name].c.to_check)).scalars().all()
            for name in ("revision", "risk", "measure", "finding")
        ]
        followed = connection.execute(text("SELECT ended_at FROM calendar_subscription")).all()

    assert marks == [[False]] * 4
    assert followed == [(None,)]


def test_a_review_from_before_functions_is_signed_with_the_name(old: OldDatabase) -> None:
    """Migration 0011: who reviewed before signed with the name of their account."""
    with old.at("0010") as (_connection, _tables, insert):
        owner = insert("organisation", kind="cooperative")
        lead = insert("user_account", email="a@b.example", language="nl", name="Ada")
        product = insert("product", vendor_id=owner)
        dossier = insert("dossier", product_id=product, owner_id=owner, lead_id=lead)
        revision = insert("revision", dossier_id=dossier, method_id=insert("method"), state="draft")
        insert("review", revision_id=revision, reviewer_id=lead, verdict="GREEN")

    with old.at() as (connection, _tables, insert):
        kept = connection.execute(text("SELECT signed_as, function, seq FROM review")).one()

    assert tuple(kept) == ("Ada", "", 0)


def test_a_promise_from_before_proposals_is_kept_without_one(old: OldDatabase) -> None:
    """Migration 0012: nobody proposed another day, and only for a promise one can be proposed."""
    with old.at("0011") as (_connection, _tables, insert):
        owner = insert("organisation", kind="cooperative")
        vendor = insert("organisation", kind="vendor", slug="vendor", number="2")
        lead = insert("user_account", email="a@b.example", language="nl")
        product = insert("product", vendor_id=vendor)
        asked = insert(
            "remediation", owner_id=owner, vendor_id=vendor, product_id=product,
            requested_by_id=lead, state="committed", due=date(2026, 12, 31),
        )  # fmt: skip
        insert("due_date", remediation_id=asked, by_id=lead, due=date(2026, 12, 31))

    with old.at() as (connection, _tables, _insert):
        query = text(
            "SELECT r.due, r.proposed_due, r.proposal, d.due FROM remediation r"
            " JOIN due_date d ON d.remediation_id = r.id"
        )
        kept = [str(each) for each in connection.execute(query).one()]
        with pytest.raises(IntegrityError):
            connection.execute(text("UPDATE remediation SET proposed_due = '2027-01-31'"))

    assert kept == ["2026-12-31", "None", "", "2026-12-31"]


def test_the_history_of_a_finding_names_its_measure_by_its_key(old: OldDatabase) -> None:
    """Migration 0013: what was a row's id is the key that people know."""
    with old.at("0012") as (_connection, _tables, insert):
        dossier, _lead, _owner = _dossier(insert)
        revision = insert("revision", dossier_id=dossier, method_id=insert("method"), state="draft")
        remedy = insert("measure", revision_id=revision, number=3, owner="vendor", kind="technical")
        for seq, after in enumerate((str(UUID(remedy)), str(UUID(int=7))), start=1):
            insert(
                "field_step", revision_id=revision, seq=seq, part="finding", key="rights",
                field="measure_id", after=after,
            )  # fmt: skip

    with old.at() as (connection, _tables, _insert):
        kept = connection.execute(text("SELECT field, after FROM field_step ORDER BY seq")).all()

    assert [tuple(each) for each in kept] == [("measure", '"M3"'), ("measure", None)]


def test_a_revision_of_the_first_tables_is_kept_with_what_points_to_it(old: OldDatabase) -> None:
    """Migrations 0002 and 0003: it pins the first version of its method, and has no screening."""
    with old.at("0001") as (_connection, _tables, insert):
        dossier, _lead, _owner = _dossier(insert)
        revision = insert("revision", dossier_id=dossier, number=7, state="draft")
        insert("finding", revision_id=revision, topic="rights", result="not_assessed")

    with old.at() as (connection, _tables, insert):
        kept = connection.execute(
            text("SELECT r.number, m.key, m.number, m.sha256, r.screening FROM revision r"
                 " JOIN method m ON m.id = r.method_id")
        ).one()  # fmt: skip
        findings = connection.execute(text("SELECT revision_id FROM finding")).scalars().all()
        checked = connection.exec_driver_sql("PRAGMA foreign_keys").scalar()

    assert tuple(kept) == (7, "nl-rijk-3.0", 1, "", None)
    assert findings == [revision]
    assert checked == 1


def test_advice_from_before_it_could_be_renewed_is_kept(old: OldDatabase) -> None:
    """Migration 0004: the advice that was given stays, and another one can stand beside it."""
    with old.at("0003") as (_connection, _tables, insert):
        board = insert("organisation", kind="school_board", slug="board")
        vendor = insert("organisation", kind="vendor", slug="vendor")
        person = insert("user_account", email="a@b.example", language="nl")
        product = insert("product", vendor_id=vendor)
        dossier = insert("dossier", product_id=product, owner_id=vendor, lead_id=person)
        method = insert("method", key="nl-rijk-3.0", number=9, sha256="m")
        revision = insert("revision", dossier_id=dossier, state="draft", method_id=method)
        release = insert(
            "release", product_id=product, revision_id=revision, owner_id=vendor, verdict="GREEN",
            computed_verdict="GREEN", published_by_id=person, valid_until=date(2026, 3, 3),
        )  # fmt: skip
        adoption = insert("adoption", board_id=board, release_id=release, started_by_id=person)
        given = {"adoption_id": adoption, "by_id": person, "given_on": date(2025, 3, 3)}
        first = insert("adoption_advice", text="Doe het.", **given)

    with old.at() as (connection, _tables, insert):
        insert("adoption_advice", text="Nog steeds.", **given)
        kept = connection.execute(text("SELECT id FROM adoption_advice")).scalars().all()

    assert first in kept
    assert len(kept) == 2


def test_agreements_fit_in_what_the_migration_made(old: OldDatabase) -> None:
    """Migration 0015: old measures name none, a signed one has days, a release takes attention."""
    with old.at("0013") as (_connection, _tables, insert):
        dossier, lead, owner = _dossier(insert)
        vendor = insert("organisation", kind="vendor", slug="vendor", number="2")
        revision = insert("revision", dossier_id=dossier, method_id=insert("method"), state="draft")
        values = {"revision_id": revision, "kind": "contractual", "owner": "contractual"}
        measure = insert("measure", **values)

    with old.at() as (connection, _tables, insert):
        parties = {"owner_id": owner, "vendor_id": vendor, "kind": "covenant_4",
                   "coverage": "open_offer", "confidentiality": "public"}  # fmt: skip
        row = insert("agreement", state="draft", **parties)
        insert("joinder", agreement_id=row, board_id=owner, by_id=lead,
               signed_on=date(2026, 3, 3))  # fmt: skip
        insert("measure", agreement_id=row, **{**values, "number": 2})
        release = insert(
            "release", product_id=insert("product", slug="p", vendor_id=vendor),
            revision_id=revision, owner_id=owner, published_by_id=lead, verdict="GREEN",
            computed_verdict="GREEN", valid_until=date(2027, 1, 1),
        )  # fmt: skip
        insert("release_event", release_id=release, kind="attention")
        kept = connection.execute(text("SELECT id, agreement_id FROM measure WHERE number = 1"))
        assert [tuple(each) for each in kept] == [(measure, None)]
        for wrong in (
            partial(insert, "agreement", state="signed", **parties),
            partial(insert, "agreement", state="negotiating", **parties),
            partial(insert, "measure", agreement_id=row, clause="", **{**values, "number": 3}),
            partial(insert, "joinder", agreement_id=row, board_id=owner, by_id=lead,
                    signed_on=date(2026, 3, 3)),
            partial(insert, "release_event", release_id=release, kind="unknown"),
        ):  # fmt: skip
            with pytest.raises(IntegrityError), connection.begin_nested():
                wrong()
