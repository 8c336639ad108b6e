"""The daily mail: what is new, at most once a day, to who may read, and nothing that was said."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import PUBLIC
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier, Job, Thread
from dpia_workbench.usecases import digest, thread
from tests import make

LATER = make.NOW + timedelta(hours=1)
TOMORROW = make.NOW + timedelta(days=1)
TITLE = Place(part=DossierPart.RISK, key="R1", field="title")


@pytest.fixture
def draft(session: Session, people: make.People) -> Dossier:
    """A complete draft of SURF, which Ada leads."""
    return make.dossier(session, people=people)


def _mails(session: Session, *, now: datetime = LATER) -> dict[str, dict[str, int]]:
    """Collect, and return what counts for whom in the mails that this made."""
    known = set(session.scalars(select(Job.id)))
    digest.collect(session, now=now)
    session.flush()
    made = session.scalars(select(Job).where(Job.name == "mail.digest", Job.id.not_in(known)))
    return {job.detail["to"]: _counts(job.detail["dossiers"]) for job in made}


def _counts(told: list[dict[str, Any]]) -> dict[str, int]:
    [only] = told
    return {kind: count for kind, count in only["counts"].items() if count}


def _reply(session: Session, row: Thread, person: make.Person, **words: Any) -> None:
    values: dict[str, Any] = {"body": "Ja.", "mentions": (), "today": make.TODAY, "now": make.NOW}
    thread.reply(
        session, actor=person.actor, dossier_id=row.dossier_id, thread_id=row.id,
        **{**values, **words},
    )  # fmt: skip


def test_everybody_hears_what_concerns_them(
    session: Session, people: make.People, draft: Dossier
) -> None:
    row = make.thread(
        session, draft, by=people.analyst, mentions=[people.reviewer, people.analyst],
        assignee=people.analyst2,
    )  # fmt: skip
    _reply(session, row, people.reviewer)
    _reply(session, row, people.publisher, mentions=[people.analyst.user.id])
    make.thread(
        session, draft, by=people.reviewer, place=TITLE, language="nl", proposed="Beter", body=""
    )

    assert _mails(session) == {
        "analyst@surf.example": {"mentions": 1, "replies": 1, "suggestions": 1},
        "analyst2@surf.example": {"assigned": 1},
        "reviewer@surf.example": {"replies": 1},  # by answering, the mention was seen
    }


def test_the_mail_holds_no_word_of_what_was_said(
    session: Session, people: make.People, draft: Dossier
) -> None:
    make.thread(session, draft, by=people.analyst, mentions=[people.reviewer])

    digest.collect(session, now=LATER)
    session.flush()

    [job] = session.scalars(select(Job).where(Job.name == "mail.digest"))
    assert job.detail["dossiers"] == [
        {
            "dossier": draft.key, "path": f"/dossiers/{draft.id}/threads", "who": ["Ada Analist"],
            "counts": {"mentions": 1, "assigned": 0, "replies": 0, "suggestions": 0},
        }
    ]  # fmt: skip
    assert "Klopt dit" not in json.dumps(job.detail)


def test_there_is_at_most_one_mail_a_day_and_none_without_news(
    session: Session, people: make.People, draft: Dossier
) -> None:
    row = make.thread(session, draft, by=people.analyst, mentions=[people.reviewer])

    assert list(_mails(session)) == ["reviewer@surf.example"]
    _reply(session, row, people.analyst, mentions=[people.reviewer.user.id], now=LATER)
    assert _mails(session, now=LATER + timedelta(hours=1)) == {}
    _reply(
        session, row, people.analyst, mentions=[people.reviewer.user.id],
        now=LATER + timedelta(hours=2),
    )  # fmt: skip
    assert _mails(session, now=TOMORROW) == {"reviewer@surf.example": {"mentions": 1}}
    assert _mails(session, now=TOMORROW + timedelta(days=1)) == {}


def test_what_is_seen_or_resolved_is_no_news(
    session: Session, people: make.People, draft: Dossier
) -> None:
    row = make.thread(
        session, draft, by=people.analyst, mentions=[people.reviewer], assignee=people.analyst2
    )
    whose: dict[str, Any] = {"dossier_id": draft.id, "thread_id": row.id, "now": make.NOW}
    thread.see(session, actor=people.reviewer.actor, **whose)
    thread.resolve(session, actor=people.analyst.actor, **whose)

    assert _mails(session) == {}


def test_it_can_be_switched_off_and_on(
    session: Session, people: make.People, draft: Dossier
) -> None:
    make.thread(session, draft, by=people.analyst, mentions=[people.reviewer])

    digest.choose(session, actor=people.reviewer.actor, wants=False)
    assert _mails(session) == {}
    digest.choose(session, actor=people.reviewer.actor, wants=True)
    assert list(_mails(session)) == ["reviewer@surf.example"]
    with pytest.raises(NotFound):
        digest.choose(session, actor=PUBLIC, wants=True)


def test_who_may_no_longer_read_the_dossier_hears_nothing(
    session: Session, people: make.People, draft: Dossier
) -> None:
    called = [people.reviewer, people.analyst2, people.publisher]
    make.thread(session, draft, by=people.analyst, mentions=called)
    people.reviewer.user.memberships[0].until = make.TODAY
    people.analyst2.user.is_active = False
    session.flush()

    assert list(_mails(session)) == ["publisher@surf.example"]


def test_it_is_time_once_a_day_from_seven_in_amsterdam() -> None:
    def at(hour: int, day: int = 3) -> datetime:
        return datetime(2025, 3, day, hour, 30, tzinfo=UTC)  # one hour behind Amsterdam

    assert not digest.is_due(now=at(5), last=None)
    assert digest.is_due(now=at(6), last=None)
    assert not digest.is_due(now=at(22), last=at(6))
    assert not digest.is_due(now=at(23), last=at(6))  # half past midnight
    assert digest.is_due(now=at(7, day=4), last=at(6))
