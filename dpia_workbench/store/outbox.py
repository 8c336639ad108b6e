"""The outbox: work that follows a transaction is a row of that same transaction."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, or_, select, update
from sqlalchemy.orm import Session

from dpia_workbench.store.audit import jsonable
from dpia_workbench.store.base import Base
from dpia_workbench.store.models import Job

LEASE = timedelta(minutes=2)
MOST_TRIES = 8


def enqueue(session: Session, name: str, *, at: datetime, **detail: Any) -> Job:
    """Ask for work to be done after this transaction."""
    job = Job(name=name, detail=jsonable(detail), run_at=at, created_at=at)
    session.add(job)
    return job


def enqueue_all(
    session: Session, name: str, details: Iterable[Mapping[str, Any]], *, at: datetime
) -> int:
    """Ask for much work of one kind at once; return how many jobs that is."""
    rows = [
        {"id": uuid4(), "name": name, "detail": jsonable(detail), "run_at": at, "created_at": at,
         "tries": 0, "error": ""}
        for detail in details
    ]  # fmt: skip
    if rows:
        session.execute(insert(Base.metadata.tables["job"]), rows)
    return len(rows)


def take(session: Session, *, now: datetime) -> Job | None:
    """Lease the next job that is due, or return None.

    A worker that dies loses its lease, and the job comes back (so handlers are idempotent).
    """
    query = (
        select(Job)
        .where(
            Job.done_at.is_(None),
            Job.failed_at.is_(None),
            Job.run_at <= now,
            or_(Job.locked_until.is_(None), Job.locked_until <= now),
        )
        .order_by(Job.run_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    job = session.scalar(query)
    if job is not None:
        job.locked_until, job.tries = now + LEASE, job.tries + 1
    return job


def finish(session: Session, job: Job, *, now: datetime) -> None:
    """Mark a job done."""
    job.done_at, job.locked_until, job.error = now, None, ""


def postpone(session: Session, job: Job, *, now: datetime, error: str) -> None:
    """Try a failed job again later, ever later; after enough tries leave it to the operator."""
    job.locked_until, job.error = None, error[:500]
    if job.tries >= MOST_TRIES:
        job.failed_at = now
    else:
        job.run_at = now + timedelta(seconds=2**job.tries)


def retry_failed(session: Session, *, now: datetime) -> None:
    """Give failed jobs another round of tries."""
    session.execute(
        update(Job)
        .where(Job.failed_at.is_not(None))
        .values(failed_at=None, tries=0, run_at=now, locked_until=None)
    )
