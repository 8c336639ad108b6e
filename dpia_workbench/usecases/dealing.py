"""What all that is done with a request shares: words and files, the trail, mail to either side."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.risk.correspondence import require_room
from dpia_workbench.risk.evidence import FileFacts
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import audit, correspondence
from dpia_workbench.store.models import Remediation, RequestFile, RequestMessage, User
from dpia_workbench.usecases import notice, scanning
from dpia_workbench.usecases.notice import Recipient


class WordsMissing(RuleViolation):
    """An answer, a delivery and a check say in words what they are about."""

    code = "remediation.words-missing"


def require_words(words: str) -> None:
    """Refuse what says nothing. Raises WordsMissing."""
    if not words.strip():
        raise WordsMissing


def record(
    session: Session, row: Remediation, fact: str, *, actor: Actor, now: datetime, **detail: object
) -> None:
    """Keep in the trail what was done with a request."""
    audit.record(session, fact, actor=actor, subject_id=row.id, at=now, **detail)


def tell_vendor(
    session: Session, row: Remediation, *, today: date, now: datetime, news: str = ""
) -> None:
    """Mail the vendor what is new: whoever sees to the request, or else all contacts."""
    if not news and row.state is State.COMMITTED:
        news = State.REQUESTED  # not good enough: asked again, and the promise is not theirs
    people = notice.holders(session, [row.vendor_id], role=Role.VENDOR_CONTACT, today=today)
    assigned = [each for each in people if row.assignee and each[0] == row.assignee.email]
    _mail(session, row, assigned or people, news=news, now=now)


def tell_owner(
    session: Session, row: Remediation, *, today: date, now: datetime, news: str = ""
) -> None:
    """Mail the analysts of the cooperative that asked what is new."""
    people = notice.holders(session, [row.owner_id], role=Role.ANALYST, today=today)
    _mail(session, row, people, news=news, now=now)


def _mail(
    session: Session, row: Remediation, people: Iterable[Recipient], *, news: str, now: datetime
) -> None:
    """Mail people what is new: by default the state of the request."""
    notice.mail(
        session, people, kind=f"request-{news or row.state}", path=f"/requests/{row.id}",
        values=lambda language: {"title": row.title.text(language)}, now=now,
    )  # fmt: skip


def tell_colleague(session: Session, row: Remediation, colleague: User, *, now: datetime) -> None:
    """Mail somebody of the vendor that they now see to a request."""
    to = [(colleague.email, colleague.language)]
    _mail(session, row, to, news="handed-over", now=now)


def keep_message(
    session: Session,
    row: Remediation,
    *,
    actor: Actor,
    words: str,
    files: Sequence[FileFacts],
    now: datetime,
    is_delivery: bool = False,
) -> RequestMessage:
    """Keep words with their files, for the verb that says who may. Raises WordsMissing, ThreadFull.

    The request is locked, so that two at once do not take more room together than there is.
    """
    require_words(words)
    if files:
        session.refresh(row, with_for_update=True)
        used = correspondence.bytes_used(session, row.id)
        require_room([each.size for each in files], used=used)
    made = RequestMessage(
        remediation=row, by_id=actor.user_id, organisation_id=actor.organisation_id, at=now,
        words=words, is_delivery=is_delivery,
        files=[
            RequestFile(
                place=place, file_sha256=each.sha256, file_name=each.name, file_size=each.size,
                media_type=each.media_type,
            )
            for place, each in enumerate(files)
        ],
    )  # fmt: skip
    session.add(made)
    session.flush()
    for each in files:
        scanning.enqueue(session, sha256=each.sha256, now=now)
    return made
