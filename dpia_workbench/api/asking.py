"""Requests to the vendor for measures of a dossier."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.api import reading
from dpia_workbench.api.collection import ROOT, dossier_of, moment, require_known
from dpia_workbench.api.operation import operation
from dpia_workbench.schemas.dossier_answers import RequestAnswerSchema, list_of
from dpia_workbench.schemas.dossier_requests import AskSchema
from dpia_workbench.store import dossiers
from dpia_workbench.store.models import Measure
from dpia_workbench.usecases import remediation


@operation(f"{ROOT}/requests", returns=list_of(RequestAnswerSchema))
def list_asked(*, dossier_id: UUID) -> dict[str, Any]:
    """List what the vendor was asked for in a dossier, with how far it is."""
    rows = dossier_of(dossier_id).revision.measures
    today = clock.today()
    return {"items": [reading.requested(row, on=today) for row in rows if row.remediation]}


@operation(f"{ROOT}/requests", body=AskSchema, returns=RequestAnswerSchema, status=201)
def ask_vendor(session: Session, *, dossier_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    """Ask the vendor for a measure; its contacts get a message."""
    dossier, today = dossier_of(dossier_id), clock.today()
    known = [row.id for row in dossier.revision.measures]
    require_known([body["measure_id"]], known=known, field="measure_id")
    remediation.request(session, dossier_id=dossier_id, today=today, **body, **moment())
    session.flush()
    row = dossiers.part(session, Measure, body["measure_id"], dossier=dossier)
    session.refresh(row)
    return reading.requested(row, on=today)
