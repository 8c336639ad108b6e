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


def test_people_from_before_reminders_get_them(old: OldDatabase) -> None:
    """Migration 0016: everybody who is there wants them, and had none yet."""
    with old.at("0013") as (_connection, _tables, insert):
        insert("user_account", email="a@b.example")

    with old.at() as (connection, _tables, _insert):
        query = "SELECT wants_reminders, reminder_at FROM user_account"
        kept = connection.execute(text(query)).one()

    assert (bool(kept[0]), kept[1]) == (True, None)


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


def test_threads_and_their_comments_outlive_a_new_kind_of_part(old: OldDatabase) -> None:
    """Migration 0014: the history knows why something stays empty, and nothing unknown."""
    with old.at("0013") as (_connection, _tables, insert):
        dossier, lead, _owner = _dossier(insert)
        revision = insert("revision", dossier_id=dossier, method_id=insert("method"), state="draft")
        thread = insert("thread", dossier_id=dossier, part="text", opened_by_id=lead)
        insert("comment", thread_id=thread, author_id=lead, body="Kept")
        insert("field_step", revision_id=revision, seq=1, part="text")

    with old.at() as (connection, _tables, insert):
        kept = connection.execute(
            text("SELECT c.body FROM comment c JOIN thread t ON c.thread_id = t.id")
        ).scalars().all()  # fmt: skip
        insert("field_step", revision_id=revision, seq=2, part="exemption", key="text:proposal")
        with pytest.raises(IntegrityError):
            insert("field_step", revision_id=revision, seq=3, part="moon")

    assert kept == ["Kept"]


def test_events_from_before_attention_are_kept_and_announcements_hold_their_rules(
    old: OldDatabase,
) -> None:
    """Migration 0015: a release can ask for attention; no change holds within its period."""
    with old.at("0013") as (_connection, _tables, insert):
        dossier, lead, owner = _dossier(insert)
        product = insert("product", vendor_id=owner, slug="other")
        revision = insert("revision", dossier_id=dossier, method_id=insert("method"), state="draft")
        release = insert(
            "release", product_id=product, revision_id=revision, owner_id=owner, verdict="GREEN",
            computed_verdict="GREEN", published_by_id=lead, valid_until=date(2026, 3, 3),
        )  # fmt: skip
        insert("release_event", release_id=release, kind="under_review", by_id=lead)

    announced = {
        "vendor_id": owner, "announced_by_id": lead, "kind": "added", "mechanism": "adequacy",
        "state": "announced", "language": "nl", "announced_on": date(2026, 3, 1), "replaces": "",
        "withdrawal": "", "objection_until": date(2026, 3, 31),
    }  # fmt: skip
    with old.at() as (connection, tables, insert):
        insert("release_event", release_id=release, kind="attention", by_id=lead)
        change = insert("sub_processor_change", effective_on=date(2026, 4, 1), **announced)
        said = {"change_id": change, "by_id": lead}
        insert("sub_processor_stance", board_id=owner, stance="objects", **said)
        insert("sub_processor_bundle", cooperative_id=owner, stance="objects", answer_words="",
               **said)  # fmt: skip
        for wrong in (
            partial(insert, "release_event", release_id=release, kind="other", by_id=lead),
            partial(insert, "sub_processor_change", effective_on=date(2026, 3, 31), **announced),
            partial(insert, "sub_processor_stance", board_id=owner, stance="objects", **said),
            partial(insert, "sub_processor_bundle", cooperative_id=lead, stance="concern",
                    answer_words="", **said),
        ):  # fmt: skip
            with pytest.raises(IntegrityError), connection.begin_nested():
                wrong()
        kept = connection.execute(select(tables["release_event"].c.kind)).scalars().all()

    assert sorted(kept) == ["attention", "under_review"]


def test_fact_checks_and_statements_hold_to_what_a_row_can_state(old: OldDatabase) -> None:
    """Migration 0016: nothing is sent without a deadline or refused without a reason."""
    with old.at("0013") as (_connection, _tables, insert):
        dossier, person, owner = _dossier(insert)
        revision = insert("revision", dossier_id=dossier, method_id=insert("method"), state="draft")
        vendor = insert("organisation", kind="vendor", slug="vendor", number="2")
        product = insert("product", vendor_id=vendor, slug="another")

    with old.at() as (connection, _tables, insert):
        about = {
            "dossier_id": dossier, "revision_id": revision, "owner_id": owner,
            "vendor_id": vendor, "product_id": product, "prepared_by_id": person,
            "package_id": insert("fact_check_package", made_by_id=person),
        }  # fmt: skip
        check = insert("fact_check", state="prepared", **about)
        said = {"written_by_id": person, "product_id": product, "vendor_id": vendor}
        statement = insert("vendor_statement", **said)
        for wrong in (
            "UPDATE fact_check SET state = 'sent'",
            "UPDATE fact_check SET state = 'expired'",
            "UPDATE fact_check SET is_silent = true",
        ):
            with pytest.raises(IntegrityError), connection.begin_nested():
                connection.execute(text(wrong))
        answered = {"answered_by_id": person, "answered_at": datetime(2025, 3, 3, tzinfo=UTC)}
        item = {"fact_check_id": check, "part": "risk", "answer": "dispute", **answered}
        insert("fact_check_item", **item)
        with pytest.raises(IntegrityError), connection.begin_nested():
            insert("fact_check_item", number=2, words="", **item)
        event = {"statement_id": statement, "by_id": person, "move": "refuse"}
        insert("vendor_statement_event", **event)
        with pytest.raises(IntegrityError), connection.begin_nested():
            insert("vendor_statement_event", number=2, reason="", **event)
        kept = connection.execute(text("SELECT state, number FROM fact_check")).one()

    assert tuple(kept) == ("prepared", 1)


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


