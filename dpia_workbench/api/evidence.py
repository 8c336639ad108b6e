"""Evidence of a dossier: what is known of it, and its files."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response, url_for
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.api import paging
from dpia_workbench.api.collection import ROOT, answer, dossier_of, moment
from dpia_workbench.api.operation import operation
from dpia_workbench.api.preconditions import Answer
from dpia_workbench.api.reading import named
from dpia_workbench.i18n.messages import message
from dpia_workbench.plumbing import scans, uploads
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.evidence import FileDeleted, FileFacts, validity
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.scanning import Scan
from dpia_workbench.schemas.dossier_answers import page_of
from dpia_workbench.schemas.evidence import EvidenceSchema, NewEvidenceSchema
from dpia_workbench.schemas.statement_answers import EvidenceAnswerSchema
from dpia_workbench.schemas.statements import EvidenceQuerySchema
from dpia_workbench.store import evidence
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Evidence
from dpia_workbench.usecases import evidence as verbs

Value = dict[str, Any]
FILE = "*/*"  # of the kind that it was sent as
_ONE = f"{ROOT}/evidence/<uuid:evidence_id>"
_FIELDS = {
    "evidence.personal-data-too-open": "confidentiality",
    "evidence.deletion-day-missing": "delete_on",
    "evidence.collected-ahead": "collected_on",
    "evidence.place-unknown": "place",
    "evidence.reader-unknown": "readers",
}


class ReadingIsRecorded(RuleViolation):
    """Looking changes nothing: a file of which the reading is recorded is asked for with POST."""

    code = "evidence.reading-is-recorded"


def _values(rows: Sequence[Evidence]) -> list[Value]:
    looked = scans.newest(row.file_sha256 for row in rows)
    return [_known(row, scan=scans.status(looked.get(row.file_sha256))) for row in rows]


def _value(row: Evidence) -> Value:
    return _values([row])[0]


def _known(row: Evidence, *, scan: Scan) -> Value:
    columns = named(
        row, "key", "version", "title", "kind", "source", "collected_on", "collected_by",
        "confidentiality", "has_personal_data", "delete_on", "expires_on", "places", "file_name",
        "file_size", "file_sha256", "media_type", "has_file", "uploaded_at",
    )  # fmt: skip
    return {
        **columns,
        "readers": sorted(row.reader_ids),
        "scan": scan,
        "validity": validity(row.expires_on, on=clock.today()),
        "uploaded_by": named(row.uploaded_by, "name"),
    }


def _found(dossier_id: UUID, evidence_id: UUID) -> Evidence:
    """Return evidence of a dossier, if the actor may see both. Raises NotFound."""
    dossier_of(dossier_id)
    row = evidence.get(db.session(), evidence_id, actor=current_actor())
    if row.dossier_id != dossier_id:
        raise NotFound
    return row


def _refused(error: RuleViolation) -> Exception:
    """Return what somebody wrote wrong at its field, if it is in one."""
    field = _FIELDS.get(error.code) or error.params.get("field")
    return ValidationError({str(field): [message(error)]}) if field else error


@operation(f"{ROOT}/evidence", query=EvidenceQuerySchema, returns=page_of(EvidenceAnswerSchema))
def list_evidence(*, dossier_id: UUID, query: Value) -> Value:
    """List the evidence of a dossier that you may see."""
    rows = evidence.find(
        db.session(), dossier_id=dossier_of(dossier_id).id, actor=current_actor(),
        **{name: value for name, value in query.items() if name not in ("limit", "cursor")},
    )  # fmt: skip
    shown, rest = paging.page(rows, query=query)
    return {"items": _values(shown), **rest}


def _may_add(*, dossier_id: UUID) -> None:
    require(current_actor(), Permission.DOSSIER_EDIT, dossier_of(dossier_id))


@operation(
    f"{ROOT}/evidence", body=NewEvidenceSchema, returns=EvidenceAnswerSchema, status=201,
    upload=_may_add,
)  # fmt: skip
def add_evidence(session: Session, *, dossier_id: UUID, body: Value, file: FileFacts) -> Answer:
    """Add a file as evidence, with what is known of it; without a title it is called as its file.

    Raises ValidationError, DossierFull, NotFound or Forbidden.
    """
    place, readers = body.pop("place"), body.pop("readers")
    values = {**body, "title": body["title"] or file.name}
    try:
        row = verbs.add(
            session, dossier_id=dossier_id, file=file, values=values, readers=readers,
            supports=[place] if place else [], today=clock.today(), **moment(),
        )  # fmt: skip
    except RuleViolation as error:
        raise _refused(error) from error
    address = url_for("api.one_evidence", dossier_id=dossier_id, evidence_id=row.id)
    return answer(row, _value(row), location=address)


@operation(_ONE, returns=EvidenceAnswerSchema)
def one_evidence(*, dossier_id: UUID, evidence_id: UUID) -> Answer:
    """Return what is known of one piece of evidence."""
    row = _found(dossier_id, evidence_id)
    return answer(row, _value(row))


@operation(
    _ONE, method="PATCH", body=EvidenceSchema, returns=EvidenceAnswerSchema, current=one_evidence
)
def change_evidence(
    session: Session, *, dossier_id: UUID, evidence_id: UUID, version: int, body: Value
) -> Answer:
    """Change what is known of evidence; its file stays."""
    _found(dossier_id, evidence_id)
    readers = body.pop("readers")
    try:
        row = verbs.change(
            session, evidence_id=evidence_id, values=body, readers=readers, version=version,
            today=clock.today(), **moment(),
        )  # fmt: skip
    except RuleViolation as error:
        raise _refused(error) from error
    return answer(row, _value(row))


def _sent(row: Evidence) -> Response:
    facts = FileFacts(
        sha256=row.file_sha256, name=row.file_name, size=row.file_size, media_type=row.media_type
    )
    return uploads.attachment(facts)


@operation(f"{_ONE}/file", returns=None, sends=FILE, errors=(409, 410))
def evidence_file(*, dossier_id: UUID, evidence_id: UUID) -> Response:
    """Send the file, unless only named people may read it."""
    row = _found(dossier_id, evidence_id)
    if row.confidentiality is Confidentiality.VENDOR_CONFIDENTIAL:
        raise ReadingIsRecorded
    if not row.has_file:
        raise FileDeleted
    return _sent(row)


@operation(f"{_ONE}/reading", method="POST", returns=None, sends=FILE, errors=(410,))
def read_evidence(session: Session, *, dossier_id: UUID, evidence_id: UUID) -> Response:
    """Send the file, also one that only named people may read, and record who read it."""
    _found(dossier_id, evidence_id)
    return _sent(verbs.read(session, evidence_id=evidence_id, **moment()))
