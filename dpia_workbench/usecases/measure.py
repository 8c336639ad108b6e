"""Measures of a draft: of the vendor, by contract, of schools."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.remediation import ENDED
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import agreements, dossiers
from dpia_workbench.store.models import Dossier, Measure
from dpia_workbench.usecases.editing import (
    apply,
    created,
    editable_dossier,
    expect_version,
    leaving,
    next_number,
    removed,
    sign,
)
from dpia_workbench.usecases.risk import StillClaimed


class UnknownEdition(RuleViolation):
    """A measure can only be for an edition that the product has."""

    code = "measure.unknown-edition"


class AgreementUnknown(RuleViolation):
    """A measure rests on an agreement of its own cooperative with the vendor of the product."""

    code = "measure.agreement-unknown"


class AgreementNeedsClause(RuleViolation):
    """Only a contractual measure rests on a recorded agreement, in a clause (method.md 3.3)."""

    code = "measure.agreement-needs-clause"


class AgreementNameMissing(RuleViolation):
    """What a release calls an agreement that is not public is written by people."""

    code = "measure.agreement-name-missing"


class AlreadyAsked(RuleViolation):
    """A measure that the vendor was asked for stays the vendor's."""

    code = "measure.already-asked"


def save(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    measure_id: UUID | None,
    values: Mapping[str, Any],
    version: int | None,
    now: datetime,
) -> Measure:
    """Add a measure, or change one. `values` are the columns of the measure.

    Of a recorded agreement (`agreement_id`) follows whether it is in force and whom it covers.
    Raises NotFound, Forbidden, NotEditable, UnknownEdition, AlreadyAsked, AgreementUnknown,
    AgreementNeedsClause, AgreementNameMissing or Stale.
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    _require_editions(dossier, values["editions"])
    if measure_id is None:
        values = _named_agreement(session, dossier, values)
        row = Measure(number=next_number(dossier.revision.measures), **values)
        dossier.revision.measures.append(row)
        changed = created(values)
    else:
        row = dossiers.part(session, Measure, measure_id, dossier=dossier)
        expect_version(row, version)
        if row.remediation_id and values["owner"] is not Owner.VENDOR:
            raise AlreadyAsked(measure=row.key)
        kept = {name: getattr(row, name) for name in ("agreement_id", "agreement", "clause")}
        values = _named_agreement(session, dossier, {**kept, **values})
        changed = apply(row, values)
        row.to_check = False
    session.flush()
    sign(session, dossier, "measure.saved", actor=actor, now=now, measure=row.key, changed=changed)
    return row


def _named_agreement(
    session: Session, dossier: Dossier, values: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return the values with what follows from a recorded agreement, which is stored there only."""
    if values.get("agreement_id") is None:
        return values
    row = agreements.by_ids(session, [values["agreement_id"]]).get(values["agreement_id"])
    parties = (dossier.owner_id, dossier.product.vendor_id)
    if row is None or (row.owner_id, row.vendor_id) != parties:
        raise AgreementUnknown(field="agreement_id")
    if values["owner"] is not Owner.CONTRACTUAL:
        raise AgreementNeedsClause(field="agreement_id")
    if not values.get("clause"):
        raise AgreementNeedsClause(field="clause")
    name = values.get("agreement") or ""
    if not name and row.confidentiality is not Confidentiality.PUBLIC:
        raise AgreementNameMissing(field="agreement")
    derived = {"in_force_from": None, "in_force_until": None, "open_to_sector": False}
    title = row.title.text(dossier.revision.language)
    return {**values, **derived, "agreement": name or title}


def _require_editions(dossier: Dossier, editions: list[str]) -> None:
    known = {edition.key for edition in dossier.product.editions}
    for key in editions:
        if key not in known:
            raise UnknownEdition(edition=key)


def remove(
    session: Session, *, actor: Actor, dossier_id: UUID, measure_id: UUID, now: datetime
) -> None:
    """Take a measure out of a draft; the trail keeps that it was there.

    What the vendor works on stays. Raises NotFound, Forbidden, NotEditable, AlreadyAsked or
    StillClaimed.
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    row = dossiers.part(session, Measure, measure_id, dossier=dossier)
    if row.remediation and row.remediation.state not in ENDED:
        raise AlreadyAsked(measure=row.key)
    claims = [claim.key for claim in dossier.revision.claims if row in claim.requires]
    remedies = [f.topic for f in dossier.revision.findings if f.measure_id == row.id]
    if claims or remedies:
        raise StillClaimed(claims=[*claims, *remedies])
    dossier.revision.measures.remove(row)
    session.delete(row)
    sign(
        session,
        dossier,
        "measure.removed",
        actor=actor,
        now=now,
        measure=row.key,
        changed=removed(row),
        **leaving(row),
    )
