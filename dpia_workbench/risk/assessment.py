"""Life of a revision: drafted, reviewed, approved, published; who may, and what must be complete.

method.md 8.2 and invariants 13, 14 and 31.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.verdict import Result, Topic


class State(StrEnum):
    """How far a revision of a dossier is."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    PUBLISHED = "published"
    ABANDONED = "abandoned"


class Move(StrEnum):
    """What people can do with a revision."""

    SUBMIT = "submit"
    REQUEST_CHANGES = "request_changes"
    RESUME = "resume"
    APPROVE = "approve"
    REOPEN = "reopen"
    PUBLISH = "publish"
    ABANDON = "abandon"


MOVES: Mapping[State, Mapping[Move, State]] = {
    State.DRAFT: {Move.SUBMIT: State.IN_REVIEW, Move.ABANDON: State.ABANDONED},
    State.IN_REVIEW: {
        Move.APPROVE: State.APPROVED,
        Move.REQUEST_CHANGES: State.CHANGES_REQUESTED,
        Move.ABANDON: State.ABANDONED,
    },
    State.CHANGES_REQUESTED: {Move.RESUME: State.DRAFT},
    State.APPROVED: {Move.PUBLISH: State.PUBLISHED, Move.REOPEN: State.DRAFT},
    State.PUBLISHED: {},
    State.ABANDONED: {},
}


class MoveRefused(RuleViolation):
    """This move is not possible in this state."""

    code = "assessment.move-refused"


class NotEditable(RuleViolation):
    """Only a draft can be changed."""

    code = "assessment.not-editable"


class Incomplete(RuleViolation):
    """Something that must be there is missing."""

    code = "assessment.incomplete"


class ReviewerIsAuthor(RuleViolation):
    """Who wrote in a revision cannot approve it."""

    code = "assessment.reviewer-is-author"


class PublisherIsInvolved(RuleViolation):
    """Who wrote in or approved a revision cannot publish it."""

    code = "assessment.publisher-is-involved"


class ComputationChanged(RuleViolation):
    """What would be published is no longer what was approved."""

    code = "assessment.computation-changed"


def after(state: State, move: Move) -> State:
    """Return the state a move leads to. Raises MoveRefused."""
    if move not in MOVES[state]:
        raise MoveRefused(state=state, move=move)
    return MOVES[state][move]


def require_editable(state: State) -> None:
    """Refuse to change anything but a draft. Raises NotEditable."""
    if state is not State.DRAFT:
        raise NotEditable(state=state)


def require_reviewer(reviewer: UUID, *, authors: Iterable[UUID]) -> None:
    """Refuse a reviewer who wrote in the revision. Raises ReviewerIsAuthor."""
    if reviewer in set(authors):
        raise ReviewerIsAuthor


def require_publisher(
    publisher: UUID, *, authors: Iterable[UUID], reviewers: Iterable[UUID]
) -> None:
    """Refuse a publisher who wrote in or approved the revision. Raises PublisherIsInvolved."""
    if publisher in {*authors, *reviewers}:
        raise PublisherIsInvolved


class Purpose(StrEnum):
    """What a revision must be complete for; each needs what the one before it needs."""

    DRAFT = "draft"  # so that others know what it is about and can write along
    REVIEW = "review"
    PUBLICATION = "publication"


