"""What waits for a person: collected from what they may read and may do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.risk import adoption as adoption_rules
from dpia_workbench.risk import assessment, remediation
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.follow_up import Due
from dpia_workbench.risk.release import IN_USE, Event, Status
from dpia_workbench.risk.review import Trigger
from dpia_workbench.store import (
    adoptions,
    dossiers,
    publications,
    releases,
    remarks,
    remediations,
    review_tasks,
    threads,
    worksheets,
)
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Adoption, Basis, Dossier, Release, Remediation
from dpia_workbench.usecases import (
    completeness,
    decided_tasks,
    fact_check_tasks,
    follow_up_tasks,
    incident_tasks,
    local,
    objection_turns,
)
from dpia_workbench.usecases.adoption_progress import to_fill
from dpia_workbench.usecases.decided_tasks import Waits as DecidedWaits
from dpia_workbench.usecases.fact_check_tasks import Waits
from dpia_workbench.usecases.objection_turns import Turn
from dpia_workbench.usecases.remediation import checkable

_NEVER = date.max


class Kind(StrEnum):
    """What somebody is asked to do."""

    COMPLETE_DRAFT = "complete_draft"
    MAKE_CHANGES = "make_changes"
    FOLLOW_APPROVED = "follow_approved"
    REVIEW = "review"
    PUBLISH = "publish"
    SEE_TO_THREADS = "see_to_threads"
    READ_MENTIONS = "read_mentions"
    ANSWER_SUGGESTIONS = "answer_suggestions"
    RESOLVE_THREADS = "resolve_threads"
    CHECK_DELIVERY = "check_delivery"
    READ_REQUEST = "read_request"
    PROMISE_DAY = "promise_day"
    DELIVER_OVERDUE = "deliver_overdue"
    RESPOND_TO_CHANGE = Turn.RESPOND.value
    BUNDLE_OBJECTIONS = Turn.BUNDLE.value
    ANSWER_OBJECTION = Turn.ANSWER.value
    ANNOUNCE_ANEW = Turn.ANNOUNCE_ANEW.value
    ANSWER_FACT_CHECK = "answer_fact_check"
    PROCESS_FACT_CHECK = "process_fact_check"
    CLOSE_FACT_CHECK = "close_fact_check"
    DECIDE_STATEMENT = "decide_statement"
    ANSWER_REMARKS = "answer_remarks"
    SEND_INCIDENT = incident_tasks.Waits.SEND.value
    CHECK_INCIDENT = incident_tasks.Waits.CHECK.value
    READ_INCIDENT = incident_tasks.Waits.READ.value
    DESCRIBE_SITUATION = "describe_situation"
    RECORD_MEASURES = "record_measures"
    SEE_WORKSHEET = "see_worksheet"
    RECORD_VIEWS = "record_views"
    ADVISE = "advise"
    RENEW_ADVICE = "renew_advice"
    DECIDE = "decide"
    LOOK_AGAIN = "look_again"
    REPLACE_RELEASE = "replace_release"
    MEET_CONDITION = DecidedWaits.MEET_CONDITION.value
    WATCH_CONDITION = DecidedWaits.WATCH_CONDITION.value
    SUBMIT_CONSULTATION = DecidedWaits.SUBMIT_CONSULTATION.value
    FOLLOW_CONSULTATION = DecidedWaits.FOLLOW_CONSULTATION.value
    REMIND_AUTHORITY = DecidedWaits.REMIND_AUTHORITY.value
    RECORD_FOLLOWING = DecidedWaits.RECORD_FOLLOWING.value
    DECIDE_ANEW = DecidedWaits.DECIDE_ANEW.value
    DO_PLANNED_MEASURES = "do_planned_measures"
    CHECK_MEASURES = "check_measures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing that waits: what to do, with what, since when, and by when."""

    kind: Kind
    subject: Bilingual
    subject_id: UUID  # of the dossier, the request or the adoption
    since: date | None = None
    due: date | None = None
    is_late: bool = False
    count: int = 1  # how many things of this kind wait in one place
    steps: tuple[Step, ...] = ()  # the steps of an adoption that wait


