"""A method profile: matrix, verdict rules and periods, pinned by every revision (method.md 3.2).

Profiles are data (`data/profiles/`). What cannot be trusted cannot be loaded: a matrix or a
verdict table in which something worse gives something better (invariant 15).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations, product
from typing import Any

from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.scale import LOWEST, Level
from dpia_workbench.risk.verdict import ORDER, Result, Verdict

Matrix = tuple[tuple[Level, Level, Level], tuple[Level, Level, Level], tuple[Level, Level, Level]]
Pair = tuple[Level, Level]  # what a risk comes to after the vendor (R1) and attainable (R2)


class MatrixNotMonotone(RuleViolation):
    """A matrix in which a worse axis gives a better level is refused (invariant 15)."""

    code = "profile.matrix-not-monotone"


class VerdictsNotMonotone(RuleViolation):
    """A verdict table in which something worse gives a better verdict is refused (inv. 15)."""

    code = "profile.verdicts-not-monotone"


class VerdictsUnsafe(RuleViolation):
    """What is high or not lawful is RED, and what was not assessed is no verdict (inv. 10, 12)."""

    code = "profile.verdicts-unsafe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """Periods of a method, in days or months (proposals of method.md 11.7 where it is silent)."""

    grace_days: int = 30  # after a missed promise, before the release comes under review
    review_months: int = 12  # between two looks at a school's measure, and of a release's life
    verification_months: int = 12  # how long a check of a vendor's measure counts
    fresh_months: int = 12  # how young evidence is that gives confidence
    unanswered_days: int = 14  # for a vendor to say that a request was read
    expiring_days: int = 90  # how long before its end an agreement asks for attention
    reminder_days: int = 30  # overdue up to this: escalation level 1; beyond: level 2
    escalation_days: int = 90  # overdue beyond this: level 3
    urgent_working_days: int = 5  # to look again at what became RED or was withdrawn
    review_days: int = 30  # to look again at other worsening
    objection_days: int = 30  # against another sub-processor, if no agreement says it (5.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRule:
    """A verdict, and what leads to it: any one of its conditions. Without any it always does."""

    verdict: Verdict
    attainable: frozenset[Level] = frozenset()  # some R2 is one of these
    findings: frozenset[Result] = frozenset()  # some lawfulness finding is one of these
    lowered_by_schools: bool = False  # some risk becomes lower by what schools must do (R1 > R2)

    @property
    def is_last(self) -> bool:
        """Return whether the rule holds whatever the levels and findings are."""
        return not (self.attainable or self.findings or self.lowered_by_schools)

    def is_met_by(self, pair: Pair) -> bool:
        """Return whether one risk's (R1, R2) is enough for this rule."""
        after_vendor, attainable = pair
        lowered = self.lowered_by_schools and after_vendor.rank > attainable.rank
        return lowered or attainable in self.attainable

    def holds(self, pairs: Iterable[Pair], *, findings: Iterable[Result]) -> bool:
        """Return whether levels and findings lead to this rule's verdict."""
        return (
            self.is_last
            or any(result in self.findings for result in findings)
            or any(self.is_met_by(pair) for pair in pairs)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodProfile:
    """A versioned method: matrix (rows severity 1..3, columns likelihood 1..3), rules, periods.

    The rules run from the worst verdict to the best; the first that holds decides. Raises
    MatrixNotMonotone, VerdictsNotMonotone or VerdictsUnsafe.
    """

    id: str
    version: int
    matrix: Matrix
    rules: tuple[VerdictRule, ...]
    periods: Periods = field(default_factory=Periods)

    def __post_init__(self) -> None:
        rows = [[level.rank for level in row] for row in self.matrix]
        columns = [list(column) for column in zip(*rows, strict=True)]
        if any(line != sorted(line) for line in rows + columns):
            raise MatrixNotMonotone(profile=self.id)
        if not _is_monotone(self.rules):
            raise VerdictsNotMonotone(profile=self.id)
        if not _is_safe(self.rules):
            raise VerdictsUnsafe(profile=self.id)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "MethodProfile":
        """Return the profile that was kept as JSON, with what the computation needs of it.

        Raises what the constructor raises.
        """
        return cls(
            id=data["id"],
            version=data["version"],
            matrix=tuple(tuple(Level(cell) for cell in row) for row in data["matrix"]),  # type: ignore[arg-type]
            rules=tuple(_rule(item) for item in data["verdicts"]),
            periods=Periods(**data["periods"]),
        )

    def level(self, *, likelihood: int, severity: int) -> Level:
        """Return the level of a cell of the matrix."""
        return self.matrix[severity - LOWEST][likelihood - LOWEST]

    def rule(self, pairs: Iterable[Pair], *, findings: Iterable[Result]) -> VerdictRule:
        """Return the first rule, from the worst, that levels and findings lead to."""
        reached, results = set(pairs), set(findings)
        return next(rule for rule in self.rules if rule.holds(reached, findings=results))


def _rule(item: Mapping[str, Any]) -> VerdictRule:
    return VerdictRule(
        verdict=Verdict(item["verdict"]),
        attainable=frozenset(Level(level) for level in item["attainable"]),
        findings=frozenset(Result(result) for result in item["findings"]),
        lowered_by_schools=item["lowered_by_schools"],
    )


# What can be wrong with a verdict table is looked for in every situation that differs for it:
# which (R1, R2) occur, and which findings.
_PAIRS = tuple(pair for pair in product(Level, Level) if pair[0].rank >= pair[1].rank)
_WORSE_RESULT = {
    Result.COMPLIANT: (Result.REMEDIABLE, Result.NOT_ASSESSED, Result.NON_COMPLIANT),
    Result.REMEDIABLE: (Result.NOT_ASSESSED, Result.NON_COMPLIANT),
    Result.NOT_ASSESSED: (Result.NON_COMPLIANT,),
    Result.NON_COMPLIANT: (),
}
_State = tuple[frozenset[Pair], frozenset[Result]]


@cache
def _is_monotone(rules: tuple[VerdictRule, ...]) -> bool:
    """Return whether the rules run from worst to best, and nothing worse gives something better."""
    order = [ORDER.index(rule.verdict) for rule in rules]
    ends = [rule.is_last for rule in rules]
    if order != sorted(set(order), reverse=True) or ends.count(True) != 1 or not ends[-1]:
        return False
    reached = _places(rules)
    return all(
        reached[worse] >= place for state, place in reached.items() for worse in _worsened(*state)
    )


@cache
def _is_safe(rules: tuple[VerdictRule, ...]) -> bool:
    """Return whether no situation ends in a verdict that it must not end in."""
    return not any(_is_unsafe(*each) for each in _places(rules).items())


@cache
def _places(rules: tuple[VerdictRule, ...]) -> Mapping[_State, int]:
    """Return for every situation where in the order of verdicts it ends."""
    return {state: _place(state, rules=rules) for state in _states()}


def _place(state: _State, *, rules: tuple[VerdictRule, ...]) -> int:
    pairs, findings = state
    first = next(rule for rule in rules if rule.holds(pairs, findings=findings))
    return ORDER.index(first.verdict)


def _states() -> Iterator[_State]:
    sets = [frozenset(s) for n in range(len(_PAIRS) + 1) for s in combinations(_PAIRS, n)]
    results = [frozenset(s) for n in range(len(Result) + 1) for s in combinations(Result, n)]
    yield from product(sets, results)


def _worsened(pairs: frozenset[Pair], findings: frozenset[Result]) -> Iterator[_State]:
    """Yield the situations in which one thing was added, or one thing is worse."""
    for pair in _PAIRS:
        yield pairs | {pair}, findings
    for result in Result:
        yield pairs, findings | {result}
    for pair in pairs:
        for worse in (each for each in _PAIRS if _is_worse(each, than=pair)):
            yield (pairs - {pair}) | {worse}, findings
    for result in findings:
        for bad in _WORSE_RESULT[result]:
            yield pairs, (findings - {result}) | {bad}


def _is_worse(pair: Pair, *, than: Pair) -> bool:
    no_better = pair[0].rank >= than[0].rank and pair[1].rank >= than[1].rank
    return pair != than and no_better


def _is_unsafe(state: _State, place: int) -> bool:
    pairs, findings = state
    must_be_red = Result.NON_COMPLIANT in findings or any(pair[1] is Level.HIGH for pair in pairs)
    if must_be_red and ORDER[place] is not Verdict.RED:
        return True
    unknown = Result.NOT_ASSESSED in findings
    return unknown and ORDER[place] not in (Verdict.GREY, Verdict.RED)
