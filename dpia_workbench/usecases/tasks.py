"""What waits for a person: collected from what they may read and may do."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.risk import assessment, remediation
from dpia_workbench.store import dossiers, publications, remarks, remediations, threads
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Dossier, Remediation
from dpia_workbench.usecases import (
    adoption_tasks,
    completeness,
    fact_check_tasks,
    incident_tasks,
    objection_turns,
)
from dpia_workbench.usecases.fact_check_tasks import Waits
from dpia_workbench.usecases.remediation import checkable
from dpia_workbench.usecases.task import Kind, Task, since_day

_NEVER = date.max


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
        *adoption_tasks.waiting(session, actor=actor, today=today),
    ]
    return sorted(found, key=_urgency)


def _urgency(task: Task) -> tuple[bool, date, date, str]:
    return not task.is_late, task.due or _NEVER, task.since or _NEVER, task.subject.nl


def _dossiers(session: Session, *, actor: Actor) -> Iterator[Task]:
    for row in dossiers.find(session, actor=actor):
        if row.lead_id == actor.user_id and _has_gaps(row):
            yield Task(
                kind=Kind.COMPLETE_DRAFT, subject=row.product.name, subject_id=row.id,
                since=since_day(row.revision.created_at),
            )  # fmt: skip
        for kind in _dossier_kinds(row, actor=actor):
            if kind is Kind.PUBLISH and _is_planned(session, row):
                continue
            last = dossiers.last_review(row.revision)
            reviewed = kind is not Kind.REVIEW and last is not None
            since = last.at if reviewed and last else row.revision.submitted_at
            yield Task(
                kind=kind, subject=row.product.name, subject_id=row.id, since=since_day(since)
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
        kind=kind, subject=about.product.name, subject_id=about.id, since=since_day(found.since),
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
    asked = since_day(row.requested_at)
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
            since=since_day(found.since), count=found.count,
        )  # fmt: skip


def _incidents(session: Session, *, actor: Actor, today: date) -> Iterator[Task]:
    for each in incident_tasks.waiting(session, actor=actor):
        yield Task(
            kind=Kind(each.what.value), subject=each.subject, subject_id=each.subject_id,
            since=each.since, due=each.due, is_late=each.due is not None and each.due < today,
        )  # fmt: skip
