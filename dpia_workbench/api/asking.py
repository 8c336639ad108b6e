"""Requests to the vendor about parts of a dossier."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.api import paging, reading
from dpia_workbench.api.collection import ROOT, dossier_of, moment, require_known
from dpia_workbench.api.operation import operation
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.schemas.dossier_answers import RequestAnswerSchema, page_of
from dpia_workbench.schemas.dossier_requests import AskSchema, ListSchema
from dpia_workbench.store import remediations
from dpia_workbench.store.models import Revision
from dpia_workbench.usecases import asking


@operation(f"{ROOT}/requests", query=ListSchema, returns=page_of(RequestAnswerSchema))
def list_asked(*, dossier_id: UUID, query: dict[str, Any]) -> dict[str, Any]:
    """List what the vendor was or will be asked about a dossier, with how far it is."""
    dossier, today = dossier_of(dossier_id), clock.today()
    rows = remediations.of_dossier(db.session(), dossier.id, actor=current_actor())
    shown, rest = paging.page(rows, query=query)
    items = [reading.requested(row, revision=dossier.revision, on=today) for row in shown]
    return {"items": items, **rest}


@operation(f"{ROOT}/requests", body=AskSchema, returns=RequestAnswerSchema, status=201)
def ask_vendor(session: Session, *, dossier_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    """Ask the vendor about a measure, a risk or a finding; its contacts get a message.

    A draft is kept, and the vendor hears nothing.
    """
    dossier, today = dossier_of(dossier_id), clock.today()
    about = _about(body, revision=dossier.revision)
    values = {name: body[name] for name in ("title", "words", "is_draft")}
    row = asking.ask(session, dossier_id=dossier_id, about=about, today=today, **values, **moment())
    session.flush()
    return reading.requested(row, revision=dossier.revision, on=today)


def _about(body: dict[str, Any], *, revision: Revision) -> Place:
    """Return what a request is about. Raises ValidationError at what is not known."""
    if body["topic"]:
        return Place(part=DossierPart.FINDING, key=body["topic"].value)
    field, part = "measure_id", DossierPart.MEASURE
    keys = {row.id: row.key for row in revision.measures}
    if body["risk_id"]:
        field, part = "risk_id", DossierPart.RISK
        keys = {row.id: row.key for row in revision.risks}
    require_known([body[field]], known=list(keys), field=field)
    return Place(part=part, key=keys[body[field]])
