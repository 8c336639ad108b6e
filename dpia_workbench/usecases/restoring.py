"""The parts of a draft as an earlier version had them: description, cells, risks, measures, claims
and findings, with what was judged of them, also those that were taken out or added since.

What the vendor was asked for stays, and stays the vendor's: somebody works on it.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import audit
from dpia_workbench.store.base import Base
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import (
    Claim,
    Dossier,
    FieldStep,
    Finding,
    Measure,
    Revision,
    Risk,
    ScopeCell,
)
from dpia_workbench.usecases import claim, finding
from dpia_workbench.usecases.editing import TECHNICAL, apply, changes, leaving, removed, sign
from dpia_workbench.usecases.measure import AlreadyAsked
from dpia_workbench.usecases.states import State

Values = Mapping[str, Any]  # in the form that JSON keeps, by the name of the field
_DESCRIPTION = ("summary", "scope", "sentence")
_ROWS: Mapping[DossierPart, tuple[type[ScopeCell | Risk | Measure], str]] = {
    DossierPart.CELL: (ScopeCell, "cells"),
    DossierPart.RISK: (Risk, "risks"),
    DossierPart.MEASURE: (Measure, "measures"),
}
_READERS: Mapping[type, Any] = {UUID: UUID, date: date.fromisoformat, Bilingual: Bilingual.of}


class FieldNeedsOthers(RuleViolation):
    """A field goes back by itself only if what it needs with it is there."""

    code = "version.field-needs-others"


def values_of(state: State, part: DossierPart) -> dict[str, dict[str, Any]]:
    """Return what a version says of each part of a kind, by key and by field."""
    found: dict[str, dict[str, Any]] = {}
    for place, value in state.items():
        if place.part is part:
            found.setdefault(place.key, {})[place.field] = value
    return found


def put_all_back(
    session: Session, dossier: Dossier, wanted: State, *, actor: Actor, now: datetime
) -> int:
    """Let all judged parts of a draft say what a version says; return how many fields changed.

    What others rest on comes first and goes last.
    """
    revision = dossier.revision
    told: dict[str, Any] = {"actor": actor, "now": now}
    described = values_of(wanted, DossierPart.DESCRIPTION).get("", {})
    count = put_back(session, dossier, Place(part=DossierPart.DESCRIPTION), described, **told)
    asked = {row.key for row in revision.measures if row.remediation_id}
    for part in _ROWS:
        for key, values in values_of(wanted, part).items():
            if part is not DossierPart.MEASURE or key not in asked:
                count += put_back(session, dossier, Place(part=part, key=key), values, **told)
    claims = values_of(wanted, DossierPart.CLAIM)
    for row in [each for each in revision.claims if each.key not in claims]:
        count += _take_out(session, dossier, DossierPart.CLAIM, row, claim.told(row), **told)
    for key, values in claims.items():
        place = Place(part=DossierPart.CLAIM, key=key)
        count += put_back(session, dossier, place, values, **told)
    findings = values_of(wanted, DossierPart.FINDING)
    for each in list(revision.findings):
        place = Place(part=DossierPart.FINDING, key=each.topic)
        count += put_back(session, dossier, place, findings.get(each.topic, {}), **told)
    return count + _take_out_rest(session, dossier, wanted, **told)


def put_back(
    session: Session, dossier: Dossier, place: Place, values: Values, *, actor: Actor, now: datetime
) -> int:
    """Let one part say what a version said of it, also one that is not there any more.

    Returns how many fields changed. Raises FieldNeedsOthers or AlreadyAsked.
    """
    revision = dossier.revision
    match place.part:
        case DossierPart.DESCRIPTION:
            changed = apply(revision, dict(_read(Revision, values, _DESCRIPTION)))
        case DossierPart.CLAIM:
            changed = _put_claim(session, dossier, place, values, actor=actor)
        case DossierPart.FINDING:
            changed = _put_finding(revision, place, values)
        case _:
            changed = _put_row(session, dossier, place, values)
    session.flush()
    if changed:
        _sign(session, dossier, place, "saved", changed, actor=actor, now=now)
    return len(changed)


_FACTS = {DossierPart.DESCRIPTION: "dossier.described"}


def _sign(
    session: Session,
    dossier: Dossier,
    place: Place,
    verb: str,
    changed: Mapping[str, Any],
    *,
    actor: Actor,
    now: datetime,
    **left: Any,
) -> None:
    """Record an edit as the verb of the part itself does."""
    fact = _FACTS.get(place.part, f"{place.part}.{verb}")
    name = "topic" if place.part is DossierPart.FINDING else str(place.part)
    where = {name: place.key} if place.key else {}
    sign(session, dossier, fact, actor=actor, now=now, changed=changed, **where, **left)


def _put_row(session: Session, dossier: Dossier, place: Place, values: Values) -> dict[str, Any]:
    kind, rows = _ROWS[place.part]
    names = [column.key for column in kind.__mapper__.column_attrs if column.key not in TECHNICAL]
    held = dict(_read(kind, values, names))
    begin, end = held.get("in_force_from"), held.get("in_force_until")
    if begin and end and end <= begin:
        raise FieldNeedsOthers
    row = _found(getattr(dossier.revision, rows), place.key)
    if row is None:
        left = _left(session, dossier, place)
        row = kind(number=int(place.key[1:]), to_check=left.get("was_marked", False))
        getattr(dossier.revision, rows).append(row)
    elif isinstance(row, Measure) and row.remediation_id:
        _require_same(row, held)
    if isinstance(row, Measure) and (held["owner"] is not Owner.CONTRACTUAL or not held["clause"]):
        row.agreement_id = None
    return apply(row, held)


def _require_same(row: Measure, held: Values) -> None:
    """Refuse that what the vendor was asked for becomes something else. Raises AlreadyAsked."""
    if any(getattr(row, name) != held[name] for name in ("owner", "kind", "title")):
        raise AlreadyAsked(measure=row.key)


def _left(session: Session, dossier: Dossier, place: Place) -> Mapping[str, Any]:
    """Return what the trail kept of a part when it was last taken out, or nothing."""
    event = audit.newest(
        session, subject_id=dossier.id, fact=f"{place.part}.removed", **{str(place.part): place.key}
    )
    return event.detail if event else {}


def _put_claim(
    session: Session, dossier: Dossier, place: Place, values: Values, *, actor: Actor
) -> dict[str, Any]:
    revision = dossier.revision
    row = _found(revision.claims, place.key)
    before = claim.told(row) if row else {}
    held = {
        **dict(_read(Claim, values, ("axis", "cap", "void_if", "rationale"))),
        "risk": _found(revision.risks, values.get("risk")),
        "requires": [_found(revision.measures, key) for key in values.get("requires") or ()],
    }
    if held["risk"] is None or None in held["requires"] or not held["requires"]:
        raise FieldNeedsOthers
    if row is None:
        left = _left(session, dossier, place)
        row = Claim(number=int(place.key[1:]), to_check=left.get("was_marked", False), **held)
        revision.claims.append(row)
        for user_id in sorted(_writers(session, revision, place) | set(left.get("authors", ()))):
            claim.sign_claim(row, user_id=UUID(user_id))
    else:
        apply(row, held)
    changed = changes(before, claim.told(row))
    if changed:
        claim.sign_claim(row, user_id=actor.user_id)
    return changed


def _writers(session: Session, revision: Revision, place: Place) -> set[str]:
    """Return who ever wrote in a claim in this revision (invariant 13)."""
    query = select(FieldStep.by_id).where(
        FieldStep.revision_id == revision.id, FieldStep.part == place.part,
        FieldStep.key == place.key, FieldStep.by_id.is_not(None),
    )  # fmt: skip
    return {str(each) for each in session.scalars(query)}


def _put_finding(revision: Revision, place: Place, values: Values) -> dict[str, Any]:
    row = next(each for each in revision.findings if each.topic == place.key)
    before = finding.told(row)
    remedy = values.get("measure")
    plain = dict(_read(Finding, values, ("result", "note")))
    apply(row, {**plain, "measure": _found(revision.measures, remedy) if remedy else None})
    return changes(before, finding.told(row))


def _take_out_rest(
    session: Session, dossier: Dossier, wanted: State, *, actor: Actor, now: datetime
) -> int:
    """Take out the rows that a version did not have; return how many fields that empties."""
    count, kept = 0, _needed(dossier.revision)
    for part, (_kind, rows) in _ROWS.items():
        known = values_of(wanted, part)
        for row in [each for each in getattr(dossier.revision, rows) if each.key not in known]:
            if row.id not in kept:
                held = {name: value for name, (value, _none) in removed(row).items()}
                count += _take_out(session, dossier, part, row, held, actor=actor, now=now)
    return count


def _needed(revision: Revision) -> set[UUID]:
    """Return the ids of what others rest on, or the vendor was asked for.

    A claim that was written on within a quarter of an hour counts as it became, and may rest on
    what came later.
    """
    found = {row.id for row in revision.measures if row.remediation_id}
    for argument in revision.claims:
        found |= {argument.risk_id, *(measure.id for measure in argument.requires)}
    return found | {row.measure_id for row in revision.findings if row.measure_id}


def _take_out(
    session: Session,
    dossier: Dossier,
    part: DossierPart,
    row: Any,
    held: Values,
    *,
    actor: Actor,
    now: datetime,
) -> int:
    place, left = Place(part=part, key=row.key), leaving(row)
    session.delete(row)
    session.flush()
    session.expire(dossier.revision, [f"{part}s"])
    changed = {name: [value, None] for name, value in held.items()}
    _sign(session, dossier, place, "removed", changed, actor=actor, now=now, **left)
    return len(changed)


def _found(rows: Any, key: str | None) -> Any:
    return next((row for row in rows if row.key == key), None)


def _read(kind: type[Base], values: Values, names: Any) -> Iterator[tuple[str, Any]]:
    """Yield the columns of a row from the form that JSON keeps; what is not said is empty.

    Raises FieldNeedsOthers for what must be said.
    """
    for name in names:
        column = kind.__mapper__.column_attrs[name].columns[0]
        value = values.get(name)
        if value is None:
            yield name, _empty(column)
            continue
        known = column.type.python_type
        reader = known if issubclass(known, Enum) else _READERS.get(known)
        yield name, reader(value) if reader else value


def _empty(column: Any) -> Any:
    """Return what a column holds while nobody says anything. Raises FieldNeedsOthers."""
    if column.default is not None:
        return column.default.arg(None) if column.default.is_callable else column.default.arg
    if not column.nullable:
        raise FieldNeedsOthers
    return None
