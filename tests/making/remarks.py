"""Remarks of readers, sent through the use case."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import PUBLIC, Actor
from dpia_workbench.risk.feedback import Found
from dpia_workbench.risk.remark import Kind
from dpia_workbench.store.models import Adoption, AdoptionFeedback, Remark
from dpia_workbench.usecases import feedback as feedback_verbs
from dpia_workbench.usecases import remark as verbs
from tests.making.people import NOW, Person

READER = "lezer@school.example"


def remark(
    session: Session, *, slug: str, now: datetime = NOW, actor: Actor = PUBLIC, **words: Any
) -> Remark:
    """Return what a reader without an account says of a published verdict."""
    values = {
        "remark_id": uuid4(), "number": None, "kind": Kind.MISTAKE, "place": "",
        "text": "De knop heet nu anders.", "email": READER, "language": "nl",
        "address": "192.0.2.1", **words,
    }  # fmt: skip
    row = verbs.send(session, actor=actor, slug=slug, now=now, **values)
    session.commit()
    return row


def feedback(
    session: Session, adoption: Adoption, *, by: Person, now: datetime = NOW, **words: Any
) -> AdoptionFeedback:
    """Return what a board says of the verdict that it adopts."""
    values = {
        "remark_id": uuid4(), "found": Found.DOES_NOT_WORK, "place": "M1",
        "text": "De knop staat er niet.", "is_named": False, "language": "nl", **words,
    }  # fmt: skip
    row = feedback_verbs.send(session, actor=by.actor, adoption_id=adoption.id, now=now, **values)
    session.commit()
    return row
