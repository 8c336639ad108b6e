"""What waits for the people of a board in what it adopts, and after its decision."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.risk import adoption as adoption_rules
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.follow_up import Due
from dpia_workbench.risk.release import IN_USE, Event, Status
from dpia_workbench.risk.review import Trigger
from dpia_workbench.store import adoptions, releases, review_tasks, worksheets
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Adoption, Basis, Release
from dpia_workbench.usecases import decided_tasks, follow_up_tasks, local
from dpia_workbench.usecases.adopting import may_fill
from dpia_workbench.usecases.adoption_progress import to_fill
from dpia_workbench.usecases.task import Kind, Task, since_day


def waiting(session: Session, *, actor: Actor, today: date) -> Iterator[Task]:
    """Yield what waits for the actor in the adoptions of a board, in no order."""
    yield from _adoptions(session, actor=actor, today=today)
    yield from _looks_again(session, actor=actor, today=today)


def _adoptions(session: Session, *, actor: Actor, today: date) -> Iterator[Task]:
    came_back = worksheets.waiting(session, actor=actor)
    found = adoptions.find(session, actor=actor)
    for each in follow_up_tasks.waiting(found, actor=actor, today=today):
        yield Task(
            kind=_OF_MEASURES[each.why], subject=each.subject, subject_id=each.subject_id,
            due=each.due, is_late=True, count=each.count,
        )  # fmt: skip
    for row in latest(found):
        if row.ended_at is None:
            assessed = local.assess(row, on=today)
            if row.id in came_back and _fills(assessed, actor=actor):
                yield _adoption(assessed, Kind.SEE_WORKSHEET, since=since_day(came_back[row.id]))
            yield from _open_steps(session, assessed, actor=actor)
            yield from _replaced(session, assessed, actor=actor, today=today)
            yield from _decided(assessed, actor=actor, today=today)


def _looks_again(session: Session, *, actor: Actor, today: date) -> Iterator[Task]:
    """Yield what a board that decided must look at again; what was planned stands apart."""
    for row in review_tasks.find(session, show=review_tasks.Show.OPEN, actor=actor):
        fills = allows(actor, Permission.ADOPTION_FILL, row.adoption)
        if fills and row.trigger is not Trigger.MEASURE:
            yield Task(
                kind=Kind.LOOK_AGAIN, subject=row.adoption.basis.product.name, subject_id=row.id,
                since=since_day(row.made_at), due=row.due, is_late=row.due < today,
            )  # fmt: skip


def _fills(assessed: local.LocalAssessment, *, actor: Actor) -> bool:
    is_open = assessed.state not in adoption_rules.DECIDED
    return is_open and allows(actor, Permission.WORKSHEET_SETTLE, assessed.adoption)


def _decided(assessed: local.LocalAssessment, *, actor: Actor, today: date) -> Iterator[Task]:
    for each in decided_tasks.waiting(assessed.adoption, actor=actor, today=today):
        task = _adoption(
            assessed, Kind(each.what.value), since=each.since, due=each.due, is_late=each.is_late
        )
        yield replace(task, count=each.count)


def latest(rows: Iterable[Adoption]) -> list[Adoption]:
    """Return per product the adoption that no other one follows; older ones are records."""
    found = list(rows)
    followed = {row.follows_id for row in found}
    newest: dict[UUID, Adoption] = {}
    for row in found:
        known = newest.get(row.basis.product_id)
        if row.id not in followed and (known is None or _age(row) > _age(known)):
            newest[row.basis.product_id] = row
    return list(newest.values())


def _age(row: Adoption) -> tuple[datetime, int]:
    return row.started_at, row.basis.number


_OF_MEASURES = {Due.OVERDUE: Kind.DO_PLANNED_MEASURES, Due.CHECK_DUE: Kind.CHECK_MEASURES}


def _open_steps(
    session: Session, assessed: local.LocalAssessment, *, actor: Actor
) -> Iterator[Task]:
    row, state = assessed.adoption, assessed.state
    if state in adoption_rules.DECIDED:
        return
    fillers = {filler.user_id for filler in row.fillers}
    since = since_day(row.started_at)
    if may_fill(assessed, actor=actor):
        for kind in _to_fill(assessed):
            waits = to_fill(assessed) if kind is Kind.DESCRIBE_SITUATION else ()
            yield replace(_adoption(assessed, kind, since=since), steps=waits)
    if allows(actor, Permission.ADOPTION_ADVISE, row) and actor.user_id not in fillers:
        yield from _to_advise(session, assessed)
    if state is adoption_rules.State.READY and allows(actor, Permission.ADOPTION_DECIDE, row):
        advisers = {advice.by_id for advice in row.advices}
        if actor.user_id not in fillers | advisers:
            yield _adoption(assessed, Kind.DECIDE, since=since)


def _to_advise(session: Session, assessed: local.LocalAssessment) -> Iterator[Task]:
    row, state = assessed.adoption, assessed.state
    if row.advice is None:
        if state is adoption_rules.State.MEASURES_RECORDED:
            yield _adoption(assessed, Kind.ADVISE, since=since_day(row.started_at))
    elif changed := local.changed_since_advice(session, row):
        yield _adoption(assessed, Kind.RENEW_ADVICE, since=since_day(changed[-1].at))


def _to_fill(assessed: local.LocalAssessment) -> Iterator[Kind]:
    if assessed.state is adoption_rules.State.STARTED:
        yield Kind.DESCRIBE_SITUATION
    elif assessed.state is adoption_rules.State.CONTEXT_DONE:
        yield Kind.RECORD_MEASURES
    elif assessed.adoption.views is None:
        yield Kind.RECORD_VIEWS


def _replaced(
    session: Session, assessed: local.LocalAssessment, *, actor: Actor, today: date
) -> Iterator[Task]:
    """Yield that a verdict no longer holds on which a board began to decide."""
    row = assessed.adoption
    is_open = assessed.state not in adoption_rules.DECIDED
    if not (is_open and allows(actor, Permission.ADOPTION_FILL, row)):
        return
    status = releases.status(session, row.basis, on=today)
    if status not in IN_USE:
        since = ended_on(row.basis, status=status)
        yield _adoption(assessed, Kind.REPLACE_RELEASE, since=since)


def ended_on(basis: Basis, *, status: Status) -> date:
    """Return the first day on which a release, or what a record said, no longer held."""
    if not isinstance(basis, Release):
        return basis.valid_until + timedelta(days=1)
    kinds = {Status.WITHDRAWN: Event.WITHDRAWN, Status.SUPERSEDED: Event.SUPERSEDED}
    for event in basis.events:
        if event.kind is kinds.get(status):
            return day_of(event.at)
    return basis.valid_until + timedelta(days=1)


def _adoption(
    assessed: local.LocalAssessment,
    kind: Kind,
    *,
    since: date | None = None,
    due: date | None = None,
    is_late: bool = False,
) -> Task:
    return Task(
        kind=kind,
        subject=Bilingual.of(assessed.content["product"]["name"]),
        subject_id=assessed.adoption.id,
        since=since,
        due=due,
        is_late=is_late,
    )
