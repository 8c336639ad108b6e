"""What a board's decision says beside its outcome: who was heard, the advice, conditions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dpia_workbench.risk.rules import RuleViolation


class AdviceStance(StrEnum):
    """What the board does with the advice of its data protection officer (method.md 4.2, 8)."""

    FOLLOWED = "followed"
    DEVIATED = "deviated"


class Hearing(StrEnum):
    """Through whom the people concerned were heard (GDPR art. 35(9))."""

    PARENTS = "parents"
    PUPILS = "pupils"
    STAFF = "staff"
    COUNCIL = "council"  # the participation council of a school or of the board


class ConditionState(StrEnum):
    """How far a condition is; derived from what was recorded and the day."""

    OPEN = "open"
    OVERDUE = "overdue"
    MET = "met"


class DeviationUnexplained(RuleViolation):
    """Who deviates from the advice says why."""

    code = "adoption.deviation-unexplained"


class HearingMissing(RuleViolation):
    """Who asked people says through whom."""

    code = "adoption.hearing-missing"


class ConditionIncomplete(RuleViolation):
    """A condition says what, who sees to it, and before which day."""

    code = "adoption.condition-incomplete"


class ConditionDayPassed(RuleViolation):
    """The deadline of a condition lies ahead."""

    code = "adoption.condition-day-passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What must happen, who sees to it, and the last day for it.

    `measure` is the key of the planned mandatory measure that it comes from, if any.
    """

    text: str
    owner: str
    due: date
    measure: str = ""


def require_stance(stance: AdviceStance, *, reason: str) -> None:
    """Refuse a deviation from the advice without a reason. Raises DeviationUnexplained."""
    if stance is AdviceStance.DEVIATED and not reason.strip():
        raise DeviationUnexplained


def require_hearing(heard: Iterable[Hearing], *, asked: bool) -> None:
    """Refuse that people were asked without saying through whom. Raises HearingMissing."""
    if asked and not set(heard):
        raise HearingMissing


def require_conditions(conditions: Iterable[Condition], *, today: date) -> None:
    """Refuse conditions that nobody can be held to.

    Raises ConditionIncomplete or ConditionDayPassed.
    """
    for each in conditions:
        if not each.text.strip() or not each.owner.strip():
            raise ConditionIncomplete
        if each.due <= today:
            raise ConditionDayPassed(due=each.due, today=today)


def condition_state(*, is_met: bool, due: date, on: date) -> ConditionState:
    """Return how far a condition is on a day."""
    if is_met:
        return ConditionState.MET
    return ConditionState.OVERDUE if due < on else ConditionState.OPEN
