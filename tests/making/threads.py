"""Discussions on dossiers, made through the use cases."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.store.models import Dossier, Thread
from dpia_workbench.usecases import thread as verbs
from tests.making.people import NOW, Person, day_of

R1 = Place(part=DossierPart.RISK, key="R1")


def thread(
    session: Session,
    dossier: Dossier,
    *,
    by: Person,
    place: Place = R1,
    mentions: Iterable[Person] = (),
    assignee: Person | None = None,
    now: datetime = NOW,
    **words: Any,
) -> Thread:
    """Return a new thread at a place of a dossier; `words` are what else it is opened with."""
    values = {"language": "", "passage": "", "body": "Klopt dit?", "proposed": None}
    row = verbs.start(
        session, actor=by.actor, dossier_id=dossier.id, place=place,
        mentions=[person.user.id for person in mentions],
        assignee_id=assignee.user.id if assignee else None,
        today=day_of(now), now=now, **{**values, **words},
    )  # fmt: skip
    session.commit()
    return row
