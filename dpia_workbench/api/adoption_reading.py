"""From the rows of an adoption to the values that the API answers.

What can be written has the same name and form as in the schema that takes it, so that a change
can be merged into it.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from dpia_workbench.api.reading import named
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk import describing
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.store import measure_files
from dpia_workbench.store.audit import canonical_json, sha256
from dpia_workbench.store.models import (
    Adoption,
    AdoptionDecision,
    LocalMeasure,
    MeasureFile,
    OwnMeasure,
    OwnRisk,
    Release,
    User,
)
from dpia_workbench.usecases import examined, local_levels, local_schools
from dpia_workbench.usecases.adoption_operation import VALUES
from dpia_workbench.usecases.describing import is_finished
from dpia_workbench.usecases.local import LocalAssessment, MeasureView

Value = dict[str, Any]
_AGREEMENT = (
    "form", "title", "edition", "signed_on", "annexes", "notice_address", "explanation"
)  # fmt: skip
_MEASURED = ("key", "state", "since", "due", "review_due", "evidence", "reason")
UNKNOWN = "unknown"


def _of(row: Any, *names: str) -> Value:
    return {name: getattr(row, name) for name in names}


def item(assessed: LocalAssessment) -> Value:
    """Return an adoption as it stands in a list."""
    row, taken = assessed.adoption, assessed.adoption.decision
    return {
        **named(row, "round", "started_at", "ended_at"),
        "product": named(row.basis.product, "slug", "name"),
        "number": row.basis.number if isinstance(row.basis, Release) else None,
        "sha256": row.release_sha256,
        "follows": row.follows_id,
        "state": assessed.state,
        "verdict": row.basis.verdict,
        "decided_on": taken.on if taken else None,
        "outcome": taken.outcome if taken else None,
        "next_review": taken.next_review if taken else None,
    }


def version(row: Adoption) -> str:
    """Return which version an adoption is at, with all that hangs on it.

    What somebody read before is another one once anybody recorded anything.
    """
    held = [
        [(each.key, each.version) for each in row.measures],
        [(each.number, each.version) for each in row.operations],
        [(each.key, each.version, [m.version for m in each.measures]) for each in row.risks],
        sorted((str(each.id), each.version, each.ended_at) for each in row.deviations),
        sorted((str(each.school_id), each.tags) for each in row.school_rows),
        sorted((each.risk, each.version) for each in row.prepared),
        row.agreement.version if row.agreement else 0,
        row.views.version if row.views else 0,
        [str(each.id) for each in row.advices],
        sorted(each.step for each in row.steps),
        [len(each.marks) for each in row.decision.condition_rows] if row.decision else None,
        len(row.decision.consultation) if row.decision else 0,
        len(row.follow_ups),
        [(str(each.id), each.counts) for each in _files(row)],
        row.ended_at,
    ]
    return f"{sha256(canonical_json(held))[:16]}.{row.version}"


def adoption(assessed: LocalAssessment) -> Value:
    """Return an adoption with all that the board recorded, and what follows of it."""
    row, files = assessed.adoption, _files(assessed.adoption)
    return {
        **item(assessed),
        "version": version(row),
        "followed_by": row.followed_by.id if row.followed_by else None,
        "again": _of(row.again, "why", "words") if row.again else None,
        "ending": _of(row.ending, "on", "reason") if row.ending else None,
        "steps": [*_finished(row)],
        "schools": _schools(row),
        "scope": _scope(assessed),
        "circumstances": {
            tag: row.circumstances.get(tag)
            for tag in describing.asked(examined.named_tags(assessed.content))
        },
        "operations": [*_operations(assessed)],
        "agreement": _agreement(row),
        "measures": [_measure(view, files=files) for view in assessed.measures],
        "own_risks": {
            "explanation": row.own_risks,
            "risks": [_own_risk(each) for each in local_levels.own_risks(row)],
        },
        "risks": [
            {**_of(risk, "key", "title", "acceptance"), "r2": risk.attainable, "r3": risk.local}
            for risk in assessed.risks
        ],
        "allowed": sorted(assessed.allowed),
        "prepared": {each.risk: each.text for each in row.prepared if each.text},
        "advices": [_said(each, "text", "document", "on") for each in row.advices],
        "views": _said(row.views, "asked", "heard", "text", "on") if row.views else None,
        "decision": _decision(row.decision) if row.decision else None,
        "follow_ups": [
            _said(each, *_MEASURED, "number", "school_id", "kind", "on") for each in row.follow_ups
        ],
    }


def _finished(row: Adoption) -> Iterator[Value]:
    """Yield the steps that were finished, in the order in which they are taken."""
    done = {each.step: each for each in row.steps}
    for step in Step:
        if step in done:
            yield _said(done[step], "step", "at")


def _said(row: Any, *names: str) -> Value:
    return {**_of(row, *names), "by": named(row.by, "name")}


def _schools(row: Adoption) -> Value:
    chosen = [] if row.every_school else sorted(each.school_id for each in row.school_rows)
    return {
        "every_school": row.every_school,
        "school": chosen,
        "covered": [_place(row, each) for each in local_schools.covered(row)],
        "uncovered": [_place(row, each) for each in local_schools.uncovered(row)],
    }


def _place(row: Adoption, place: local_schools.Place) -> Value:
    return {
        **named(place, "brin", "name", "sector", "special_education", "pupils", "tags"),
        "deviations": [_of(each, *_MEASURED) for each in local_schools.deviations(row, place)],
    }


def _scope(assessed: LocalAssessment) -> Value:
    row = assessed.adoption
    answered = bool(row.uncovered) or is_finished(assessed, Step.SCOPE)
    return {
        **_of(row, "cells", "services"),
        "beyond": bool(row.uncovered) if answered else None,
        "uncovered": [_of(each, "kind", "name", "supplement") for each in row.uncovered],
    }


def _operations(assessed: LocalAssessment) -> Iterator[Value]:
    """Yield the operations of the release, answered or not, and those of the board's own."""
    held = {each.key: each for each in assessed.adoption.operations if each.key}
    asked = {each.key: each.name for each in examined.operations(assessed.content)}
    for key, name in asked.items():
        yield _operation(held.get(key), key=key, name=name)
    for row in assessed.adoption.operations:
        if row.key not in asked:
            yield _operation(row, key=row.key, name=row.name)