def waiting(session: Session, *, actor: Actor, today: date) -> list[Task]:
    """Return what waits for the actor: what is late first, then by day, then the oldest."""
    found = [
        *_dossiers(session, actor=actor),
        *_discussions(session, actor=actor),
        *_requests(session, actor=actor, today=today),
        *_sub_processors(session, actor=actor, today=today),
        *_fact_checks(session, actor=actor, today=today),
        *_remarks(session, actor=actor),
        *_incidents(session, actor=actor, today=today),
        *_adoptions(session, actor=actor, today=today),
        *_looks_again(session, actor=actor, today=today),
    ]
    return sorted(found, key=_urgency)


def _urgency(task: Task) -> tuple[bool, date, date, str]:
    return not task.is_late, task.due or _NEVER, task.since or _NEVER, task.subject.nl


def _day(moment: datetime | None) -> date | None:
    return day_of(moment) if moment else None


def _dossiers(session: Session, *, actor: Actor) -> Iterator[Task]:
    for row in dossiers.find(session, actor=actor):
        if row.lead_id == actor.user_id and _has_gaps(row):
            yield Task(
                kind=Kind.COMPLETE_DRAFT, subject=row.product.name, subject_id=row.id,
                since=_day(row.revision.created_at),
            )  # fmt: skip
        for kind in _dossier_kinds(row, actor=actor):
            if kind is Kind.PUBLISH and _is_planned(session, row):
                continue
            last = dossiers.last_review(row.revision)
            reviewed = kind is not Kind.REVIEW and last is not None
            since = last.at if reviewed and last else row.revision.submitted_at
            yield Task(
                kind=kind, subject=row.product.name, subject_id=row.id, since=_day(since)
            )  # fmt: skip


def _is_planned(session: Session, row: Dossier) -> bool:
    """Return whether what was approved is published by itself, so that nobody need do it."""
    plan = publications.open_plan(session, row.revision.id)
    return plan is not None and plan.approved_hash == row.revision.approved_hash


def _dossier_kinds(row: Dossier, *, actor: Actor) -> Iterator[Kind]:
    revision = row.revision
    state, authors = revision.state, dossiers.author_ids(revision)
    if state is assessment.State.CHANGES_REQUESTED:
        if allows(actor, Permission.DOSSIER_EDIT, row):
            yield Kind.MAKE_CHANGES
    elif state is assessment.State.IN_REVIEW:
        if allows(actor, Permission.DOSSIER_REVIEW, row) and actor.user_id not in authors:
            yield Kind.REVIEW
    elif state is assessment.State.APPROVED:
        involved = authors | dossiers.reviewer_ids(revision)
        if allows(actor, Permission.DOSSIER_PUBLISH, row) and actor.user_id not in involved:
            yield Kind.PUBLISH
        elif allows(actor, Permission.DOSSIER_EDIT, row):
            yield Kind.FOLLOW_APPROVED


def _discussions(session: Session, *, actor: Actor) -> Iterator[Task]:
    """Yield what waits in the discussions on dossiers, one task of a kind per dossier."""
    for found in threads.assigned_to(session, actor=actor):
        yield _discussion(found, Kind.SEE_TO_THREADS)
    for found in threads.mentioning(session, actor=actor):
        yield _discussion(found, Kind.READ_MENTIONS)
    for found in threads.unanswered(session, actor=actor):
        state = found.dossier.revision.state
        if state is assessment.State.DRAFT and allows(
            actor, Permission.DOSSIER_EDIT, found.dossier
        ):
            yield _discussion(found, Kind.ANSWER_SUGGESTIONS)
    for found in threads.unresolved(session, actor=actor):
        state = found.dossier.revision.state
        settles = (Permission.DOSSIER_EDIT, Permission.DOSSIER_REVIEW)
        if state is assessment.State.IN_REVIEW and any(
            allows(actor, permission, found.dossier) for permission in settles
        ):
            yield _discussion(found, Kind.RESOLVE_THREADS)


def _discussion(found: threads.Waiting, kind: Kind) -> Task:
    about = found.dossier
    return Task(
        kind=kind, subject=about.product.name, subject_id=about.id, since=_day(found.since),
        count=found.count,
    )  # fmt: skip


