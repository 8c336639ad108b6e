"""What asks boards to look again, as the worker would find it."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.store.models import NEWS_JOB, Adoption, Job, Release, ReviewTask, Revision
from dpia_workbench.usecases import dossier as dossier_usecases
from dpia_workbench.usecases import reviewing, risk
from tests.making.dossiers import State, bring_to, risk_values
from tests.making.people import NOW, People


def spread(session: Session, *, now: datetime = NOW) -> int:
    """Let every piece of news reach the boards that it concerns; return how many looks it made."""
    keys = [job.detail["news"] for job in session.scalars(select(Job).filter_by(name=NEWS_JOB))]
    made = sum(reviewing.spread(session, key=key, now=now) for key in keys)
    session.commit()
    session.expire_all()
    return made


def looks(session: Session, adoption: Adoption | None = None) -> list[ReviewTask]:
    """Return what boards look at again, of one adoption or of all."""
    query = select(ReviewTask).order_by(ReviewTask.due, ReviewTask.trigger)
    if adoption is not None:
        query = query.where(ReviewTask.adoption_id == adoption.id)
    return list(session.scalars(query))


def mails(session: Session, kind: str) -> list[dict[str, Any]]:
    """Return the mails of a kind that wait in the outbox."""
    jobs = session.scalars(select(Job).filter_by(name="mail.send"))
    return [job.detail for job in jobs if job.detail["kind"] == kind]


def next_release(
    session: Session, people: People, first: Release, *, now: datetime, **words: Any
) -> Release:
    """Publish a dossier again; `words` are what is different about its first risk."""
    row = session.get_one(Revision, first.revision_id).dossier
    dossier_usecases.revise(session, actor=people.analyst.actor, dossier_id=row.id, now=now)
    if words:
        old = row.revision.risks[0]
        values = {**{name: getattr(old, name) for name in risk_values()}, **words}
        risk.save(
            session, actor=people.analyst.actor, dossier_id=row.id, risk_id=old.id, values=values,
            version=old.version, now=now,
        )  # fmt: skip
    bring_to(session, row, people=people, state=State.PUBLISHED, now=now)
    query = select(Release).where(Release.product_id == first.product_id)
    return session.scalars(query.order_by(Release.number.desc())).first() or first
