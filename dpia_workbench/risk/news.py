"""What is news about a release: that it is there, what people decided about it, that it ends."""

from enum import StrEnum

from dpia_workbench.risk.release import Event
from dpia_workbench.risk.verdict import Verdict


class Turn(StrEnum):
    """What happens to a release besides what people decide about it after its publication."""

    PUBLISHED = "published"
    EXPIRED = "expired"
    CORRECTED = "corrected"


Kind = Turn | Event


def is_urgent(kind: Kind, *, verdict: Verdict) -> bool:
    """Return whether who follows a product hears this at once: a withdrawal, or a RED verdict."""
    return kind is Event.WITHDRAWN or (kind is Turn.PUBLISHED and verdict is Verdict.RED)
