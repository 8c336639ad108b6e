"""A board looks again at what it adopted: asked by itself, by its officer, by what happened."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import review as rules
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.change import Weight, by_when
from dpia_workbench.risk.review import LocalChange, Resolution, Trigger
from dpia_workbench.store import adopters, audit, review_tasks
from dpia_workbench.store.models import Adoption, Product, ReviewTask
from dpia_workbench.usecases import adopting, local, notice, reviewing
from dpia_workbench.usecases.editing import expect_version
from dpia_workbench.usecases.review_making import Ask, put
from dpia_workbench.usecases.review_settling import resolve


def report_change(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    changes: Collection[LocalChange],
    text: str,
    today: date,
    now: datetime,
) -> ReviewTask:
    """Record that something became different at the board itself; it looks again.

    Who says the same twice on a day asks once. Raises NotFound, Forbidden, NotInForce,
    NothingChosen or ReasonMissing.
    """
    row = _in_force(
        session, adoption_id, actor=actor, permission=Permission.ADOPTION_FILL, today=today
    )
    if not changes:
        raise rules.NothingChosen
    rules.require_reason(text)
    named = sorted(each.value for each in changes)
    made = _ask_oneself(
        session, row, actor=actor, trigger=Trigger.LOCAL_CHANGE, text=text, today=today, now=now,
        ref=f"{'+'.join(named)}:{today.isoformat()}", facts=[{"local": each} for each in named],
    )  # fmt: skip
    if made.made_at == now:
        _record(session, made, "adoption.change-reported", actor=actor, now=now, changes=named)
        _tell(session, row, Role.DATA_PROTECTION_OFFICER, task=made, today=today, now=now)
    return made


def ask_new_look(
    session: Session, *, actor: Actor, adoption_id: UUID, text: str, today: date, now: datetime
) -> ReviewTask:
    """Let the data protection officer ask the board to look again (GDPR art. 39(1)(b)).

    Once a day. Raises NotFound, Forbidden, NotInForce or ReasonMissing.
    """
    row = _in_force(
        session, adoption_id, actor=actor, permission=Permission.ADOPTION_ADVISE, today=today
    )
    rules.require_reason(text)
    made = _ask_oneself(
        session, row, actor=actor, trigger=Trigger.OFFICER, text=text, today=today, now=now,
        ref=today.isoformat(), facts=[],
    )  # fmt: skip
    if made.made_at == now:
        _record(session, made, "adoption.look-asked", actor=actor, now=now)
        _tell(session, row, Role.PRIVACY_OFFICER, task=made, today=today, now=now)
    return made


def _in_force(
    session: Session, adoption_id: UUID, *, actor: Actor, permission: Permission, today: date
) -> Adoption:
    """Return an adoption on which a board relies, locked. Raises NotFound or NotInForce."""
    row = adopting.locked(session, adoption_id, actor=actor, permission=permission)
    rules.require_in_force(local.state_of(row, on=today))
    return row


def _ask_oneself(
    session: Session,
    row: Adoption,
    *,
    actor: Actor,
    trigger: Trigger,
    ref: str,
    facts: list[dict[str, Any]],
    text: str,
    today: date,
    now: datetime,
) -> ReviewTask:
    for known in review_tasks.of_adoption(session, row):
        if (known.trigger, known.ref) == (trigger, ref):
            return known
    periods = reviewing.periods_of(row.basis)
    made = ReviewTask(
        adoption_id=row.id, trigger=trigger, ref=_free(session, row, trigger=trigger, ref=ref),
        weight=Weight.MATERIAL, due=by_when(today, is_urgent=False, periods=periods), facts=facts,
        said=text, made_at=now, made_by_id=actor.user_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def _free(session: Session, row: Adoption, *, trigger: Trigger, ref: str) -> str:
    """Return the name of an event; with a number if one of that name was looked at already."""
    known = {found for _id, kind, found in review_tasks.known(session, [row.id], refs=())
             if kind is trigger}  # fmt: skip
    names = (ref, *(f"{ref}:{number}" for number in range(2, len(known) + 2)))
    return next(name for name in names if name not in known)


def incident_reported(
    session: Session, *, incident_id: UUID, product_id: UUID, now: datetime
) -> int:
    """Ask every board that relies on a product to look at an incident; return how many that is.

    Nobody acts: who reports the incident is asked by its own verb, which mails the boards.
    Repeatable.
    """
    product, day = session.get_one(Product, product_id), day_of(now)
    found = adopters.of_product(session, product_id)
    periods = reviewing.periods_of_all(session, {each.basis_id for each in found})
    asks = [
        Ask(
            adopter=each, trigger=Trigger.INCIDENT, ref=str(incident_id), weight=Weight.MATERIAL,
            due=by_when(day, is_urgent=True, periods=periods[each.basis_id]),
        )
        for each in found
    ]  # fmt: skip
    return put(session, product, asks, now=now, is_told=True)


def keep(
    session: Session,
    *,
    actor: Actor,
    task_id: UUID,
    reason: str,
    version: int | None,
    today: date,
    now: datetime,
) -> ReviewTask:
    """Record that the board looked and nothing changes for it, and why.

    The data protection officer is told of what was material. Raises NotFound, Forbidden,
    AlreadyResolved, DecisionNeeded, ReasonMissing, NobodyToTell or Stale.
    """
    row = review_tasks.get(session, task_id, actor=actor)
    require(actor, Permission.ADOPTION_FILL, row.adoption)
    session.refresh(row, with_for_update=True)
    rules.require_resolvable(row.trigger, is_open=row.resolved_at is None, reason=reason)
    expect_version(row, version)
    if row.weight is Weight.MATERIAL:
        officer = Role.DATA_PROTECTION_OFFICER
        if not notice.holders(session, [row.adoption.board_id], role=officer, today=today):
            raise rules.NobodyToTell
        _tell(session, row.adoption, officer, task=row, kind="review-kept", today=today, now=now)
    resolve(row, Resolution.NO_CHANGE, reason=reason, actor=actor, now=now)
    _record(session, row, "adoption.kept", actor=actor, now=now, reason=reason)
    return row


def end_all(
    session: Session, *, adoption: Adoption, reason: str, actor: Actor, now: datetime
) -> None:
    """End what is open about an adoption that the board ends; a part of the verb that does."""
    for task in review_tasks.of_adoption(session, adoption):
        resolve(task, Resolution.STOPPED, reason=reason, actor=actor, now=now)


def tell_ended(session: Session, *, adoption: Adoption, now: datetime) -> None:
    """Tell officer and board that the product is not used any more; a part of the same verb."""
    for role in (Role.DATA_PROTECTION_OFFICER, Role.BOARD):
        _mail(session, adoption, role, kind="adoption-ended", values={}, today=day_of(now), now=now)


def _record(
    session: Session, row: ReviewTask, fact: str, *, actor: Actor, now: datetime, **detail: Any
) -> None:
    audit.record(
        session, fact, actor=actor, subject_id=row.adoption_id, at=now, task=row.id,
        trigger=row.trigger, **detail,
    )  # fmt: skip


def _tell(
    session: Session,
    row: Adoption,
    role: Role,
    *,
    task: ReviewTask,
    today: date,
    now: datetime,
    kind: str = "review-waits",
) -> None:
    _mail(session, row, role, kind=kind, values={"day": task.due}, today=today, now=now)


def _mail(
    session: Session,
    row: Adoption,
    role: Role,
    *,
    kind: str,
    values: dict[str, date],
    today: date,
    now: datetime,
) -> None:
    people = notice.holders(session, [row.board_id], role=role, today=today)
    product = row.basis.product.name

    def said(language: str) -> dict[str, str]:
        days = {name: notice.day_in(language, day) for name, day in values.items()}
        return {"product": product.text(language), **days}

    notice.mail(session, people, kind=kind, path=f"/adoptions/{row.id}", values=said, now=now)
