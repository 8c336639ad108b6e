"""The gate before a publication: what must hold, as one list of lines.

method.md 8.2 and invariants 9, 10, 13, 14, 31 and 34. A page shows the list, and a publication is
refused by the same list: what is not in it stops nobody.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dpia_workbench.risk.assessment import (
    ComputationChanged,
    Contents,
    Gap,
    Incomplete,
    Lack,
    Purpose,
    gaps,
)
from dpia_workbench.risk.calendar import add_months, day_of
from dpia_workbench.risk.rules import RuleViolation

MOST_MONTHS = 12  # how far ahead a publication can be planned


class Check(StrEnum):
    """One thing that must hold before a publication, in the order in which they are read."""

    APPROVED = "approved"
    PUBLISHER = "publisher"
    REVIEWER = "reviewer"
    SCREENING = "screening"
    DESCRIPTION = "description"
    CELLS = "cells"
    RISKS = "risks"
    KNOWN_AXES = "known_axes"
    MEASURES = "measures"
    FINDINGS = "findings"
    LANGUAGES = "languages"
    POINTS = "points"
    CARRIED = "carried"
    TRACES = "traces"
    UNCHANGED = "unchanged"
    REPLAYED = "replayed"
    DISCUSSION = "discussion"
    FACT_CHECKS = "fact_checks"
    VERDICT = "verdict"
    VALIDITY = "validity"


class Holding(StrEnum):
    """Whether a check holds; what does not concern a dossier stops nothing."""

    HOLDS = "holds"
    FAILS = "fails"
    NOT_CONCERNED = "not_concerned"


class PlanEnd(StrEnum):
    """What became of a planned publication."""

    PUBLISHED = "published"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


class NotReplayed(RuleViolation):
    """Levels and verdicts of a release follow from what stands in it (invariants 7 and 10)."""

    code = "publication.not-replayed"


class Untraced(RuleViolation):
    """A public verdict rests on parts of its own release, and on nothing else (invariant 31)."""

    code = "publication.untraced"


class MomentOutOfRange(RuleViolation):
    """A publication is planned for a moment that lies ahead, and not too far."""

    code = "publication.moment-out-of-range"


class PlanVoid(RuleViolation):
    """What was planned is what was approved then; a later approval needs a plan of its own."""

    code = "publication.plan-void"


class PlannerGone(RuleViolation):
    """Who planned a publication must still be a publisher when it happens."""

    code = "publication.planner-gone"


class PlanOver(RuleViolation):
    """A plan that was carried out, withdrawn or replaced is a record."""

    code = "publication.plan-over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A check with what it found: why it does not hold, and where something is missing."""

    check: Check
    refusal: RuleViolation | None = None
    concerns: bool = True
    gaps: tuple[Gap, ...] = ()

    @property
    def holding(self) -> Holding:
        """Return whether it holds."""
        if self.refusal is not None:
            return Holding.FAILS
        return Holding.HOLDS if self.concerns else Holding.NOT_CONCERNED


def asked(check: Check, ask: Callable[[], object], *, concerns: bool = True) -> Line:
    """Return the line of a check that is refused by what is raised, or else holds."""
    try:
        ask()
    except RuleViolation as refused:
        return Line(check=check, refusal=refused)
    return Line(check=check, concerns=concerns)


# Each kind of gap belongs to exactly one line, so that all lines together ask for all of them.
LACKS: Mapping[Check, frozenset[Lack]] = {
    Check.SCREENING: frozenset({Lack.SCREENING}),
    Check.DESCRIPTION: frozenset({Lack.SUMMARY, Lack.SCOPE, Lack.VERDICT_SENTENCE}),
    Check.CELLS: frozenset({Lack.CELL}),
    Check.RISKS: frozenset({Lack.RISK, Lack.RATIONALE, Lack.WAIVER_REASON}),
    Check.KNOWN_AXES: frozenset({Lack.UNKNOWN_AXIS}),
    Check.MEASURES: frozenset({Lack.INSTRUCTION, Lack.CLAIM_RATIONALE}),
    Check.FINDINGS: frozenset({Lack.FINDING, Lack.FINDING_NOTE, Lack.REMEDY}),
    Check.LANGUAGES: frozenset({Lack.TRANSLATION}),
    Check.POINTS: frozenset({Lack.POINT}),
    Check.CARRIED: frozenset({Lack.TO_CHECK}),
    Check.TRACES: frozenset({Lack.UNUSED_MEASURE}),
}


def content_lines(contents: Contents, *, has_template: bool) -> Iterator[Line]:
    """Yield the lines that ask whether everything was written.

    Without a template there are no points to fill: older revisions pin none.
    """
    found = gaps(contents, purpose=Purpose.PUBLICATION)
    for check, lacks in LACKS.items():
        missing = tuple(gap for gap in found if gap.lack in lacks)
        yield Line(
            check=check,
            refusal=_incomplete(missing) if missing else None,
            concerns=has_template or check is not Check.POINTS,
            gaps=missing,
        )


def _incomplete(missing: tuple[Gap, ...]) -> Incomplete:
    return Incomplete(purpose=Purpose.PUBLICATION, gaps=missing, count=len(missing))


def require_open(lines: Iterable[Line]) -> None:
    """Refuse what a line does not hold for. Raises its refusal; of what is incomplete, one for all.

    The first line that does not hold decides.
    """
    refused = [line for line in lines if line.refusal is not None]
    if not refused:
        return
    first = refused[0].refusal
    assert first is not None  # noqa: S101  # only such lines were kept
    if isinstance(first, Incomplete):
        raise _incomplete(tuple(gap for line in refused for gap in line.gaps))
    raise first


def require_unchanged(approved: str | None, *, now: str) -> None:
    """Refuse what is no longer what was approved, by their hashes. Raises ComputationChanged."""
    if approved not in (None, now):
        raise ComputationChanged


def require_replayed(*, is_same: bool) -> None:
    """Refuse what does not follow from what would be frozen. Raises NotReplayed."""
    if not is_same:
        raise NotReplayed


def require_traced(texts: Iterable[str], *, there: Collection[str]) -> None:
    """Refuse texts that speak of risks or measures that are not there. Raises Untraced."""
    missing = [key for key in mentioned(texts) if key not in there]
    if missing:
        raise Untraced(keys=missing)


def require_planner(*, still_publishes: bool) -> None:
    """Refuse to act for somebody who publishes no longer. Raises PlannerGone."""
    if not still_publishes:
        raise PlannerGone


def require_same_approval(planned: str, *, now: str | None) -> None:
    """Refuse a plan that was made for another approval, by their hashes. Raises PlanVoid."""
    if planned != now:
        raise PlanVoid


def require_ahead(due_at: datetime, *, now: datetime) -> None:
    """Refuse a moment that is not ahead, or more than a year. Raises MomentOutOfRange."""
    latest = add_months(day_of(now), months=MOST_MONTHS)
    if due_at <= now or day_of(due_at) > latest:
        raise MomentOutOfRange(latest=latest)


# “risk R9”, “maatregel M3”: a key after the word for it. A key alone may be the name of an edition
# or a stage of the method (“M365”, “R2”).
_MENTION = re.compile(
    r"\b(?i:risks?|risico(?:['’]s)?|measures?|maatregel(?:en)?)\s+(?P<key>[RM][1-9]\d{0,2})\b"
)


def mentioned(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of risks and measures that texts refer to, in order, each once."""
    found = (match["key"] for text in texts for match in _MENTION.finditer(text))
    return tuple(dict.fromkeys(found))
