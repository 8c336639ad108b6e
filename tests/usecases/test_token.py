"""Tokens and kept answers: what the use cases refuse."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import PUBLIC
from dpia_workbench.access.policy import Forbidden
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import KeptAnswer
from dpia_workbench.usecases import idempotency, token
from dpia_workbench.usecases.idempotency import KeyReused, KeyUnusable, Reply, Sent
from tests import make

NOW = make.NOW
REPLY = Reply(status=201, body='{"id": 1}', headers={"ETag": '"1"'})


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_token_lives_a_day_at_least_and_a_year_at_most(
    session: Session, people: make.People, days: int
) -> None:
    with pytest.raises(token.LifeOutOfRange):
        token.make(session, actor=people.analyst.actor, name="x", days=days, now=NOW)


def test_the_public_makes_no_token(session: Session) -> None:
    with pytest.raises(NotFound):
        token.make(session, actor=PUBLIC, name="x", days=1, now=NOW)


def test_somebody_has_a_limited_number_of_tokens_that_work(
    session: Session, people: make.People
) -> None:
    words = {"actor": people.analyst.actor, "name": "x", "days": 2}
    for _turn in range(token.MOST_TOKENS):
        token.make(session, now=NOW, **words)

    with pytest.raises(token.TooManyTokens):
        token.make(session, now=NOW, **words)
    assert token.make(session, now=NOW + timedelta(days=3), **words).secret


def test_revoking_twice_is_no_second_fact(session: Session, people: make.People) -> None:
    made = token.make(session, actor=people.analyst.actor, name="x", days=2, now=NOW)
    words = {"actor": people.analyst.actor, "token_id": made.token.id}

    token.revoke(session, now=NOW, **words)
    later = token.revoke(session, now=NOW + timedelta(days=1), **words)

    assert later.ended_at == NOW


@pytest.mark.parametrize("name", ["analyst2", "vendor", "officer"])
def test_nobody_but_an_administrator_ends_anothers_tokens(
    session: Session, people: make.People, name: str
) -> None:
    token.make(session, actor=people.analyst.actor, name="x", days=2, now=NOW)
    user_id = people.analyst.user.id

    with pytest.raises(Forbidden):
        token.end_all(session, actor=people.everybody()[name].actor, user_id=user_id, now=NOW)
    assert token.end_all(
        session, actor=people.administrator.actor, user_id=user_id, now=NOW
    ) == 1  # fmt: skip


def test_the_tokens_of_nobody_cannot_be_ended(session: Session, people: make.People) -> None:
    with pytest.raises(NotFound):
        token.end_all(session, actor=people.administrator.actor, user_id=uuid4(), now=NOW)


def test_an_answer_is_kept_for_a_day_and_for_one_person(
    session: Session, people: make.People
) -> None:
    sent = Sent(key="a", request_hash="h")
    mine = {"actor": people.analyst.actor, "sent": sent}

    idempotency.keep(session, reply=REPLY, now=NOW, **mine)

    assert idempotency.recall(session, now=NOW + timedelta(hours=23), **mine) == REPLY
    assert idempotency.recall(session, now=NOW + timedelta(hours=24), **mine) is None
    other = people.analyst2.actor
    assert idempotency.recall(session, actor=other, sent=sent, now=NOW) is None


def test_an_old_answer_is_dropped_when_another_is_kept(
    session: Session, people: make.People
) -> None:
    mine = {"actor": people.analyst.actor, "sent": Sent(key="a", request_hash="h")}
    idempotency.keep(session, reply=REPLY, now=NOW, **mine)

    idempotency.keep(session, reply=REPLY, now=NOW + timedelta(hours=25), **mine)

    assert len(session.scalars(select(KeptAnswer)).all()) == 1


def test_a_key_belongs_to_one_request(session: Session, people: make.People) -> None:
    actor = people.analyst.actor
    idempotency.keep(
        session, actor=actor, sent=Sent(key="a", request_hash="h"), reply=REPLY, now=NOW
    )

    with pytest.raises(KeyReused):
        idempotency.recall(session, actor=actor, sent=Sent(key="a", request_hash="i"), now=NOW)


@pytest.mark.parametrize("key", ["", "x" * 256, "é", "a\tb"])
def test_a_key_is_a_short_text_of_visible_signs(
    session: Session, people: make.People, key: str
) -> None:
    sent = Sent(key=key, request_hash="h")

    with pytest.raises(KeyUnusable):
        idempotency.recall(session, actor=people.analyst.actor, sent=sent, now=NOW)
