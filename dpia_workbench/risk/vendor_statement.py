"""Life of a vendor's statement beside a verdict: written, accepted or refused, taken away.

Its words are the vendor's own: the cooperative decides whether they stand there, and never edits
them. A statement influences no level, verdict or order of search (invariant 5).
"""

from collections.abc import Mapping
from enum import StrEnum

from dpia_workbench.risk.rules import RuleViolation

LONGEST = 3_000  # characters per language


class State(StrEnum):
    """Whether a version of a statement stands beside the verdict."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


class Move(StrEnum):
    """What happens to a version of a statement."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    REPLACE = "replace"  # a newer version was accepted
    WITHDRAW = "withdraw"  # by the vendor
    REMOVE = "remove"  # by the publisher


MOVES: Mapping[State, Mapping[Move, State]] = {
    State.WAITING: {
        Move.ACCEPT: State.ACCEPTED,
        Move.REFUSE: State.REFUSED,
        Move.REPLACE: State.REPLACED,
        Move.WITHDRAW: State.WITHDRAWN,
    },
    State.ACCEPTED: {
        Move.REPLACE: State.REPLACED,
        Move.WITHDRAW: State.WITHDRAWN,
        Move.REMOVE: State.REMOVED,
    },
    State.REFUSED: {},
    State.REPLACED: {},
    State.WITHDRAWN: {},
    State.REMOVED: {},
}
DECISIONS = (Move.ACCEPT, Move.REFUSE)  # of the cooperative, about what waits
REASONED = frozenset({Move.REFUSE, Move.REMOVE})


class MoveRefused(RuleViolation):
    """This move is not possible with this version."""

    code = "statement.move-refused"


class ReasonMissing(RuleViolation):
    """Who refuses or takes away what a vendor says, says why."""

    code = "statement.reason-missing"


class HalfMissing(RuleViolation):
    """A statement is there in Dutch and in English."""

    code = "statement.half-missing"


class TooLong(RuleViolation):
    """A statement is short."""

    code = "statement.too-long"


def after(state: State, move: Move, *, reason: str = "") -> State:
    """Return the state a move leads to. Raises MoveRefused or ReasonMissing."""
    if move not in MOVES[state]:
        raise MoveRefused(state=state, move=move)
    if move in REASONED and not reason.strip():
        raise ReasonMissing
    return MOVES[state][move]


def require_sayable(nl: str, en: str) -> None:
    """Refuse a statement that lacks a language or is too long. Raises HalfMissing or TooLong."""
    if not nl.strip() or not en.strip():
        raise HalfMissing
    if max(len(nl), len(en)) > LONGEST:
        raise TooLong(most=LONGEST)
