"""Adoptions of a school board: the list, one, its beginning, what others say, and its files."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, make_response, url_for
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.api import adoption_reading, paging
from dpia_workbench.api.collection import moment
from dpia_workbench.api.operation import operation
from dpia_workbench.api.places import refusals
from dpia_workbench.api.preconditions import Answer
from dpia_workbench.i18n import LANGUAGES, current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.messages import message
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.report import MEDIA_TYPE, pack
from dpia_workbench.report.local_file import local_file
from dpia_workbench.risk.adoption_pack import FileForm, Paper
from dpia_workbench.risk.board_decision import Condition, ConditionDayPassed
from dpia_workbench.risk.scale import Level
from dpia_workbench.schemas.adoption_answers import AdoptionAnswerSchema, AdoptionItemSchema
from dpia_workbench.schemas.adoption_requests import (
    BeginAdoptionSchema,
    BoardDecisionSchema,
    FileQuerySchema,
)
from dpia_workbench.schemas.decisions import AdviceSchema, ViewsSchema
from dpia_workbench.schemas.dossier_answers import page_of
from dpia_workbench.schemas.dossier_requests import PageSchema
from dpia_workbench.store import adoptions, releases
from dpia_workbench.store.models import Adoption, Basis, Release
from dpia_workbench.usecases import adoption as verbs
from dpia_workbench.usecases import adoption_pack, local, record_adoption
from dpia_workbench.usecases.points import DEFAULT
from dpia_workbench.usecases.rounds import Asked

Value = dict[str, Any]
ROOT = "/adoptions/<uuid:adoption_id>"
CSV = pack.MEDIA_TYPES[FileForm.CSV]
_ON_WORDS = {"adoption.words-missing": "text", "adoption.day-ahead": "on"}
_ON_DECISION = {
    "adoption.outcome-not-allowed": "outcome",
    "adoption.acceptance-missing": "acceptances.{risk}",
    "adoption.condition-missing": "conditions",
    "adoption.planned-day-passed": "conditions",
    "adoption.review-too-late": "next_review",
    "adoption.words-missing": "reason",
}


def adoption_of(adoption_id: UUID) -> Adoption:
    """Return an adoption of the actor's board. Raises NotFound."""
    return adoptions.get(db.session(), adoption_id, actor=current_actor())


def shown(row: Adoption, *, location: str = "") -> Answer:
    """Return an adoption as an answer with its version."""
    assessed = local.assess(row, on=clock.today())
    value = adoption_reading.adoption(assessed)
    return Answer(value=value, version=value["version"], location=location)


@operation("/adoptions", query=PageSchema, returns=page_of(AdoptionItemSchema))
def list_adoptions(*, query: Value) -> Value:
    """List the adoptions of your board, the newest first."""
    found = adoptions.of_board(db.session(), actor=current_actor())
    newest = sorted(found, key=lambda row: (row.started_at, row.id), reverse=True)
    rows, rest = paging.page(newest, query=query)
    today = clock.today()
    return {
        "items": [adoption_reading.item(local.assess(row, on=today)) for row in rows],
        **rest,
    }


@operation(
    "/adoptions", body=BeginAdoptionSchema, returns=AdoptionAnswerSchema, status=201, errors=(404,)
)
def begin_adoption(session: Session, *, body: Value) -> Answer:
    """Begin with a release, or without a number with the external record of a product.

    The next round with what is in use already needs a reason.
    """
    slug, number = body["slug"], body["number"]
    asked = Asked(why=body["why"], words=body["words"])
    common: dict[str, Any] = {"slug": slug, "asked": asked, "today": clock.today(), **moment()}
    with refusals():
        if number is None:
            row = record_adoption.start(session, **common)
        else:
            row = verbs.start(session, number=number, **common)
    session.flush()
    return shown(row, location=url_for("api.one_adoption", adoption_id=row.id))


@operation(ROOT, returns=AdoptionAnswerSchema)
def one_adoption(*, adoption_id: UUID) -> Answer:
    """Return an adoption with all that your board recorded, and what follows of it today."""
    return shown(adoption_of(adoption_id))