def test_a_request_from_before_says_which_measure_it_is_about(old: OldDatabase) -> None:
    """Migration 0017: by the measure that names it; all were sent, and can be talked about."""
    with old.at("0013") as (_connection, _tables, insert):
        dossier, lead, owner = _dossier(insert)
        revision = insert("revision", dossier_id=dossier, method_id=insert("method"), state="draft")
        product = insert("product", slug="second", vendor_id=owner)
        common = {"owner_id": owner, "vendor_id": owner, "product_id": product,
                  "requested_by_id": lead, "state": "requested"}  # fmt: skip
        asked, loose = insert("remediation", **common), insert("remediation", **common)
        insert("measure", revision_id=revision, number=3, owner="vendor", kind="technical",
               remediation_id=asked)  # fmt: skip

    with old.at() as (connection, tables, insert):
        query = text("SELECT id, dossier_id, about_part, about_key, is_sent FROM remediation")
        kept = {row[0]: tuple(row)[1:] for row in connection.execute(query)}
        said = insert("request_message", remediation_id=asked, by_id=lead, organisation_id=owner)
        insert("request_file", message_id=said)
        connection.execute(
            tables["request_author"].insert().values(remediation_id=asked, user_id=lead)
        )
        moments = {"created_at": datetime(2025, 3, 3, tzinfo=UTC),
                   "expires_at": datetime(2025, 3, 10, tzinfo=UTC)}  # fmt: skip
        insert("file_scan", result="infected")
        for wrong_scan in ({"result": "clean"}, {"result": "not_scanned", "finding": ""}):
            with pytest.raises(IntegrityError), connection.begin_nested():
                insert("file_scan", **wrong_scan)
        people = {"organisation_id": owner, "user_id": lead, "invited_by_id": lead}
        insert("invitation", **people, **moments)
        with pytest.raises(IntegrityError), connection.begin_nested():
            insert("invitation", **people, **{**moments, "expires_at": moments["created_at"]})
        for wrong in ("about_key = 'R1'", "about_part = 'risk'", "is_sent = 0", "state = 'draft'"):
            with pytest.raises(IntegrityError), connection.begin_nested():
                connection.execute(text(f"UPDATE remediation SET {wrong} WHERE id = '{loose}'"))

    assert kept == {asked: (dossier, "measure", "M3", 1), loose: (None, None, "", 1)}


def test_agreements_fit_in_what_the_migration_made(old: OldDatabase) -> None:
    """Migration 0019: old measures name none, a signed one has days, a release hears of an end."""
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
        insert("release_event", release_id=release, kind="agreement_ends")
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


def test_products_of_boards_and_plans_hold_to_what_a_row_can_state(old: OldDatabase) -> None:
    """Migration 0025: a product is open on a list once, and again when it was ended."""
    with old.at() as (connection, _tables, insert):
        board = insert("organisation", kind="school_board")
        person = insert("user_account", email="a@b.example", language="nl")
        product = insert("product", vendor_id=board)
        used = {"board_id": board, "added_by_id": person, "name": "Kaart", "name_key": "kaart"}
        plan = {"owner_id": board, "by_id": person, "name": "Kaart", "name_key": "kaart"}
        for values in (used, {**used, "name_key": "kaarten", "product_id": product}):
            insert("used_product", **values)
            insert("used_product", **values, ended_at=datetime(2026, 3, 3, tzinfo=UTC))
        insert("assessment_plan", **plan, year=2027, quarter=4)
        for wrong in (
            partial(insert, "used_product", **used),
            partial(insert, "used_product", **{**used, "name_key": "x"}, product_id=product),
            partial(insert, "used_product", **{**used, "name_key": ""}),
            partial(insert, "used_product", **{**used, "name_key": "y"}, pupils=-1),
            partial(insert, "used_product", **{**used, "name_key": "z"}, takes_part=True,
                    wants_verdict=False),
            partial(insert, "assessment_plan", **plan, year=2027, quarter=4),
            partial(insert, "assessment_plan", **{**plan, "name_key": "x"}, quarter=5),
        ):  # fmt: skip
            with pytest.raises(IntegrityError), connection.begin_nested():
                wrong()
