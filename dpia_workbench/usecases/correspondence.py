"""What the two sides of a request write to each other, with files of which the content is kept."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import correspondence as rules
from dpia_workbench.risk.evidence import FileFacts
from dpia_workbench.store import remediations
from dpia_workbench.store.models import RequestMessage
from dpia_workbench.usecases.dealing import keep_message, record, tell_owner, tell_vendor

NEWS = "message"


def say(
    session: Session,
    *,
    actor: Actor,
    remediation_id: UUID,
    words: str,
    files: Sequence[FileFacts],
    today: date,
    now: datetime,
) -> RequestMessage:
    """Write to the other side of a request, which is told; what was written stays as it is.

    Raises NotFound, Forbidden, NotSentYet, WordsMissing or ThreadFull.
    """
    row = remediations.get(session, remediation_id, actor=actor)
    require(actor, Permission.REMEDIATION_DISCUSS, row)
    rules.require_sent(is_sent=row.is_sent)
    made = keep_message(session, row, actor=actor, words=words, files=files, now=now)
    record(session, row, "remediation.said", actor=actor, now=now, message=made.id,
           files=[each.sha256 for each in files])  # fmt: skip
    tell = tell_owner if actor.organisation_id == row.vendor_id else tell_vendor
    tell(session, row, today=today, now=now, news=NEWS)
    return made
