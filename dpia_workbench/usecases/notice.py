"""Mail about one thing to everybody whom it concerns, each in their own language."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Role
from dpia_workbench.i18n import speaking
from dpia_workbench.i18n.messages import shown
from dpia_workbench.store import organisations, outbox

Recipient = tuple[str, str]  # address and language
Values = Callable[[str], Mapping[str, str]]  # what the sentences of a mail name, by language


def holders(
    session: Session, organisation_ids: Iterable[UUID], *, role: Role, today: date
) -> list[Recipient]:
    """Return everybody who holds a role at any of some organisations today, each once."""
    found = {
        each
        for organisation_id in organisation_ids
        for each in organisations.emails_with_role(
            session, organisation_id=organisation_id, role=role, on=today
        )
    }
    return sorted(found)


def mail(
    session: Session,
    people: Iterable[Recipient],
    *,
    kind: str,
    path: str,
    values: Values,
    now: datetime,
) -> None:
    """Put a mail of a kind for each person in the outbox; its link leads to the path."""
    for email, language in people:
        outbox.enqueue(
            session, "mail.send", at=now, kind=kind, to=email, language=language, path=path,
            values=values(language),
        )  # fmt: skip


def day_in(language: str, day: date) -> str:
    """Return a day as a sentence in a language has it."""
    with speaking(language):
        return shown(day)
