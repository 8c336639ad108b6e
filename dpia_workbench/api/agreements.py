"""Agreements: read by all who may, recorded by cooperatives, joined by school boards."""

from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.api import paging, reading
from dpia_workbench.api.collection import moment, require_known
from dpia_workbench.api.operation import operation
from dpia_workbench.api.preconditions import Answer
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.profile import Periods
from dpia_workbench.schemas.agreement_answers import (
    AgreementAnswerSchema,
    AgreementQuerySchema,
    JoinderAnswerSchema,
    JoiningSchema,
)
from dpia_workbench.schemas.agreements import NewAgreementSchema
from dpia_workbench.schemas.dossier_answers import page_of
from dpia_workbench.store import agreements, organisations, products
from dpia_workbench.store.models import Agreement, AgreementParty
from dpia_workbench.usecases import agreed, joinder, levels
from dpia_workbench.usecases import agreement as verbs

Value = dict[str, Any]
_ONE = "/agreements/<uuid:agreement_id>"
_TERMS = [
    "version",
    "kind",
    "state",
    "title",
    "summary",
    "document_version",
    "language",
    "mandate",
    "coverage",
    "confidentiality",
    "valid_from",
    "valid_until",
    "ended_on",
    "notice_days",
    "renewal",
    "governing_law",
    "purposes_allowed",
    "purposes_prohibited",
    "retention",
    "end_days",
    "locations",
    "transfer",
    "audit_scope",
    "audit_notice_days",
    "audit_cost",
    "audit_report",
    "breach_hours",
    "subprocessor_regime",
    "subprocessor_notice_days",
    "subprocessor_objection_days",
    "liability",
    "deviations",
    "supersedes_id",
]
_SUBPROCESSOR = [
    "name",
    "legal_entity",
    "country",
    "service",
    "data_categories",
    "mechanism",
    "since",
    "until",
    "noticed_on",
]


def _value(row: Agreement, *, periods: Periods) -> Value:
    actor, today = current_actor(), clock.today()
    board = agreements.board_of(db.session(), actor)
    names_people = board is not None or actor.organisation_id in (row.owner_id, row.vendor_id)
    return {
        "id": row.id,
        **{name: getattr(row, name) for name in _TERMS},
        "standing": agreed.standing(row, periods=periods, on=today),
        "cover": agreed.cover_of(row, board, on=today) if board else None,
        "vendor": reading.named(row.vendor, "name"),
        "owner": reading.named(row.owner, "name"),
        "products": [reading.named(each, "slug", "name") for each in row.products],
        "parties": [_party(each, names_people=names_people) for each in row.parties],
        "annexes": [
            {**reading.named(each, "kind", "title", "dated"), "sha256": each.file_sha256}
            for each in row.annexes
        ],
        "subprocessors": [reading.named(each, *_SUBPROCESSOR) for each in row.subprocessors],
    }


def _party(row: AgreementParty, *, names_people: bool) -> Value:
    """Return a party; who signed for it is for the parties themselves and for schools to know."""
    people = {
        name: getattr(row, name) if names_people else "" for name in ("signatory", "function")
    }
    return {**reading.named(row, "name", "role", "is_mandatory", "signed_on"), **people}


def _periods() -> Periods:
    return levels.periods_of(db.session(), None)


@operation("/agreements", query=AgreementQuerySchema, returns=page_of(AgreementAnswerSchema))
def list_agreements(*, query: Value) -> Value:
    """List the agreements that you may see; those that end first come first."""
    periods, wanted, vendor = _periods(), query["standing"], query["vendor"]
    found = [
        row
        for row in agreements.find(db.session(), actor=current_actor())
        if not vendor or row.vendor.slug == vendor
        if wanted is None or agreed.standing(row, periods=periods, on=clock.today()) is wanted
    ]
    rows, rest = paging.page(found, query=query)
    return {"items": [_value(row, periods=periods) for row in rows], **rest}


@operation(_ONE, returns=AgreementAnswerSchema)
def one_agreement(*, agreement_id: UUID) -> Answer:
    """Return an agreement with its parties, files and sub-processors."""
    row = agreements.get(db.session(), agreement_id, on=clock.today(), actor=current_actor())
    return Answer(value=_value(row, periods=_periods()), version=str(row.version))


@operation("/agreements", body=NewAgreementSchema, returns=AgreementAnswerSchema, status=201)
def record_agreement(session: Session, *, body: Value) -> Answer:
    """Record an agreement of your cooperative with a vendor, as a draft."""
    require(current_actor(), Permission.AGREEMENT_CREATE)
    vendor_id, product_ids = body.pop("vendor_id"), body.pop("product_ids")
    vendors = [row.id for row in organisations.vendors(session)]
    require_known([vendor_id], known=vendors, field="vendor_id")
    known = [row.id for row in products.of_vendor(session, vendor_id)]
    require_known(product_ids, known=known, field="product_ids")
    row = verbs.create(
        session, vendor_id=vendor_id, product_ids=product_ids, values=body, today=clock.today(),
        **moment(),
    )  # fmt: skip
    location = url_for("api.one_agreement", agreement_id=row.id)
    value = _value(row, periods=_periods())
    return Answer(value=value, version=str(row.version), location=location)


@operation(
    f"{_ONE}/joinders", body=JoiningSchema, returns=JoinderAnswerSchema, status=201,
    current=one_agreement,
)  # fmt: skip
def join_agreement(session: Session, *, agreement_id: UUID, version: int, body: Value) -> Value:
    """Let your board join an open offer that is in force; the terms you read must still be it."""
    made = joinder.join(
        session, agreement_id=agreement_id, version=version, today=clock.today(), **body, **moment()
    )
    return {
        "board": reading.named(made.board, "name"),
        "agreement_id": made.agreement_id,
        **{name: getattr(made, name) for name in
           ("signed_on", "signatory", "function", "sha256", "content")},
    }  # fmt: skip
