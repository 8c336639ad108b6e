"""When a board looks again at what it adopted: why, how urgently, by which day (method.md 4.5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from dpia_workbench.risk.adoption import State
from dpia_workbench.risk.change import CellFacts, Snapshot, Weight
from dpia_workbench.risk.release import Event
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.score import Claim, Risk
from dpia_workbench.risk.verdict import ORDER, Verdict

IN_FORCE = frozenset({State.ACTIVE, State.CONSULTING})
REVIEW_AHEAD = timedelta(days=60)  # how long before the next review it is asked for
MEASURE_AHEAD = timedelta(days=30)  # how long before a measure must be looked at again


class Trigger(StrEnum):
    """What makes a board look again."""

    RELEASE = "release"
    STATUS = "status"  # somebody decided something about the release, or it came to its end
    PROMISE = "promise"
    AGREEMENT = "agreement"
    VERIFICATION = "verification"
    REVIEW_DATE = "review_date"
    MEASURE = "measure"
    LOCAL_CHANGE = "local_change"
    OFFICER = "officer"  # the data protection officer asks for it
    INCIDENT = "incident"


class Resolution(StrEnum):
    """How a look again ended."""

    DECIDED_ANEW = "decided_anew"
    NO_CHANGE = "no_change"
    STOPPED = "stopped"
    DONE = "done"  # what was due was done


class LocalChange(StrEnum):
    """What can become different at a board itself."""

    EDITION = "edition"
    MODULE = "module"
    AGE_GROUP = "age_group"
    NUMBERS = "numbers"
    LINKS = "links"


class AlreadyResolved(RuleViolation):
    """A look again ends once, and stays as it ended."""

    code = "review.already-resolved"


class ReasonMissing(RuleViolation):
    """Who ends a look again, or asks for one, says why."""

    code = "review.reason-missing"


class NothingChosen(RuleViolation):
    """Who says that something changed says what."""

    code = "review.nothing-chosen"


class DecisionNeeded(RuleViolation):
    """The periodic review ends with a decision of the board (GDPR art. 35(11))."""

    code = "review.decision-needed"


class NobodyToTell(RuleViolation):
    """That a material change asks nothing is told to the data protection officer."""

    code = "review.nobody-to-tell"


class NotInForce(RuleViolation):
    """Only what a board decided to use can change at that board."""

    code = "review.not-in-force"


# What people decide about a release that asks adopters to look; the rest is told otherwise, or
# is good news. After the grace period a late promise comes as a trigger of its own.
WEIGHT_OF_EVENT: Mapping[Event, Weight] = {
    Event.WITHDRAWN: Weight.MATERIAL,
    Event.UNDER_REVIEW: Weight.MATERIAL,
    Event.ATTENTION: Weight.INFORMATIVE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What of a release a board relies on: scope cells, and the tags that hold at the board."""

    cells: frozenset[str]
    tags: frozenset[str] = frozenset()


def compared_within(old: Snapshot, new: Snapshot, scope: Scope) -> tuple[Snapshot, Snapshot]:
    """Return two releases as far as a board relies on them.

    A board that is not known to rely on any cell relies on all of it: then nothing is left out.
    """
    if not scope.cells:
        return old, new
    tags = scope.tags.union(*(cell.tags for side in (old, new) for cell in _kept(side, scope)))
    return _cut(old, scope, tags=tags), _cut(new, scope, tags=tags)


def _kept(side: Snapshot, scope: Scope) -> list[CellFacts]:
    return [cell for key, cell in side.cells.items() if key in scope.cells]


def _cut(side: Snapshot, scope: Scope, *, tags: frozenset[str]) -> Snapshot:
    kept = _kept(side, scope)
    risks = {risk for cell in kept for risk in cell.levels}
    used = frozenset(cell.edition for cell in kept)
    return replace(
        side,
        verdict=_verdict(side, kept),
        cells={key: cell for key, cell in side.cells.items() if key in scope.cells},
        mandatory={
            key: digest
            for key, digest in side.mandatory.items()
            if is_meant_for(side.editions.get(key, frozenset()), used)
        },
        risks={key: _floored(risk, tags) for key, risk in side.risks.items() if key in risks},
        claims=frozenset(_voided(each, tags) for each in side.claims if each.risk in risks),
    )


def is_meant_for(editions: Iterable[str], used: Iterable[str]) -> bool:
    """Return whether a measure for some editions, or for all, is one for who uses some."""
    meant, mine = set(editions), set(used)
    return not (meant and mine) or bool(meant & mine)


def _floored(risk: Risk, tags: frozenset[str]) -> Risk:
    return replace(risk, floors=frozenset(each for each in risk.floors if each.tag in tags))


def _voided(claim: Claim, tags: frozenset[str]) -> Claim:
    return replace(claim, void_if=claim.void_if & tags)


def _verdict(side: Snapshot, kept: Iterable[CellFacts]) -> Verdict:
    """Return the worst verdict of some cells; a publisher who is stricter is so for all."""
    computed = _worst(side.cells.values())
    if not side.cells or ORDER.index(side.verdict) > ORDER.index(computed):
        return side.verdict
    return _worst(kept)


def _worst(cells: Iterable[CellFacts]) -> Verdict:
    return max((cell.verdict for cell in cells), key=ORDER.index, default=Verdict.GREEN)


_DAYS = (-14, -3, 0, 1, 7, 14)
_EVERY = 14  # days, from the last of these on


def is_reminder_due(due: date, *, told: date, today: date) -> bool:
    """Return whether a day of reminding came since somebody was told last.

    A day without mail loses nothing: it is made good on the next one.
    """
    late = (today - due).days
    days = {*_DAYS, late - late % _EVERY} if late >= _EVERY else set(_DAYS)
    return any(told < due + timedelta(days=day) <= today for day in days)


def require_in_force(current: State) -> None:
    """Refuse what can be said only of an adoption on which a board relies. Raises NotInForce."""
    if current not in IN_FORCE:
        raise NotInForce


def require_resolvable(trigger: Trigger, *, is_open: bool, reason: str) -> None:
    """Refuse to end a look again without a decision of the board where one is needed.

    Raises AlreadyResolved, DecisionNeeded or ReasonMissing.
    """
    if not is_open:
        raise AlreadyResolved
    if trigger is Trigger.REVIEW_DATE:
        raise DecisionNeeded
    require_reason(reason)


def require_reason(reason: str) -> None:
    """Refuse what is not explained. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
