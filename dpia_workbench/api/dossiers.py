"""Dossiers as JSON: the list, one with all that is computed, opening, changing."""

from typing import Any
from uuid import UUID

from flask import url_for
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.api import paging, reading
from dpia_workbench.api.collection import ROOT, dossier_of, moment, require_known
from dpia_workbench.api.operation import operation
from dpia_workbench.api.preconditions import Answer
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.questionnaire import Answers
from dpia_workbench.schemas.dossier_answers import (
    DossierAnswerSchema,
    DossierItemSchema,
    page_of,
)
from dpia_workbench.schemas.dossier_requests import (
    DossierQuerySchema,
    DossierTextSchema,
    NewDossierSchema,
)
from dpia_workbench.schemas.screening import answers_schema
from dpia_workbench.store import dossiers, products, screenings
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier
from dpia_workbench.usecases import dossier as verbs
from dpia_workbench.usecases import screening
from dpia_workbench.usecases.levels import outcome

_TEXTS = ("summary", "scope", "sentence")


def shown(row: Dossier, *, location: str = "") -> Answer:
    """Return a dossier as an answer with its version."""
    version = reading.dossier_version(row)
    return Answer(value=reading.dossier(row, on=clock.today()), version=version, location=location)


@operation("/dossiers", query=DossierQuerySchema, returns=page_of(DossierItemSchema), errors=(404,))
def list_dossiers(*, query: dict[str, Any]) -> dict[str, Any]:
    """List the dossiers that you may see, newest first."""
    if not verbs.sees_any(current_actor()):
        raise NotFound
    found = [
        row
        for row in dossiers.find(db.session(), actor=current_actor())
        if not query["state"] or row.revision.state in query["state"]
        if not query["product"] or row.product.slug in query["product"]
    ]
    rows, rest = paging.page(found, query=query)
    today = clock.today()
    items = [reading.dossier_item(row, reached=outcome(row.revision, on=today)) for row in rows]
    return {"items": items, **rest}


@operation("/dossiers", body=NewDossierSchema, returns=DossierAnswerSchema, status=201)
def open_dossier(session: Session, *, body: dict[str, Any]) -> Answer:
    """Open a dossier on a product."""
    require(current_actor(), Permission.DOSSIER_CREATE)
    known = [row.id for row in products.find(session)]
    require_known([body["product_id"]], known=known, field="product_id")
    row = verbs.create(session, **body, **moment())
    return shown(row, location=url_for("api.one_dossier", dossier_id=row.id))


@operation(ROOT, returns=DossierAnswerSchema)
def one_dossier(*, dossier_id: UUID) -> Answer:
    """Return a dossier with its levels, its verdict and what is missing, as computed today."""
    return shown(dossier_of(dossier_id))


@operation(
    ROOT, method="PATCH", body=DossierTextSchema, returns=DossierAnswerSchema,
    current=one_dossier,
)  # fmt: skip
def change_dossier(
    session: Session, *, dossier_id: UUID, version: int, body: dict[str, Any]
) -> Answer:
    """Change summary, scope, the verdict's sentence or the screening of a draft."""
    row = dossier_of(dossier_id)
    answers, stored = body.pop("screening_answers"), reading.screening_answers(row.revision)
    stays = answers == stored
    if stays or any(body[name] != getattr(row.revision, name) for name in _TEXTS):
        verbs.describe(session, dossier_id=dossier_id, version=version, **body, **moment())
        session.flush()
        version = row.revision.version
    if not stays:
        screening.save(
            session, dossier_id=dossier_id, version=version,
            answers=_checked(answers, stored=stored), **moment(),
        )  # fmt: skip
    session.flush()
    return shown(row)


def _checked(answers: dict[str, Any], *, stored: dict[str, Any]) -> Answers:
    """Return answers as the newest form takes them. Raises ValidationError or NotFound.

    A newer form may ask other things: what is only stored, and it does not offer, is left out.
    """
    definition = screening.definition_of(screenings.newest(db.session()).content)
    listed = {name: [each] if isinstance(each, str) else each for name, each in stored.items()}
    fits = screening.fitting(screening.answers_of(listed), definition)
    sent = {
        name: each for name, each in answers.items() if name in fits or each != stored.get(name)
    }
    try:
        return screening.answers_of(answers_schema(definition, versioned=False).load(sent))
    except ValidationError as error:
        raise ValidationError({"screening_answers": error.messages}) from error
