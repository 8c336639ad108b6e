"""What of fact checks and vendors' statements waits for somebody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.risk import vendor_statement
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.fact_check import State
from dpia_workbench.store import fact_checks, vendor_statements
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import FactCheck
from dpia_workbench.usecases.fact_check import standing


class Waits(StrEnum):
    """What somebody is asked to do with a fact check or a statement."""

    ANSWER = "answer"
    PROCESS = "process"
    CLOSE_SILENT = "close_silent"
    DECIDE = "decide"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One thing that waits, since when and by when."""

    what: Waits
    subject: Bilingual
    subject_id: UUID  # of the fact check or the statement
    since: date | None = None
    due: date | None = None


def waiting(session: Session, *, actor: Actor, today: date) -> Iterator[Waiting]:
    """Yield what waits for the actor: a vendor answers, the cooperative processes and closes."""
    for row in fact_checks.find(session, actor=actor):
        state = standing(row, on=today)
        if state is State.SENT and allows(actor, Permission.FACT_CHECK_ANSWER, row):
            yield _check(row, Waits.ANSWER, due=row.deadline)
        elif allows(actor, Permission.FACT_CHECK_DISPOSE, row):
            if state is State.ANSWERED:
                yield _check(row, Waits.PROCESS)
            elif state is State.EXPIRED:
                yield _check(row, Waits.CLOSE_SILENT)
    for each in vendor_statements.find(session, actor=actor):
        waits = each.state is vendor_statement.State.WAITING
        if waits and allows(actor, Permission.VENDOR_STATEMENT_DECIDE, each):
            yield Waiting(
                what=Waits.DECIDE, subject=each.product.name, subject_id=each.id,
                since=day_of(each.written_at),
            )  # fmt: skip


def _check(row: FactCheck, what: Waits, *, due: date | None = None) -> Waiting:
    moment = row.answered_at or row.sent_at
    return Waiting(
        what=what, subject=row.product.name, subject_id=row.id,
        since=day_of(moment) if moment else None, due=due,
    )  # fmt: skip
