"""What readers say is wrong or missing in a verdict, and what becomes of it (issue 6, point 5)."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from dpia_workbench.risk.rules import RuleViolation


class Kind(StrEnum):
    """What a reader found."""

    MISTAKE = "mistake"
    MISSING_RISK = "missing_risk"
    MISSING_MEASURE = "missing_measure"
    OUTDATED = "outdated"
    OTHER = "other"


class Outcome(StrEnum):
    """What its owner did with it."""

    ANSWERED = "answered"
    DISPOSED = "disposed"


# People read what they write before they send it; a form that stood open for longer is filled anew.
QUICKEST, LONGEST_OPEN = timedelta(seconds=3), timedelta(hours=24)
# An address is kept no longer than this, also where nobody answers (invariant 30).
ADDRESS_KEPT = timedelta(days=180)
LONGEST_TEXT, LONGEST_ANSWER = 5_000, 5_000


class SentTooFast(RuleViolation):
    """Nobody reads and fills a form in so short a time."""

    code = "remark.sent-too-fast"


class FormTooOld(RuleViolation):
    """The form was not given out by us, or too long ago."""

    code = "remark.form-too-old"


class PlaceUnknown(RuleViolation):
    """A remark is about a risk or measure that the verdict has, or about all of it."""

    code = "remark.place-unknown"


class AlreadySettled(RuleViolation):
    """A remark is answered or put aside once."""

    code = "remark.already-settled"


class WordsMissing(RuleViolation):
    """An answer has words, and what is put aside a reason."""

    code = "remark.words-missing"


def require_filled_by_hand(given_out: datetime, *, now: datetime) -> None:
    """Refuse a form that was filled in faster or more slowly than people do.

    Raises SentTooFast or FormTooOld.
    """
    age = now - given_out
    if age > LONGEST_OPEN or age < timedelta():
        raise FormTooOld
    if age < QUICKEST:
        raise SentTooFast


def require_place(place: str, *, known: Collection[str]) -> None:
    """Refuse a place that the verdict does not have; none is all of it. Raises PlaceUnknown."""
    if place and place not in known:
        raise PlaceUnknown(place=place)


def require_settleable(outcome: Outcome | None, *, words: str) -> None:
    """Refuse to settle twice, or without words. Raises AlreadySettled or WordsMissing."""
    if outcome is not None:
        raise AlreadySettled
    if not words.strip():
        raise WordsMissing
