"""The canonical content of a revision: what is reviewed, approved by hash, and frozen.

Everything that is shown of a release, on a page, in Word or as JSON, is made from this
(invariant 26); a reviewer approves the hash of `draft` (method.md 8.2).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import object_session

from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.record import data_of
from dpia_workbench.risk.remediation import OPEN
from dpia_workbench.risk.score import CENTRAL_STAGES
from dpia_workbench.risk.templates import CLASS_OF_FIELD, CLASS_OF_SECTION
from dpia_workbench.store import contents
from dpia_workbench.store.audit import canonical_json, jsonable, sha256
from dpia_workbench.store.models import (
    Claim,
    Entry,
    Finding,
    Measure,
    Product,
    Remediation,
    Revision,
    Risk,
    ScopeCell,
)
from dpia_workbench.usecases import practice
from dpia_workbench.usecases.agreed import force_of
from dpia_workbench.usecases.levels import Outcome, claim_authors, is_independent, outcome
from dpia_workbench.usecases.screening import screened

# Whatever has a class of its own is above public (risk.templates).
_INTERNAL_SUBJECTS = frozenset(f"text:{section}" for section in CLASS_OF_SECTION)
SCHEMA = "dpia-workbench/release/3"  # 1 had no screening, 2 no registers and texts


def draft(revision: Revision, *, on: date) -> dict[str, Any]:
    """Return the content of a revision with its levels on a day, in JSON form."""
    product = revision.dossier.product
    reached = outcome(revision, on=on)
    content = {
        "schema": SCHEMA,
        "dossier": revision.dossier.key,
        "revision": revision.number,
        "product": product_of(product),
        "publisher": revision.dossier.owner.name,
        "profile": revision.method.content,
        "screening": _screening(revision),
        "summary": revision.summary,
        "scope": revision.scope,
        "sentence": revision.sentence,
        "computed_verdict": reached.verdict,
        "cells": [_cell(row, reached=reached) for row in revision.cells],
        "risks": [_risk(row, reached=reached) for row in revision.risks],
        "measures": [_measure(row) for row in revision.measures],
        "claims": [_claim(row) for row in revision.claims],
        "findings": [_finding(row) for row in sorted(revision.findings, key=lambda f: f.topic)],
        "tolerated": _tolerated(revision),
        "language": revision.language,
        "templates": revision.templates or {},
        "texts": {
            row.section: row.body
            for row in revision.texts
            if row.body and row.section not in CLASS_OF_SECTION
        },
        "entries": [_entry(row) for row in _entries(revision)],
        "not_applicable": {
            row.subject: row.reason
            for row in revision.not_applicable
            if row.subject not in _INTERNAL_SUBJECTS
        },
    }
    frozen: dict[str, Any] = jsonable(content)
    return frozen


def content_hash(revision: Revision, *, on: date) -> str:
    """Return the hash of what would be reviewed on a day."""
    return hash_of(revision, draft(revision, on=on))


def hash_of(revision: Revision, public: dict[str, Any]) -> str:
    """Return the hash of what is reviewed of a revision, with its public content of a day.

    It covers more than is published: what only the cooperative reads is reviewed, too.
    """
    return sha256(canonical_json({"public": public, "internal": internal(revision)}))


def internal(revision: Revision) -> dict[str, Any]:
    """Return what is reviewed and never enters a release (invariant 26)."""
    found = {
        "texts": {
            row.section: row.body for row in revision.texts if row.section in CLASS_OF_SECTION
        },
        "not_applicable": {
            row.subject: row.reason
            for row in revision.not_applicable
            if row.subject in _INTERNAL_SUBJECTS
        },
        "fields": {
            f"{row.key}.{name}": value
            for row in _entries(revision)
            for name, value in contents.values(row).items()
            if (row.register, name) in CLASS_OF_FIELD
        },
    }
    plain: dict[str, Any] = jsonable(found)
    return plain


def _screening(revision: Revision) -> dict[str, Any] | None:
    """Return the screening: form, answers, and what follows from them with the reasons."""
    found = screened(revision)
    if found is None:
        return None
    score, form = found.outcome.score, found.form
    return {
        "form": {"key": form.key, "version": form.version, "sha256": form.sha256},
        "answers": found.answers,
        "score": {"total": score.total, "limit": score.limit, "parts": score.parts},
        "open": found.outcome.open,
        "unknown": found.outcome.unknown,
        "results": {
            instrument: {
                "need": result.need,
                "reasons": [
                    {"ground": reason.ground, "items": reason.items} for reason in result.reasons
                ],
            }
            for instrument, result in found.outcome.results.items()
        },
    }


def product_of(product: Product) -> dict[str, Any]:
    """Return what a release says of the product itself."""
    return {
        "slug": product.slug,
        "name": product.name,
        "vendor": {"slug": product.vendor.slug, "name": product.vendor.name},
        "category": {"code": product.category["code"], "label": product.category["label"]},
        "sectors": product.sectors,
        "former_names": product.former_names,
        "is_invented": product.is_invented,
        "editions": [{"key": e.key, "name": e.name} for e in product.editions if e.is_offered],
    }


def _cell(row: ScopeCell, *, reached: Outcome) -> dict[str, Any]:
    result = reached.cells[row.key]
    return {
        "key": row.key,
        "edition": {"key": row.edition.key, "name": row.edition.name},
        "group": row.group,
        "use": row.use,
        "tags": sorted(row.tags),
        "exclusions": row.exclusions,
        "verdict": result.verdict,
        "levels": {
            key: {stage: levels.level(stage) for stage in CENTRAL_STAGES}
            for key, levels in result.levels.items()
        },
        "explanations": {
            key: {stage: data_of(levels.explanations[stage]) for stage in CENTRAL_STAGES}
            for key, levels in result.levels.items()
        },
    }


def _risk(row: Risk, *, reached: Outcome) -> dict[str, Any]:
    names = (
        "key", "title", "description", "origin", "likelihood", "likelihood_reason", "severity",
        "severity_reason", "unknown_note", "severe_floor_waived", "waiver_reason", "floors",
    )  # fmt: skip
    levels = {stage: reached.worst(row.key, stage=stage) for stage in CENTRAL_STAGES}
    return {**{name: getattr(row, name) for name in names}, "levels": levels}


def _measure(row: Measure) -> dict[str, Any]:
    names = ("key", "owner", "kind", "title", "instruction", "editions")
    return {
        **{name: getattr(row, name) for name in names},
        **practice.written(row),
        "agreement": _agreement(row) if row.owner is Owner.CONTRACTUAL else None,
        "promise": _promise(row, asked=row.remediation) if row.remediation else None,
    }


def _agreement(row: Measure) -> dict[str, Any]:
    held = force_of(row)
    found = {
        "title": row.agreement,
        "clause": row.clause,
        "in_force_from": held.starts,
        "in_force_until": held.until,
        "open_to_sector": held.is_open,
    }
    # Named only where there is one: older releases have no such key, and keep their hash.
    return {**found, "record": row.agreement_id} if row.agreement_id else found


def _promise(row: Measure, *, asked: Remediation) -> dict[str, Any]:
    """Return the public part of a remediation: state and dates, never the exchange itself."""
    authors = claim_authors(row, row.revision.claims)
    return {
        "state": asked.state,
        "due": asked.due,
        "first_due": asked.due_dates[0].due if asked.due_dates else None,
        "delivered_on": asked.delivered_on,
        "verified_on": asked.verified_on,
        "verification_expires_on": asked.verification_expires_on,
        "evidence": bool(asked.delivery),
        "independent": is_independent(asked, authors=authors),
    }


def _entries(revision: Revision) -> Sequence[Entry]:
    session = object_session(revision)
    return contents.entries(session, revision) if session else ()


def _entry(row: Entry) -> dict[str, Any]:
    public = {
        name: value
        for name, value in contents.values(row).items()
        if (row.register, name) not in CLASS_OF_FIELD
    }
    return {"key": row.key, "register": row.register, "values": public}


def _claim(row: Claim) -> dict[str, Any]:
    return {
        "key": row.key,
        "risk": row.risk.key,
        "axis": row.axis,
        "cap": row.cap,
        "requires": [measure.key for measure in row.requires],
        "void_if": sorted(row.void_if),
        "rationale": row.rationale,
    }


def _finding(row: Finding) -> dict[str, Any]:
    return {
        "topic": row.topic,
        "result": row.result,
        "note": row.note,
        "measure": row.measure.key if row.measure else None,
    }


def _tolerated(revision: Revision) -> list[dict[str, Any]]:
    """Return the promises that the verdict leaves open, with their days (the overdue rule)."""
    return [
        {"remediation": asked.id, "measure": row.key, "due": asked.due}
        for row in revision.measures
        if (asked := row.remediation) and asked.state in OPEN and asked.due
    ]
