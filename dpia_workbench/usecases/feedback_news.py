"""What a board hears of its feedback: an answer, and the release in which it shows."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import SCHOOL_ROLES, Role
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.store import remarks
from dpia_workbench.store.models import AdoptionFeedback, Release, Remark, User
from dpia_workbench.usecases import notice
from dpia_workbench.usecases.notice import Recipient


def tell_answer(session: Session, row: Remark, *, now: datetime) -> None:
    """Mail whoever asked from an adoption that the remark was answered or put aside."""
    asked = remarks.feedback_of(session, row.id)
    if asked is not None:
        _mail(session, asked, kind="feedback-settled", values={"answer": row.answer}, now=now)


def show_in(session: Session, release: Release, *, now: datetime) -> None:
    """Note which remarks led to a change in a new release, and mail the boards that asked.

    These are the remarks on the product that its owner promised to see to.
    """
    for change in remarks.promised(session, release.product_id, owner_id=release.owner_id):
        change.release_id, change.shown_at = release.id, now
        asked = remarks.feedback_of(session, change.remark_id)
        if asked is not None:
            _mail(
                session, asked, kind="feedback-shown", values={"number": str(release.number)},
                now=now,
            )  # fmt: skip


def _mail(
    session: Session,
    asked: AdoptionFeedback,
    *,
    kind: str,
    values: Mapping[str, str],
    now: datetime,
) -> None:
    product = asked.remark.product.name
    notice.mail(
        session, _readers(session, asked, now=now), kind=kind,
        path=f"/adoptions/{asked.adoption_id}/feedback",
        values=lambda language: {"product": product.text(language), **values}, now=now,
    )  # fmt: skip


def _readers(session: Session, asked: AdoptionFeedback, *, now: datetime) -> list[Recipient]:
    """Return who asked, or the privacy officers if that person left the board."""
    today = day_of(now)
    there = [
        each
        for role in SCHOOL_ROLES
        for each in notice.holders(session, [asked.board_id], role=role, today=today)
    ]
    asker = session.get_one(User, asked.by_id)
    mine = [each for each in dict.fromkeys(there) if each[0] == asker.email]
    return mine or notice.holders(session, [asked.board_id], role=Role.PRIVACY_OFFICER, today=today)
