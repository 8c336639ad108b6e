"""Life of a fact check: a vendor reads a frozen selection of a draft and answers (method.md 8.2).

Everything that affects the state is in MOVES. `expired` follows from the day and is never stored
(invariant 21): after the deadline silence no longer blocks a publication, and who closes the fact
check records it. What the vendor saved by then counts as its answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dpia_workbench.risk.rules import RuleViolation


class State(StrEnum):
    """How far a fact check is."""

    PREPARED = "prepared"
    SENT = "sent"
    ANSWERED = "answered"
    EXPIRED = "expired"
    PROCESSED = "processed"


class Move(StrEnum):
    """What people can do with a fact check."""

    SELECT = "select"
    SEND = "send"
    ANSWER = "answer"
    HAND_IN = "hand_in"
    DISPOSE = "dispose"
    CLOSE = "close"


class Answer(StrEnum):
    """What a vendor says about one item; all but the first say in words why."""

    AGREE = "agree"
    CORRECT = "correct"
    DISPUTE = "dispute"
    CONFIDENTIAL = "confidential"


class Disposition(StrEnum):
    """What the cooperative does with an answer; each with a reason."""

    TAKEN_OVER = "taken_over"
    PARTLY = "partly"
    NOT_TAKEN_OVER = "not_taken_over"


MOVES: Mapping[State, Mapping[Move, State]] = {
    State.PREPARED: {Move.SELECT: State.PREPARED, Move.SEND: State.SENT},
    State.SENT: {Move.ANSWER: State.SENT, Move.HAND_IN: State.ANSWERED},
    State.ANSWERED: {Move.DISPOSE: State.ANSWERED, Move.CLOSE: State.PROCESSED},
    State.EXPIRED: {Move.DISPOSE: State.EXPIRED, Move.CLOSE: State.PROCESSED},
    State.PROCESSED: {},
}


class MoveRefused(RuleViolation):
    """This move is not possible in this state."""

    code = "factcheck.move-refused"


class DeadlineNotAhead(RuleViolation):
    """A vendor gets time to answer."""

    code = "factcheck.deadline-not-ahead"


class NothingSelected(RuleViolation):
    """A fact check is about something."""

    code = "factcheck.nothing-selected"


class WordsMissing(RuleViolation):
    """Who does not agree says why, and who disposes of an answer as well."""

    code = "factcheck.words-missing"


class NotAllAnswered(RuleViolation):
    """What is handed in has an answer to each item."""

    code = "factcheck.not-all-answered"


class NotAllDisposed(RuleViolation):
    """A fact check is closed once each answer that asks for something has a disposition."""

    code = "factcheck.not-all-disposed"


class NothingToDispose(RuleViolation):
    """Only an answer that asks for something is disposed of."""

    code = "factcheck.nothing-to-dispose"


class FactCheckOpen(RuleViolation):
    """Nothing is published while a vendor may still answer, or its answers wait (invariant 14)."""

    code = "factcheck.open"


class AnswersWait(RuleViolation):
    """Nothing is published while answers of a vendor have no disposition (invariant 14)."""

    code = "factcheck.answers-wait"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What was said about one item of the selection."""

    answer: Answer | None = None
    disposition: Disposition | None = None

    @property
    def waits(self) -> bool:
        """Return whether the cooperative has to do something with it.

        With what a vendor agrees to nothing needs to be done, so it needs no reason either.
        """
        return self.answer not in (None, Answer.AGREE) and self.disposition is None


def standing(state: State, *, deadline: date | None, on: date) -> State:
    """Return the state on a day; the deadline is the last day on which a vendor can answer."""
    if state is State.SENT and deadline is not None and on > deadline:
        return State.EXPIRED
    return state


def after(state: State, move: Move) -> State:
    """Return the state a move leads to. Raises MoveRefused."""
    if move not in MOVES[state]:
        raise MoveRefused(state=state, move=move)
    return MOVES[state][move]


def send(state: State, *, deadline: date, items: int, today: date) -> State:
    """Return the state of what is sent. Raises MoveRefused, NothingSelected, DeadlineNotAhead."""
    sent = after(state, Move.SEND)
    if not items:
        raise NothingSelected
    if deadline <= today:
        raise DeadlineNotAhead(deadline=deadline, today=today)
    return sent


def hand_in(state: State, items: Iterable[Item]) -> State:
    """Return the state of what is handed in. Raises MoveRefused or NotAllAnswered."""
    answered = after(state, Move.HAND_IN)
    missing = sum(item.answer is None for item in items)
    if missing:
        raise NotAllAnswered(count=missing)
    return answered


def close(state: State, items: Iterable[Item]) -> State:
    """Return the state of what is closed. Raises MoveRefused or NotAllDisposed."""
    closed = after(state, Move.CLOSE)
    waiting = sum(item.waits for item in items)
    if waiting:
        raise NotAllDisposed(count=waiting)
    return closed


def require_words(answer: Answer, *, words: str) -> None:
    """Refuse an answer that asks for something without saying what. Raises WordsMissing."""
    if answer is not Answer.AGREE and not words.strip():
        raise WordsMissing


def is_silent(items: Iterable[Item]) -> bool:
    """Return whether a vendor said nothing about at least one item."""
    return any(item.answer is None for item in items)


def require_closed(state: State, items: Iterable[Item], *, deadline: date | None) -> None:
    """Refuse to publish beside a fact check that is not done (method.md 8.2, invariant 14).

    `state` is the standing of today: silence past the deadline no longer blocks; what was
    answered does until it has a disposition. Raises FactCheckOpen or AnswersWait.
    """
    if state is State.SENT:
        raise FactCheckOpen(deadline=deadline)
    waiting = sum(item.waits for item in items)
    if state in (State.ANSWERED, State.EXPIRED) and waiting:
        raise AnswersWait(count=waiting)