@operation(f"{ROOT}/advice", body=AdviceSchema, returns=AdoptionAnswerSchema, current=one_adoption)
def advise_adoption(session: Session, *, adoption_id: UUID, version: int, body: Value) -> Answer:
    """Give the advice of the data protection officer, or renew it after facts changed."""
    with refusals(on=_ON_WORDS):
        verbs.advise(session, adoption_id=adoption_id, today=clock.today(), **body, **moment())
    return _written(session, adoption_id)


@operation(f"{ROOT}/views", body=ViewsSchema, returns=AdoptionAnswerSchema, current=one_adoption)
def hear_adoption(session: Session, *, adoption_id: UUID, version: int, body: Value) -> Answer:
    """Record what parents, pupils and staff think of it, or why they were not asked."""
    with refusals(on={**_ON_WORDS, "adoption.hearing-missing": "heard"}):
        verbs.record_views(
            session, adoption_id=adoption_id, version=None, today=clock.today(), **body, **moment()
        )
    return _written(session, adoption_id)


@operation(
    f"{ROOT}/decision", body=BoardDecisionSchema, returns=AdoptionAnswerSchema,
    current=one_adoption,
)  # fmt: skip
def decide_adoption(session: Session, *, adoption_id: UUID, version: int, body: Value) -> Answer:
    """Take the decision of the board."""
    _require_medium(body["acceptances"], row=adoption_of(adoption_id))
    _require_ahead(body["conditions"], today=clock.today())
    words = {name: body[name] for name in ("reason", "follows_advice", "mandate")}
    values = {name: body[name] for name in ("outcome", "stance", "acceptances", "next_review")}
    with refusals(on=_ON_DECISION):
        verbs.decide(
            session, adoption_id=adoption_id, words=words, today=clock.today(),
            conditions=[Condition(**each) for each in body["conditions"]], **values, **moment(),
        )  # fmt: skip
    return _written(session, adoption_id)


def _require_medium(acceptances: Mapping[str, str], *, row: Adoption) -> None:
    """Refuse to accept what is no medium risk of the board. Raises ValidationError."""
    levels = local.assess(row, on=clock.today()).levels
    others = [key for key in acceptances if levels.get(key) is not Level.MEDIUM]
    if others:
        sentence = _("This is not a medium risk at your board, so there is nothing to accept.")
        raise ValidationError({"acceptances": {key: [sentence] for key in others}})


def _require_ahead(conditions: list[Value], *, today: date) -> None:
    """Refuse conditions of which the last day is not ahead. Raises ValidationError."""
    late = {
        place: {"due": [message(ConditionDayPassed(due=each["due"], today=today))]}
        for place, each in enumerate(conditions)
        if each["due"] <= today
    }
    if late:
        raise ValidationError({"conditions": late})


def _written(session: Session, adoption_id: UUID) -> Answer:
    session.flush()
    return shown(adoption_of(adoption_id))


def _language() -> str:
    return current_language() if current_language() in LANGUAGES else "en"


def _sent(content: bytes, *, name: str, kind: str) -> Response:
    response = make_response(content)
    response.mimetype = kind
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@operation(f"{ROOT}/report.docx", query=FileQuerySchema, returns=None, sends=MEDIA_TYPE)
def adoption_report(*, adoption_id: UUID, query: Value) -> Response:
    """Send the report of your board as a Word file, in the language of `lang`."""
    row, today = adoption_of(adoption_id), clock.today()
    status = releases.status(db.session(), row.basis, on=today)
    made = local_file(local.assess(row, on=today), status=status, language=_language())
    return _sent(made.content, name=made.name, kind=MEDIA_TYPE)


@operation(f"{ROOT}/register.csv", query=FileQuerySchema, returns=None, sends=CSV)
def adoption_register(*, adoption_id: UUID, query: Value) -> Response:
    """Send the entry in the register of processing as CSV, in the language of `lang`."""
    gathered = adoption_pack.gather(
        db.session(), adoption_id=adoption_id, template=DEFAULT, today=clock.today(), **moment()
    )
    address = settings().base_url + _public(gathered.adoption.basis)
    made = pack.file(
        gathered, paper=Paper.REGISTER, form=FileForm.CSV, language=_language(), address=address
    )
    return _sent(made.content, name=made.name, kind=CSV)


def _public(basis: Basis) -> str:
    """Return where everybody reads what was adopted."""
    if isinstance(basis, Release):
        return url_for("verdicts.release", slug=basis.product.slug, number=basis.number)
    return url_for("verdicts.show", slug=basis.product.slug)
