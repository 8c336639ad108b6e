"""What vendors do with changes of sub-processors: announce, correct, take back, answer.

See method.md 5.1 and 5.3, and GDPR art. 28(2). Nothing here makes the period for objection shorter.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import sub_processors as rules
from dpia_workbench.risk.sub_processors import Move, State
from dpia_workbench.store import audit, products, sub_processors
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Product, SubProcessorChange
from dpia_workbench.usecases.editing import apply, expect_version
from dpia_workbench.usecases.objection_period import objection_days
from dpia_workbench.usecases.sub_processor_mail import tell_of_clock, tell_outcome


def announce(
    session: Session,
    *,
    actor: Actor,
    product_ids: Sequence[UUID],
    values: Mapping[str, Any],
    today: date,
    now: datetime,
) -> SubProcessorChange:
    """Announce a change of sub-processors of the vendor's own products; the clock starts.

    `values` are those of the record: kind, name, legal_entity, country, service, categories,
    mechanism, replaces, effective_on, words and language. Raises NotFound, Forbidden,
    ReplacesMissing or EffectiveTooEarly.
    """
    found = _own(session, product_ids, actor=actor)
    clock = _started(session, found, today=today)
    _require_sound(_facts(values, found), clock=clock)
    row = SubProcessorChange(
        vendor_id=actor.organisation_id, announced_at=now, announced_by_id=actor.user_id,
        products=found, **clock, **values,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _record(session, row, "subprocessor.announced", actor=actor, now=now)
    tell_of_clock(session, row, today=today, now=now)
    return row


def _own(session: Session, product_ids: Sequence[UUID], *, actor: Actor) -> list[Product]:
    """Return products of the actor's vendor that it knows of. Raises NotFound or Forbidden."""
    mine = actor.organisation_id
    known = {each.id: each for each in products.known_to_vendor(session, mine)} if mine else {}
    found = [known[each] for each in dict.fromkeys(product_ids) if each in known]
    if not found or not known.keys() >= set(product_ids):
        raise NotFound
    for product in found:
        require(actor, Permission.SUB_PROCESSOR_ANNOUNCE, product)
    return found


def _facts(values: Mapping[str, Any], found: Sequence[Product]) -> rules.Facts:
    given = {name: value for name, value in values.items() if name not in ("words", "language")}
    given["categories"] = frozenset(given["categories"])
    return rules.Facts(products=frozenset(product.slug for product in found), **given)


def _started(
    session: Session, found: Sequence[Product], *, today: date, least: date = date.min
) -> dict[str, Any]:
    """Return the columns of a clock that starts today; its end is not before another day."""
    days = objection_days(session, [product.id for product in found], on=today)
    until = rules.restarted_until(least, announced_on=today, days=days)
    return {"announced_on": today, "objection_days": days, "objection_until": until}


def _require_sound(facts: rules.Facts, *, clock: Mapping[str, Any]) -> None:
    rules.require_replaced(facts)
    rules.require_effective(
        facts, announced_on=clock["announced_on"], until=clock["objection_until"]
    )


def _record(
    session: Session, row: SubProcessorChange, fact: str, *, actor: Actor, now: datetime,
    **detail: object,
) -> None:  # fmt: skip
    audit.record(session, fact, actor=actor, subject_id=row.id, at=now, round=row.round, **detail)


def correct(
    session: Session,
    *,
    actor: Actor,
    change_id: UUID,
    product_ids: Sequence[UUID],
    values: Mapping[str, Any],
    version: int | None,
    today: date,
    now: datetime,
) -> SubProcessorChange:
    """Correct an announcement; if that matters to those who object, the clock starts anew.

    The end of the period is then never before the one that was announced. Raises NotFound,
    Forbidden, SubProcessorMoveRefused, NothingCorrected, ReplacesMissing, EffectiveTooEarly or
    Stale.
    """
    row = _answerable(session, change_id, actor=actor, version=version)
    found, before = _own(session, product_ids, actor=actor), row.facts
    corrected, clock = _facts(values, found), _clock_of(row)
    restarts = row.state is State.CHANGED or rules.is_material(before, corrected)
    restarted = rules.after(row.state, Move.RESTART)
    if restarts:
        clock = _started(session, found, today=today, least=row.objection_until)
    _require_sound(corrected, clock=clock)
    changed = apply(row, values)
    if corrected.products != before.products:
        changed["products"] = [sorted(before.products), sorted(corrected.products)]
        row.products = found
    if not changed:
        raise rules.NothingCorrected
    if restarts:
        apply(row, {**clock, "state": restarted, "round": row.round + 1})
    session.flush()
    _record(session, row, "subprocessor.corrected", actor=actor, now=now, changed=changed,
            restarts=restarts)  # fmt: skip
    if restarts:
        tell_of_clock(session, row, today=today, now=now)
    return row


def _clock_of(row: SubProcessorChange) -> dict[str, Any]:
    """Return the columns of the clock of an announcement, as they stand."""
    names = ("announced_on", "objection_days", "objection_until")
    return {name: getattr(row, name) for name in names}


def _answerable(
    session: Session, change_id: UUID, *, actor: Actor, version: int | None
) -> SubProcessorChange:
    row = sub_processors.get(session, change_id, actor=actor)
    require(actor, Permission.SUB_PROCESSOR_ANNOUNCE, row)
    expect_version(row, version)
    return row


def withdraw(
    session: Session,
    *,
    actor: Actor,
    change_id: UUID,
    words: str,
    version: int | None,
    today: date,
    now: datetime,
) -> SubProcessorChange:
    """Take an announcement back, with the reason: the change does not come.

    Raises NotFound, Forbidden, SubProcessorMoveRefused, WithoutReason or Stale.
    """
    row = _answerable(session, change_id, actor=actor, version=version)
    require_words(words)
    row.state, row.withdrawal = rules.after(row.state, Move.WITHDRAW), words
    _record(session, row, "subprocessor.withdrawn", actor=actor, now=now, words=words)
    tell_outcome(session, row, news="withdrawn", today=today, now=now)
    return row


def answer(
    session: Session,
    *,
    actor: Actor,
    change_id: UUID,
    move: Move,
    words: str,
    version: int | None,
    today: date,
    now: datetime,
) -> SubProcessorChange:
    """Answer the objections of this round: go on, change what is planned, or drop it.

    Raises NotFound, Forbidden, SubProcessorMoveRefused, WithoutReason or Stale.
    """
    row = _answerable(session, change_id, actor=actor, version=version)
    if move not in rules.ANSWERS:
        raise rules.SubProcessorMoveRefused(state=row.state)
    require_words(words)
    row.state = rules.after(row.state, move)
    for bundle in row.bundles:
        waits = bundle.round == row.round and bundle.stance is rules.Stance.OBJECTS
        if waits and bundle.answer is None:
            bundle.answer, bundle.answer_words = row.state, words
            bundle.answered_at, bundle.answered_by_id = now, actor.user_id
    _record(session, row, "subprocessor.answered", actor=actor, now=now, move=move, words=words)
    tell_outcome(session, row, news="answered", today=today, now=now)
    return row


def require_words(words: str) -> None:
    """Refuse an empty reason. Raises WithoutReason."""
    if not words.strip():
        raise rules.WithoutReason
