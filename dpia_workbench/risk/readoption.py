"""A board looks again at what it adopted: why, and what asks for a new look (method.md 4.5, 8.2).

What a board said is carried over, and nothing counts as finished by itself: a person confirms what
did not change and looks at what did.
"""

from enum import StrEnum

from dpia_workbench.risk.adoption import DECIDED, State
from dpia_workbench.risk.rules import RuleViolation


class LookAgain(StrEnum):
    """Why a board begins another round."""

    NEW_RELEASE = "new_release"
    NOT_FINISHED = "not_finished"  # the verdict ended before the board had decided
    REJECTED = "rejected"
    CONSULTATION = "consultation"
    ENDED = "ended"
    REVIEW_DAY = "review_day"
    LOCAL_CHANGE = "local_change"
    OTHER = "other"


# What a person gives as the reason while the board uses the product; the rest follows from facts.
GIVEN = (LookAgain.REVIEW_DAY, LookAgain.LOCAL_CHANGE, LookAgain.OTHER)
_EXPLAINED = frozenset({LookAgain.LOCAL_CHANGE, LookAgain.OTHER})
_AFTER = {
    State.CONSULTING: LookAgain.CONSULTATION,
    State.REJECTED: LookAgain.REJECTED,
    State.ENDED: LookAgain.ENDED,
}


class News(StrEnum):
    """What is not as it was when the board said something, so that a person looks at it."""

    CELL_NEW = "cell_new"
    CELL_CHANGED = "cell_changed"
    CELL_GONE = "cell_gone"
    SCHOOL_NEW = "school_new"
    SCHOOL_GONE = "school_gone"
    FLOOR_CHANGED = "floor_changed"
    STATEMENT_NEW = "statement_new"
    STATEMENT_CHANGED = "statement_changed"
    STATEMENT_GONE = "statement_gone"
    AGREEMENT_NEW = "agreement_new"
    AGREEMENT_CHANGED = "agreement_changed"
    AGREEMENT_GONE = "agreement_gone"
    MEASURE_NEW = "measure_new"
    MEASURE_CHANGED = "measure_changed"
    MEASURE_GONE = "measure_gone"
    MEASURE_OPEN = "measure_open"  # it never got an answer
    PLAN_PASSED = "plan_passed"
    CHECK_DUE = "check_due"
    RISK_NEW = "risk_new"
    RISK_HIGHER = "risk_higher"
    RISK_LOWER = "risk_lower"
    RISK_CHANGED = "risk_changed"
    RISK_GONE = "risk_gone"


class AlreadyAdopted(RuleViolation):
    """A board has one open adoption of a product, and looks again only for a reason."""

    code = "adoption.already-adopted"


class ReasonUnexplained(RuleViolation):
    """Some reasons to look again say nothing without words."""

    code = "adoption.reason-unexplained"


class NothingToConfirm(RuleViolation):
    """Only what an earlier adoption said, and nobody finished yet, can be confirmed."""

    code = "adoption.nothing-to-confirm"


def asks_reason(state: State) -> bool:
    """Return whether a person must give a reason to look again at the same text."""
    return state not in _AFTER


def why_again(
    before: State, *, same_text: bool, in_use: bool, asked: LookAgain | None, words: str
) -> LookAgain:
    """Return why another round begins after an adoption in a state.

    `same_text` says whether the same release is adopted again, `in_use` whether what the earlier
    round rests on still holds, `asked` is the reason that a person gave.

    Raises AlreadyAdopted or ReasonUnexplained.
    """
    if before not in DECIDED:
        if same_text or in_use:
            raise AlreadyAdopted
        return LookAgain.NOT_FINISHED
    if not same_text:
        return LookAgain.NEW_RELEASE
    if before in _AFTER:
        return _AFTER[before]
    if asked not in GIVEN:
        raise AlreadyAdopted
    if asked in _EXPLAINED and not words.strip():
        raise ReasonUnexplained(field="words")
    return asked
