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
from dpia_workbench.risk.publication import Check, Line, asked
from dpia_workbench.risk.score import CENTRAL_STAGES
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store import dossiers, fact_checks
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Dossier, Revision
from dpia_workbench.usecases import completeness, fact_check_gate, frozen
from dpia_workbench.usecases.content import draft, hash_of
from dpia_workbench.usecases.publication_content import Choice, completed
from dpia_workbench.usecases.review import require_resolved
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
    public, longest = draft(revision, on=on), longest_validity(revision, today=on)
    content = completed(session, dossier, public, longest=longest, choice=choice, on=on)
    read = hash_of(revision, public)
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
    yield asked(Check.APPROVED, lambda: assessment.after(revision.state, Move.PUBLISH))
    yield _publisher(dossier, actor=actor)
    yield _reviewer(revision)


def _publisher(dossier: Dossier, *, actor: Actor) -> Line:
    """Return the line about who publishes; it does not concern who cannot publish anything."""
    if not allows(actor, Permission.DOSSIER_PUBLISH, dossier):
        return Line(check=Check.PUBLISHER, concerns=False)
    authors = dossiers.author_ids(dossier.revision)
    reviewers = dossiers.reviewer_ids(dossier.revision)

    def ask() -> None:
        if actor.user_id is None:
            raise assessment.PublisherIsInvolved
        assessment.require_publisher(actor.user_id, authors=authors, reviewers=reviewers)

    return asked(Check.PUBLISHER, ask)


def _reviewer(revision: Revision) -> Line:
    """Return the line about who approved what would be published: somebody who wrote none of it."""
    approved = [
        row.reviewer_id
        for row in revision.reviews
        if row.approved and row.content_hash == revision.approved_hash
    ]
    authors = dossiers.author_ids(revision)
    independent = [each for each in approved if each not in authors]

    def ask() -> None:
        for each in independent or approved:
            assessment.require_reviewer(each, authors=authors)

    return asked(Check.REVIEWER, ask, concerns=bool(approved))


def _written(revision: Revision, content: Content) -> Iterator[Line]:
    contents = completeness.contents(revision)
    for line in publication.content_lines(contents, has_template=bool(revision.templates)):
        if line.check is Check.TRACES and line.refusal is None:
            yield asked(Check.TRACES, lambda: _require_traced(content))
        else:
            yield line


def _require_traced(content: Content) -> None:
    """Refuse words of the verdict that speak of parts that are not there. Raises Untraced."""
    there = {item["key"] for name in ("risks", "measures") for item in content[name]}
    texts = [Bilingual.of(content[name]) for name in ("sentence", "summary", "scope")]
    publication.require_traced((each for text in texts for each in (text.nl, text.en)), there=there)


def _unchanged(revision: Revision, *, read: str) -> Line:
    """Return the line that compares what would be published with what was approved."""
    approved = revision.approved_hash
    return asked(
        Check.UNCHANGED,
        lambda: publication.require_unchanged(approved, now=read),
        concerns=approved is not None,
    )


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
    return asked(Check.REPLAYED, lambda: publication.require_replayed(is_same=is_same))


def _says(item: Content, reached: CellOutcome) -> bool:
    levels = {
        key: {stage.value: found.level(stage).value for stage in CENTRAL_STAGES}
        for key, found in reached.levels.items()
    }
    return bool(item["verdict"] == reached.verdict and item["levels"] == levels)


def _discussion(session: Session, dossier_id: UUID) -> Line:
    return asked(Check.DISCUSSION, lambda: require_resolved(session, dossier_id))


def _fact_checks(session: Session, dossier_id: UUID, *, on: date) -> Line:
    return asked(
        Check.FACT_CHECKS,
        lambda: fact_check_gate.require_closed(session, dossier_id, today=on),
        concerns=bool(fact_checks.of_dossier(session, dossier_id)),
    )


def _verdict(content: Content, *, choice: Choice) -> Line:
    """Return the line that holds the chosen verdict against the computed one (invariant 9)."""
    computed, chosen = Verdict(content["computed_verdict"]), Verdict(content["published_verdict"])
    return asked(
        Check.VERDICT,
        lambda: verdict.published_verdict(computed, chosen=chosen, reason=choice.reason),
    )


def _validity(content: Content, *, longest: date, on: date) -> Line:
    until = date.fromisoformat(content["valid_until"])
    return asked(Check.VALIDITY, lambda: require_valid(until, longest=longest, today=on))
