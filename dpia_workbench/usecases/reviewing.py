"""What happened to a release, as what it asks of each board that adopted it (method.md 4.5).

A text is read once, however many boards adopted it, and compared once for all that rely on the
same part of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.risk.alike import aligned
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.change import (
    Change,
    Classified,
    Reason,
    Since,
    Weight,
    by_when,
    classify,
)
from dpia_workbench.risk.news import Turn
from dpia_workbench.risk.profile import Periods
from dpia_workbench.risk.release import Event, Status
from dpia_workbench.risk.review import WEIGHT_OF_EVENT, Scope, Trigger, compared_within
from dpia_workbench.risk.verdict import ORDER, Verdict
from dpia_workbench.store import adopters, news, releases, review_tasks
from dpia_workbench.store.adopters import Adopter
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Agreement, Basis, Release
from dpia_workbench.store.news import News
from dpia_workbench.usecases import agreed, changes, frozen
from dpia_workbench.usecases.review_making import Ask, due_of, facts_of, put

Content = Mapping[str, Any]


def spread(session: Session, *, key: str, now: datetime) -> int:
    """Ask all boards to look that a piece of news concerns; return how many looks that makes.

    Repeatable: what was asked is not asked again.
    """
    try:
        told = news.get(session, key)
    except NotFound:
        return 0
    found = adopters.of_product(session, told.product.id)
    asks = list(_asked(session, told, found, today=day_of(now))) if found else []
    return put(session, told.product, asks, now=now)


def _asked(session: Session, told: News, found: Sequence[Adopter], *, today: date) -> Iterator[Ask]:
    mine = [each for each in found if each.basis_id == told.release.id]
    if told.kind is Turn.PUBLISHED:
        yield from published(session, told.release, found, today=today)
    elif told.kind is Turn.EXPIRED:
        yield from expired(told.release, mine)
    elif told.kind is Turn.CORRECTED:
        yield from _corrected(told, mine, today=today)
    elif told.kind is Event.AGREEMENT_ENDS:
        yield from _ended(session, told, mine, today=today)
    elif told.kind in WEIGHT_OF_EVENT:
        mine = _without_incident(session, mine, at=told.at)
        yield from happened(told.release, mine, event=Event(told.kind), key=told.id, at=told.at)


def published(
    session: Session, newer: Release, found: Iterable[Adopter], *, today: date
) -> Iterator[Ask]:
    """Yield what a release asks of boards that adopted something older on the same product.

    Who decided after its publication knew of it.
    """
    per_basis: dict[UUID, list[Adopter]] = defaultdict(list)
    for each in found:
        if each.basis_id != newer.id and each.decided_at <= newer.published_at:
            per_basis[each.basis_id].append(each)
    for older in releases.bases(session, per_basis):
        if isinstance(older, Release) and older.number > newer.number:
            continue
        judged = _judging(older, newer)
        for each in per_basis[older.id]:
            asked = judged(each)
            if asked.weight is not Weight.EDITORIAL:
                yield Ask(
                    adopter=each, trigger=Trigger.RELEASE, ref=str(newer.id), weight=asked.weight,
                    due=due_of(asked, each, today=today), facts=facts_of(asked.reasons),
                )  # fmt: skip


@dataclass(slots=True, kw_only=True)
class _Judging:
    """What the step from one text to another asks; thought out once per scope."""

    keys: Mapping[str, str]  # of the older text, with what the newer one calls them
    old: Any
    new: Any
    periods: Periods
    on: date
    known: dict[Scope, Classified]

    def __call__(self, adopter: Adopter) -> Classified:
        scope = Scope(
            cells=frozenset(self.keys.get(key, key) for key in adopter.cells), tags=adopter.tags
        )
        if scope not in self.known:
            old, new = compared_within(self.old, self.new, scope)
            self.known[scope] = classify(old, new, since=Since(), periods=self.periods, on=self.on)
        return self.known[scope]


def _judging(older: Basis, newer: Release) -> Any:
    """Return a judge of the step from one text to another."""
    content = releases.content(newer)
    on, periods = date.fromisoformat(content["published_on"]), frozen.profile_of(content).periods
    if not isinstance(older, Release):
        asked = _from_record(older.verdict, newer.verdict, periods=periods, on=on)
        return lambda _adopter: asked
    first = releases.content(older)
    before = aligned(first, content)
    return _Judging(
        keys={a["key"]: b["key"] for a, b in zip(first["cells"], before["cells"], strict=True)},
        old=changes.snapshot(before), new=changes.snapshot(content), periods=periods, on=on,
        known={},
    )  # fmt: skip


def _from_record(old: Verdict, new: Verdict, *, periods: Periods, on: date) -> Classified:
    """Return what a first release asks of who adopted an external record: the scope is another."""
    step = ORDER.index(new) - ORDER.index(old)
    reasons = [Reason(change=Change.SCOPE_CHANGED)]
    if step:
        worse = Change.VERDICT_WORSE if step > 0 else Change.VERDICT_BETTER
        reasons.append(Reason(change=worse))
    is_urgent = new is Verdict.RED and old is not Verdict.RED
    return Classified(
        weight=Weight.MATERIAL, reasons=tuple(sorted(reasons)),
        due=by_when(on, is_urgent=is_urgent, periods=periods),
    )  # fmt: skip


def happened(
    release: Release, found: Iterable[Adopter], *, event: Event, key: UUID, at: datetime
) -> Iterator[Ask]:
    """Yield what a decision of people about a release asks of who adopted it before."""
    weight, periods = WEIGHT_OF_EVENT[event], periods_of(release)
    day = day_of(at)
    due = by_when(day, is_urgent=event is Event.WITHDRAWN, periods=periods)
    for each in found:
        if each.decided_at <= at:
            yield Ask(
                adopter=each, trigger=Trigger.STATUS, ref=str(key), weight=weight,
                due=due if weight is Weight.MATERIAL else max(each.next_review, day),
                facts=({"event": event.value},),
            )  # fmt: skip


def expired(basis: Basis, found: Iterable[Adopter]) -> Iterator[Ask]:
    """Yield that a text came to its end by its date."""
    begins = basis.valid_until + timedelta(days=1)
    due = by_when(begins, is_urgent=False, periods=periods_of(basis))
    for each in found:
        yield Ask(
            adopter=each, trigger=Trigger.STATUS, ref=f"expired:{basis.valid_until.isoformat()}",
            weight=Weight.MATERIAL, due=due, facts=({"status": Status.EXPIRED.value},),
        )  # fmt: skip


def periods_of(basis: Basis) -> Periods:
    """Return the periods of the method that a text was made with."""
    return frozen.profile_of(releases.content(basis)).periods


def periods_of_all(session: Session, ids: Iterable[UUID]) -> dict[UUID, Periods]:
    """Return the same of some texts, by id."""
    return {each.id: periods_of(each) for each in releases.bases(session, ids)}


def _without_incident(session: Session, found: Sequence[Adopter], *, at: datetime) -> list[Adopter]:
    """Return who was not asked to look by an incident of the same deed: that is one event."""
    asked = review_tasks.made_by(
        session, [each.id for each in found], trigger=Trigger.INCIDENT, at=at
    )
    return [each for each in found if each.id not in asked]


def _corrected(told: News, found: Iterable[Adopter], *, today: date) -> Iterator[Ask]:
    """Yield that a mistake in a text was put right beside it: what was meant is clearer."""
    for each in found:
        if each.decided_at <= told.at:
            yield Ask(
                adopter=each, trigger=Trigger.STATUS, ref=str(told.id), weight=Weight.INFORMATIVE,
                due=max(each.next_review, today),
                facts=facts_of([Reason(change=Change.TEXT_CLARIFIED)]),
            )  # fmt: skip


def _ended(session: Session, told: News, found: Sequence[Adopter], *, today: date) -> Iterator[Ask]:
    """Yield that an agreement was ended, of who was covered by it."""
    content = releases.content(told.release)
    for key, row in agreed.recorded(told.release, content).items():
        if row.ended_at == told.at and row.ended_on is not None:
            yield from agreement_ends(
                session, Ending(key=key, until=row.ended_on, recorded=row), found,
                periods=frozen.profile_of(content).periods, today=today,
            )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """An agreement that ends: under which measure, when, and where it is recorded."""

    key: str
    until: date  # the first day without it
    recorded: Agreement | None


def agreement_ends(
    session: Session,
    ending: Ending,
    found: Sequence[Adopter],
    *,
    periods: Periods,
    today: date,
) -> Iterator[Ask]:
    """Yield what the end of an agreement asks of the boards that it covers (invariant 23).

    Who decided when it had ended already knew of it.
    """
    due = by_when(today, is_urgent=False, periods=periods)
    name = str(ending.recorded.id) if ending.recorded else ending.key
    knew_not = [each for each in found if each.decided_on < ending.until]
    for each in _covered(session, ending, knew_not, today=today):
        yield Ask(
            adopter=each, trigger=Trigger.AGREEMENT, ref=f"{name}:{ending.until.isoformat()}",
            weight=Weight.MATERIAL, due=due,
            facts=({"change": Change.AGREEMENT_ENDS.value, "subject": ending.key,
                    "day": ending.until.isoformat()},),
        )  # fmt: skip


def _covered(
    session: Session, ending: Ending, found: Sequence[Adopter], *, today: date
) -> list[Adopter]:
    if ending.recorded is None:
        return [each for each in found if ending.key in each.party_to]
    circle = agreed.circle_of(ending.recorded)
    here = adopters.sectors(session, dict.fromkeys(each.board_id for each in found))
    return [
        each
        for each in found
        if circle.covers(each.board_id, sectors=here.get(each.board_id, ()), on=today)
    ]
