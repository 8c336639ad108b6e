"""A school board joins an open offer; what it signed is kept word for word, with its hash."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import agreement as rules
from dpia_workbench.store import agreements, audit
from dpia_workbench.store.models import Agreement, Joinder, Organisation
from dpia_workbench.usecases.editing import expect_version

SCHEMA = "dpia-workbench/joinder/1"
_TERMS = (
    "kind", "title", "document_version", "language", "summary", "valid_from", "valid_until",
    "notice_days", "renewal", "governing_law", "purposes_allowed", "purposes_prohibited",
    "retention", "end_days", "locations", "transfer", "audit_scope", "audit_notice_days",
    "audit_cost", "audit_report", "breach_hours", "subprocessor_regime",
    "subprocessor_notice_days", "subprocessor_objection_days", "liability", "deviations",
)  # fmt: skip


def offered(row: Agreement) -> dict[str, Any]:
    """Return what a board joins: the terms, the parties with their signatures, and all files."""
    return {
        "id": row.id,
        **{name: getattr(row, name) for name in _TERMS},
        "vendor": row.vendor.name,
        "owner": row.owner.name,
        "products": [{"slug": each.slug, "name": each.name} for each in row.products],
        "parties": [
            {name: getattr(each, name) for name in
             ("name", "role", "signatory", "function", "signed_on")}
            for each in row.parties
        ],
        "annexes": [
            {"kind": each.kind, "title": each.title, "dated": each.dated,
             "sha256": each.file_sha256}
            for each in row.annexes
        ],
    }  # fmt: skip


def join(
    session: Session,
    *,
    actor: Actor,
    agreement_id: UUID,
    signatory: str,
    function: str,
    version: int | None,
    today: date,
    now: datetime,
) -> Joinder:
    """Let the actor's board join an agreement from today on.

    Raises NotFound, Forbidden, Stale, AlreadyJoined, NotOnOffer or NotInForce.
    """
    row = agreements.get(session, agreement_id, on=today, actor=actor)
    require(actor, Permission.AGREEMENT_JOIN, row)
    session.refresh(row, with_for_update=True)
    mine = agreements.joinder_of(row, board_id=actor.organisation_id)
    rules.require_joinable(
        agreements.facts_of(row), coverage=row.coverage, has_joined=mine is not None, on=today
    )
    expect_version(row, version)
    made = _signed(
        session, row, actor=actor, signatory=signatory, function=function, today=today, now=now
    )
    row.joinders.append(made)
    try:
        session.flush()
    except IntegrityError as error:  # two people of the board signed at the same moment
        raise rules.AlreadyJoined from error
    audit.record(
        session, "agreement.joined", actor=actor, subject_id=row.id, at=now, board=made.board.name,
        sha256=made.sha256,
    )  # fmt: skip
    return made


def _signed(
    session: Session,
    row: Agreement,
    *,
    actor: Actor,
    signatory: str,
    function: str,
    today: date,
    now: datetime,
) -> Joinder:
    """Return what the actor's board signs, word for word, with its hash."""
    board = session.get_one(Organisation, actor.organisation_id)
    content = audit.jsonable({
        "schema": SCHEMA, "agreement": offered(row), "signatory": signatory, "function": function,
        "board": {"name": board.name, "number": board.number}, "signed_on": today,
    })  # fmt: skip
    return Joinder(
        agreement_id=row.id, board=board, signed_on=today, signatory=signatory, function=function,
        content=content, sha256=audit.sha256(audit.canonical_json(content)), by_id=actor.user_id,
        at=now,
    )  # fmt: skip
