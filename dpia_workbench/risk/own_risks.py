"""What a board must answer about risks that nobody judged for it (method.md 4.2 point 7)."""

from collections.abc import Collection

from dpia_workbench.risk.rules import RuleViolation


class OwnRisksUnanswered(RuleViolation):
    """A board names risks of its own, or says why there are none."""

    code = "adoption.own-risks-unanswered"


class RisksNotJudged(RuleViolation):
    """A risk that nobody gave a level is judged by the board before it goes on."""

    code = "adoption.risks-not-judged"


class RiskNotYours(RuleViolation):
    """A board judges only what the publisher gave no level."""

    code = "adoption.risk-not-yours"


def require_answer(*, risks: int, explanation: str) -> None:
    """Refuse to have neither a risk nor a reason why there is none. Raises OwnRisksUnanswered."""
    if not risks and not explanation.strip():
        raise OwnRisksUnanswered


def require_judged(unjudged: Collection[str]) -> None:
    """Refuse to go on while a risk has no level at all. Raises RisksNotJudged."""
    if unjudged:
        raise RisksNotJudged(risks=sorted(unjudged))


def require_open_to_judge(key: str, *, unlevelled: Collection[str]) -> None:
    """Refuse to judge a risk that was given a level already. Raises RiskNotYours."""
    if key not in unlevelled:
        raise RiskNotYours(risk=key)
