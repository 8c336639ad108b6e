"""Whose turn it is with a change of sub-processors."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.sub_processors import State, clock
from dpia_workbench.store import sub_processors
from dpia_workbench.store.models import SubProcessorChange


class Turn(StrEnum):
    """What waits for somebody."""

    RESPOND = "respond_to_change"
    BUNDLE = "bundle_objections"
    ANSWER = "answer_objection"
    ANNOUNCE_ANEW = "announce_anew"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An announcement that waits for the actor, since when, and until when at most."""

    turn: Turn
    change: SubProcessorChange
    since: date
    due: date | None = None


def waiting(session: Session, *, actor: Actor, today: date) -> Iterator[Waiting]:
    """Yield the announcements with which the actor must do something."""
    for row in sub_processors.find(session, actor=actor):
        if allows(actor, Permission.SUB_PROCESSOR_ANNOUNCE, row):
            yield from _for_vendor(row)
        elif clock(row.state, until=row.objection_until, on=today).is_running:
            turn = _while_it_runs(session, row, actor=actor)
            if turn is not None:
                yield Waiting(
                    turn=turn, change=row, since=row.announced_on, due=row.objection_until
                )


def _for_vendor(row: SubProcessorChange) -> Iterator[Waiting]:
    turns = {State.OBJECTED: Turn.ANSWER, State.CHANGED: Turn.ANNOUNCE_ANEW}
    if row.state in turns:
        last = max(bundle.answered_at or bundle.at for bundle in row.bundles)
        yield Waiting(turn=turns[row.state], change=row, since=day_of(last))


def _while_it_runs(session: Session, row: SubProcessorChange, *, actor: Actor) -> Turn | None:
    if allows(actor, Permission.SUB_PROCESSOR_RESPOND, row):
        mine = sub_processors.stance_of(session, row, actor=actor)
        return Turn.RESPOND if mine is None else None
    if not actor.has(Role.ANALYST) or sub_processors.bundle_of(row, actor=actor) is not None:
        return None
    guards = sub_processors.cooperatives(session, [product.id for product in row.products])
    return Turn.BUNDLE if actor.organisation_id in guards else None
