"""A worksheet with settings that somebody outside fills in by a link (method.md 3.3, 4.2).

What comes back is a proposal: nothing of it changes a state or a level until the privacy officer
takes it over (invariant 5).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.rules import RuleViolation

USUAL_DAYS, MOST_DAYS = 14, 60
MOST_OPEN = 20  # worksheets of one adoption that can be filled in
MOST_FILES, ROOM = 60, 100 * 2**20  # of one worksheet


class AnswerKind(StrEnum):
    """What somebody answers about a setting."""

    DONE = "done"
    CANNOT = "cannot"
    LATER = "later"
    QUESTION = "question"


class Settled(StrEnum):
    """What the privacy officer did with an answer."""

    TAKEN_OVER = "taken_over"
    SET_ASIDE = "set_aside"


class State(StrEnum):
    """How a worksheet stands; derived (invariant 21)."""

    OPEN = "open"
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    DECIDED = "decided"


class WorksheetExpired(RuleViolation):
    """A link works until its moment."""

    code = "worksheet.expired"


class WorksheetWithdrawn(RuleViolation):
    """The privacy officer can end a link at any moment."""

    code = "worksheet.withdrawn"


class WorksheetSent(RuleViolation):
    """What was sent in stays as it was sent."""

    code = "worksheet.sent"


class WorksheetDecided(RuleViolation):
    """After the board's decision nothing of the adoption changes."""

    code = "worksheet.decided"


class AnswerIncomplete(RuleViolation):
    """Each answer has what it rests on before it is sent in."""

    code = "worksheet.answer-incomplete"


class SinceAhead(RuleViolation):
    """What is done was not done in the future."""

    code = "worksheet.since-ahead"


class LaterPassed(RuleViolation):
    """What is still to be done lies ahead."""

    code = "worksheet.later-passed"


class NothingAnswered(RuleViolation):
    """An empty worksheet is not sent in."""

    code = "worksheet.nothing-answered"


class NameMissing(RuleViolation):
    """Whoever sends a worksheet in says who they are."""

    code = "worksheet.name-missing"


class QuestionStaysOpen(RuleViolation):
    """A question is replied to; there is nothing in it to record."""

    code = "worksheet.question-stays-open"


class LifeOutOfRange(RuleViolation):
    """A link works for a number of days."""

    code = "worksheet.life-out-of-range"


class TooManyWorksheets(RuleViolation):
    """Only so many links at once."""

    code = "worksheet.too-many"


class WorksheetFull(RuleViolation):
    """The files of a worksheet take room up to a limit."""

    code = "worksheet.full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody answered about one setting; without a kind nothing was chosen yet."""

    kind: AnswerKind | None = None
    words: str = ""
    since: date | None = None
    due: date | None = None

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was filled in."""
        return self == Answer()


def state(
    *, expires_at: datetime, is_withdrawn: bool, is_sent: bool, is_decided: bool, now: datetime
) -> State:
    """Return how a worksheet stands at a moment."""
    if is_withdrawn:
        return State.WITHDRAWN
    if is_sent:
        return State.SENT
    if is_decided:
        return State.DECIDED
    return State.OPEN if now < expires_at else State.EXPIRED


def require_name(name: str) -> None:
    """Refuse what nobody signs. Raises NameMissing."""
    if not name.strip():
        raise NameMissing(field="name")


def require_open(current: State) -> None:
    """Refuse to fill in what is over.

    Raises WorksheetExpired, WorksheetWithdrawn, WorksheetSent or WorksheetDecided.
    """
    if current is State.SENT:
        raise WorksheetSent
    if current is State.WITHDRAWN:
        raise WorksheetWithdrawn
    if current is State.EXPIRED:
        raise WorksheetExpired
    if current is State.DECIDED:
        raise WorksheetDecided


def require_life(days: int) -> None:
    """Refuse a life that is no life or too long. Raises LifeOutOfRange."""
    if not 1 <= days <= MOST_DAYS:
        raise LifeOutOfRange(most=MOST_DAYS)


def require_few(count: int) -> None:
    """Refuse one more open worksheet than an adoption may have. Raises TooManyWorksheets."""
    if count >= MOST_OPEN:
        raise TooManyWorksheets(most=MOST_OPEN)


def require_room(sizes: list[int], *, used: int, count: int) -> None:
    """Refuse files for which a worksheet has no room. Raises WorksheetFull."""
    if used + sum(sizes) > ROOM or count + len(sizes) > MOST_FILES:
        raise WorksheetFull(most=ROOM // 2**20, files=MOST_FILES)


def require_complete(answer: Answer, *, key: str, has_files: bool, today: date) -> None:
    """Refuse to send in an answer that lacks what it rests on.

    Raises AnswerIncomplete, SinceAhead or LaterPassed, with the name of the field.
    """
    lack = _lack(answer, has_files=has_files)
    if lack:
        raise AnswerIncomplete(key=key, field=f"answer.{key}.{lack}")
    require_days(answer, key=key, today=today)


def _lack(answer: Answer, *, has_files: bool) -> str:
    """Return the name of the first field that misses, or nothing."""
    if answer.kind is None:
        return "kind"
    if answer.kind is AnswerKind.DONE and answer.since is None:
        return "since"
    if answer.kind is AnswerKind.LATER:
        return "due" if answer.due is None else ""
    is_shown = answer.kind is AnswerKind.DONE and has_files
    return "" if is_shown or answer.words.strip() else "words"


def require_days(answer: Answer, *, key: str, today: date) -> None:
    """Refuse days on the wrong side of today. Raises SinceAhead or LaterPassed."""
    if answer.kind is AnswerKind.DONE and answer.since is not None and answer.since > today:
        raise SinceAhead(key=key, field=f"answer.{key}.since")
    if answer.kind is AnswerKind.LATER and answer.due is not None and answer.due < today:
        raise LaterPassed(key=key, field=f"answer.{key}.due")


_BECOMES: Mapping[AnswerKind, LocalState] = {
    AnswerKind.DONE: LocalState.IMPLEMENTED,
    AnswerKind.LATER: LocalState.PLANNED,
    AnswerKind.CANNOT: LocalState.NOT_APPLICABLE,
}


def becomes(kind: AnswerKind | None) -> LocalState:
    """Return what is recorded when an answer is taken over. Raises QuestionStaysOpen."""
    if kind is None or kind is AnswerKind.QUESTION:
        raise QuestionStaysOpen
    return _BECOMES[kind]
