"""In which circumstances a board uses a product (method.md 4.2 point 3)."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk import describing as rules
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.risk.describing import Said
from dpia_workbench.store.models import Adoption
from dpia_workbench.usecases import examined
from dpia_workbench.usecases.describing import described, opened
from dpia_workbench.usecases.editing import apply


def answer(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    answers: Mapping[str, Said],
    version: int | None,
    today: date,
    now: datetime,
) -> Adoption:
    """Record per circumstance whether it holds; what the board does not know, holds.

    Raises NotFound, Forbidden, AlreadyDecided, Stale, NotInRelease or DetailMissing.
    """
    assessed = opened(session, adoption_id, actor=actor, version=version, today=today)
    wanted = rules.asked(examined.named_tags(assessed.content))
    if not set(answers) <= set(wanted):
        raise rules.NotInRelease
    for tag in rules.unanswered(answers, wanted=wanted):
        raise rules.DetailMissing(field=f"tag_{tag}")
    said = {tag: str(answers[tag]) for tag in wanted}
    values = {"circumstances": said, "tags": rules.tags_of(answers)}
    changed = apply(assessed.adoption, values)
    changed.pop("tags", None)  # they follow from the answers
    described(
        session, assessed, actor=actor, changed=changed, finished=Step.CIRCUMSTANCES,
        today=today, now=now,
    )  # fmt: skip
    return assessed.adoption
