"""Takes jobs one by one: leased in one transaction, done, finished in another."""

import logging
import time
from collections.abc import Callable
from datetime import datetime

from flask import Flask
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from dpia_workbench import clock
from dpia_workbench.jobs import telling
from dpia_workbench.jobs.handlers import HANDLERS
from dpia_workbench.plumbing import following
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.search import IndexBroken, IndexBusy
from dpia_workbench.store import outbox
from dpia_workbench.store.models import Job
from dpia_workbench.usecases import digest, remark, reminder, review_sweep

log = logging.getLogger(__name__)
PAUSE = 0.2  # seconds between looks; a published verdict must be found within a second


def work(app: Flask, *, go_on: Callable[[], bool]) -> int:
    """Do jobs while `go_on` says so, pausing when there are none; return how many were done."""
    done = 0
    mailed: datetime | None = None
    while True:
        with app.app_context():
            if digest.is_due(now=clock.now(), last=mailed):
                mailed = collect_daily(clock.now())
            found = work_one()
            bring_search_up_to_date()
        if found:
            done += 1
        elif not go_on():
            return done
        else:
            time.sleep(PAUSE)


def collect_daily(now: datetime) -> datetime | None:
    """Put the daily mails of a day in the outbox; return when, or None to try again."""
    try:
        for collect in (digest.collect, reminder.collect, remark.forget_old, review_sweep.collect):
            with transaction() as session:
                collect(session, now=now)
        telling.collect(now)
    except OperationalError as error:
        log.warning("daily mails wait for the database: %s", type(error.orig).__name__)
        return None
    return now


def bring_search_up_to_date() -> None:
    """Let the search index of this server follow the database; trouble waits for the next time."""
    try:
        while following.follow():
            pass
    except (SQLAlchemyError, IndexBroken, IndexBusy, OSError) as error:
        log.warning("the search index waits: %s", type(error).__name__)
    finally:
        db.session.rollback()


def work_one() -> bool:
    """Do the next job; return whether there was one."""
    try:
        with transaction() as session:
            job = outbox.take(session, now=clock.now())
            taken = (job.id, job.name, job.detail) if job else None
    except OperationalError as error:
        log.warning("jobs wait for the database: %s", type(error.orig).__name__)
        return False
    if taken is None:
        return False
    job_id, name, detail = taken
    failure = _run(name, detail)
    with transaction() as session:
        row = session.get_one(Job, job_id)
        if failure:
            outbox.postpone(session, row, now=clock.now(), error=failure)
        else:
            outbox.finish(session, row, now=clock.now())
    return True


def _run(name: str, detail: dict[str, object]) -> str:
    """Run a handler and return what went wrong, in one line, or nothing."""
    try:
        HANDLERS[name](detail)
    except Exception as error:  # a job must never end the worker
        db.session.rollback()
        log.warning("job %s will be tried again: %s", name, type(error).__name__)
        return f"{type(error).__name__}: {error}"
    finally:
        db.session.rollback()
    return ""
