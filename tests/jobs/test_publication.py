"""A planned publication in the worker: at its moment, once, or not at all and with the reason."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.jobs import worker
from dpia_workbench.jobs.handlers import HANDLERS
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.risk.publication import PlanEnd
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store.models import (
    AuditEvent,
    Dossier,
    Job,
    PublicationPlan,
    PublicationPlanEnd,
    Release,
    Revision,
)
from dpia_workbench.usecases import publication_plan, release, review
from tests import make


def _planned(session: Session, people: make.People, *, due_at: datetime) -> PublicationPlan:
    """Return a plan that was made an hour before its moment."""
    row = make.dossier(session, people=people, state=make.State.APPROVED, now=clock.now())
    made = publication_plan.plan(
        session, actor=people.publisher.actor, dossier_id=row.id, reason="", valid_until=None,
        chosen=Verdict.GREEN_WITH_MEASURES, due_at=due_at, now=due_at - timedelta(hours=1),
    )  # fmt: skip
    session.commit()
    return made


def test_the_worker_publishes_at_the_moment_and_not_before(
    app: Flask, session: Session, people: make.People
) -> None:
    early = _planned(session, people, due_at=clock.now() + timedelta(hours=1))
    due = _planned(session, people, due_at=clock.now() - timedelta(minutes=1))

    worker.work(app, go_on=lambda: False)

    session.expire_all()
    assert early.end is None
    assert due.end is not None
    assert due.end.kind is PlanEnd.PUBLISHED
    assert session.scalars(select(Release.revision_id)).all() == [due.revision_id]


def test_what_no_longer_holds_is_not_published_and_everybody_concerned_reads_why(
    app: Flask, session: Session, people: make.People
) -> None:
    plan = _planned(session, people, due_at=clock.now() - timedelta(minutes=1))
    review.reopen(
        session, actor=people.analyst.actor, dossier_id=plan.revision.dossier_id, now=clock.now()
    )
    session.commit()

    worker.work(app, go_on=lambda: False)

    session.expire_all()
    assert plan.end is not None
    assert plan.end.kind is PlanEnd.REFUSED
    assert session.scalar(select(func.count(Release.id))) == 0
    mails = list((app.extensions["settings"].home / "outbox").glob("*.eml"))
    assert mails
    assert any(b"Goedgekeurd door een beoordelaar" in mail.read_bytes() for mail in mails)
    assert all(job.done_at for job in session.scalars(select(Job)))


@pytest.fixture
def own(own_app: Flask) -> Iterator[Flask]:
    """An application on a database of its own, with people in it."""
    with own_app.app_context():
        yield own_app
        db.session.remove()


def _everything(session: Session) -> tuple[int, int, int, str]:
    """Return how many releases, ends of plans and facts of a publication there are, and a state."""
    published = AuditEvent.fact == "release.published"
    return (
        session.scalar(select(func.count(Release.id))) or 0,
        session.scalar(select(func.count(PublicationPlanEnd.id))) or 0,
        session.scalar(select(func.count(AuditEvent.seq)).where(published)) or 0,
        session.scalars(select(Revision.state)).one(),
    )


def _together(app: Flask, *works: Any) -> list[Exception | None]:
    """Do several things at the same moment, each as a process of its own would."""
    start, ended = Barrier(len(works)), []  # type: tuple[Barrier, list[Exception | None]]

    def run(work: Any) -> None:
        with app.app_context():
            start.wait()
            try:
                work()
                ended.append(None)
            except Exception as error:
                ended.append(error)
            finally:
                db.session.remove()

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended


def test_two_workers_at_once_publish_once(own: Flask) -> None:
    session = db.session()
    people = make.people(session)
    plan = _planned(session, people, due_at=clock.now() - timedelta(minutes=1))
    detail = {"plan_id": str(plan.id)}
    db.session.remove()

    _together(own, *(lambda: HANDLERS[publication_plan.JOB](detail) for _turn in range(3)))
    HANDLERS[publication_plan.JOB](detail)  # the job that failed comes back

    assert _everything(db.session()) == (1, 1, 1, "published")


def test_publishing_at_once_and_as_planned_and_reopening_make_one_release_or_none(
    own: Flask,
) -> None:
    session = db.session()
    people = make.people(session)
    plan = _planned(session, people, due_at=clock.now() - timedelta(minutes=1))
    dossier_id, plan_id = plan.revision.dossier_id, plan.id
    publisher, analyst = people.publisher.actor, people.analyst.actor
    db.session.remove()

    def publish() -> None:
        with transaction() as now:
            release.publish(
                now, actor=publisher, dossier_id=dossier_id, chosen=Verdict.GREEN_WITH_MEASURES,
                reason="", valid_until=None, today=clock.today(), now=clock.now(),
            )  # fmt: skip

    def reopen() -> None:
        with transaction() as now:
            review.reopen(now, actor=analyst, dossier_id=dossier_id, now=clock.now())

    ended = _together(
        own, publish, publish, reopen,
        lambda: HANDLERS[publication_plan.JOB]({"plan_id": str(plan_id)}),
    )  # fmt: skip

    assert None in ended
    releases, _ends, facts, state = _everything(db.session())
    assert releases == facts <= 1
    assert (state == "published") is (releases == 1)


class DiskFull(Exception):
    """What a database says when nothing more can be written."""


def test_a_commit_that_fails_leaves_nothing_and_the_plan_open(own: Flask) -> None:
    session = db.session()
    people = make.people(session)
    plan = _planned(session, people, due_at=clock.now() - timedelta(minutes=1))
    plan_id, before = plan.id, _everything(session)
    db.session.remove()

    def fail() -> None:
        with transaction() as now:
            publication_plan.carry_out(now, plan_id=plan_id, signer=make.SIGNER, now=clock.now())
            now.flush()
            raise DiskFull

    with pytest.raises(DiskFull):
        fail()

    assert _everything(db.session()) == before
    assert db.session.get_one(PublicationPlan, UUID(str(plan_id))).end is None
    HANDLERS[publication_plan.JOB]({"plan_id": str(plan_id)})
    assert _everything(db.session())[0] == 1
    assert isinstance(db.session.scalars(select(Dossier)).one(), Dossier)
