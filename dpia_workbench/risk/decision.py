"""What a board may decide, and what stands in the way (method.md 4.3, invariant 19)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dpia_workbench.risk.scale import Level
from dpia_workbench.risk.verdict import LegalFinding, Result, Verdict


class Outcome(StrEnum):
    """What a board can decide."""

    APPROVED = "APPROVED"
    CONDITIONALLY_APPROVED = "CONDITIONALLY_APPROVED"
    CONSULTATION = "CONSULTATION"
    REJECTED = "REJECTED"


class Obstacle(StrEnum):
    """One kind of thing that limits a decision."""

    RISK_HIGH = "risk_high"
    NOT_COMPLIANT = "not_compliant"
    NOT_ASSESSED = "not_assessed"
    RISK_MEDIUM = "risk_medium"
    REMEDIABLE = "remediable"
    PUBLISHED_RED = "published_red"
    PUBLISHED_AMBER = "published_amber"
    MEASURE_MISSING = "measure_missing"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Limit:
    """Something that limits a decision: a risk, a topic of lawfulness or a mandatory measure."""

    obstacle: Obstacle
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What rules out any approval, and what rules out one without conditions."""

    blocking: tuple[Limit, ...]
    doubts: tuple[Limit, ...]

    @property
    def allowed(self) -> frozenset[Outcome]:
        """Return the decisions that remain: to reject and to consult always do."""
        always = {Outcome.REJECTED, Outcome.CONSULTATION}
        if self.blocking:
            return frozenset(always)
        conditional = always | {Outcome.CONDITIONALLY_APPROVED}
        return frozenset(conditional if self.doubts else conditional | {Outcome.APPROVED})


# What was not assessed never gives more room than what was found not to be lawful (invariant 12).
_BLOCKING = {
    Result.NON_COMPLIANT: Obstacle.NOT_COMPLIANT,
    Result.NOT_ASSESSED: Obstacle.NOT_ASSESSED,
}


def limits(
    levels: Mapping[str, Level],
    *,
    findings: Iterable[LegalFinding],
    mandatory: Mapping[str, bool],
    published: Verdict | None = None,
) -> Limits:
    """Return what limits a board, given R3 per risk and the central findings.

    `mandatory` says of each mandatory measure that applies whether it is effective at the school.
    `published` is a verdict that does not follow from levels and findings, because a publisher
    made it worse or published it elsewhere (method.md 3.6).
    """
    found = sorted(set(findings))
    blocking = [
        *_risks(levels, level=Level.HIGH, obstacle=Obstacle.RISK_HIGH),
        *(
            Limit(obstacle=_BLOCKING[f.result], subject=f.topic)
            for f in found
            if f.result in _BLOCKING
        ),
        *_verdict(published, Verdict.RED, obstacle=Obstacle.PUBLISHED_RED),
    ]
    doubts = [
        *_risks(levels, level=Level.MEDIUM, obstacle=Obstacle.RISK_MEDIUM),
        *(
            Limit(obstacle=Obstacle.REMEDIABLE, subject=f.topic)
            for f in found
            if f.result is Result.REMEDIABLE
        ),
        *_verdict(published, Verdict.AMBER, obstacle=Obstacle.PUBLISHED_AMBER),
        *(
            Limit(obstacle=Obstacle.MEASURE_MISSING, subject=key)
            for key, is_effective in sorted(mandatory.items())
            if not is_effective
        ),
    ]
    return Limits(blocking=tuple(blocking), doubts=tuple(doubts))


def _verdict(published: Verdict | None, which: Verdict, *, obstacle: Obstacle) -> list[Limit]:
    return [Limit(obstacle=obstacle, subject=which)] if published is which else []


def _risks(levels: Mapping[str, Level], *, level: Level, obstacle: Obstacle) -> list[Limit]:
    return [
        Limit(obstacle=obstacle, subject=risk)
        for risk, reached in sorted(levels.items())
        if reached is level
    ]
