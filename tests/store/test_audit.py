"""The trail: chained by hashes, append-only, and every way to tamper with it is found."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import SYSTEM
from dpia_workbench.store import audit
from dpia_workbench.store.freezing import Frozen
from dpia_workbench.store.models import AuditEvent, AuditHead
from tests import make

Tamper = Callable[[Session], Any]


@pytest.fixture
def trail(session: Session, people: make.People) -> list[AuditEvent]:
    """Six events about two things."""
    things = [people.analyst.user.id, people.reviewer.user.id]
    made = [
        audit.record(
            session, "thing.changed", actor=people.analyst.actor, subject_id=things[n % 2],
            at=make.NOW + timedelta(minutes=n), number=n, text=make.both("é"),
        )
        for n in range(6)
    ]  # fmt: skip
    session.commit()
    return made


def test_an_event_says_who_did_what_when_and_in_which_role(
    session: Session, people: make.People, trail: list[AuditEvent]
) -> None:
    event = trail[0]

    assert event.actor_id == people.analyst.user.id
    assert event.organisation_id == people.analyst.actor.organisation_id
    assert (event.fact, event.roles, event.at) == ("thing.changed", ["analyst"], make.NOW)
    assert event.detail == {"number": 0, "text": {"nl": "é (nl)", "en": "é (en)"}}


def test_the_chain_is_whole_also_when_it_is_read_again(
    session: Session, trail: list[AuditEvent]
) -> None:
    session.expire_all()

    assert [event.seq for event in trail] == [1, 2, 3, 4, 5, 6]
    assert trail[0].previous_hash == audit.GENESIS
    assert list(audit.broken_links(session)) == []


def _set(**values: Any) -> Tamper:
    return lambda session: session.execute(
        update(AuditEvent).where(AuditEvent.seq == 3).values(**values)
    )


def _swap(session: Session) -> None:
    for old, new in ((3, 99), (4, 3), (99, 4)):
        session.execute(update(AuditEvent).where(AuditEvent.seq == old).values(seq=new))


def _remove(session: Session) -> None:
    session.execute(delete(AuditEvent).where(AuditEvent.seq == 3))


def _rewrite(session: Session) -> None:
    """Change an event and give it the hash that fits; the next one then no longer fits."""
    event = session.scalars(select(AuditEvent).where(AuditEvent.seq == 3)).one()
    session.expunge(event)
    event.fact = "thing.invented"
    values = {"fact": event.fact, "hash": audit.event_hash(event)}
    session.execute(update(AuditEvent).where(AuditEvent.seq == 3).values(**values))


def _insert(session: Session) -> None:
    values = {"fact": "x", "roles": [], "detail": {}, "at": make.NOW, "hash": "0"}
    values |= {"seq": 7, "previous_hash": "1", "subject_id": SYSTEM.user_id or _any_id(session)}
    session.execute(insert(AuditEvent).values(**values))


def _any_id(session: Session) -> Any:
    return session.scalars(select(AuditEvent.subject_id)).first()


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        (_set(fact="thing.invented"), 3),
        (_set(roles=["administrator"]), 3),
        (_set(detail={"number": 9}), 3),
        (_set(actor_id=None), 3),
        (_set(at=make.NOW), 3),
        (_set(hash="f" * 64), 3),
        (_swap, 3),
        (_remove, 4),
        (_rewrite, 4),
        (_insert, 7),
    ],
)
def test_tampering_is_found(
    session: Session, trail: list[AuditEvent], tamper: Tamper, found: int
) -> None:
    tamper(session)
    session.expire_all()

    assert next(audit.broken_links(session)) == found


def test_the_end_of_the_chain_cannot_be_cut_off_unseen(
    session: Session, trail: list[AuditEvent]
) -> None:
    session.execute(delete(AuditEvent).where(AuditEvent.seq > 4))
    session.expire_all()

    assert list(audit.broken_links(session))


def test_our_own_code_cannot_change_or_delete_an_event(
    session: Session, trail: list[AuditEvent]
) -> None:
    trail[2].fact = "thing.invented"
    with pytest.raises(Frozen):
        session.flush()
    session.rollback()

    session.delete(trail[2])
    with pytest.raises(Frozen):
        session.flush()


def test_an_event_that_is_rolled_back_leaves_no_hole(
    session: Session, people: make.People, trail: list[AuditEvent]
) -> None:
    words = {"actor": people.analyst.actor, "subject_id": people.analyst.user.id, "at": make.NOW}
    audit.record(session, "thing.undone", **words)
    session.rollback()

    event = audit.record(session, "thing.done", **words)
    session.commit()

    assert event.seq == 7
    assert list(audit.broken_links(session)) == []
    assert session.get_one(AuditHead, 1).seq == 7


def test_the_newest_events_about_a_thing_come_first(
    session: Session, people: make.People, trail: list[AuditEvent]
) -> None:
    found = audit.find(session, subject_id=people.reviewer.user.id, limit=2)

    assert [event.detail["number"] for event in found] == [5, 3]


def test_there_is_one_json_text_of_a_value() -> None:
    one = audit.canonical_json({"b": {2, 1}, "a": make.both("é"), "c": (make.TODAY, None)})
    two = audit.canonical_json({"c": [make.TODAY, None], "a": make.both("é"), "b": {1, 2}})

    assert one == two
    assert one == '{"a":{"en":"é (en)","nl":"é (nl)"},"b":[1,2],"c":["2025-03-03",null]}'
