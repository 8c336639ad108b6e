"""From rows to the values that risk/ computes with, and what it says of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.risk import computation, verdict
from dpia_workbench.risk import measures as rules
from dpia_workbench.risk.profile import MethodProfile, Periods
from dpia_workbench.risk.scale import Axis, Level, worst_level
from dpia_workbench.risk.score import Cell, Claim, Floor, Risk, Stage
from dpia_workbench.risk.vocabulary import GROUP_TAGS
from dpia_workbench.store.models import Claim as ClaimRow
from dpia_workbench.store.models import Finding as FindingRow
from dpia_workbench.store.models import Measure as MeasureRow
from dpia_workbench.store.models import Remediation, Revision, ScopeCell
from dpia_workbench.store.models import Risk as RiskRow
from dpia_workbench.usecases import agreed, profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a revision comes to on a day: per cell, and for the product as a whole."""

    cells: dict[str, computation.CellOutcome]
    verdict: verdict.Verdict

    def worst(self, risk: str, *, stage: Stage) -> Level:
        """Return the highest level of a risk over all cells; high if there are no cells."""
        found = [cell.levels[risk].level(stage) for cell in self.cells.values()]
        return worst_level(found) if found else Level.HIGH


def outcome(revision: Revision, *, on: date) -> Outcome:
    """Return levels and verdict of a revision on a day."""
    return outcome_of(assessment_of(revision), cells=revision.cells, on=on)


def outcome_of(facts: computation.Assessment, *, cells: Sequence[ScopeCell], on: date) -> Outcome:
    """Return levels and verdict of the values of a revision in its scope cells."""
    found = {row.key: computation.assess(facts, cell=cell_of(row), on=on) for row in cells}
    whole = verdict.product_verdict(cell.verdict for cell in found.values())
    return Outcome(cells=found, verdict=whole)


def assessment_of(revision: Revision) -> computation.Assessment:
    """Return the values of a revision, with human keys as ids.

    What was carried over and nobody looked at yet counts as unknown (invariant 12): such a claim
    caps nothing, such a risk has no known axis, such a finding was not assessed.
    """
    return computation.Assessment(
        profile=method_of(revision),
        risks=tuple(_risk(row) for row in revision.risks),
        measures=tuple(_measure(row, claims=revision.claims) for row in revision.measures),
        claims=tuple(_claim(row) for row in revision.claims if _is_looked_at(row)),
        findings=tuple(
            verdict.LegalFinding(topic=row.topic, result=_result(row))
            for row in sorted(revision.findings, key=lambda row: row.topic)
        ),
    )


def _is_looked_at(row: ClaimRow) -> bool:
    return not row.to_check and not any(measure.to_check for measure in row.requires)


def _result(row: FindingRow) -> verdict.Result:
    return verdict.Result.NOT_ASSESSED if row.to_check else row.result


def method_of(revision: Revision) -> MethodProfile:
    """Return the method that a revision pins."""
    return MethodProfile.of(revision.method.content)


def periods_of(session: Session, revision: Revision | None) -> Periods:
    """Return the periods of the method that a revision pins, or of the usual one without it."""
    if revision is not None:
        return method_of(revision).periods
    usual = profile.pinned(session, key=profile.DEFAULT)
    return MethodProfile.of(usual.content).periods


def cell_of(row: ScopeCell) -> Cell:
    """Return a scope cell with the tags that its group brings by itself."""
    return Cell(
        tags=frozenset(row.tags) | GROUP_TAGS.get(row.group, frozenset()),
        edition=row.edition.key,
    )


def _risk(row: RiskRow) -> Risk:
    return Risk(
        id=row.key,
        likelihood=None if row.to_check else row.likelihood,
        severity=None if row.to_check else row.severity,
        severe_floor_waived=row.severe_floor_waived and not row.to_check,
        floors=frozenset(floor_of(item) for item in row.floors),
    )


def floor_of(item: dict[str, Any]) -> Floor:
    """Return a floor from its JSON form."""
    return Floor(tag=item["tag"], axis=Axis(item["axis"]), level=item["level"])


def _claim(row: ClaimRow) -> Claim:
    return Claim(
        risk=row.risk.key,
        axis=row.axis,
        cap=row.cap,
        requires=frozenset(measure.key for measure in row.requires),
        void_if=frozenset(row.void_if),
    )


def _measure(row: MeasureRow, *, claims: list[ClaimRow]) -> rules.Measure:
    asked, held = row.remediation, agreed.force_of(row)
    return rules.Measure(
        id=row.key,
        owner=row.owner,
        editions=frozenset(row.editions),
        state=asked.state if asked else None,
        due=asked.due if asked else None,
        evidence=bool(asked and asked.delivery),
        independent=bool(asked and is_independent(asked, authors=claim_authors(row, claims))),
        verified_on=asked.verified_on if asked else None,
        verification_expires_on=asked.verification_expires_on if asked else None,
        in_force_from=held.starts,
        in_force_until=held.until,
        open_to_sector=held.is_open,
    )


def claim_authors(row: MeasureRow, claims: list[ClaimRow]) -> frozenset[UUID]:
    """Return who claims an effect of a measure."""
    mine = (claim for claim in claims if row in claim.requires)
    return frozenset(author.user_id for claim in mine for author in claim.authors)


def is_independent(asked: Remediation, *, authors: frozenset[UUID]) -> bool:
    """Return whether the check was done by another than who asked or who claims the effect."""
    checker = asked.verified_by_id
    return checker is not None and checker not in {asked.requested_by_id, *authors}
