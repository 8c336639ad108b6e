"""Life of a change of sub-processors: announced, objected to or not, answered (method.md 5.1, 5.3).

A processor with a general authorisation announces each change beforehand, so that controllers can
object (GDPR art. 28(2)). Everything that affects the state is in MOVES; `objection_until` is the
one function that counts the period, and nothing a vendor does makes it shorter.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.statements import Mechanism


class ChangeKind(StrEnum):
    """What changes about a sub-processor."""

    ADDED = "added"
    REPLACED = "replaced"
    MOVED = "moved"  # to another country
    OTHER_DATA = "other_data"  # it gets other categories of data
    ENDED = "ended"


class State(StrEnum):
    """How far the announcement of a change is."""

    ANNOUNCED = "announced"
    OBJECTED = "objected"
    ACCEPTED = "accepted"
    UPHELD = "upheld"
    CHANGED = "changed"
    DROPPED = "dropped"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What people do with an announcement."""

    OBJECT = "object"
    ACCEPT = "accept"
    UPHOLD = "uphold"
    CHANGE = "change"
    DROP = "drop"
    WITHDRAW = "withdraw"
    RESTART = "restart"  # corrected in what matters: announced anew


# Each cooperative speaks for itself: an objection stands although another one has none.
MOVES: Mapping[State, Mapping[Move, State]] = {
    State.ANNOUNCED: {
        Move.OBJECT: State.OBJECTED,
        Move.ACCEPT: State.ACCEPTED,
        Move.WITHDRAW: State.WITHDRAWN,
        Move.RESTART: State.ANNOUNCED,
    },
    State.ACCEPTED: {
        Move.OBJECT: State.OBJECTED,
        Move.ACCEPT: State.ACCEPTED,
        Move.WITHDRAW: State.WITHDRAWN,
        Move.RESTART: State.ANNOUNCED,
    },
    State.OBJECTED: {
        Move.OBJECT: State.OBJECTED,
        Move.ACCEPT: State.OBJECTED,
        Move.UPHOLD: State.UPHELD,
        Move.CHANGE: State.CHANGED,
        Move.DROP: State.DROPPED,
    },
    State.UPHELD: {
        Move.OBJECT: State.OBJECTED,
        Move.ACCEPT: State.UPHELD,
        Move.WITHDRAW: State.WITHDRAWN,
        Move.RESTART: State.ANNOUNCED,
    },
    State.CHANGED: {Move.WITHDRAW: State.WITHDRAWN, Move.RESTART: State.ANNOUNCED},
    State.DROPPED: {},
    State.WITHDRAWN: {},
}
ANSWERS = (Move.UPHOLD, Move.CHANGE, Move.DROP)  # what a vendor says to an objection
OVER = frozenset({State.DROPPED, State.WITHDRAWN})  # the change does not come
AT_ONCE = frozenset({ChangeKind.ENDED})  # what may take effect before the period ends


class Stance(StrEnum):
    """What a school board, or a cooperative for all of them, says to a change."""

    OBJECTS = "objects"
    CONCERN = "concern"
    NO_OBJECTION = "no_objection"


BUNDLED = (Stance.OBJECTS, Stance.NO_OBJECTION)  # what a cooperative can say to the vendor


class SubProcessorMoveRefused(RuleViolation):
    """This move is not possible in this state."""

    code = "subprocessor.move-refused"


class EffectiveTooEarly(RuleViolation):
    """A change takes effect after the period for objection, whatever the vendor wishes."""

    code = "subprocessor.effective-too-early"


class ObjectionClosed(RuleViolation):
    """The period for objection has ended, or the change does not come."""

    code = "subprocessor.objection-closed"


class ReplacesMissing(RuleViolation):
    """Who is replaced is named, and only then."""

    code = "subprocessor.replaces-missing"


class NothingCorrected(RuleViolation):
    """A correction says something else than what was announced."""

    code = "subprocessor.nothing-corrected"


class AlreadyBundled(RuleViolation):
    """A cooperative tells the vendor once what its schools say, and that stays."""

    code = "subprocessor.already-bundled"


