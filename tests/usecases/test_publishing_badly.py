"""Publishing twice, at one moment, or with a full disk: one release or none; the index agrees."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.actor import Actor
from dpia_workbench.plumbing import indexing
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.risk.assessment import MoveRefused, NotEditable
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store.base import Stale
from dpia_workbench.store.models import (
    Release,
    ReleasePart,
    ReleaseSignature,
    SearchChange,
    SigningKey,
)
from dpia_workbench.usecases import chain, dossier, release
from tests import make

TABLES = (Release, ReleasePart, ReleaseSignature, SigningKey)


def _approved(session: Session) -> tuple[make.People, UUID]:
    people = make.people(session)
    row = make.dossier(session, people=people, state=make.State.APPROVED, now=clock.now())
    return people, row.id


def _publish(session: Session, actor: Actor, dossier_id: UUID) -> Release:
    return release.publish(
        session, actor=actor, dossier_id=dossier_id, chosen=Verdict.GREEN_WITH_MEASURES,
        reason="", valid_until=None, signer=make.SIGNER, today=clock.today(), now=clock.now(),
    )  # fmt: skip


def _counts(session: Session) -> list[int]:
    return [session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


def _puts(session: Session) -> int:
    return len(session.scalars(select(SearchChange.id)).all())


def _index_agrees(session: Session) -> bool:
    indexing.rebuild()
    there = [document.slug for document in indexing.documents(session, slugs=None)]
    return indexing.agrees(there)


@pytest.mark.slow
def test_of_many_who_publish_at_the_same_moment_one_does(own_app: Flask) -> None:
    with own_app.app_context():
        people, dossier_id = _approved(db.session())
        actor = people.publisher.actor
        before = _puts(db.session())

    def publish(_turn: int) -> str:
        with own_app.app_context():
            try:
                with transaction() as session:
                    _publish(session, actor, dossier_id)
            except (MoveRefused, Stale, OperationalError) as refused:
                return type(refused).__name__
            return "published"

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(publish, range(4)))

    assert done.count("published") == 1
    with own_app.app_context():
        session = db.session()
        assert _counts(session) == [1, 1, 1, 1]
        assert _puts(session) == before + 1
        (row,) = session.scalars(select(Release)).all()
        assert chain.faults(session, row.product_id) == []
        assert _index_agrees(session)


@pytest.mark.slow
def test_a_full_disk_leaves_no_release_and_the_next_try_works(own_app: Flask) -> None:
    with own_app.app_context():
        people, dossier_id = _approved(db.session())
        actor = people.publisher.actor
        before = _puts(db.session())

        def full(*_words: Any) -> None:
            raise OperationalError("COMMIT", {}, Exception("database or disk is full"))

        event.listen(db.engine, "commit", full)
        with pytest.raises(OperationalError), transaction() as session:
            _publish(session, actor, dossier_id)
        event.remove(db.engine, "commit", full)

        assert _counts(db.session()) == [0, 0, 0, 0]
        assert _puts(db.session()) == before
        assert _index_agrees(db.session())
        db.session.rollback()

        with transaction() as session:
            _publish(session, actor, dossier_id)
        assert _counts(db.session()) == [1, 1, 1, 1]
        assert _index_agrees(db.session())


def test_what_is_published_cannot_be_edited_or_published_again(
    session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, state=make.State.APPROVED)
    both = make.both("Nog even iets anders")

    with pytest.raises(NotEditable):
        dossier.describe(
            session, actor=people.analyst.actor, dossier_id=row.id, summary=both, scope=both,
            sentence=both, version=None, now=make.NOW,
        )  # fmt: skip
    made = make.publish(session, row, people=people)
    with pytest.raises(MoveRefused):
        make.publish(session, row, people=people)

    assert "Nog even" not in made.canonical
    assert _counts(session) == [1, 1, 1, 1]
