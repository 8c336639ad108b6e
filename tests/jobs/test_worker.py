"""The worker: jobs become mail and index entries, once, and no job ends it."""

import os
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.jobs import worker
from dpia_workbench.jobs.handlers import HANDLERS
from dpia_workbench.plumbing import indexing, links
from dpia_workbench.plumbing.commands import while_child_of
from dpia_workbench.search import Query
from dpia_workbench.store import outbox
from dpia_workbench.store.models import Job, OneTimeLink
from dpia_workbench.usecases import account, release
from tests import make
from tests.make import People

MAIL: dict[str, Any] = {
    "kind": "review-asked", "to": "rosa@surf.example", "language": "nl", "path": "/dossiers/7",
    "values": {"dossier": "LEERPLEIN-2025"},
}  # fmt: skip


def _work(app: Flask, session: Session) -> int:
    """Do all jobs that are due."""
    session.commit()
    done = worker.work(app, go_on=lambda: False)
    session.expire_all()
    return done


def _mails(app: Flask) -> list[EmailMessage]:
    home: Path = app.extensions["settings"].home
    files = sorted((home / "outbox").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    return [
        message_from_bytes(file.read_bytes(), policy=policy.default)  # type: ignore[misc]
        for file in files
    ]


def _jobs(session: Session) -> list[Job]:
    return list(session.scalars(select(Job).order_by(Job.created_at)))


def test_a_mail_is_sent_once_with_a_link_to_our_own_address(app: Flask, session: Session) -> None:
    outbox.enqueue(session, "mail.send", at=clock.now(), **MAIL)

    assert [_work(app, session), _work(app, session)] == [1, 0]

    [mail] = _mails(app)
    assert mail["To"] == "rosa@surf.example"
    assert "http://localhost/dossiers/7" in mail.get_content()
    [job] = _jobs(session)
    assert job.done_at is not None


def test_a_one_time_link_is_signed_and_its_secret_kept_nowhere(
    app: Flask, session: Session, people: make.People
) -> None:
    account.send_link(session, user=people.analyst.user, kind="new-password", now=clock.now())

    _work(app, session)

    [mail] = _mails(app)
    address = next(
        line for line in mail.get_content().splitlines() if line.startswith("http://localhost/")
    )
    token = address.rsplit("/", 1)[1]
    link = session.scalars(select(OneTimeLink)).one()
    secret = app.extensions["settings"].secret_key
    assert links.link_id(token, secret_key=secret) == link.id
    assert token not in str(_jobs(session)[0].detail)


@pytest.mark.parametrize("change", ["", "x", "YQ"])
def test_a_link_that_we_did_not_sign_is_nobodys(change: str) -> None:
    token = links.token(UUID(int=7), secret_key="one secret of ours")

    assert links.link_id(token, secret_key="one secret of ours") == UUID(int=7)
    assert links.link_id(token, secret_key="another secret") is None
    assert links.link_id(change + token[:-1], secret_key="one secret of ours") is None


def test_a_job_that_fails_is_tried_again_later_and_the_next_one_is_done(
    app: Flask, session: Session
) -> None:
    outbox.enqueue(session, "mail.send", at=make.NOW, **{**MAIL, "kind": "no-such-kind"})
    outbox.enqueue(session, "mail.send", at=clock.now(), **MAIL)

    assert _work(app, session) == 2

    failed, done = _jobs(session)
    assert (failed.done_at, failed.tries, failed.locked_until) == (None, 1, None)
    assert failed.error.startswith("KeyError")
    assert failed.run_at > make.NOW
    assert done.done_at is not None


def test_a_job_that_nobody_knows_does_not_end_the_worker(app: Flask, session: Session) -> None:
    outbox.enqueue(session, "no.such.job", at=clock.now())

    assert _work(app, session) == 1
    assert _jobs(session)[0].error.startswith("KeyError")


def test_a_published_verdict_is_found_and_a_withdrawn_one_is_no_longer_current(
    app: Flask, session: Session, people: make.People
) -> None:
    now = clock.now()
    made = make.release(session, people=people, now=now)
    slug, number = made.product.slug, made.number
    _work(app, session)

    with app.app_context():
        assert [hit.slug for hit in indexing.find(Query(text="leerplein")).hits] == [slug]

    release.withdraw(
        session, actor=people.publisher.actor, slug=slug, number=number, reason="Fout.",
        today=clock.today(), now=now,
    )  # fmt: skip
    _work(app, session)

    with app.app_context():
        assert [hit.slug for hit in indexing.find(Query(text="leerplein")).hits] == []


def test_every_job_that_is_asked_for_has_a_handler(
    app: Flask, session: Session, people: make.People
) -> None:
    make.adoption(session, people=people, state=make.AdoptionState.ACTIVE, now=clock.now())
    make.remediation(session, people=people, state=make.RequestState.VERIFIED, now=clock.now())

    assert {job.name for job in _jobs(session)} <= set(HANDLERS)
    assert _work(app, session) == len(_jobs(session))
    assert {job.error for job in _jobs(session)} == {""}


def test_a_worker_pauses_while_it_may_go_on(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "PAUSE", 0)
    turns = iter([True, True, False])

    assert worker.work(app, go_on=lambda: next(turns)) == 0
    assert list(turns) == []


def test_a_worker_knows_that_the_process_that_started_it_lives() -> None:
    assert while_child_of(os.getppid())() is True
    assert while_child_of(None)() is True
    assert while_child_of(os.getpid())() is False
    assert os.getppid() > 0


def test_a_release_that_expires_overnight_leaves_the_default_search(
    app: Flask, session: Session, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = make.release(session, people=people, now=clock.now())
    _work(app, session)
    before = _found(app)
    later = row.valid_until + timedelta(days=1)
    monkeypatch.setattr(clock, "today", lambda: later)

    _work(app, session)

    assert _found(app) == before - 1


def _found(app: Flask) -> int:
    with app.app_context():
        return indexing.find(Query()).total


def test_the_daily_mail_is_sent_once_and_says_nothing_confidential(
    app: Flask, session: Session, people: make.People
) -> None:
    now = clock.now()
    row = make.dossier(session, people=people, now=now)
    make.thread(session, row, by=people.analyst, mentions=[people.reviewer], body="Geheim", now=now)

    with app.app_context():
        assert worker.collect_daily(now) == now
        worker.collect_daily(now)
    _work(app, session)

    [mail] = _mails(app)
    assert mail["To"] == "reviewer@surf.example"
    assert f"http://localhost/dossiers/{row.id}/threads" in mail.get_content()
    assert "Geheim" not in str(mail)