class CorrectedSince(RuleViolation):
    """Who answers to an announcement has read it as it stands now."""

    code = "subprocessor.corrected-since"


class WithoutReason(RuleViolation):
    """An objection, a concern, an answer and a withdrawal say why."""

    code = "subprocessor.reason-missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is announced: the record of a sub-processor, and from when the change holds."""

    kind: ChangeKind
    name: str
    legal_entity: str
    country: str
    service: str
    categories: frozenset[str]
    mechanism: Mechanism
    replaces: str
    products: frozenset[str]
    effective_on: date


def after(state: State, move: Move) -> State:
    """Return the state a move leads to. Raises SubProcessorMoveRefused."""
    if move not in MOVES[state]:
        raise SubProcessorMoveRefused(state=state)
    return MOVES[state][move]


def objection_until(announced_on: date, days: int) -> date:
    """Return the last day on which one can object; on that day one still can.

    The day of the announcement, a day in Europe/Amsterdam, does not count: with 30 days, what is
    announced on 1 March can be objected to up to and including 31 March. Saturdays, Sundays and
    holidays count like any other day, for this is a period of an agreement and not of a law.
    """
    return announced_on + timedelta(days=days)


def restarted_until(until: date, *, announced_on: date, days: int) -> date:
    """Return the last day to object to what was corrected; it is never before the one there was."""
    return max(objection_until(announced_on, days), until)


def require_effective(facts: Facts, *, announced_on: date, until: date) -> None:
    """Refuse a day on which a change would hold before the period for objection has ended.

    A party may be left at once, which takes nobody's data further; but not in the past. Raises
    EffectiveTooEarly.
    """
    at_once = facts.kind in AT_ONCE
    earliest = announced_on if at_once else until + timedelta(days=1)
    if facts.effective_on < earliest:
        raise EffectiveTooEarly(earliest=earliest)


def require_replaced(facts: Facts) -> None:
    """Refuse a replacement that does not say whom, or the other way round.

    Raises ReplacesMissing.
    """
    if (facts.kind is ChangeKind.REPLACED) != bool(facts.replaces.strip()):
        raise ReplacesMissing


def is_material(before: Facts, corrected: Facts) -> bool:
    """Return whether a correction starts the period for objection anew.

    It does whenever anything of the record changes, but for how the name is spaced or capitalised
    and for a later day: a vendor who gives more time takes nothing away.
    """
    return _essence(before) != _essence(corrected) or corrected.effective_on < before.effective_on


def _essence(facts: Facts) -> tuple[object, ...]:
    texts = (facts.name, facts.legal_entity, facts.country, facts.service, facts.replaces)
    plain = tuple(" ".join(text.casefold().split()) for text in texts)
    return (facts.kind, *plain, facts.categories, facts.mechanism, facts.products)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The period for objection on a day: its last day, and whether it still runs."""

    until: date
    days_left: int  # after today; 0 on the last day, and once it has ended
    is_running: bool
    in_silence: bool  # it ended and nobody objected: the change is accepted (method.md 5.1)


def clock(state: State, *, until: date, on: date) -> Clock:
    """Return the clock as it is on a day; derived, never stored (invariant 21)."""
    runs = on <= until and state not in OVER
    return Clock(
        until=until,
        days_left=(until - on).days if runs else 0,
        is_running=runs,
        in_silence=state is State.ANNOUNCED and on > until,
    )


def require_open(state: State, *, until: date, on: date) -> None:
    """Refuse what comes after the period, or when there is nothing left to object to.

    Raises ObjectionClosed.
    """
    if not clock(state, until=until, on=on).is_running:
        raise ObjectionClosed(until=until)


_WORD = re.compile(r"\w+")


def is_same_party(one: str, other: str) -> bool:
    """Return whether two names can be of one party: all words of one stand together in the other.

    So that “Wolkenhuis” and “Wolkenhuis B.V.” are found together; capitals do not matter.
    """
    short, long = sorted((_WORD.findall(one.casefold()), _WORD.findall(other.casefold())), key=len)
    places = range(len(long) - len(short) + 1)
    return bool(short) and any(long[at : at + len(short)] == short for at in places)