def _has_gaps(row: Dossier) -> bool:
    if row.revision.state is not assessment.State.DRAFT:
        return False
    contents = completeness.contents(row.revision)
    return bool(assessment.gaps(contents, purpose=assessment.Purpose.PUBLICATION))


def _requests(session: Session, *, actor: Actor, today: date) -> Iterator[Task]:
    rows = remediations.find(session, actor=actor)
    delivered = [row for row in rows if row.state is remediation.State.DELIVERED]
    mine = checkable(session, actor=actor, rows=delivered)
    for row in rows:
        if row.id in mine:
            yield _request(row, Kind.CHECK_DELIVERY, since=row.delivered_on)
        elif allows(actor, Permission.REMEDIATION_ANSWER, row):
            yield from _answers(row, today=today)


def _answers(row: Remediation, *, today: date) -> Iterator[Task]:
    asked = _day(row.requested_at)
    if row.state is remediation.State.REQUESTED:
        yield _request(row, Kind.READ_REQUEST, since=asked)
    elif row.state is remediation.State.ACKNOWLEDGED:
        yield _request(row, Kind.PROMISE_DAY, since=asked)
    elif remediation.is_overdue(row.state, due=row.due, on=today):
        yield _request(row, Kind.DELIVER_OVERDUE, due=row.due, is_late=True)


def _request(
    row: Remediation,
    kind: Kind,
    *,
    since: date | None = None,
    due: date | None = None,
    is_late: bool = False,
) -> Task:
    return Task(
        kind=kind, subject=row.title, subject_id=row.id, since=since, due=due, is_late=is_late
    )


def _sub_processors(session: Session, *, actor: Actor, today: date) -> Iterator[Task]:
    for found in objection_turns.waiting(session, actor=actor, today=today):
        yield Task(
            kind=Kind(found.turn.value), subject=Bilingual.of(found.change.name),
            subject_id=found.change.id, since=found.since, due=found.due,
        )  # fmt: skip


_OF_FACT_CHECKS = {
    Waits.ANSWER: Kind.ANSWER_FACT_CHECK,
    Waits.PROCESS: Kind.PROCESS_FACT_CHECK,
    Waits.CLOSE_SILENT: Kind.CLOSE_FACT_CHECK,
    Waits.DECIDE: Kind.DECIDE_STATEMENT,
}


def _fact_checks(session: Session, *, actor: Actor, today: date) -> Iterator[Task]:
    for each in fact_check_tasks.waiting(session, actor=actor, today=today):
        yield Task(
            kind=_OF_FACT_CHECKS[each.what], subject=each.subject, subject_id=each.subject_id,
            since=each.since, due=each.due,
        )  # fmt: skip


def _remarks(session: Session, *, actor: Actor) -> Iterator[Task]:
    """Yield what readers say of published verdicts, for who may answer: one task per product."""
    if not actor.has_any((Role.ANALYST, Role.REVIEWER, Role.ADMINISTRATOR)):
        return
    for found in remarks.waiting(session, actor=actor):
        yield Task(
            kind=Kind.ANSWER_REMARKS, subject=found.product.name, subject_id=found.product.id,
            since=_day(found.since), count=found.count,
        )  # fmt: skip


def _incidents(session: Session, *, actor: Actor, today: date) -> Iterator[Task]:
    for each in incident_tasks.waiting(session, actor=actor):
        yield Task(
            kind=Kind(each.what.value), subject=each.subject, subject_id=each.subject_id,
            since=each.since, due=each.due, is_late=each.due is not None and each.due < today,
        )  # fmt: skip


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
                yield _adoption(assessed, Kind.SEE_WORKSHEET, since=_day(came_back[row.id]))
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
                since=_day(row.made_at), due=row.due, is_late=row.due < today,
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
    since = _day(row.started_at)
    if allows(actor, Permission.ADOPTION_FILL, row):
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
            yield _adoption(assessed, Kind.ADVISE, since=_day(row.started_at))
    elif changed := local.changed_since_advice(session, row):
        yield _adoption(assessed, Kind.RENEW_ADVICE, since=_day(changed[-1].at))


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
    status = releases.status(session, row.basis, on=today)
    if is_open and status not in IN_USE and allows(actor, Permission.ADOPTION_FILL, row):
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
