"""From a dossier's rows to the values that its page shows."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import url_for

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import current_language, explanation, ngettext
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label, sentence
from dpia_workbench.plumbing.filters import day
from dpia_workbench.risk import assessment, computation, remediation
from dpia_workbench.risk.assessment import State
from dpia_workbench.risk.measures import Measure as Facts
from dpia_workbench.risk.measures import Missing, Owner, contract_lack, vendor_lack
from dpia_workbench.risk.place import DossierPart
from dpia_workbench.risk.scale import Axis
from dpia_workbench.risk.score import Stage
from dpia_workbench.risk.verdict import Result, Topic
from dpia_workbench.risk.vocabulary import Tag
from dpia_workbench.store import dossiers
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import (
    Claim,
    Dossier,
    Finding,
    Measure,
    Review,
    Revision,
    Risk,
    ScopeCell,
)
from dpia_workbench.usecases import completeness
from dpia_workbench.usecases.agreed import force_of
from dpia_workbench.usecases.levels import Outcome, assessment_of
from dpia_workbench.usecases.practice import written
from dpia_workbench.web import pieces, practice
from dpia_workbench.web.dossiers.pages import (
    Badge,
    CellView,
    ClaimView,
    DescriptionView,
    FindingView,
    Gap,
    MeasureView,
    ReviewView,
    RiskView,
)
from dpia_workbench.web.dossiers.proofs import Proofs, at

TONES = {
    State.DRAFT: "neutral",
    State.IN_REVIEW: "warning",
    State.CHANGES_REQUESTED: "danger",
    State.APPROVED: "safe",
    State.PUBLISHED: "safe",
    State.ABANDONED: "neutral",
}
RESULT_TONES = {
    Result.COMPLIANT: "safe",
    Result.REMEDIABLE: "warning",
    Result.NON_COMPLIANT: "danger",
    Result.NOT_ASSESSED: "neutral",
}
SHOWN_STAGES = (Stage.AS_TESTED, Stage.AFTER_VENDOR, Stage.ATTAINABLE, Stage.PROJECTED)


def state_badge(revision: Revision) -> Badge:
    """Return the state of a revision."""
    return Badge(revision.state, label(revision.state), TONES[revision.state])


def verdict_badge(outcome: Outcome) -> Badge:
    """Return the computed verdict of a revision."""
    return Badge(outcome.verdict, label(outcome.verdict))


def verdict_sentence(outcome: Outcome) -> str:
    """Return what the computed verdict would mean for schools."""
    return sentence(outcome.verdict)


def confidence(revision: Revision, *, outcome: Outcome, on: date) -> str:
    """Return how firm the ground under the computed verdict is."""
    found = computation.confidence(assessment_of(revision), outcomes=outcome.cells.values(), on=on)
    return explanation.confidence(found)


def may_edit(dossier: Dossier, *, actor: Actor) -> bool:
    """Return whether the actor can change the newest revision now."""
    editable = dossier.revision.state is State.DRAFT
    return editable and allows(actor, Permission.DOSSIER_EDIT, dossier)


def _link(endpoint: str, *, editable: bool, **values: Any) -> str | None:
    return url_for(f"dossiers.{endpoint}", **values) if editable else None


def description(dossier: Dossier, *, editable: bool) -> DescriptionView:
    """Return what a dossier says as a whole."""
    revision = dossier.revision
    return DescriptionView(
        summary=pieces.words(revision.summary),
        scope=pieces.words(revision.scope),
        sentence=pieces.words(revision.sentence),
        url=_link("describe", editable=editable, dossier_id=dossier.id),
    )


def cells(dossier: Dossier, *, outcome: Outcome, editable: bool) -> Iterator[CellView]:
    """Yield the scope cells."""
    for row in dossier.revision.cells:
        reached = outcome.cells[row.key].verdict
        yield CellView(
            key=row.key,
            name=cell_name(row),
            use=pieces.words(row.use),
            tags=tuple(label(Tag(tag)) for tag in row.tags),
            exclusions=pieces.words(row.exclusions),
            verdict=Badge(reached, label(reached)),
            url=_link("cell", editable=editable, dossier_id=dossier.id, cell_id=row.id),
        )


def cell_name(row: ScopeCell) -> str:
    """Return edition and group of a scope cell."""
    edition = row.edition.name.text(current_language())
    return _("%(edition)s for %(group)s", edition=edition, group=label(row.group))


def risks(
    dossier: Dossier, *, outcome: Outcome, proofs: Proofs, editable: bool, shown: slice
) -> Iterator[RiskView]:
    """Yield the risks of a page with their levels, the worst over all scope cells."""
    for row in dossier.revision.risks[shown]:
        levels = [outcome.worst(row.key, stage=stage) for stage in SHOWN_STAGES]
        yield RiskView(
            key=row.key,
            title=pieces.words(row.title),
            description=pieces.words(row.description),
            origin=label(row.origin),
            likelihood=step(row.likelihood),
            likelihood_reason=row.likelihood_reason,
            severity=step(row.severity),
            severity_reason=row.severity_reason,
            notes=tuple(_risk_notes(row)),
            levels=tuple(Badge(level, label(level)) for level in levels),
            levels_url=url_for("dossiers.levels", dossier_id=dossier.id, risk_id=row.id),
            url=_link("risk", editable=editable, dossier_id=dossier.id, risk_id=row.id),
            evidence=at(proofs, DossierPart.RISK, key=row.key),
        )


def step(value: int | None) -> str:
    """Return a step of the scale in words."""
    names = {None: _("unknown"), 1: _("low (1)"), 2: _("medium (2)"), 3: _("high (3)")}
    return names[value]


def steps(revision: Revision, *, axis: Axis) -> list[tuple[str, str, str]]:
    """Return (value, label, guidance) of an axis in the method that the revision pins."""
    spoken = current_language()
    known = [
        (
            str(item["value"]),
            f"{Bilingual.of(item['label']).text(spoken)} ({item['value']})",
            Bilingual.of(item["guidance"]).text(spoken),
        )
        for item in revision.method.content[axis.value]
    ]
    return [*known, ("unknown", step(None), _("Nobody could find out. It counts as high."))]


def _risk_notes(row: Risk) -> Iterator[str]:
    for floor in row.floors:
        yield _(
            "With “%(tag)s” the %(axis)s is at least %(level)s.",
            tag=label(Tag(floor["tag"])),
            axis=label(Axis(floor["axis"])).lower(),
            level=step(floor["level"]),
        )
    if row.severe_floor_waived:
        yield _("May count as low although severe: %(reason)s", reason=row.waiver_reason)
    if row.unknown_note:
        yield _("Why an unknown axis is accepted: %(reason)s", reason=row.unknown_note)


def measures(
    dossier: Dossier, *, on: date, proofs: Proofs, editable: bool
) -> Iterator[MeasureView]:
    """Yield the measures with how far they are on a day."""
    facts = {fact.id: fact for fact in assessment_of(dossier.revision).measures}
    for row in dossier.revision.measures:
        asked = row.remediation
        lack = _lack(row, facts[row.key], on=on)
        yield MeasureView(
            key=row.key,
            title=pieces.words(row.title),
            owner=label(row.owner),
            kind=label(row.kind),
            instruction=pieces.words(row.instruction),
            practice=practice.told(written(row)),
            facts=tuple(_measure_facts(row)),
            state=_measure_state(row, lack=lack),
            request_url=url_for("remediations.show", remediation_id=asked.id) if asked else None,
            url=_link("measure", editable=editable, dossier_id=dossier.id, measure_id=row.id),
            evidence=at(proofs, DossierPart.MEASURE, key=row.key),
        )


def _lack(row: Measure, facts: Facts, *, on: date) -> Missing | None:
    if row.owner is Owner.CONTRACTUAL:
        return contract_lack(facts, on=on, party=None)
    return vendor_lack(facts, on=on) if row.owner is Owner.VENDOR else None


def _measure_state(row: Measure, *, lack: Missing | None) -> Badge | None:
    if row.owner is not Owner.VENDOR and row.agreement_id is None:
        return None
    if lack is None and row.agreement_id is not None:
        return Badge("effective", _("Counts: the agreement is in force"), "safe")
    if lack is None:
        return Badge("effective", _("Counts: checked and works"), "safe")
    return Badge(lack, _("Does not count: %(why)s", why=label(lack)), "warning")


def _measure_facts(row: Measure) -> Iterator[str]:
    if row.editions:
        yield _("Only for: %(editions)s", editions=", ".join(row.editions))
    if row.agreement:
        yield _("Agreement: %(title)s, %(clause)s", title=row.agreement, clause=row.clause or "–")
    held = force_of(row)
    if held.starts:
        yield _("In force from %(day)s", day=day(held.starts))
    if held.until:
        yield _("Ends on %(day)s", day=day(held.until))
    if row.owner is Owner.CONTRACTUAL:
        yield _("Schools can join") if held.is_open else _("Schools cannot join")
    asked = row.remediation
    if asked is not None and asked.due is not None:
        yield _("Promised for %(day)s", day=day(asked.due))
    if asked is not None and asked.state is remediation.State.VERIFIED and asked.verified_on:
        yield _("Checked on %(day)s", day=day(asked.verified_on))


def claims(dossier: Dossier, *, editable: bool) -> Iterator[ClaimView]:
    """Yield the claims as sentences."""
    for row in dossier.revision.claims:
        yield ClaimView(
            key=row.key,
            sentence=claim_sentence(row),
            rationale=row.rationale,
            url=_link("claim", editable=editable, dossier_id=dossier.id, claim_id=row.id),
        )


def claim_sentence(row: Claim) -> str:
    """Return a claim as one sentence."""
    values = {
        "risk": row.risk.key,
        "axis": label(row.axis).lower(),
        "cap": step(row.cap),
        "measures": ", ".join(measure.key for measure in row.requires),
        "tags": ", ".join(label(Tag(tag)) for tag in row.void_if),
    }
    if row.void_if:
        return _(
            "%(risk)s: the %(axis)s is at most %(cap)s when %(measures)s work, but not with"
            " %(tags)s.",
            **values,
        )
    return _("%(risk)s: the %(axis)s is at most %(cap)s when %(measures)s work.", **values)


def findings(dossier: Dossier, *, proofs: Proofs, editable: bool) -> Iterator[FindingView]:
    """Yield the findings in the order of the topics."""
    rows: dict[Topic, Finding] = {row.topic: row for row in dossier.revision.findings}
    for topic in Topic:
        row = rows[topic]
        yield FindingView(
            key=topic.value,
            topic=label(topic),
            result=Badge(row.result, label(row.result), RESULT_TONES[row.result]),
            note=pieces.words(row.note),
            measure=row.measure.key if row.measure else "",
            url=_link("finding", editable=editable, dossier_id=dossier.id, topic=topic.value),
            evidence=at(proofs, DossierPart.FINDING, key=topic.value),
        )


def gaps(dossier: Dossier, *, editable: bool) -> Iterator[Gap]:
    """Yield what is still missing for publication, with where to mend it."""
    mended, contents = places(dossier), completeness.contents(dossier.revision)
    found = assessment.gaps(contents, purpose=assessment.Purpose.PUBLICATION)
    first = assessment.gaps(contents, purpose=assessment.Purpose.REVIEW)
    if contents.to_check:
        yield _to_check(dossier, count=len(contents.to_check), editable=editable)
    for gap in (each for each in found if each.lack is not assessment.Lack.TO_CHECK):
        url = mended.get(gap.key or gap.lack) if editable else None
        is_point = gap.lack is assessment.Lack.POINT
        if is_point:
            url = url_for("dossiers.point", dossier_id=dossier.id, node=gap.key)
        text = gap_text(gap)
        yield Gap(text, url, blocks_review=gap in first, is_point=is_point)


def _to_check(dossier: Dossier, *, count: int, editable: bool) -> Gap:
    """Return in one line how much was carried over; all of it stands on one page."""
    text = ngettext(
        "%(n)s part was carried over: look at it again",
        "%(n)s parts were carried over: look at them again", count,
    )  # fmt: skip
    url = url_for("dossiers.to_check", dossier_id=dossier.id) if editable else None
    return Gap(text, url, blocks_review=True)


def gap_text(gap: assessment.Gap) -> str:
    """Return what is missing in words, with the key of where."""
    if gap.lack is assessment.Lack.POINT:
        return _("Point %(number)s is not complete", number=gap.key)
    key = label(Topic(gap.key)) if gap.key in list(Topic) else gap.key
    return f"{key}: {label(gap.lack)}" if key else label(gap.lack)


def places(dossier: Dossier) -> dict[str, str]:
    """Return where each part of a dossier is edited, by its key."""
    revision = dossier.revision
    place: dict[str, Any] = {"dossier_id": dossier.id}
    description = url_for("dossiers.describe", **place)
    found = dict.fromkeys(("summary", "scope", "verdict_sentence"), description)
    found |= {
        "screening": url_for("dossiers.screening", **place),
        "cell": url_for("dossiers.cell", cell_id=None, **place),
        "risk": url_for("dossiers.risk", risk_id=None, **place),
    }
    found |= {r.key: url_for("dossiers.risk", risk_id=r.id, **place) for r in revision.risks}
    found |= {
        m.key: url_for("dossiers.measure", measure_id=m.id, **place) for m in revision.measures
    }
    found |= {c.key: url_for("dossiers.claim", claim_id=c.id, **place) for c in revision.claims}
    return found | {
        topic: url_for("dossiers.finding", topic=topic.value, **place) for topic in Topic
    }


def reviews(revision: Revision) -> Iterator[ReviewView]:
    """Yield what reviewers decided, newest first."""
    yield from map(_review, reversed(revision.reviews))


def _review(row: Review) -> ReviewView:
    return ReviewView(
        at=row.at,
        who=row.signed_as,
        function=row.function,
        approved=row.approved,
        note=row.note,
        content_hash=row.content_hash,
    )


def remark(revision: Revision) -> ReviewView | None:
    """Return what a reviewer asks to change, until the revision is handed in again."""
    last = dossiers.last_review(revision)
    is_open = revision.state in (State.CHANGES_REQUESTED, State.DRAFT)
    return _review(last) if is_open and last is not None and not last.approved else None


def waits(state: State) -> str:
    """Return in one sentence whose turn it is."""
    return {
        State.DRAFT: _("The analysts write. When nothing is missing, they submit it for review."),
        State.IN_REVIEW: _("A reviewer who wrote none of it reads it, and approves or asks for"
                           " changes."),
        State.CHANGES_REQUESTED: _("The analysts take it up again and make the changes."),
        State.APPROVED: _("A publisher who neither wrote nor approved it can publish it."),
        State.PUBLISHED: _("This revision is published and frozen. Changes go into a new"
                           " revision."),
        State.ABANDONED: _("This revision was abandoned."),
    }[state]  # fmt: skip
