"""The outbox: leased once, tried again ever later, left to the operator in the end."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.plumbing.database import db
from dpia_workbench.store import outbox
from dpia_workbench.store.models import Job
from tests import make


def _enqueue(session: Session, *numbers: int) -> list[Job]:
    made = [
        outbox.enqueue(session, "mail.send", at=make.NOW + timedelta(seconds=n), number=n)
        for n in numbers
    ]
    session.commit()
    return made


def _take(session: Session, *, seconds: int = 60) -> int | None:
    job = outbox.take(session, now=make.NOW + timedelta(seconds=seconds))
    number = job.detail["number"] if job else None
    session.commit()
    return number


def test_jobs_are_taken_in_the_order_in_which_they_are_due_and_once(session: Session) -> None:
    _enqueue(session, 3, 1, 2)

    assert [_take(session) for _ in range(4)] == [1, 2, 3, None]


def test_a_job_is_not_taken_before_its_time(session: Session) -> None:
    _enqueue(session, 30)

    assert [_take(session, seconds=29), _take(session, seconds=30)] == [None, 30]


def test_a_job_of_a_transaction_that_failed_does_not_exist(session: Session) -> None:
    outbox.enqueue(session, "mail.send", at=make.NOW)
    session.flush()
    session.rollback()

    assert outbox.take(session, now=make.NOW) is None


def test_the_job_of_a_worker_that_died_comes_back_after_its_lease(session: Session) -> None:
    [job] = _enqueue(session, 0)
    lease = int(outbox.LEASE.total_seconds())

    taken = [_take(session, seconds=s) for s in (0, lease - 1, lease)]

    assert taken == [0, None, 0]
    assert job.tries == 2


def test_a_finished_job_does_not_come_back(session: Session) -> None:
    [job] = _enqueue(session, 0)
    _take(session)

    outbox.finish(session, job, now=make.NOW)
    session.commit()

    assert _take(session, seconds=10**6) is None
    assert (job.done_at, job.locked_until, job.error) == (make.NOW, None, "")


def test_a_failed_job_is_tried_ever_later_and_then_left(session: Session) -> None:
    [job] = _enqueue(session, 0)
    now, pauses = make.NOW, []

    for _try in range(outbox.MOST_TRIES):
        taken = outbox.take(session, now=now)
        assert taken is job
        outbox.postpone(session, job, now=now, error="OSError: no route")
        session.commit()
        pauses.append((job.run_at - now).total_seconds())
        now = max(now, job.run_at)

    assert pauses[:-1] == [2, 4, 8, 16, 32, 64, 128]
    assert (job.failed_at, job.error) == (now, "OSError: no route")
    assert outbox.take(session, now=now + timedelta(days=99)) is None


def test_the_operator_gives_a_failed_job_another_round(session: Session) -> None:
    [job] = _enqueue(session, 0)
    job.tries = outbox.MOST_TRIES
    outbox.postpone(session, job, now=make.NOW, error="x" * 900)
    session.commit()
    assert len(job.error) == 500

    later = make.NOW + timedelta(days=1)
    outbox.retry_failed(session, now=later)
    session.commit()
    session.expire_all()

    assert (job.failed_at, job.tries, job.run_at) == (None, 0, later)
    assert outbox.take(session, now=later) is job


@pytest.mark.parametrize("workers", [2, 3])
def test_several_workers_never_take_the_same_job(own_app: Flask, workers: int) -> None:
    with own_app.app_context():
        with Session(db.engine) as first:
            _enqueue(first, *range(12))
        sessions = [Session(db.engine) for _ in range(workers)]

        taken = [_take(sessions[turn % workers]) for turn in range(12 + workers)]

        with Session(db.engine) as last:
            tries = set(last.scalars(select(Job.tries)))
        for session in sessions:
            session.close()
    assert [n for n in taken if n is not None] == list(range(12))
    assert tries == {1}
