"""What a draft still lacks: the rows, seen through the eyes of risk.assessment."""

from collections.abc import Iterable, Iterator

from dpia_workbench.risk import assessment
from dpia_workbench.risk.measures import SCHOOL_OWNERS
from dpia_workbench.risk.templates import ShownPart, Unfilled
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Measure, Revision, Risk
from dpia_workbench.usecases import carried, points
from dpia_workbench.usecases.screening import screened


def contents(revision: Revision) -> assessment.Contents:
    """Return what completeness asks of a revision."""
    used = {measure.id for claim in revision.claims for measure in claim.requires}
    used |= {finding.measure_id for finding in revision.findings if finding.measure_id}
    screening = screened(revision)
    return assessment.Contents(
        has_screening=screening is not None and screening.outcome.is_complete,
        has_summary=in_both(revision.summary),
        has_scope=in_both(revision.scope),
        has_sentence=in_both(revision.sentence),
        cells=len(revision.cells),
        risks=tuple(_risk(row) for row in revision.risks),
        measures=tuple(_measure(row, used=row.id in used) for row in revision.measures),
        claims_without_rationale=tuple(c.key for c in revision.claims if not c.rationale),
        findings=tuple(
            assessment.FindingText(
                topic=row.topic,
                result=row.result,
                has_note=in_both(row.note),
                has_remedy=row.measure_id is not None,
            )
            for row in revision.findings
        ),
        to_check=tuple(carried.name_of(place) for place in carried.marked(revision)),
        untranslated=tuple(_untranslated(revision)),
        points={purpose: _points(lacks) for purpose, lacks in points.unfilled(revision).items()},
    )


def _points(lacks: Iterable[Unfilled]) -> tuple[str, ...]:
    """Return the points in which a text or a register lacks something; the rest is asked above."""
    nodes = [lack.node for lack in lacks if not isinstance(lack.shown, ShownPart)]
    return tuple(dict.fromkeys(nodes))


def _untranslated(revision: Revision) -> Iterator[str]:
    """Yield the keys of parts that schools read, and of which one language is missing.

    Texts that must be there in both have a gap of their own.
    """
    for risk in revision.risks:
        if is_half(risk.title) or is_half(risk.description):
            yield risk.key
    for measure in revision.measures:
        asked = measure.owner not in SCHOOL_OWNERS and is_half(measure.instruction)
        if is_half(measure.title) or asked:
            yield measure.key
    for cell in revision.cells:
        if is_half(cell.use) or is_half(cell.exclusions):
            yield cell.key


def is_half(text: Bilingual) -> bool:
    """Return whether a text is there in one language only."""
    return bool(text.nl) != bool(text.en)


def in_both(text: Bilingual) -> bool:
    """Return whether a text is there in Dutch and in English."""
    return bool(text.nl and text.en)


def _risk(row: Risk) -> assessment.RiskText:
    return assessment.RiskText(
        key=row.key,
        has_rationales=bool(row.likelihood_reason and row.severity_reason),
        unknown_axes=row.likelihood is None or row.severity is None,
        unknown_accepted=bool(row.unknown_note),
        waiver_unexplained=row.severe_floor_waived and not row.waiver_reason,
    )


def _measure(row: Measure, *, used: bool) -> assessment.MeasureText:
    return assessment.MeasureText(
        key=row.key,
        school_must_act=row.owner in SCHOOL_OWNERS,
        has_instruction=in_both(row.instruction),
        used=used,
    )
