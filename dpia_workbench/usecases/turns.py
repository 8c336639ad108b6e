"""Who is told that it is their turn in an adoption."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Role
from dpia_workbench.risk import adoption as rules
from dpia_workbench.store import releases
from dpia_workbench.store.models import Adoption
from dpia_workbench.usecases import local, notice


def tell_who_is_next(
    session: Session, before: local.LocalAssessment, *, today: date, now: datetime
) -> None:
    """Tell the officer or the board once, when it becomes their turn."""
    session.flush()
    row = before.adoption
    state = local.state_of(row, on=today)
    if state is before.state:
        return
    if state is rules.State.MEASURES_RECORDED and row.advice is None:
        role = Role.DATA_PROTECTION_OFFICER
        _tell(session, row, role=role, kind="advice-waits", today=today, now=now)
    if state is rules.State.READY:
        _tell(session, row, role=Role.BOARD, kind="decision-waits", today=today, now=now)


def _tell(
    session: Session, row: Adoption, *, role: Role, kind: str, today: date, now: datetime
) -> None:
    people = notice.holders(session, [row.board_id], role=role, today=today)
    product = releases.content(row.basis)["product"]["name"]
    notice.mail(
        session, people, kind=kind, path=f"/adoptions/{row.id}",
        values=lambda language: {"product": product[language] or product["nl"]}, now=now,
    )  # fmt: skip
