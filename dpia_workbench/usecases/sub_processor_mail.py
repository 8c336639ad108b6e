"""Who is mailed about a change of sub-processors; each person once."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Role
from dpia_workbench.store import sub_processors
from dpia_workbench.store.models import SubProcessorChange
from dpia_workbench.usecases import notice


def tell_of_clock(session: Session, row: SubProcessorChange, *, today: date, now: datetime) -> None:
    """Mail cooperatives and the boards that adopted that the clock runs, each person once."""
    _tell_guards(session, row, news="announced", today=today, now=now)
    _tell_schools(session, row, news="for-schools", today=today, now=now)


def tell_outcome(
    session: Session, row: SubProcessorChange, *, news: str, today: date, now: datetime
) -> None:
    """Mail cooperatives and boards that the vendor answered, or took the change back."""
    _tell_guards(session, row, news=news, today=today, now=now)
    _tell_schools(session, row, news=news, today=today, now=now)


def _tell_schools(
    session: Session, row: SubProcessorChange, *, news: str, today: date, now: datetime
) -> None:
    """Mail the privacy officers of the boards that use or assess the products."""
    mail(
        session, row, to=row.adopter_ids, role=Role.PRIVACY_OFFICER, news=news, today=today,
        now=now,
    )  # fmt: skip


def _tell_guards(
    session: Session, row: SubProcessorChange, *, news: str, today: date, now: datetime
) -> None:
    """Mail the analysts of the cooperatives that guard the products."""
    guards = sub_processors.cooperatives(session, [product.id for product in row.products])
    mail(session, row, to=guards, role=Role.ANALYST, news=news, today=today, now=now)


def mail(
    session: Session,
    row: SubProcessorChange,
    *,
    to: Iterable[UUID],
    role: Role,
    news: str,
    today: date,
    now: datetime,
) -> None:
    """Mail those with a role at some organisations, each person once."""
    people = notice.holders(session, to, role=role, today=today)
    notice.mail(
        session, people, kind=f"sub-processor-{news}", path=f"/sub-processors/{row.id}",
        values=lambda language: {
            "name": row.name,
            "products": ", ".join(product.name.text(language) for product in row.products),
            "vendor": row.vendor.name,
            "until": notice.day_in(language, row.objection_until),
        },
        now=now,
    )  # fmt: skip
