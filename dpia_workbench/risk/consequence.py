"""What the step from one release to another means for a school: what to do, and what is safer.

Counted from the differences, so that the first lines of the page and its details agree.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dpia_workbench.risk.comparison import Difference, Fate, Part
from dpia_workbench.risk.measures import SCHOOL_OWNERS, Owner
from dpia_workbench.risk.scale import Level
from dpia_workbench.risk.score import Stage
from dpia_workbench.risk.verdict import BADNESS, ORDER, Result, Verdict
from dpia_workbench.risk.vocabulary import MeasureKind

Fields = Mapping[str, Any]


class Effect(StrEnum):
    """One way in which a newer release matters to a school, in the order of reading."""

    VERDICT_WORSE = "verdict_worse"
    VERDICT_BETTER = "verdict_better"
    DUTY_NEW = "duty_new"
    SETTING_CHANGED = "setting_changed"
    DUTY_CHANGED = "duty_changed"
    DUTY_GONE = "duty_gone"
    RISK_NEW = "risk_new"
    RISK_HIGHER = "risk_higher"
    RISK_LOWER = "risk_lower"
    RISK_GONE = "risk_gone"
    CELL_NEW = "cell_new"
    CELL_CHANGED = "cell_changed"
    CELL_GONE = "cell_gone"
    FINDING_WORSE = "finding_worse"
    FINDING_BETTER = "finding_better"
    AGREEMENT_CHANGED = "agreement_changed"
    PROMISE_OPEN = "promise_open"
    OPTION_NEW = "option_new"
    OPTION_CHANGED = "option_changed"
    OPTION_GONE = "option_gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """An effect and the keys of the things that it is about."""

    effect: Effect
    keys: tuple[str, ...]


_STAGES = tuple(f".{stage}" for stage in (Stage.AFTER_VENDOR, Stage.ATTAINABLE))


def consequences(differences: Iterable[Difference]) -> tuple[Consequence, ...]:
    """Return what the differences mean, each effect once with what it is about."""
    found: dict[Effect, list[str]] = {}
    for difference in differences:
        for effect in _effects(difference):
            found.setdefault(effect, []).append(difference.key)
    return tuple(
        Consequence(effect=effect, keys=tuple(found[effect]))
        for effect in Effect
        if effect in found
    )


def _effects(difference: Difference) -> Iterator[Effect]:
    match difference.part:
        case Part.VERDICT:
            yield from _verdict(difference)
        case Part.MEASURE:
            yield from _measure(difference.before, difference.after)
        case Part.RISK:
            yield from _risk(difference)
        case Part.CELL:
            yield _OF_CELL[difference.fate]
        case Part.FINDING:
            yield from _finding(difference)
        case Part.AGREEMENT:
            yield Effect.AGREEMENT_CHANGED
        case Part.TOLERATED if difference.fate is Fate.ADDED:
            yield Effect.PROMISE_OPEN


_OF_CELL = {
    Fate.ADDED: Effect.CELL_NEW, Fate.CHANGED: Effect.CELL_CHANGED, Fate.REMOVED: Effect.CELL_GONE,
}  # fmt: skip


def _verdict(difference: Difference) -> Iterator[Effect]:
    before, after = (
        ORDER.index(Verdict((side or {})["published_verdict"]))
        for side in (difference.before, difference.after)
    )
    if before != after:
        yield Effect.VERDICT_WORSE if after > before else Effect.VERDICT_BETTER


def _owner(side: Fields | None) -> Owner | None:
    return Owner(side["owner"]) if side else None


def _measure(before: Fields | None, after: Fields | None) -> Iterator[Effect]:
    """Yield what a measure asks now: one that became mandatory is new, not changed."""
    was, now = _owner(before), _owner(after)
    if now is Owner.SCHOOL_MANDATORY and was is not now:
        yield Effect.DUTY_NEW
    elif was is Owner.SCHOOL_MANDATORY and now is not was:
        yield Effect.DUTY_GONE
    elif after and now in SCHOOL_OWNERS and was is now:
        yield _asked_otherwise(after)
    elif now is Owner.SCHOOL_OPTIONAL:
        yield Effect.OPTION_NEW
    elif was is Owner.SCHOOL_OPTIONAL:
        yield Effect.OPTION_GONE


def _asked_otherwise(after: Fields) -> Effect:
    if after["owner"] == Owner.SCHOOL_OPTIONAL:
        return Effect.OPTION_CHANGED
    is_setting = after["kind"] == MeasureKind.TECHNICAL
    return Effect.SETTING_CHANGED if is_setting else Effect.DUTY_CHANGED


def _risk(difference: Difference) -> Iterator[Effect]:
    if difference.fate is not Fate.CHANGED:
        yield Effect.RISK_NEW if difference.fate is Fate.ADDED else Effect.RISK_GONE
        return
    before, after = difference.before or {}, difference.after or {}
    steps = [
        Level(after[name]).rank - Level(before[name]).rank
        for name in before.keys() & after.keys()
        if name.endswith(_STAGES)
    ]
    if any(step > 0 for step in steps):
        yield Effect.RISK_HIGHER
    if any(step < 0 for step in steps):
        yield Effect.RISK_LOWER


def _finding(difference: Difference) -> Iterator[Effect]:
    before, after = (
        BADNESS[Result((side or {}).get("result", Result.NOT_ASSESSED))]
        for side in (difference.before, difference.after)
    )
    if before != after:
        yield Effect.FINDING_WORSE if after > before else Effect.FINDING_BETTER
