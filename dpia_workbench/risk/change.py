"""Does a change ask adopters to look again? The classifier of material changes (method.md 4.5).

Two releases are compared as snapshots of what matters, together with what happened to the newer
one since. The answer is the same for the same facts, and names every reason.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from dpia_workbench.risk.calendar import add_working_days
from dpia_workbench.risk.profile import Periods
from dpia_workbench.risk.scale import HIGHEST, Axis, Level, worst_level
from dpia_workbench.risk.score import Claim, Risk
from dpia_workbench.risk.verdict import BADNESS, ORDER, Result, Verdict


class Weight(StrEnum):
    """What a change asks of those who adopted."""

    MATERIAL = "material"  # look again, before a day
    INFORMATIVE = "informative"  # at the next yearly review
    EDITORIAL = "editorial"  # nothing


class Change(StrEnum):
    """One kind of change."""

    VERDICT_WORSE = "verdict_worse"
    LEVEL_HIGHER = "level_higher"
    RISK_ADDED = "risk_added"
    MEASURE_ADDED = "measure_added"
    MEASURE_CHANGED = "measure_changed"
    SCOPE_CHANGED = "scope_changed"
    PURPOSE_ADDED = "purpose_added"
    ROLE_ADDED = "role_added"
    SUB_PROCESSOR_ADDED = "sub_processor_added"
    COUNTRY_ADDED = "country_added"
    MECHANISM_CHANGED = "mechanism_changed"
    AGREEMENT_ADDED = "agreement_added"
    FINDING_WORSE = "finding_worse"
    AGREEMENT_ENDS = "agreement_ends"
    PROMISE_LATE = "promise_late"
    WITHDRAWN = "withdrawn"
    VERIFICATION_EXPIRED = "verification_expired"
    ARGUMENT_WEAKER = "argument_weaker"
    VERDICT_BETTER = "verdict_better"
    LEVEL_LOWER = "level_lower"
    RISK_REMOVED = "risk_removed"
    LOW_RISK_ADDED = "low_risk_added"
    MEASURE_REMOVED = "measure_removed"
    FINDING_BETTER = "finding_better"
    FACT_REMOVED = "fact_removed"
    TEXT_CLARIFIED = "text_clarified"


MATERIAL = frozenset(
    {
        Change.VERDICT_WORSE, Change.LEVEL_HIGHER, Change.RISK_ADDED, Change.MEASURE_ADDED,
        Change.MEASURE_CHANGED, Change.SCOPE_CHANGED, Change.PURPOSE_ADDED, Change.ROLE_ADDED,
        Change.SUB_PROCESSOR_ADDED, Change.COUNTRY_ADDED, Change.MECHANISM_CHANGED,
        Change.AGREEMENT_ADDED, Change.FINDING_WORSE, Change.AGREEMENT_ENDS, Change.PROMISE_LATE,
        Change.WITHDRAWN, Change.VERIFICATION_EXPIRED, Change.ARGUMENT_WEAKER,
    }
)  # fmt: skip
HAPPENED = frozenset(
    {
        Change.AGREEMENT_ENDS, Change.PROMISE_LATE, Change.WITHDRAWN, Change.VERIFICATION_EXPIRED,
    }
)  # fmt: skip

Levels = tuple[Level, Level]  # R1 and R2


class FactKind(StrEnum):
    """What a fact of the processing is about."""

    PURPOSE = "purpose"
    ROLE = "role"
    SUB_PROCESSOR = "sub_processor"
    COUNTRY = "country"
    MECHANISM = "mechanism"
    AGREEMENT = "agreement"


_ADDED = {
    FactKind.PURPOSE: Change.PURPOSE_ADDED, FactKind.ROLE: Change.ROLE_ADDED,
    FactKind.SUB_PROCESSOR: Change.SUB_PROCESSOR_ADDED, FactKind.COUNTRY: Change.COUNTRY_ADDED,
    FactKind.MECHANISM: Change.MECHANISM_CHANGED, FactKind.AGREEMENT: Change.AGREEMENT_ADDED,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Fact:
    """A fact of the processing: by what name people know it, and what is said of that.

    `detail` is the role of a party, the mechanism for a country, or whose purpose it is.
    """

    kind: FactKind
    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFacts:
    """A scope cell: what it covers (a digest), its verdict, and R1 and R2 per risk."""

    covers: str
    verdict: Verdict
    levels: Mapping[str, Levels]
    edition: str = ""  # its key
    tags: frozenset[str] = frozenset()  # that hold in the cell, those of its group included


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What matters of a release to those who adopted it.

    `mandatory` holds the digest of each mandatory measure, `editions` for which editions it is
    meant; one that is not in there is meant for all.
    """

    verdict: Verdict
    cells: Mapping[str, CellFacts]
    mandatory: Mapping[str, str]
    findings: Mapping[str, Result]
    risks: Mapping[str, Risk] = field(default_factory=dict)
    claims: frozenset[Claim] = frozenset()
    facts: frozenset[Fact] = frozenset()
    editions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    clarified: str = ""  # a digest of texts that explain: summary, reasons, optional measures


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What happened to the newer release since its publication, by the ids it happened to."""

    withdrawn: bool = False
    agreements_ending: frozenset[str] = frozenset()  # within 90 days, expired or terminated
    promises_late: frozenset[str] = frozenset()  # overdue beyond the grace period
    verifications_expired: frozenset[str] = frozenset()
    # Since when each of these is so, where that is known: then the time to look again begins.
    began: Mapping[Change, date] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Reason:
    """One change and what it is about: a cell, risk, measure, topic or fact."""

    change: Change
    subject: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """What a change asks, why, and before which day; None: at the next yearly review."""

    weight: Weight
    reasons: tuple[Reason, ...]
    due: date | None = field(default=None)


def classify(
    old: Snapshot, new: Snapshot, *, since: Since, periods: Periods, on: date
) -> Classified:
    """Return what the step from one release to another, or a status event, asks of adopters.

    `on` is the day of the step; the time for what happened since runs from when it happened.
    """
    reasons = tuple(sorted({*_compared(old, new), *_happened(since)}))
    material = {reason.change for reason in reasons} & MATERIAL
    if material:
        red = _turns_red(old, new)
        dues = [
            by_when(
                since.began.get(change, on),
                is_urgent=change is Change.WITHDRAWN or (red and change not in HAPPENED),
                periods=periods,
            )
            for change in material
        ]
        return Classified(weight=Weight.MATERIAL, reasons=reasons, due=min(dues))
    weight = Weight.INFORMATIVE if reasons else Weight.EDITORIAL
    return Classified(weight=weight, reasons=reasons)


def by_when(begins: date, *, is_urgent: bool, periods: Periods) -> date:
    """Return by which day somebody looks again at what began to be worse (method.md 4.5)."""
    if is_urgent:
        return add_working_days(begins, days=periods.urgent_working_days)
    return begins + timedelta(days=periods.review_days)


def _turns_red(old: Snapshot, new: Snapshot) -> bool:
    """Return whether the product or a cell is RED that was not; a cell that is new counts too."""
    before = {"": old.verdict, **{key: cell.verdict for key, cell in old.cells.items()}}
    after = {"": new.verdict, **{key: cell.verdict for key, cell in new.cells.items()}}
    return any(
        verdict is Verdict.RED and before.get(key) is not Verdict.RED
        for key, verdict in after.items()
    )


def _happened(since: Since) -> Iterator[Reason]:
    if since.withdrawn:
        yield Reason(change=Change.WITHDRAWN)
    for change, subjects in (
        (Change.AGREEMENT_ENDS, since.agreements_ending),
        (Change.PROMISE_LATE, since.promises_late),
        (Change.VERIFICATION_EXPIRED, since.verifications_expired),
    ):
        for subject in subjects:
            yield Reason(change=change, subject=subject)


def _compared(old: Snapshot, new: Snapshot) -> Iterator[Reason]:
    yield from _verdicts(old.verdict, new.verdict, cell="")
    if {key: cell.covers for key, cell in old.cells.items()} != {
        key: cell.covers for key, cell in new.cells.items()
    }:
        yield Reason(change=Change.SCOPE_CHANGED)
    for key in old.cells.keys() & new.cells.keys():
        yield from _cells(old.cells[key], new.cells[key], cell=key)
    yield from _risks(old, new)
    yield from _arguments(old, new)
    yield from _measures(old.mandatory, new.mandatory)
    yield from _findings(old.findings, new.findings)
    yield from _facts(old.facts, new.facts)
    if old.clarified != new.clarified:
        yield Reason(change=Change.TEXT_CLARIFIED)


def _verdicts(old: Verdict, new: Verdict, *, cell: str) -> Iterator[Reason]:
    before, after = ORDER.index(old), ORDER.index(new)
    if after > before:
        yield Reason(change=Change.VERDICT_WORSE, cell=cell)
    if after < before:
        yield Reason(change=Change.VERDICT_BETTER, cell=cell)


def _cells(old: CellFacts, new: CellFacts, *, cell: str) -> Iterator[Reason]:
    yield from _verdicts(old.verdict, new.verdict, cell=cell)
    for risk in old.levels.keys() & new.levels.keys():
        steps = [b.rank - a.rank for a, b in zip(old.levels[risk], new.levels[risk], strict=True)]
        if any(step > 0 for step in steps):
            yield Reason(change=Change.LEVEL_HIGHER, subject=risk, cell=cell)
        if any(step < 0 for step in steps):
            yield Reason(change=Change.LEVEL_LOWER, subject=risk, cell=cell)


def _risks(old: Snapshot, new: Snapshot) -> Iterator[Reason]:
    before, after = _worst(old), _worst(new)
    for risk in after.keys() - before.keys():
        low = after[risk] is Level.LOW
        yield Reason(change=Change.LOW_RISK_ADDED if low else Change.RISK_ADDED, subject=risk)
    for risk in before.keys() - after.keys():
        yield Reason(change=Change.RISK_REMOVED, subject=risk)


def _worst(snapshot: Snapshot) -> dict[str, Level]:
    """Return the highest of R1 and R2 of every risk, over all cells."""
    found: dict[str, Level] = {}
    for cell in snapshot.cells.values():
        for risk, levels in cell.levels.items():
            found[risk] = worst_level((*levels, found.get(risk, Level.LOW)))
    return found


def _arguments(old: Snapshot, new: Snapshot) -> Iterator[Reason]:
    """Yield the risks that can be higher at some school, although R1 and R2 may be as before."""
    for key in old.risks.keys() & new.risks.keys():
        before, after = old.risks[key], new.risks[key]
        claims = [claim for claim in new.claims if claim.risk == key]
        lost = any(
            not any(_covers(one, claim) for one in claims)
            for claim in old.claims
            if claim.risk == key
        )
        if lost or _is_judged_worse(before, after):
            yield Reason(change=Change.ARGUMENT_WEAKER, subject=key)


def _covers(new: Claim, old: Claim) -> bool:
    """Return whether a claim helps wherever another one helped, and as much."""
    return (
        new.axis is old.axis
        and new.cap <= old.cap
        and new.requires <= old.requires
        and new.void_if <= old.void_if
    )


def _is_judged_worse(before: Risk, after: Risk) -> bool:
    floors = any(
        not any(
            (floor.tag, floor.axis) == (known.tag, known.axis) and floor.level <= known.level
            for known in before.floors
        )
        for floor in after.floors
    )
    axes = any((after.tested(axis) or HIGHEST) > (before.tested(axis) or HIGHEST) for axis in Axis)
    return floors or axes or (before.severe_floor_waived and not after.severe_floor_waived)


def _measures(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Reason]:
    yield from (Reason(change=Change.MEASURE_ADDED, subject=key) for key in new.keys() - old.keys())
    yield from (
        Reason(change=Change.MEASURE_REMOVED, subject=key) for key in old.keys() - new.keys()
    )
    for key in old.keys() & new.keys():
        if old[key] != new[key]:
            yield Reason(change=Change.MEASURE_CHANGED, subject=key)


def _facts(old: frozenset[Fact], new: frozenset[Fact]) -> Iterator[Reason]:
    """Compare facts; on what the transfer to a new country rests is told by the country."""
    here = {fact.name for fact in new - old if fact.kind is FactKind.COUNTRY}
    gone = {fact.name for fact in old - new if fact.kind is FactKind.COUNTRY}
    for fact in new - old:
        if fact.kind is not FactKind.MECHANISM or fact.name not in here:
            yield Reason(change=_ADDED[fact.kind], subject=fact.name)
    for fact in old - new:
        if fact.kind is not FactKind.MECHANISM or fact.name not in gone:
            yield Reason(change=Change.FACT_REMOVED, subject=fact.name)


def _findings(old: Mapping[str, Result], new: Mapping[str, Result]) -> Iterator[Reason]:
    """Compare topics; one that is not there was not assessed."""
    for topic in _topics(old, new):
        before = BADNESS[old.get(topic, Result.NOT_ASSESSED)]
        after = BADNESS[new.get(topic, Result.NOT_ASSESSED)]
        if after > before:
            yield Reason(change=Change.FINDING_WORSE, subject=topic)
        if after < before:
            yield Reason(change=Change.FINDING_BETTER, subject=topic)


def _topics(*sides: Mapping[str, Result]) -> Iterable[str]:
    return {topic for side in sides for topic in side}
