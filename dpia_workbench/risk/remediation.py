"""Life of a remediation: a vendor is asked, promises a day, delivers, is verified (method.md 5.4).

Everything that affects the state is in MOVES; `after` is the only function that fires a move.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dpia_workbench.risk.rules import RuleViolation


class State(StrEnum):
    """How far a request to a vendor is."""

    DRAFT = "draft"
    REQUESTED = "requested"
    ACKNOWLEDGED = "acknowledged"
    COMMITTED = "committed"
    DELIVERED = "delivered"
    VERIFIED = "verified"
    VERIFIED_PARTIAL = "verified_partial"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What people can do with a request."""

    SEND = "send"
    ACKNOWLEDGE = "acknowledge"
    COMMIT = "commit"
    PROPOSE_DATE = "propose_date"
    ACCEPT_DATE = "accept_date"
    REFUSE_DATE = "refuse_date"
    DECLINE = "decline"
    DELIVER = "deliver"
    VERIFY = "verify"
    VERIFY_PARTLY = "verify_partly"
    REJECT = "reject"
    WITHDRAW = "withdraw"


MOVES: Mapping[State, Mapping[Move, State]] = {
    State.DRAFT: {Move.SEND: State.REQUESTED, Move.WITHDRAW: State.WITHDRAWN},
    State.REQUESTED: {
        Move.ACKNOWLEDGE: State.ACKNOWLEDGED,
        Move.DECLINE: State.DECLINED,
        Move.WITHDRAW: State.WITHDRAWN,
    },
    State.ACKNOWLEDGED: {
        Move.COMMIT: State.COMMITTED,
        Move.DECLINE: State.DECLINED,
        Move.WITHDRAW: State.WITHDRAWN,
    },
    State.COMMITTED: {
        Move.DELIVER: State.DELIVERED,
        Move.PROPOSE_DATE: State.COMMITTED,
        Move.ACCEPT_DATE: State.COMMITTED,
        Move.REFUSE_DATE: State.COMMITTED,
        Move.WITHDRAW: State.WITHDRAWN,
    },
    State.DELIVERED: {
        Move.VERIFY: State.VERIFIED,
        Move.VERIFY_PARTLY: State.VERIFIED_PARTIAL,
        Move.REJECT: State.COMMITTED,
        Move.WITHDRAW: State.WITHDRAWN,
    },
    State.VERIFIED_PARTIAL: {
        Move.COMMIT: State.COMMITTED,
        Move.VERIFY: State.VERIFIED,
        Move.WITHDRAW: State.WITHDRAWN,
    },
    State.VERIFIED: {
        Move.VERIFY: State.VERIFIED,
        Move.VERIFY_PARTLY: State.VERIFIED_PARTIAL,
        Move.REJECT: State.COMMITTED,
    },
    State.DECLINED: {},
    State.WITHDRAWN: {},
}

OPEN = frozenset(
    {State.REQUESTED, State.ACKNOWLEDGED, State.COMMITTED, State.DELIVERED, State.VERIFIED_PARTIAL}
)


ENDED = frozenset({State.DECLINED, State.WITHDRAWN})


class MoveRefused(RuleViolation):
    """This move is not possible in this state."""

    code = "remediation.move-refused"


class DueDateNotAhead(RuleViolation):
    """A promise must lie ahead."""

    code = "remediation.due-date-not-ahead"


class SameDay(RuleViolation):
    """Another day is proposed than the one that was promised."""

    code = "remediation.same-day"


class NothingProposed(RuleViolation):
    """Only a day that the vendor proposed can be accepted or refused."""

    code = "remediation.nothing-proposed"


class VerifierNotIndependent(RuleViolation):
    """Who asked, or who claims the effect, cannot verify (invariant 13, method.md 3.3)."""

    code = "remediation.verifier-not-independent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """The vendor's promise: delivered on or before `due`."""

    state: State
    due: date


def after(state: State, move: Move) -> State:
    """Return the state a move leads to. Raises MoveRefused."""
    if move not in MOVES[state]:
        raise MoveRefused(state=state, move=move)
    return MOVES[state][move]


def commit(state: State, *, due: date, today: date) -> Commitment:
    """Return the promise to deliver by a day. Raises DueDateNotAhead or MoveRefused."""
    if due <= today:
        raise DueDateNotAhead(due=due, today=today)
    return Commitment(state=after(state, Move.COMMIT), due=due)


def propose(state: State, *, due: date, proposed: date, today: date) -> date:
    """Return the day that a vendor proposes instead of the promised one, which still holds.

    Raises MoveRefused, DueDateNotAhead or SameDay.
    """
    after(state, Move.PROPOSE_DATE)
    if proposed <= today:
        raise DueDateNotAhead(due=proposed, today=today)
    if proposed == due:
        raise SameDay(due=due)
    return proposed


def settle(state: State, move: Move, *, due: date, proposed: date | None, today: date) -> date:
    """Return the day that holds once a proposal is accepted or refused.

    A day that has passed since cannot be accepted. Raises MoveRefused, NothingProposed or
    DueDateNotAhead.
    """
    after(state, move)
    if proposed is None:
        raise NothingProposed
    if move is Move.REFUSE_DATE:
        return due
    if proposed <= today:
        raise DueDateNotAhead(due=proposed, today=today)
    return proposed


def reject(state: State, *, due: date, today: date) -> Commitment:
    """Return the promise again, with a new day, after a delivery that was not good enough."""
    if due <= today:
        raise DueDateNotAhead(due=due, today=today)
    return Commitment(state=after(state, Move.REJECT), due=due)


def is_overdue(state: State, *, due: date | None, on: date) -> bool:
    """Return whether a promise has passed its day; derived, never stored (invariant 21)."""
    return state is State.COMMITTED and due is not None and due < on
