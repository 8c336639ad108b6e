"""Jobs that ask boards to look again: in the transaction of the deed, and once (invariant 24)."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.app import create_app
from dpia_workbench.jobs import worker
from dpia_workbench.jobs.handlers import HANDLERS
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.store import migrations
from dpia_workbench.store.models import Adoption, Job, ReviewTask
from dpia_workbench.usecases import release, review_sweep, reviewing
from tests import make
from tests.conftest import settings_for
from tests.making import reviews
from tests.making.adoptions import AdoptionState


def _withdraw(session: Session, row: Adoption, people: make.People) -> None:
    assert row.release is not None
    release.withdraw(
        session, actor=people.publisher.actor, slug=row.release.product.slug, number=1,
        reason="Lek.", today=clock.today(), now=clock.now(),
    )  # fmt: skip


def test_who_withdraws_a_release_asks_its_adopters_to_look(
    app: Flask, session: Session, people: make.People
) -> None:
    row = make.adoption(session, people=people, state=AdoptionState.ACTIVE, now=clock.now())
    _withdraw(session, row, people)
    session.commit()

    worker.work(app, go_on=lambda: False)

    session.expire_all()
    assert len(reviews.looks(session, row)) == 1
    assert session.query(Job).filter(Job.failed_at.is_not(None)).count() == 0


def test_a_withdrawal_that_is_undone_asks_nobody(
    app: Flask, session: Session, people: make.People
) -> None:
    row = make.adoption(session, people=people, state=AdoptionState.ACTIVE, now=clock.now())
    _withdraw(session, row, people)
    session.rollback()

    worker.work(app, go_on=lambda: False)

    session.expire_all()
    assert reviews.looks(session, row) == []


def test_the_morning_asks_and_reminds(app: Flask, session: Session, people: make.People) -> None:
    then = clock.now() - timedelta(days=299)
    row = make.adoption(session, people=people, state=AdoptionState.ACTIVE, now=then)
    assert row.decision is not None
    product_id = str(row.basis.product_id)

    for _time in range(2):
        with app.app_context():
            HANDLERS[review_sweep.SWEEP_JOB]({"product_id": product_id})
            HANDLERS[review_sweep.REMIND_JOB]({})

    session.expire_all()
    assert reviews.looks(session, row)[0].due == row.decision.next_review
    assert len(reviews.mails(session, "review-waits")) == 2  # the officer and the FG


@pytest.mark.slow
def test_two_workers_at_once_ask_each_board_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'workbench.sqlite'}"
    app = create_app(settings_for(tmp_path, database_url=url))
    with app.app_context():
        with db.engine.begin() as connection:
            migrations.upgrade(connection)
        with transaction() as session:
            people = make.people(session)
            first = make.release(session, people=people, now=clock.now())
            for school in (people.school, people.other_school):
                row = make.adoption(
                    session, people=people, release=first, at=school, now=clock.now(),
                    state=AdoptionState.ACTIVE,
                )  # fmt: skip
            _withdraw(session, row, people)
            keys = [job.detail["news"] for job in session.query(Job).filter_by(name="news.spread")]
    together = Barrier(3)

    def work() -> None:
        together.wait()
        for key in keys:
            for _try in range(20):
                with app.app_context():
                    try:
                        with transaction() as session:
                            reviewing.spread(session, key=key, now=clock.now())
                        break
                    except (IntegrityError, OperationalError):
                        continue  # a job that fails comes back

    workers = [Thread(target=work) for _one in range(3)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()

    with app.app_context():
        asked = Counter(each.adoption_id for each in db.session.query(ReviewTask))
        mails = db.session.query(Job).filter_by(name="mail.send").all()
        told = Counter(m.detail["to"] for m in mails if m.detail["kind"] == "review-waits")
        db.session.remove()
        db.engine.dispose()
    assert set(asked.values()) == {1}
    assert len(asked) == 2
    assert set(told.values()) == {1}
    assert len(told) == 4
