"""The gate of a dossier: the list that a page shows, and by which a publication is refused."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.risk import assessment, publication, verdict
from dpia_workbench.risk.assessment import Move
from dpia_workbench.risk.computation import CellOutcome, assess
from dpia_workbench.risk.publication import Check, Line
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.score import CENTRAL_STAGES
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store import dossiers, fact_checks, threads
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Dossier, Revision
from dpia_workbench.usecases import completeness, fact_check_gate, frozen
from dpia_workbench.usecases.content import content_hash
from dpia_workbench.usecases.publication_content import Choice, content_of
from dpia_workbench.usecases.review import ThreadsOpen
from dpia_workbench.usecases.validity import longest_validity, require_valid

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """The lines of a dossier's gate, and what would be published."""

    lines: tuple[Line, ...]
    content: dict[str, Any]
    longest: date  # the last day for which the release can be valid
    content_hash: str  # of all that was looked at, also what is not published

    @property
    def computed(self) -> Verdict:
        """Return the verdict that levels and findings lead to."""
        return Verdict(self.content["computed_verdict"])

    @property
    def is_open(self) -> bool:
        """Return whether nothing stands between the dossier and its publication."""
        return all(line.refusal is None for line in self.lines)


def look(session: Session, dossier: Dossier, *, actor: Actor, choice: Choice, on: date) -> Gate:
    """Return the gate of a dossier on a day, for who publishes with a choice."""
    revision = dossier.revision
    content = content_of(session, dossier, choice=choice, on=on)
    longest = longest_validity(revision, today=on)
    read = content_hash(revision, on=on)
    lines = (
        *_people(dossier, actor=actor),
        *_written(revision, content),
        _unchanged(revision, read=read),
        _replayed(revision, content, on=on),
        _discussion(session, dossier.id),
        _fact_checks(session, dossier.id, on=on),
        _verdict(content, choice=choice),
        _validity(content, longest=longest, on=on),
    )
    return Gate(lines=lines, content=content, longest=longest, content_hash=read)


def _people(dossier: Dossier, *, actor: Actor) -> Iterator[Line]:
    """Yield who had a hand in it: approved, by another than wrote, published by a third."""
    revision = dossier.revision
    try:
        assessment.after(revision.state, Move.PUBLISH)
        refusal: RuleViolation | None = None
    except assessment.MoveRefused as refused:
        refusal = refused
    yield Line(check=Check.APPROVED, refusal=refusal)
    yield _publisher(dossier, actor=actor)
    yield _reviewer(revision)


def _publisher(dossier: Dossier, *, actor: Actor) -> Line:
    """Return the line about who publishes; it does not concern who cannot publish anything."""
    check = Check.PUBLISHER
    if not allows(actor, Permission.DOSSIER_PUBLISH, dossier):
        return Line(check=check, concerns=False)
    if actor.user_id is None:
        return Line(check=check, refusal=assessment.PublisherIsInvolved())
    authors = dossiers.author_ids(dossier.revision)
    reviewers = dossiers.reviewer_ids(dossier.revision)
    try:
        assessment.require_publisher(actor.user_id, authors=authors, reviewers=reviewers)
    except assessment.PublisherIsInvolved as refused:
        return Line(check=check, refusal=refused)
    return Line(check=check)


def _reviewer(revision: Revision) -> Line:
    """Return the line about who approved what would be published: somebody who wrote none of it."""
    approved = [
        row.reviewer_id
        for row in revision.reviews
        if row.approved and row.content_hash == revision.approved_hash
    ]
    if not approved:
        return Line(check=Check.REVIEWER, concerns=False)
    authors = dossiers.author_ids(revision)
    independent = any(each not in authors for each in approved)
    refusal = None if independent else assessment.ReviewerIsAuthor()
    return Line(check=Check.REVIEWER, refusal=refusal)


def _written(revision: Revision, content: Content) -> Iterator[Line]:
    contents = completeness.contents(revision)
    for line in publication.content_lines(contents, has_template=bool(revision.templates)):
        if line.check is Check.TRACES and line.refusal is None:
            yield _traces(content)
        else:
            yield line


def _traces(content: Content) -> Line:
    """Return the line that asks whether the words of the verdict speak of parts that are there."""
    there = {item["key"] for name in ("risks", "measures") for item in content[name]}
    texts = [Bilingual.of(content[name]) for name in ("sentence", "summary", "scope")]
    spoken = (each for text in texts for each in (text.nl, text.en))
    missing = [key for key in publication.mentioned(spoken) if key not in there]
    refusal = publication.Untraced(keys=missing) if missing else None
    return Line(check=Check.TRACES, refusal=refusal)


def _unchanged(revision: Revision, *, read: str) -> Line:
    """Return the line that compares what would be published with what was approved."""
    approved = revision.approved_hash
    changed = approved is not None and approved != read
    refusal = assessment.ComputationChanged() if changed else None
    return Line(check=Check.UNCHANGED, refusal=refusal, concerns=approved is not None)


def _replayed(revision: Revision, content: Content, *, on: date) -> Line:
    """Return the line that computes again, from what would be frozen alone."""
    if completeness.contents(revision).to_check:  # it counts as unknown until somebody looked
        return Line(check=Check.REPLAYED, concerns=False)
    facts = frozen.assessment_of(content)
    cells = content["cells"]
    reached = [assess(facts, cell=frozen.cell_of(item), on=on) for item in cells]
    whole = verdict.product_verdict(each.verdict for each in reached)
    same = all(_says(item, each) for item, each in zip(cells, reached, strict=True))
    is_same = same and whole == content["computed_verdict"]
    refusal = None if is_same else publication.NotReplayed()
    return Line(check=Check.REPLAYED, refusal=refusal)


def _says(item: Content, reached: CellOutcome) -> bool:
    levels = {
        key: {stage.value: found.level(stage).value for stage in CENTRAL_STAGES}
        for key, found in reached.levels.items()
    }
    return bool(item["verdict"] == reached.verdict and item["levels"] == levels)


def _discussion(session: Session, dossier_id: UUID) -> Line:
    count = threads.count_open(session, dossier_id)
    refusal = ThreadsOpen(count=count) if count else None
    return Line(check=Check.DISCUSSION, refusal=refusal)


def _fact_checks(session: Session, dossier_id: UUID, *, on: date) -> Line:
    rows = fact_checks.of_dossier(session, dossier_id)
    found = fact_check_gate.blocking(rows, today=on)
    refusal = found[0].why if found else None
    return Line(check=Check.FACT_CHECKS, refusal=refusal, concerns=bool(rows))


def _verdict(content: Content, *, choice: Choice) -> Line:
    """Return the line that holds the chosen verdict against the computed one (invariant 9)."""
    computed, chosen = Verdict(content["computed_verdict"]), Verdict(content["published_verdict"])
    try:
        verdict.published_verdict(computed, chosen=chosen, reason=choice.reason)
    except (verdict.VerdictTooGood, verdict.ReasonMissing) as refused:
        return Line(check=Check.VERDICT, refusal=refused)
    return Line(check=Check.VERDICT)


def _validity(content: Content, *, longest: date, on: date) -> Line:
    try:
        require_valid(date.fromisoformat(content["valid_until"]), longest=longest, today=on)
    except RuleViolation as refused:
        return Line(check=Check.VALIDITY, refusal=refused)
    return Line(check=Check.VALIDITY)