class Lack(StrEnum):
    """One kind of thing that is missing."""

    SCREENING = "screening"
    SUMMARY = "summary"
    SCOPE = "scope"
    CELL = "cell"
    RISK = "risk"
    RATIONALE = "rationale"
    UNKNOWN_AXIS = "unknown_axis"
    WAIVER_REASON = "waiver_reason"
    INSTRUCTION = "instruction"
    CLAIM_RATIONALE = "claim_rationale"
    UNUSED_MEASURE = "unused_measure"
    FINDING = "finding"
    FINDING_NOTE = "finding_note"
    REMEDY = "remedy"
    VERDICT_SENTENCE = "verdict_sentence"
    POINT = "point"
    TRANSLATION = "translation"
    TO_CHECK = "to_check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something missing, and the human key of the thing it is missing from."""

    lack: Lack
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskText:
    """What completeness asks of a risk."""

    key: str
    has_rationales: bool
    unknown_axes: bool
    unknown_accepted: bool
    waiver_unexplained: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureText:
    """What completeness asks of a measure."""

    key: str
    school_must_act: bool
    has_instruction: bool
    used: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingText:
    """What completeness asks of a lawfulness finding."""

    topic: Topic
    result: Result
    has_note: bool
    has_remedy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a revision holds, as far as completeness asks."""

    has_screening: bool  # every question that applies is answered
    has_summary: bool
    has_scope: bool
    has_sentence: bool
    cells: int
    risks: tuple[RiskText, ...]
    measures: tuple[MeasureText, ...]
    claims_without_rationale: tuple[str, ...]
    findings: tuple[FindingText, ...]
    # Points of the templates in which something is empty that a purpose needs (invariant 34).
    points: Mapping[Purpose, tuple[str, ...]] = field(default_factory=dict)
    to_check: tuple[str, ...] = ()  # carried over, and nobody looked at it yet
    untranslated: tuple[str, ...] = ()  # parts with a text in one of the two languages only


def gaps(contents: Contents, *, purpose: Purpose) -> tuple[Gap, ...]:
    """Return what is missing for a purpose; what review needs, publication needs too."""
    if purpose is Purpose.DRAFT:
        return tuple(Gap(lack=Lack.POINT, key=point) for point in contents.points.get(purpose, ()))
    found = [*_general_gaps(contents), *_risk_gaps(contents), *_measure_gaps(contents)]
    if purpose is Purpose.PUBLICATION:
        found += [*_publication_gaps(contents), *_finding_gaps(contents)]
    found += [Gap(lack=Lack.POINT, key=point) for point in contents.points.get(purpose, ())]
    found += [Gap(lack=Lack.TO_CHECK, key=key) for key in contents.to_check]
    return tuple(found)


def _general_gaps(contents: Contents) -> list[Gap]:
    present = {
        Lack.SCREENING: contents.has_screening,
        Lack.SUMMARY: contents.has_summary,
        Lack.SCOPE: contents.has_scope,
        Lack.CELL: contents.cells > 0,
        Lack.RISK: bool(contents.risks),
    }
    return [Gap(lack=lack) for lack, there in present.items() if not there]


def _risk_gaps(contents: Contents) -> list[Gap]:
    found = [Gap(lack=Lack.RATIONALE, key=r.key) for r in contents.risks if not r.has_rationales]
    found += [
        Gap(lack=Lack.WAIVER_REASON, key=r.key) for r in contents.risks if r.waiver_unexplained
    ]
    return found


def _measure_gaps(contents: Contents) -> list[Gap]:
    found = [
        Gap(lack=Lack.INSTRUCTION, key=m.key)
        for m in contents.measures
        if m.school_must_act and not m.has_instruction
    ]
    found += [Gap(lack=Lack.CLAIM_RATIONALE, key=key) for key in contents.claims_without_rationale]
    return found


def _publication_gaps(contents: Contents) -> list[Gap]:
    found = [] if contents.has_sentence else [Gap(lack=Lack.VERDICT_SENTENCE)]
    found += [
        Gap(lack=Lack.UNKNOWN_AXIS, key=r.key)
        for r in contents.risks
        if r.unknown_axes and not r.unknown_accepted
    ]
    found += [Gap(lack=Lack.UNUSED_MEASURE, key=m.key) for m in contents.measures if not m.used]
    found += [Gap(lack=Lack.TRANSLATION, key=key) for key in contents.untranslated]
    return found


def _finding_gaps(contents: Contents) -> list[Gap]:
    found = []
    assessed = {finding.topic: finding for finding in contents.findings}
    for topic in Topic:
        finding = assessed.get(topic)
        if finding is None or finding.result is Result.NOT_ASSESSED:
            found.append(Gap(lack=Lack.FINDING, key=topic))
        elif not finding.has_note:
            found.append(Gap(lack=Lack.FINDING_NOTE, key=topic))
        elif finding.result is Result.REMEDIABLE and not finding.has_remedy:
            found.append(Gap(lack=Lack.REMEDY, key=topic))
    return found


def require_complete(contents: Contents, *, purpose: Purpose) -> None:
    """Refuse an incomplete revision. Raises Incomplete with the gaps."""
    missing = gaps(contents, purpose=purpose)
    if missing:
        raise Incomplete(purpose=purpose, gaps=missing, count=len(missing))
