"""The parts of one revision in another one: the next of a dossier, or the first of a new one.

What belongs to a product or to its owner stays behind where the other revision is of another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from dpia_workbench.risk.registers import Register
from dpia_workbench.risk.templates import CLASS_OF_FIELD, CLASS_OF_SECTION
from dpia_workbench.store.models import (
    Claim,
    ClaimAuthor,
    Measure,
    Revision,
    RevisionAuthor,
    Risk,
    ScopeCell,
)
from dpia_workbench.usecases.filling import carry_over


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """What two revisions have in common."""

    product: bool
    owner: bool


ALL = Ties(product=True, owner=True)
Row = TypeVar("Row", Risk, Measure, ScopeCell, Claim)

_NOT_COPIED = {"id", "version", "revision_id", "risk_id", "measure_id", "to_check"}
# What was judged or agreed for one product says nothing of another.
_OF_PRODUCT: Mapping[type, Mapping[str, Any]] = {
    Risk: {
        "likelihood": None, "severity": None, "likelihood_reason": "", "severity_reason": "",
        "unknown_note": "", "severe_floor_waived": False, "waiver_reason": "",
    },
    Measure: {
        "editions": [], "agreement": "", "agreement_id": None, "clause": "", "in_force_from": None,
        "in_force_until": None, "open_to_sector": False,
    },
}  # fmt: skip


def copy(old: Revision, new: Revision, *, to_check: bool, ties: Ties) -> None:
    """Put what one revision says in another one, which has its blank findings and nothing else.

    `to_check` marks everything as still to be looked at. Who wrote what is copied stays an author
    of it (invariant 13).
    """
    lost = {} if ties.product else _OF_PRODUCT
    risks = {row.id: _clone(row, Risk, lost) for row in old.risks}
    measures = {row.id: _clone(row, Measure, lost) for row in old.measures}
    if not (ties.product and ties.owner):  # a request is of one owner, about one product
        for measure in measures.values():
            measure.remediation_id = measure.agreement_id = None
    new.risks, new.measures = list(risks.values()), list(measures.values())
    new.cells = [_clone(row, ScopeCell, {}) for row in old.cells] if ties.product else []
    new.claims = [_claim(row, risks=risks, measures=measures) for row in old.claims]
    known = {author.user_id for author in new.authors}
    new.authors += [
        RevisionAuthor(user_id=author.user_id)
        for author in old.authors
        if author.user_id not in known
    ]
    if ties.product:
        _copy_findings(old, new, measures=measures)
    marked: list[Any] = [*new.risks, *new.measures, *new.cells, *new.claims]
    for row in marked:
        row.to_check = to_check
    for finding in new.findings:
        finding.to_check = to_check and ties.product
    carry_over(old, new, to_check=to_check)
    if not ties.owner:
        _drop_confidential(new)


def _clone(row: Row, kind: type[Row], lost: Mapping[type, Mapping[str, Any]]) -> Row:
    names = [column.key for column in kind.__mapper__.column_attrs]
    values = {name: getattr(row, name) for name in names if name not in _NOT_COPIED}
    return kind(**{**values, **lost.get(kind, {})})


def _claim(row: Claim, *, risks: Mapping[UUID, Risk], measures: Mapping[UUID, Measure]) -> Claim:
    twin = _clone(row, Claim, {})
    twin.risk = risks[row.risk_id]
    twin.authors = [ClaimAuthor(user_id=author.user_id) for author in row.authors]
    twin.requires = [measures[measure.id] for measure in row.requires]
    return twin


def _copy_findings(old: Revision, new: Revision, *, measures: Mapping[UUID, Measure]) -> None:
    blank = {finding.topic: finding for finding in new.findings}
    for finding in old.findings:
        twin = blank[finding.topic]
        twin.result, twin.note = finding.result, finding.note
        twin.measure = measures[finding.measure_id] if finding.measure_id else None


def _drop_confidential(new: Revision) -> None:
    """Take out what only the people of one owner may read (method.md 8.3)."""
    new.texts = [row for row in new.texts if row.section not in CLASS_OF_SECTION]
    for entry in new.entries:
        hidden = {name for register, name in CLASS_OF_FIELD if register is Register(entry.register)}
        entry.values = {name: held for name, held in entry.values.items() if name not in hidden}
