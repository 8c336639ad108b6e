"""Remarks of readers, sent through the use case."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import PUBLIC, Actor
from dpia_workbench.risk.remark import Kind
from dpia_workbench.store.models import Remark
from dpia_workbench.usecases import remark as verbs
from tests.making.people import NOW

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
