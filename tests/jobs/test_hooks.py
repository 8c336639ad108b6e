"""Webhooks from the event to the address: signed, once, tried again, stopped."""

import json
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.policy import Forbidden
from dpia_workbench.hooks import signing
from dpia_workbench.jobs import telling, worker
from dpia_workbench.risk.calendar import AMSTERDAM
from dpia_workbench.risk.hooks import PAUSES, AddressRefused, Failure, Stopped
from dpia_workbench.risk.release import Event
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Job, Webhook, WebhookDelivery
from dpia_workbench.usecases import hook, release
from tests import make
from tests.making import receiver
from tests.making.receiver import Receiver


@pytest.fixture
def there() -> Iterator[Receiver]:
    """The program of somebody else."""
    with receiver.running() as running:
        yield running


@pytest.fixture
def webhook(session: Session, people: make.People, there: Receiver) -> Webhook:
    """An address of the vendor that hears of withdrawals, of attention and of what expires."""
    return make.webhook(
        session, by=people.vendor, url=there.url, kinds=["withdrawn", "attention", "expired"]
    )


def work(app: Flask, session: Session) -> None:
    """Do all jobs, those too that are to be done later."""
    session.commit()
    for job in session.scalars(select(Job).where(Job.done_at.is_(None))):
        job.run_at = min(job.run_at, clock.now())
    session.commit()
    with app.app_context():
        while worker.work_one():
            pass
    session.expire_all()


def only(session: Session) -> WebhookDelivery:
    """Return the one message that there is."""
    return session.scalars(select(WebhookDelivery)).one()


def test_a_withdrawal_is_told_signed_and_once(
    app: Flask, session: Session, people: make.People, there: Receiver, webhook: Webhook
) -> None:
    now = clock.now()
    made = make.release(session, people=people, now=now)
    release.withdraw(
        session, actor=people.publisher.actor, slug="leerplein", number=1, reason="Het lekt.",
        today=clock.today(), now=now,
    )  # fmt: skip
    for _turn in range(2):
        work(app, session)
        with app.app_context():
            telling.spread({"news": f"event:{made.events[0].id}"})

    [(headers, body)] = there.messages
    told = json.loads(body)
    assert told["type"] == "release.withdrawn"
    assert told["data"]["reason"] == "Het lekt."
    assert told["data"]["product"]["slug"] == "leerplein"
    assert told["data"]["release"]["sha256"] == made.sha256
    assert told["data"]["release"]["url"] == "http://localhost/verdicts/leerplein/releases/1"
    key = signing.secret(
        app.extensions["settings"].secret_key, webhook_id=webhook.id, number=1
    )  # fmt: skip
    timestamp = int(headers["webhook-timestamp"])
    assert headers["webhook-signature"] == signing.signature(
        key, message_id=headers["webhook-id"], timestamp=timestamp, body=body
    )
    row = only(session)
    assert (row.status, row.tries, row.excerpt) == (200, 1, "thanks")
    assert row.delivered_at is not None


def test_a_test_arrives_and_for_a_day_two_secrets_sign(
    app: Flask, session: Session, people: make.People, there: Receiver, webhook: Webhook
) -> None:
    words: dict[str, Any] = {"actor": people.vendor.actor, "webhook_id": webhook.id}
    hook.rotate(session, **words, now=clock.now())
    hook.test(session, **words, now=clock.now())
    work(app, session)
    webhook.rotated_at = clock.now() - timedelta(days=2)
    hook.test(session, **words, now=clock.now())
    work(app, session)

    signatures = [headers["webhook-signature"].split() for headers, _body in there.messages]
    assert [len(each) for each in signatures] == [2, 1]
    assert [json.loads(body)["type"] for _headers, body in there.messages] == ["webhook.test"] * 2


