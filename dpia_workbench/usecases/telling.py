"""Who is told which news by mail: each follower each piece once, and most of it once a day."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.risk.calendar import day_of, start_of_day
from dpia_workbench.risk.following import Subject
from dpia_workbench.store import followers, news, outbox
from dpia_workbench.store.daily import claim_day
from dpia_workbench.store.models import NEWS_JOB, Follow, Follower, Told
from dpia_workbench.store.news import News

# A worker that stood still for longer does not tell old news.
HORIZON = timedelta(days=14)
SEARCH_JOB = "news.search"
HEAD_START = timedelta(seconds=1)  # a release is found within a second
ENDS_LOOKED_BACK = timedelta(days=2)
_MOST_NEWS = 5000

Criteria = Mapping[str, Any]
Find = Callable[[Criteria], Iterable[str]]
"""What a search finds now, as slugs; the search itself is above this floor."""
Finds = Callable[[Criteria, News], bool]
"""Whether a search finds the product of a piece of news now."""


@dataclass(slots=True, kw_only=True)
class Parcel:
    """News for one follower: by its key, because of what it is for them."""

    follower_id: UUID
    news: dict[str, list[UUID]] = field(default_factory=dict)

    def add(self, key: str, *, because: UUID) -> None:
        """Put a piece of news in, because of something that is followed."""
        self.news.setdefault(key, []).append(because)


def at_once(session: Session, *, key: str, now: datetime) -> int:
    """Mail one piece of news to all who hear it at once; return how many. Raises NotFound.

    Searches that somebody follows at once are asked a little later: the index hears first.
    """
    told = _young(session, key, now=now)
    rows = followers.concerned(session, told) if told else []
    if any(row.subject is Subject.SEARCH for row in rows):
        outbox.enqueue(session, SEARCH_JOB, at=now + HEAD_START, news=key)
    known = [row for row in rows if row.subject is not Subject.SEARCH]
    return _tell_each(session, known, key=key, now=now)


def to_searchers(session: Session, *, key: str, finds: Finds, now: datetime) -> int:
    """Mail one piece of news to all whose search finds it, and who hear it at once.

    What the index does not know yet comes with the mail of the next day. Raises NotFound.
    """
    told = _young(session, key, now=now)
    rows = followers.concerned(session, told) if told else []
    found = [
        row for row in rows if told and row.subject is Subject.SEARCH and finds(row.criteria, told)
    ]
    return _tell_each(session, found, key=key, now=now)


def _young(session: Session, key: str, *, now: datetime) -> News | None:
    told = news.get(session, key)
    return told if told.at >= now - HORIZON else None


def _tell_each(session: Session, rows: Iterable[Follow], *, key: str, now: datetime) -> int:
    parcels: dict[UUID, Parcel] = {}
    for row in rows:
        parcel = parcels.setdefault(row.follower_id, Parcel(follower_id=row.follower_id))
        parcel.add(key, because=row.id)
    return sum(_tell(session, parcel, now=now) for parcel in parcels.values())


def announce_ends(session: Session, *, now: datetime) -> None:
    """Ask to tell which releases came to their end by their date: no deed of people did.

    Each morning asks again for the last days, for a worker may have stood still; who was told of
    it is not told twice.
    """
    today = day_of(now)
    for each in news.expired(session, since=today - ENDS_LOOKED_BACK, today=today):
        outbox.enqueue(session, NEWS_JOB, at=now, news=each.key)


def gather(session: Session, *, find: Find, now: datetime) -> list[Parcel]:
    """Return what each follower who had no mail today could be told; nothing is written."""
    due = followers.due(session, day_began=start_of_day(now))
    recent = _recent(session, now=now) if due else []
    if not recent:
        return []
    slugs = _remembering(find)
    parcels = [_parcel(session, each, recent=recent, slugs=slugs) for each in due]
    return [each for each in parcels if each.news]


def _remembering(find: Find) -> Callable[[Criteria], set[str]]:
    """Return a search that is done once, however many follow it."""
    known: dict[str, set[str]] = {}

    def slugs(criteria: Criteria) -> set[str]:
        asked = repr(sorted(criteria.items()))
        if asked not in known:
            known[asked] = set(find(criteria))
        return known[asked]

    return slugs


def _parcel(
    session: Session,
    follower_id: UUID,
    *,
    recent: list[News],
    slugs: Callable[[Criteria], set[str]],
) -> Parcel:
    """Return what a follower was not told yet of what is new."""
    parcel = Parcel(follower_id=follower_id)
    for row in followers.heard_daily(session, follower_id):
        for each in recent:
            if _concerns(each, row, slugs=slugs):
                parcel.add(each.key, because=row.id)
    for key in followers.told(session, follower_id, list(parcel.news)):
        del parcel.news[key]
    return parcel


def _recent(session: Session, *, now: datetime) -> list[News]:
    """Return what happened in the last days, the oldest first."""
    since = now - HORIZON
    found = news.recent(session, limit=_MOST_NEWS, since=since)
    found += news.expired(session, since=day_of(since), today=day_of(now))
    return sorted(found, key=lambda each: (each.at, each.key))


def _concerns(each: News, row: Follow, *, slugs: Callable[[Criteria], set[str]]) -> bool:
    """Return whether news is about what is followed, and came after that began."""
    if row.confirmed_at is None or each.at < row.confirmed_at:
        return False
    if row.subject is Subject.SEARCH:
        return each.product.slug in slugs(row.criteria)
    return row.product_id == each.product.id or row.vendor_id == each.product.vendor_id


def daily(session: Session, *, parcel: Parcel, now: datetime) -> int:
    """Mail a follower what is new; return how many mails that is: none or one.

    Repeatable: who had the mail of today gets no other one, whichever worker is first.
    """
    is_mine = claim_day(
        session, parcel.follower_id, Follower.digest_at, Follower.ended_at.is_(None),
        day_began=start_of_day(now), now=now,
    )  # fmt: skip
    return _tell(session, parcel, now=now) if is_mine else 0


def _tell(session: Session, parcel: Parcel, *, now: datetime) -> int:
    """Put one mail about what the follower was not told yet in the outbox, if there is any.

    The follower is locked, so that two workers never tell the same.
    """
    if followers.locked(session, parcel.follower_id) is None:
        return 0
    told = followers.told(session, parcel.follower_id, list(parcel.news))
    fresh = {key: rows for key, rows in parcel.news.items() if key not in told}
    if not fresh:
        return 0
    session.add_all(Told(follower_id=parcel.follower_id, news=key, at=now) for key in fresh)
    session.flush()
    outbox.enqueue(
        session, "mail.news", at=now, follower_id=parcel.follower_id, news=list(fresh),
        follow_ids=_once(fresh.values()),
    )  # fmt: skip
    return 1


def _once(rows: Iterable[Sequence[UUID]]) -> list[UUID]:
    return list(dict.fromkeys(each for row in rows for each in row))
