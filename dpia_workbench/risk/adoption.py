"""Life of an adoption and the limits of the board's decision (method.md 4.2, 4.3, 8.2).

The state is derived from what has been recorded; nobody sets it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.scale import Level


class State(StrEnum):
    """How far an adoption is."""

    STARTED = "started"
    CONTEXT_DONE = "context_done"
    MEASURES_RECORDED = "measures_recorded"
    READY = "ready"
    ACTIVE = "active"
    CONSULTING = "consulting"
    REJECTED = "rejected"
    ENDED = "ended"
    RE_ADOPTED = "re_adopted"  # a newer adoption of the same product took its place


class AlreadyDecided(RuleViolation):
    """After the decision the local assessment is a record and no longer changes."""

    code = "adoption.already-decided"


class NotReady(RuleViolation):
    """The board decides last (invariant 18)."""

    code = "adoption.not-ready"


class OutcomeNotAllowed(RuleViolation):
    """The levels at this school do not allow this decision (invariant 19)."""

    code = "adoption.outcome-not-allowed"


class AcceptanceMissing(RuleViolation):
    """Each medium risk that is accepted needs its own reason (invariant 19)."""

    code = "adoption.acceptance-missing"


class ConditionMissing(RuleViolation):
    """A conditional approval says under which conditions."""

    code = "adoption.condition-missing"


class SamePersonTwice(RuleViolation):
    """Nobody does two of fill in, advise and decide in one adoption (method.md 8.3)."""

    code = "adoption.same-person-twice"


class DecisionTooEarly(RuleViolation):
    """Advice and views are dated on or before the decision (invariant 18)."""

    code = "adoption.decision-too-early"


class MeasureDetailMissing(RuleViolation):
    """A planned measure has a day, an applied one its evidence, another a reason."""

    code = "adoption.measure-detail-missing"


class PlannedDayPassed(RuleViolation):
    """A plan lies ahead."""

    code = "adoption.planned-day-passed"


APPROVALS = frozenset({Outcome.APPROVED, Outcome.CONDITIONALLY_APPROVED})
DECIDED = frozenset({State.ACTIVE, State.CONSULTING, State.REJECTED, State.ENDED, State.RE_ADOPTED})
_AFTER_DECISION = {
    Outcome.APPROVED: State.ACTIVE,
    Outcome.CONDITIONALLY_APPROVED: State.ACTIVE,
    Outcome.CONSULTATION: State.CONSULTING,
    Outcome.REJECTED: State.REJECTED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What has been recorded so far."""

    context_done: bool
    measures_open: int
    advised: bool
    views_recorded: bool
    outcome: Outcome | None = None
    ended: bool = False
    succeeded: bool = False  # a newer adoption follows this one


def state(progress: Progress) -> State:
    """Return the state that follows from what has been recorded."""
    if progress.ended:
        return State.RE_ADOPTED if progress.succeeded else State.ENDED
    if progress.outcome is not None:
        return _AFTER_DECISION[progress.outcome]
    if not progress.context_done:
        return State.STARTED
    if progress.measures_open:
        return State.CONTEXT_DONE
    if progress.advised and progress.views_recorded:
        return State.READY
    return State.MEASURES_RECORDED


def require_open(current: State) -> None:
    """Refuse changes after the decision. Raises AlreadyDecided."""
    if current in DECIDED:
        raise AlreadyDecided(state=current)


def require_other_person(mine: object, *, others: Iterable[object]) -> None:
    """Refuse a second part in one adoption to the same person. Raises SamePersonTwice."""
    if mine in set(others):
        raise SamePersonTwice


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the board wants to decide, and on which days its advice and views were given."""

    outcome: Outcome
    on: date
    advice_on: date
    views_on: date
    conditions: str
    acceptances: Mapping[str, str]


def require_decision(
    decision: Decision, *, state: State, levels: Mapping[str, Level], allowed: frozenset[Outcome]
) -> None:
    """Refuse a decision that the rules do not allow.

    Raises NotReady, OutcomeNotAllowed, DecisionTooEarly, AcceptanceMissing or ConditionMissing.
    """
    require_open(state)
    if state is not State.READY:
        raise NotReady(state=state)
    if decision.outcome not in allowed:
        raise OutcomeNotAllowed(outcome=decision.outcome, allowed=sorted(allowed))
    if decision.on < max(decision.advice_on, decision.views_on):
        raise DecisionTooEarly(advice_on=decision.advice_on, views_on=decision.views_on)
    if decision.outcome in APPROVALS:
        _require_acceptances(decision, levels=levels)
    if decision.outcome is Outcome.CONDITIONALLY_APPROVED and not decision.conditions.strip():
        raise ConditionMissing


def _require_acceptances(decision: Decision, *, levels: Mapping[str, Level]) -> None:
    for risk, level in sorted(levels.items()):
        if level is Level.MEDIUM and not decision.acceptances.get(risk, "").strip():
            raise AcceptanceMissing(risk=risk)


def require_measure_detail(
    wanted: LocalState, *, due: date | None, evidence: str, reason: str, today: date
) -> None:
    """Refuse a measure's state without what it rests on.

    Raises MeasureDetailMissing or PlannedDayPassed.
    """
    done = wanted in (LocalState.IMPLEMENTED, LocalState.CHECKED)
    needed = {
        "due": wanted is LocalState.PLANNED and due is None,
        "evidence": done and not evidence.strip(),
        "reason": wanted is LocalState.NOT_APPLICABLE and not reason.strip(),
    }
    for name, missing in needed.items():
        if missing:
            raise MeasureDetailMissing(state=wanted, field=name)
    if wanted is LocalState.PLANNED and due is not None and due < today:
        raise PlannedDayPassed(due=due, today=today)
