"""Migrations with rows in them: what was there before is kept, what is new takes rows."""

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import MetaData, create_engine, select, text
from sqlalchemy.exc import IntegrityError

from dpia_workbench.store import migrations
from dpia_workbench.store.sqlite import tame
from tests.house.test_migrations import insert_row


def test_a_revision_from_before_registers_takes_entries_and_keeps_its_steps(
    tmp_path: Path,
) -> None:
    """Migration 0005: old revisions are in Dutch and pin no template."""
    engine = create_engine(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    tame(engine)
    with engine.begin() as connection:
        command.upgrade(migrations.configuration(connection), "0004")
        tables = MetaData()
        tables.reflect(connection)
        insert = partial(insert_row, connection, tables.tables)
        owner = insert("organisation", kind="cooperative")
        lead = insert("user_account", email="a@b.example", language="nl")
        product = insert("product", vendor_id=owner)
        dossier = insert("dossier", product_id=product, owner_id=owner, lead_id=lead)
        method = insert("method")
        revision = insert("revision", dossier_id=dossier, method_id=method, state="draft")

    with engine.begin() as connection:
        migrations.upgrade(connection)
        tables = MetaData()
        tables.reflect(connection)
        insert = partial(insert_row, connection, tables.tables)
        entry = insert("entry", revision_id=revision, register="data_item")
        other = insert("entry", revision_id=revision, register="data_subject")
        connection.execute(
            tables.tables["entry_reference"]
            .insert()
            .values(entry_id=entry, field="subjects", target_id=other, place=0)
        )
        insert("section_text", revision_id=revision, section="proposal")
        insert("not_applicable", revision_id=revision, subject="register:asset", reason="x")
        insert("field_step", revision_id=revision, part="text", by_id=lead)
        kept = connection.execute(text("SELECT language, templates FROM revision")).one()
    engine.dispose()

    assert tuple(kept) == ("nl", None)


def test_a_template_comes_back_from_a_database_that_was_upgraded(tmp_path: Path) -> None:
    """Migration 0006: a version of a template is there once, and versions start at one."""
    engine = create_engine(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    tame(engine)
    with engine.begin() as connection:
        migrations.upgrade(connection)
    tables = MetaData()
    tables.reflect(engine)

    def insert(**values: Any) -> None:
        with engine.begin() as connection:
            insert_row(connection, tables.tables, "document_template", **values)

    insert(key="rijk", sha256="a", content={"nodes": []})
    insert(key="rijk", version=2, sha256="b")
    for refused in ({"version": 1, "sha256": "c"}, {"version": 0, "sha256": "d"},
                    {"version": 3, "sha256": "a"}):  # fmt: skip
        with pytest.raises(IntegrityError):
            insert(key="rijk", **refused)
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT version FROM document_template ORDER BY version"))
        assert kept.scalars().all() == [1, 2]
    engine.dispose()


def test_tokens_and_kept_answers_belong_to_people_who_were_there_before(tmp_path: Path) -> None:
    """Migration 0007: both point to accounts; a key is used once, a life has an end."""
    engine = create_engine(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    tame(engine)
    with engine.begin() as connection:
        command.upgrade(migrations.configuration(connection), "0004")
        tables = MetaData()
        tables.reflect(connection)
        person = insert_row(connection, tables.tables, "user_account", email="a@b.example")

    with engine.begin() as connection:
        migrations.upgrade(connection)
        tables = MetaData()
        tables.reflect(connection)
        insert = partial(insert_row, connection, tables.tables)
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
    engine.dispose()


def test_people_from_before_discussion_get_the_daily_mail(tmp_path: Path) -> None:
    """Migration 0008: everybody who is there wants it, and a dossier takes a thread."""
    engine = create_engine(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    tame(engine)
    with engine.begin() as connection:
        command.upgrade(migrations.configuration(connection), "0004")
        tables = MetaData()
        tables.reflect(connection)
        insert = partial(insert_row, connection, tables.tables)
        owner = insert("organisation", kind="cooperative")
        lead = insert("user_account", email="a@b.example", language="nl")
        product = insert("product", vendor_id=owner)
        dossier = insert("dossier", product_id=product, owner_id=owner, lead_id=lead)

    with engine.begin() as connection:
        migrations.upgrade(connection)
        tables = MetaData()
        tables.reflect(connection)
        insert = partial(insert_row, connection, tables.tables)
        insert("thread", dossier_id=dossier, part="risk", opened_by_id=lead)
        kept = connection.execute(text("SELECT wants_digest, digest_at FROM user_account")).one()
        threads = connection.execute(text("SELECT count(*) FROM thread")).scalar()
    engine.dispose()

    assert (bool(kept[0]), kept[1], threads) == (True, None, 1)


def test_evidence_and_its_links_fit_in_what_the_migration_made(tmp_path: Path) -> None:
    """Migration 0009: rows go in by the tables alone, and personal data are held to their rule."""
    engine = create_engine(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    tame(engine)
    with engine.begin() as connection:
        command.upgrade(migrations.configuration(connection), "0009")
        tables = MetaData()
        tables.reflect(connection)
        insert = partial(insert_row, connection, tables.tables)
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
            tables.tables["evidence_reader"].insert().values(evidence_id=row, user_id=person)
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
    engine.dispose()

    assert linked == ["R1"]


def test_what_was_written_before_marks_is_not_marked(tmp_path: Path) -> None:
    """Migration 0010: parts of older revisions were looked at, and addresses can be kept."""
    engine = create_engine(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    tame(engine)
    with engine.begin() as connection:
        command.upgrade(migrations.configuration(connection), "0009")
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        tables = MetaData()
        tables.reflect(connection)
        insert = partial(insert_row, connection, tables.tables)
        owner = insert("organisation", kind="cooperative")
        lead = insert("user_account", email="a@b.example", language="nl")
        product = insert("product", vendor_id=owner)
        dossier = insert("dossier", product_id=product, owner_id=owner, lead_id=lead)
        method = insert("method", key="nl-rijk-3.0", number=9, sha256="m")
        revision = insert("revision", dossier_id=dossier, state="draft", method_id=method)
        insert("risk", revision_id=revision, origin="event")
        insert("measure", revision_id=revision, owner="vendor", kind="technical")
        insert("finding", revision_id=revision, topic="rights", result="not_assessed")

    with engine.begin() as connection:
        migrations.upgrade(connection)
        tables = MetaData()
        tables.reflect(connection)
        insert_row(
            connection, tables.tables, "calendar_subscription", user_id=lead, organisation_id=owner
        )
        marks = [
            connection.execute(select(tables.tables[name].c.to_check)).scalars().all()
            for name in ("revision", "risk", "measure", "finding")
        ]
        followed = connection.execute(text("SELECT ended_at FROM calendar_subscription")).all()
    engine.dispose()

    assert marks == [[False]] * 4
    assert followed == [(None,)]


def test_a_review_from_before_functions_is_signed_with_the_name(tmp_path: Path) -> None:
    """Migration 0011: who reviewed before signed with the name of their account."""
    engine = create_engine(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    tame(engine)
    with engine.begin() as connection:
        command.upgrade(migrations.configuration(connection), "0010")
        tables = MetaData()
        tables.reflect(connection)
        insert = partial(insert_row, connection, tables.tables)
        owner = insert("organisation", kind="cooperative")
        lead = insert("user_account", email="a@b.example", language="nl", name="Ada")
        product = insert("product", vendor_id=owner)
        dossier = insert("dossier", product_id=product, owner_id=owner, lead_id=lead)
        revision = insert("revision", dossier_id=dossier, method_id=insert("method"), state="draft")
        insert("review", revision_id=revision, reviewer_id=lead, verdict="GREEN")

    with engine.begin() as connection:
        migrations.upgrade(connection)
        kept = connection.execute(text("SELECT signed_as, function, seq FROM review")).one()
    engine.dispose()

    assert tuple(kept) == ("Ada", "", 0)
