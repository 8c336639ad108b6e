"""What is so today beside the record of a decision, and which rounds stand around it."""

from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n.labels import label
from dpia_workbench.risk.release import Status
from dpia_workbench.store import adoptions
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.web.adoptions import after_reading, agreeing, reading, round_reading
from dpia_workbench.web.adoptions.pages import RecordedAgreement
from dpia_workbench.web.adoptions.round_pages import AfterView


def agreements(
    session: Session, assessed: LocalAssessment, *, actor: Actor, today: date
) -> tuple[RecordedAgreement, ...]:
    """Return the recorded agreements: as they are today, or as the decision knew them."""
    if assessed.adoption.decision is not None:
        return tuple(agreeing.then(assessed))
    return tuple(agreeing.recorded(session, assessed, actor=actor, today=today))


def view(
    session: Session, assessed: LocalAssessment, *, actor: Actor, status: Status, today: date
) -> AfterView:
    """Return what is so today; `status` is that of what was adopted."""
    row = assessed.adoption
    where: dict[str, Any] = {"adoption_id": row.id}
    later = next(adoptions.later(row), None)
    is_open, is_decided = row.ended_at is None, row.decision is not None
    rests_on = agreeing.recorded(session, assessed, actor=actor, today=today)
    return AfterView(
        today=after_reading.today_view(row, on=today),
        status=label(status) if is_decided else "",
        verdict=reading.verdict_badge(row, status=status),
        agreements=tuple(rests_on) if is_decided and is_open else (),
        why=round_reading.why(row),
        before=round_reading.round_row(row.follows, this=row, today=today) if row.follows else None,
        later=round_reading.round_row(later, this=row, today=today) if later else None,
        ending=after_reading.ending(row),
        carried_url=_url("carried", where, row.follows and not is_decided and is_open),
        changed_url=_url("changed", where, row.follows),
        history_url=url_for("adoptions.history", **where),
        again_url=_url(
            "again", where,
            is_decided and later is None and allows(actor, Permission.ADOPTION_START),
        ),
        ending_url=_url("ending", where, is_open and allows(actor, Permission.ADOPTION_END, row)),
    )  # fmt: skip


def _url(name: str, where: dict[str, Any], shown: object) -> str | None:
    return url_for(f"adoptions.{name}", **where) if shown else None