def test_what_fails_is_tried_later_and_later_with_one_id_and_then_stopped_by_mail(
    app: Flask, session: Session, people: make.People, there: Receiver, webhook: Webhook
) -> None:
    there.status, there.body = 500, b"not now"
    hook.test(session, actor=people.vendor.actor, webhook_id=webhook.id, now=clock.now())
    session.commit()

    with app.app_context():
        assert worker.work_one()
    session.expire_all()
    row = only(session)
    assert (row.failure, row.status, row.excerpt) == (Failure.ANSWER, 500, "not now")
    assert row.tried_at is not None
    assert row.next_at == row.tried_at + PAUSES[0]
    with app.app_context():
        assert not worker.work_one(), "it waits"
    for _turn in PAUSES:
        work(app, session)

    assert len(there.messages) == len(PAUSES) + 1
    assert len({headers["webhook-id"] for headers, _body in there.messages}) == 1
    assert only(session).given_up_at is not None
    assert session.get_one(Webhook, webhook.id).stopped is Stopped.FAILING
    [mail] = [job for job in session.scalars(select(Job)) if job.name == "mail.send"]
    assert (mail.detail["to"], mail.detail["kind"]) == (people.vendor.user.email, "webhook-stopped")
    assert mail.done_at is not None
    with pytest.raises(hook.NotInUse):
        hook.test(session, actor=people.vendor.actor, webhook_id=webhook.id, now=clock.now())


def test_an_address_that_is_gone_is_stopped_at_once_and_can_begin_again(
    app: Flask, session: Session, people: make.People, there: Receiver, webhook: Webhook
) -> None:
    words: dict[str, Any] = {"actor": people.vendor.actor, "webhook_id": webhook.id}
    there.status = 410
    for _test in range(2):
        hook.test(session, **words, now=clock.now())
    work(app, session)
    assert session.get_one(Webhook, webhook.id).stopped is Stopped.GONE
    assert len(there.messages) == 1, "what waited is not sent to who is gone"

    hook.resume(session, **words, now=clock.now())
    there.status = 204
    hook.test(session, **words, now=clock.now())
    work(app, session)

    newest = session.scalars(
        select(WebhookDelivery).order_by(WebhookDelivery.created_at.desc()).limit(1)
    ).one()
    assert newest.status == 204
    assert newest.delivered_at is not None


def test_only_news_of_its_kinds_and_of_its_time_reaches_an_address(
    app: Flask, session: Session, people: make.People, there: Receiver
) -> None:
    now = clock.now()
    made = make.release(session, people=people, now=now - timedelta(days=10))
    make.webhook(session, by=people.vendor, url=there.url, kinds=["published", "attention"])
    ended = make.webhook(session, by=people.officer, url=there.url, kinds=["attention"])
    hook.end(session, actor=people.officer.actor, webhook_id=ended.id, now=now)
    for event in (Event.ATTENTION, Event.ATTENTION_CLOSED):
        release.mark(
            session, actor=people.publisher.actor, slug="leerplein", number=1, event=event,
            reason="Kijk hier.", today=clock.today(), now=clock.now(),
        )  # fmt: skip

    work(app, session)

    assert [json.loads(body)["type"] for _headers, body in there.messages] == ["release.attention"]
    assert len(made.events) == 2


def test_a_release_that_expires_is_told_by_the_worker_of_the_morning(
    app: Flask, session: Session, people: make.People, there: Receiver, webhook: Webhook
) -> None:
    webhook.created_at = make.NOW
    made = make.release(session, people=people)
    session.commit()
    after = datetime.combine(made.valid_until + timedelta(days=1), time(8), tzinfo=AMSTERDAM)

    with app.app_context():
        for _morning in range(2):
            telling.collect(after)
    work(app, session)

    told = [json.loads(body) for _headers, body in there.messages]
    assert [each["type"] for each in told] == ["release.expired"]


@pytest.mark.parametrize("url", ["https://10.0.0.1/", "http://example.org/", "no address"])
def test_an_address_inside_is_not_registered(
    session: Session, people: make.People, url: str
) -> None:
    with pytest.raises(AddressRefused):
        make.webhook(session, by=people.vendor, url=url)


def test_an_organisation_has_only_so_many_addresses(session: Session, people: make.People) -> None:
    for _each in range(hook.MOST_HOOKS):
        make.webhook(session, by=people.vendor)

    with pytest.raises(hook.TooManyHooks):
        make.webhook(session, by=people.vendor)
    make.webhook(session, by=people.other_vendor)


def test_who_does_not_speak_for_an_organisation_registers_nothing(
    session: Session, people: make.People
) -> None:
    for person in (people.analyst, people.fg, people.board, people.stranger):
        with pytest.raises(Forbidden):
            make.webhook(session, by=person)
    row = make.webhook(session, by=people.vendor)
    for person in (people.other_vendor, people.officer, people.publisher):
        for verb in (hook.rotate, hook.end, hook.resume, hook.test):
            with pytest.raises(NotFound):
                verb(session, actor=person.actor, webhook_id=row.id, now=clock.now())
