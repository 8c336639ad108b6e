"""Each day: what asks boards to look because a day came, and who is reminded (invariant 21).

It also finds what should have been asked before, so that nothing depends on a job that was lost.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Role
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.change import Change, Weight, by_when
from dpia_workbench.risk.computation import Assessment
from dpia_workbench.risk.release import Event, Status
from dpia_workbench.risk.review import (
    MEASURE_AHEAD,
    REVIEW_AHEAD,
    Trigger,
    is_meant_for,
    is_reminder_due,
)
from dpia_workbench.store import adopters, outbox, products, releases, review_tasks
from dpia_workbench.store.adopters import Adopter
from dpia_workbench.store.models import (
    Basis,
    Product,
    RecordSnapshot,
    Release,
    ReviewTask,
)
from dpia_workbench.usecases import agreed, changes, frozen, reviewing
from dpia_workbench.usecases.review_making import Ask, first_of, put, send
from dpia_workbench.usecases.reviewing import Ending

SWEEP_JOB, REMIND_JOB = "reviews.sweep", "reviews.remind"
_FURTHEST = timedelta(days=14)  # ahead of its day somebody is reminded for the first time


def collect(session: Session, *, now: datetime) -> int:
    """Ask for a sweep of each product that boards rely on, and for reminders; return how many."""
    found = [{"product_id": each} for each in adopters.products(session)]
    outbox.enqueue_all(session, SWEEP_JOB, found, at=now)
    if found:
        outbox.enqueue(session, REMIND_JOB, at=now)
    return len(found)


def sweep(session: Session, *, product_id: UUID, now: datetime) -> int:
    """Ask what is to be asked of the boards that rely on a product today; return how many.

    Repeatable: what was asked is not asked again.
    """
    product, today = session.get_one(Product, product_id), day_of(now)
    found = adopters.of_product(session, product_id)
    per_basis: dict[UUID, list[Adopter]] = defaultdict(list)
    for each in found:
        per_basis[each.basis_id].append(each)
    asks = [*_newest(session, product_id, found, today=today), *_dated(session, found, today=today)]
    for basis in releases.bases(session, per_basis):
        asks += _of_basis(session, basis, per_basis[basis.id], today=today)
    return put(session, product, asks, now=now)


def _newest(
    session: Session, product_id: UUID, found: Sequence[Adopter], *, today: date
) -> Iterator[Ask]:
    newest = products.newest_release(session, product_id)
    if newest is not None:
        yield from reviewing.published(session, newest, found, today=today)


def _dated(session: Session, found: Sequence[Adopter], *, today: date) -> Iterator[Ask]:
    """Yield what boards themselves wrote down for a day: the next review, measures, conditions."""
    for each in found:
        if each.next_review <= today + REVIEW_AHEAD:
            yield Ask(
                adopter=each, trigger=Trigger.REVIEW_DATE, ref=each.next_review.isoformat(),
                weight=Weight.MATERIAL, due=each.next_review,
            )  # fmt: skip
    by_id = {each.id: each for each in found}
    until = today + MEASURE_AHEAD
    for (adoption_id, day), keys in adopters.measures_due(session, by_id, until=until).items():
        yield Ask(
            adopter=by_id[adoption_id], trigger=Trigger.MEASURE, ref=day.isoformat(),
            weight=Weight.MATERIAL, due=day,
            facts=tuple({"measure": key, "day": day.isoformat()} for key in keys),
        )  # fmt: skip
    stated = adopters.conditions_due(session, by_id, until=until)
    for (adoption_id, day), numbers in stated.items():
        yield Ask(
            adopter=by_id[adoption_id], trigger=Trigger.MEASURE, ref=f"condition:{day}",
            weight=Weight.MATERIAL, due=day,
            facts=tuple({"condition": each, "day": day.isoformat()} for each in numbers),
        )  # fmt: skip


def _of_basis(
    session: Session, basis: Basis, found: Sequence[Adopter], *, today: date
) -> Iterator[Ask]:
    status = releases.status(session, basis, on=today)
    if status is Status.EXPIRED:
        yield from reviewing.expired(basis, found)
    if isinstance(basis, Release):
        for event in basis.events:
            if event.kind is Event.WITHDRAWN:
                yield from reviewing.happened(
                    basis, found, event=event.kind, key=event.id, at=event.at
                )
        yield from _since(session, basis, found, today=today)
    else:
        yield from _of_record(basis, found, status=status, today=today)


def _of_record(
    basis: RecordSnapshot, found: Iterable[Adopter], *, status: Status, today: date
) -> Iterator[Ask]:
    """Yield that an external record no longer says what boards adopted.

    A release on the product asks by itself.
    """
    if status not in (Status.WITHDRAWN, Status.SUPERSEDED):
        return
    periods = reviewing.periods_of(basis)
    due = by_when(today, is_urgent=status is Status.WITHDRAWN, periods=periods)
    for each in found:
        yield Ask(
            adopter=each, trigger=Trigger.STATUS, ref=f"{status.value}:{basis.number}",
            weight=Weight.MATERIAL, due=due, facts=({"status": status.value},),
        )  # fmt: skip


def _since(
    session: Session, basis: Release, found: Sequence[Adopter], *, today: date
) -> Iterator[Ask]:
    """Yield what became of promises, checks and agreements on which a release rests."""
    content = releases.content(basis)
    facts = frozen.as_it_stands(basis, content)
    editions = {item["key"]: item["edition"]["key"] for item in content["cells"]}
    late = changes.late_promises(session, basis, periods=facts.profile.periods, on=today)
    for trigger, change, days in (
        (Trigger.PROMISE, Change.PROMISE_LATE, late),
        (Trigger.VERIFICATION, Change.VERIFICATION_EXPIRED, changes.expiries(facts, on=today)),
    ):
        for key, day in sorted(days.items()):
            due = by_when(day, is_urgent=False, periods=facts.profile.periods)
            for each in _using(key, found, facts=facts, editions=editions):
                if each.decided_on < day:  # who decided later knew of it
                    yield Ask(
                        adopter=each, trigger=trigger, ref=f"{key}:{day.isoformat()}",
                        weight=Weight.MATERIAL, due=due,
                        facts=({"change": change.value, "subject": key, "day": day.isoformat()},),
                    )  # fmt: skip
    recorded = agreed.recorded(basis, content)
    for key, until in changes.endings(facts, on=today).items():
        ending = Ending(key=key, until=until, recorded=recorded.get(key))
        yield from reviewing.agreement_ends(
            session, ending, found, periods=facts.profile.periods, today=today
        )


def _using(
    key: str, found: Iterable[Adopter], *, facts: Assessment, editions: dict[str, str]
) -> Iterator[Adopter]:
    """Yield the boards that use an edition for which a measure is meant."""
    meant = next((each.editions for each in facts.measures if each.id == key), frozenset())
    for each in found:
        if is_meant_for(meant, {editions[cell] for cell in each.cells if cell in editions}):
            yield each


def remind(session: Session, *, now: datetime) -> int:
    """Remind the privacy officers who want it of what falls due; return how many mails that is.

    Repeatable: of what somebody was reminded today, nobody is again.
    """
    today = day_of(now)
    due = [
        each
        for each in review_tasks.ahead(session, until=today + _FURTHEST)
        if is_reminder_due(each.due, told=each.reminded_on or day_of(each.made_at), today=today)
    ]
    mine = review_tasks.claim(session, [each.id for each in due], today=today)
    per_product: dict[UUID, list[ReviewTask]] = defaultdict(list)
    for each in due:
        if each.id in mine:
            per_product[each.adoption.basis.product_id].append(each)
    return sum(_remind(session, tasks, now=now) for _id, tasks in sorted(per_product.items()))


def _remind(session: Session, tasks: Sequence[ReviewTask], *, now: datetime) -> int:
    first = first_of((each.adoption.board_id, each.due, each.adoption_id) for each in tasks)
    return send(
        session, tasks[0].adoption.basis.product, first, kind="review-reminder",
        roles=(Role.PRIVACY_OFFICER,), now=now, wanted=True,
    )  # fmt: skip
