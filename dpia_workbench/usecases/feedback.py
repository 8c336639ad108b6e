"""What a board that adopts a verdict tells its owner, and what comes of it (issue 7, point 9).

It lands among the remarks of readers. The owner learns that it is from a board, and from which
only if the board says so (invariant 16). Nothing of it stands in a release.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import remark as rules
from dpia_workbench.risk.feedback import AS_REMARK, Found
from dpia_workbench.store import adoptions, audit, releases, remarks
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Adoption, AdoptionFeedback, Release, Remark


def places(row: Adoption) -> Mapping[str, Bilingual]:
    """Return the risks and measures of what a board adopts, by their keys."""
    content = releases.content(row.basis)
    items = (*content["risks"], *content["measures"])
    return {item["key"]: Bilingual.of(item["title"]) for item in items}


def send(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    remark_id: UUID,
    found: Found,
    place: str,
    text: str,
    is_named: bool,
    language: str,
    now: datetime,
) -> AdoptionFeedback:
    """Tell the owner of a verdict what a board found; also after the decision.

    `remark_id` came with the form: sent twice, it is kept once. Raises NotFound, Forbidden,
    PlaceUnknown or WordsMissing.
    """
    adoption = adoptions.get(session, adoption_id, actor=actor)
    require(actor, Permission.FEEDBACK_SEND, adoption)
    known = remarks.feedback_of(session, remark_id)
    if known is not None and known.adoption_id == adoption.id:
        return known
    if known is not None or actor.user_id is None:
        raise NotFound
    rules.require_place(place, known=places(adoption))
    rules.require_settleable(None, words=text)
    row = _remark(adoption, remark_id, place=place, text=text, language=language, now=now)
    row.kind = AS_REMARK[found]
    session.add(row)
    made = AdoptionFeedback(
        remark=row, adoption_id=adoption.id, board_id=adoption.board_id, found=found,
        is_named=is_named, by_id=actor.user_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    audit.record(
        session, "feedback.sent", actor=actor, subject_id=made.id, at=now, found=found, place=place
    )
    return made


def _remark(
    adoption: Adoption, remark_id: UUID, *, place: str, text: str, language: str, now: datetime
) -> Remark:
    basis = adoption.basis
    row = Remark(
        id=remark_id, product_id=basis.product_id, place=place, text=text, language=language,
        email=None, wants_answer=True, sent_at=now,
    )  # fmt: skip
    if isinstance(basis, Release):
        row.release_id, row.owner_id = basis.id, basis.owner_id
    return row
