"""From the rows of a dossier to the values that the API answers.

What can be written has the same name and form as in the schema that takes it, so that a change
can be merged into it.
"""

from datetime import date
from typing import Any

from dpia_workbench.risk import assessment, computation
from dpia_workbench.risk.assessment import Purpose
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.remediation import is_overdue
from dpia_workbench.risk.score import CENTRAL_STAGES
from dpia_workbench.store.models import (
    Claim,
    Dossier,
    Finding,
    Measure,
    Product,
    Remediation,
    Revision,
    Risk,
    ScopeCell,
)
from dpia_workbench.usecases import completeness
from dpia_workbench.usecases.content import content_hash
from dpia_workbench.usecases.levels import Outcome, assessment_of, outcome
from dpia_workbench.usecases.practice import PRACTICE
from dpia_workbench.usecases.screening import as_sent, definition_of, screened

Value = dict[str, Any]


def named(row: Any, *names: str) -> Value:
    """Return an id and some columns of a row."""
    return {name: getattr(row, name) for name in ("id", *names)}


def product(row: Product) -> Value:
    """Return a product as one makes a dossier on it."""
    return {
        **named(row, "slug", "name", "sectors"),
        "vendor": named(row.vendor, "name"),
        "category": row.category["label"],
        "editions": [named(edition, "key", "name") for edition in row.editions],
    }


def dossier_item(row: Dossier, *, reached: Outcome) -> Value:
    """Return a dossier as it stands in a list."""
    return {
        **named(row, "key", "created_at"),
        "product": named(row.product, "slug", "name"),
        "owner": named(row.owner, "name"),
        "lead": named(row.lead, "name"),
        "revision": row.revision.number,
        "state": row.revision.state,
        "verdict": reached.verdict,
    }


def dossier_version(row: Dossier) -> str:
    """Return which version of which revision a dossier is at."""
    return f"{row.revision.number}.{row.revision.version}"


def dossier(row: Dossier, *, on: date) -> Value:
    """Return a dossier with what is computed of it."""
    revision, reached = row.revision, outcome(row.revision, on=on)
    return {
        **dossier_item(row, reached=reached),
        "version": dossier_version(row),
        "method": {"key": revision.method.key, "number": revision.method.number},
        "summary": revision.summary,
        "scope": revision.scope,
        "sentence": revision.sentence,
        "screening_answers": screening_answers(revision),
        "screening": _screening(revision),
        "confidence": computation.confidence(
            assessment_of(revision), outcomes=reached.cells.values(), on=on
        ),
        "cell_verdicts": {key: cell.verdict for key, cell in reached.cells.items()},
        "levels": {
            risk.key: {stage.value: reached.worst(risk.key, stage=stage)
                       for stage in CENTRAL_STAGES}
            for risk in revision.risks
        },
        "gaps": _gaps(revision),
        "content_hash": content_hash(revision, on=on),
    }  # fmt: skip


def screening_answers(revision: Revision) -> Value:
    """Return the answers of a revision's screening as they are sent."""
    found = screened(revision)
    return dict(as_sent(found.answers, definition_of(found.form.content))) if found else {}


def _screening(revision: Revision) -> Value | None:
    found = screened(revision)
    if found is None:
        return None
    results = {key.value: result.need for key, result in found.outcome.results.items()}
    return {
        "form": found.form.key, "version": found.form.version, "results": results,
        "open": found.outcome.open,
    }  # fmt: skip


def _gaps(revision: Revision) -> list[Value]:
    contents = completeness.contents(revision)
    first = assessment.gaps(contents, purpose=Purpose.REVIEW)
    return [
        {
            "lack": gap.lack, "key": gap.key,
            "blocks": Purpose.REVIEW if gap in first else Purpose.PUBLICATION,
        }
        for gap in assessment.gaps(contents, purpose=Purpose.PUBLICATION)
    ]  # fmt: skip


def cell(row: ScopeCell) -> Value:
    """Return a scope cell."""
    return named(row, "key", "version", "edition_id", "group", "use", "tags", "exclusions")


def risk(row: Risk) -> Value:
    """Return a risk as judged; an axis that nobody knows is `unknown`."""
    texts = named(
        row, "key", "version", "title", "description", "origin", "likelihood_reason",
        "severity_reason", "unknown_note", "severe_floor_waived", "waiver_reason", "floors",
    )  # fmt: skip
    return {
        **texts,
        "likelihood": row.likelihood or "unknown",
        "severity": row.severity or "unknown",
    }


def measure(row: Measure) -> Value:
    """Return a measure."""
    facts = named(
        row, "key", "version", "title", "owner", "kind", "instruction", *PRACTICE,
        "editions", "agreement", "agreement_id", "clause", "in_force_from", "in_force_until",
        "open_to_sector",
    )  # fmt: skip
    return {**facts, "request_id": row.remediation_id}


def claim(row: Claim) -> Value:
    """Return a claim."""
    facts = named(row, "key", "version", "risk_id", "axis", "cap", "void_if", "rationale")
    return {**facts, "requires": [measure.id for measure in row.requires]}


def finding(row: Finding) -> Value:
    """Return a lawfulness finding, which goes by its topic."""
    return named(row, "topic", "version", "result", "note", "measure_id")


def requested(row: Remediation, *, revision: Revision, on: date) -> Value:
    """Return a request about a dossier, with the measure of its newest revision, if any."""
    measures = {
        each.id
        for each in revision.measures
        if each.remediation_id == row.id
        or row.about == Place(part=DossierPart.MEASURE, key=each.key)
    }
    about = {"part": row.about.part, "key": row.about.key} if row.about else None
    return {**asked(row, on=on), "measure_id": next(iter(measures), None), "about": about}


def asked(row: Remediation, *, on: date) -> Value:
    """Return what is told of a request wherever it is read."""
    facts = named(
        row, "version", "title", "state", "requested_at", "due", "promise", "delivery",
        "delivered_on", "refusal", "finding", "verified_on", "verification_expires_on",
    )  # fmt: skip
    late = is_overdue(row.state, due=row.due, on=on)
    return {**facts, "words": row.request, "is_overdue": late}
