"""Which processor agreement is in force for a board (method.md 4.2 point 5)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk import describing as rules
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.store.models import Adoption, LocalAgreement
from dpia_workbench.usecases import local
from dpia_workbench.usecases.adoption import DayAhead
from dpia_workbench.usecases.describing import described, opened
from dpia_workbench.usecases.editing import apply


def state(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    values: Mapping[str, Any],
    party_to: Sequence[str],
    version: int | None,
    today: date,
    now: datetime,
) -> Adoption:
    """Record which processor agreement covers the board, and to which others it is party.

    Whether a recorded agreement covers the board is not the board's word: that follows from its
    joinders. Raises NotFound, Forbidden, AlreadyDecided, Stale, NotInRelease, DetailMissing,
    LackUnexplained or DayAhead.
    """
    assessed = opened(session, adoption_id, actor=actor, version=version, today=today)
    row = assessed.adoption
    if not set(party_to) <= local.own_word(assessed.content):
        raise rules.NotInRelease
    rules.require_agreement(values)
    signed: date | None = values["signed_on"]
    if signed is not None and signed > today:
        raise DayAhead(field="signed_on", on=signed, today=today)
    changed = apply(row, {"party_to": list(party_to)})
    if row.agreement is None:
        row.agreement = LocalAgreement(form=values["form"])
    if told := apply(row.agreement, values):
        changed["agreement"] = [None, {name: pair[1] for name, pair in told.items()}]
    described(
        session, assessed, actor=actor, changed=changed, finished=Step.AGREEMENT, today=today,
        now=now,
    )  # fmt: skip
    return row
