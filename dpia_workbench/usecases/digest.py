"""The daily mail about discussions: only counts and names, for a mail may be read by others."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.risk.calendar import AMSTERDAM, day_of, start_of_day
from dpia_workbench.store import digests, outbox
from dpia_workbench.store.daily import claim_day
from dpia_workbench.store.digests import Item, News
from dpia_workbench.store.models import Dossier, Membership, User
from dpia_workbench.usecases.identity import acting_anywhere, oneself

HOUR = 7  # before it, nobody is mailed about the day before


def is_due(*, now: datetime, last: datetime | None) -> bool:
    """Return whether it is time to mail: once a day from seven in the morning in Amsterdam."""
    here = now.astimezone(AMSTERDAM)
    done = last is not None and day_of(last) >= here.date()
    return here.hour >= HOUR and not done


def collect(session: Session, *, now: datetime) -> int:
    """Put one mail in the outbox for everybody for whom there is news; return how many.

    Repeatable: who had a mail today, or wants none, gets none.
    """
    began = start_of_day(now)
    per_person: dict[UUID, list[Item]] = defaultdict(list)
    for item in digests.news(session, day_began=began):
        per_person[item.user_id].append(item)
    people = _people(session, per_person)
    known = _dossiers(session, {i.dossier_id for items in per_person.values() for i in items})
    sent = 0
    for user in people:
        readable = [
            item for item in per_person[user.id] if _may_read(user, known[item.dossier_id], now=now)
        ]
        if readable and claim_day(session, user.id, User.digest_at, day_began=began, now=now):
            outbox.enqueue(
                session, "mail.digest", at=now, to=user.email, language=user.language,
                dossiers=_told(readable, known),
            )  # fmt: skip
            sent += 1
    return sent


def _people(session: Session, ids: Iterable[UUID]) -> Iterable[User]:
    query = select(User).where(User.id.in_(list(ids))).order_by(User.email)
    memberships = selectinload(User.memberships).selectinload(Membership.organisation)
    return session.scalars(query.options(memberships)).all()


def _dossiers(session: Session, ids: Iterable[UUID]) -> dict[UUID, Dossier]:
    query = select(Dossier).where(Dossier.id.in_(list(ids)))
    return {row.id: row for row in session.scalars(query)}


def _may_read(user: User, dossier: Dossier, *, now: datetime) -> bool:
    """Return whether a person may read a dossier today, for any organisation they work for."""
    actors = acting_anywhere(user, on=day_of(now))
    return any(allows(actor, Permission.DOSSIER_READ, dossier) for actor in actors)


def _told(items: list[Item], known: dict[UUID, Dossier]) -> list[dict[str, Any]]:
    """Return per dossier its key, its path, how much there is of each kind, and by whom."""
    told = []
    for dossier in sorted({known[i.dossier_id] for i in items}, key=lambda row: row.key):
        mine = [item for item in items if item.dossier_id == dossier.id]
        told.append(
            {
                "dossier": dossier.key,
                "path": f"/dossiers/{dossier.id}/threads",
                "counts": {
                    str(kind): sum(i.count for i in mine if i.kind is kind) for kind in News
                },
                "who": sorted({item.who for item in mine}),
            }
        )
    return told


def choose(session: Session, *, actor: Actor, wants: bool) -> None:
    """Switch the daily mail on or off for oneself. Raises NotFound."""
    oneself(session, actor=actor).wants_digest = wants