def _operation(row: Any, *, key: str, name: str) -> Value:
    if row is None:
        nothing: Value = {**dict.fromkeys(VALUES, ""), "legal_basis": None, "data_items": []}
        return {"key": key, "number": None, "name": name, "is_done": None, **nothing}
    return {
        "key": key, "number": row.number, "name": name, "is_done": not row.is_removed,
        **_of(row, *VALUES),
    }  # fmt: skip


def _agreement(row: Adoption) -> Value:
    nothing: Value = {**dict.fromkeys(_AGREEMENT, ""), "form": None, "signed_on": None}
    said = _of(row.agreement, *_AGREEMENT) if row.agreement else nothing
    return {**said, "party_to": row.party_to}


def _files(row: Adoption) -> Sequence[MeasureFile]:
    return measure_files.find(db.session(), adoption_id=row.id, actor=current_actor())


def _file(row: MeasureFile) -> Value:
    return {
        **named(row, "media_type", "has_personal_data", "counts", "added_at"),
        "name": row.file_name,
        "size": row.file_size,
        "sha256": row.file_sha256,
    }


def _measure(view: MeasureView, *, files: Sequence[MeasureFile]) -> Value:
    return {
        **_of(view.row, *_MEASURED),
        **_of(view, "title", "owner", "applies", "is_effective"),
        "check": _check(view.row),
        "files": [_file(each) for each in files if each.measure_id == view.row.id],
    }


def _check(row: LocalMeasure) -> Value | None:
    if row.checked_at is None:
        return None
    by = db.session().get(User, row.checked_by_id) if row.checked_by_id else None
    return {"at": row.checked_at, "by": named(by, "name") if by else None}


def _own_risk(row: OwnRisk) -> Value:
    return {
        **_of(row, "key", "title", "description", "reason"),
        "likelihood": row.likelihood or UNKNOWN,
        "severity": row.severity or UNKNOWN,
        "measures": [_own_measure(each) for each in row.measures if not each.is_removed],
    }


def _own_measure(row: OwnMeasure) -> Value:
    return _of(row, *_MEASURED, "title", "axis", "cap", "rationale")


def _decision(row: AdoptionDecision) -> Value:
    words = (
        "outcome", "reason", "stance", "follows_advice", "mandate", "on", "next_review",
        "acceptances",
    )  # fmt: skip
    return {
        **_said(row, *words),
        "conditions": [
            _of(each, "number", "text", "owner", "due", "measure", "is_met")
            for each in row.condition_rows
        ],
        "consultation": [*_consultation(row)],
    }


def _consultation(row: AdoptionDecision) -> Iterator[Value]:
    numbers = {each.id: each.number for each in row.consultation}
    for each in row.consultation:
        back = numbers[each.takes_back_id] if each.takes_back_id else None
        yield {**_said(each, "number", "kind", "on", "applicant", "text"), "takes_back": back}
