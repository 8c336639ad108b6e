"""Agreements with vendors: recorded, negotiated, signed, ended (method.md 5.3)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor, OrganisationKind
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import agreement as rules
from dpia_workbench.risk.agreement import Move, PartyRole
from dpia_workbench.risk.release import IN_USE, Event
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import agreements, products, releases, search_changes
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import (
    Agreement,
    AgreementParty,
    Organisation,
    ReleaseEvent,
)
from dpia_workbench.usecases.agreeing import editable, record
from dpia_workbench.usecases.editing import apply, created


class VendorUnknown(RuleViolation):
    """An agreement is with a vendor that is known, about products of that vendor."""

    code = "agreement.vendor-unknown"


class PredecessorUnknown(RuleViolation):
    """An agreement takes the place of another one of the same parties."""

    code = "agreement.predecessor-unknown"


class ReasonMissing(RuleViolation):
    """Who ends an agreement, or gives it up, says why."""

    code = "agreement.reason-missing"


def create(
    session: Session,
    *,
    actor: Actor,
    vendor_id: UUID,
    values: Mapping[str, Any],
    product_ids: Sequence[UUID],
    today: date,
    now: datetime,
) -> Agreement:
    """Record an agreement of the actor's cooperative as a draft. `values` are its columns.

    Cooperative and vendor are its first parties. Raises Forbidden, VendorUnknown,
    PredecessorUnknown or EndsBeforeStart.
    """
    require(actor, Permission.AGREEMENT_CREATE)
    vendor = session.get(Organisation, vendor_id)
    if vendor is None or vendor.kind is not OrganisationKind.VENDOR:
        raise VendorUnknown
    owner = session.get_one(Organisation, actor.organisation_id)
    row = Agreement(owner=owner, vendor=vendor, created_at=now, **values)
    _check(session, row, values, actor=actor, today=today)
    row.products = _products(session, row, product_ids)
    row.parties = [
        AgreementParty(number=1, organisation_id=owner.id, name=owner.name,
                       role=PartyRole.MANDATED),
        AgreementParty(number=2, organisation_id=vendor.id, name=vendor.name,
                       role=PartyRole.PROCESSOR),
    ]  # fmt: skip
    session.add(row)
    session.flush()
    record(session, row, "agreement.created", actor=actor, now=now, changed=created(values))
    return row


def _check(
    session: Session, row: Agreement, values: Mapping[str, Any], *, actor: Actor, today: date
) -> None:
    rules.require_days(valid_from=values["valid_from"], valid_until=values["valid_until"])
    before = values.get("supersedes_id")
    if before is not None:
        try:
            other = agreements.get(session, before, on=today, actor=actor)
        except NotFound as error:
            raise PredecessorUnknown from error
        if (other.owner_id, other.vendor_id) != (row.owner.id, row.vendor.id) or other is row:
            raise PredecessorUnknown


def _products(session: Session, row: Agreement, ids: Sequence[UUID]) -> list[Any]:
    known = {each.id: each for each in products.of_vendor(session, row.vendor.id)}
    if not set(ids) <= known.keys():
        raise VendorUnknown(field="products")
    return [known[each] for each in dict.fromkeys(ids)]


def change(
    session: Session,
    *,
    actor: Actor,
    agreement_id: UUID,
    values: Mapping[str, Any],
    product_ids: Sequence[UUID],
    version: int | None,
    today: date,
    now: datetime,
) -> Agreement:
    """Change what an agreement says, until somebody signed it.

    Raises NotFound, Forbidden, Stale, TermsFixed, VendorUnknown, PredecessorUnknown or
    EndsBeforeStart.
    """
    row = editable(session, agreement_id, actor=actor, version=version, today=today)
    rules.require_terms_open(row.state)
    _check(session, row, values, actor=actor, today=today)
    wanted = {**values, "products": _products(session, row, product_ids)}
    changed = apply(row, wanted)
    named = changed.pop("products", None)
    if named:
        changed["products"] = [[each.slug for each in half] for half in named]
    record(session, row, "agreement.changed", actor=actor, now=now, changed=changed)
    return row


def negotiate(
    session: Session,
    *,
    actor: Actor,
    agreement_id: UUID,
    version: int | None,
    today: date,
    now: datetime,
) -> Agreement:
    """Show a draft to the vendor and begin to talk. Raises NotFound, Forbidden, MoveRefused, Stale.

    From here on the vendor sees the agreement, also if it is given up.
    """
    row = editable(session, agreement_id, actor=actor, version=version, today=today)
    row.state, row.negotiated_at = rules.after(row.state, Move.NEGOTIATE), now
    record(session, row, "agreement.negotiated", actor=actor, now=now)
    return row


def agree(
    session: Session,
    *,
    actor: Actor,
    agreement_id: UUID,
    version: int | None,
    today: date,
    now: datetime,
) -> Agreement:
    """Say that the parties agree on the text. Raises NotFound, Forbidden, MoveRefused or Stale."""
    row = editable(session, agreement_id, actor=actor, version=version, today=today)
    row.state = rules.after(row.state, Move.AGREE)
    record(session, row, "agreement.agreed", actor=actor, now=now)
    return row


def sign(
    session: Session,
    *,
    actor: Actor,
    agreement_id: UUID,
    party_id: UUID,
    signatory: str,
    function: str,
    signed_on: date,
    version: int | None,
    today: date,
    now: datetime,
) -> Agreement:
    """Record that a party signed, by whom and when.

    Raises NotFound, Forbidden, MoveRefused, SignedAhead or Stale.
    """
    row = editable(session, agreement_id, actor=actor, version=version, today=today)
    party = next((each for each in row.parties if each.id == party_id), None)
    if party is None:
        raise NotFound
    row.state = rules.sign(row.state, signed_on=signed_on, today=today)
    party.signatory, party.function, party.signed_on = signatory, function, signed_on
    record(
        session, row, "agreement.party-signed", actor=actor, now=now, party=party.name,
        signatory=signatory, function=function, signed_on=signed_on,
    )  # fmt: skip
    return row


def complete(
    session: Session,
    *,
    actor: Actor,
    agreement_id: UUID,
    version: int | None,
    today: date,
    now: datetime,
) -> Agreement:
    """Record that all have signed; what it takes the place of ends when it begins.

    Raises NotFound, Forbidden, MoveRefused, SignatureMissing, SignedTextMissing, StartMissing or
    Stale.
    """
    row = editable(session, agreement_id, actor=actor, version=version, today=today)
    row.state, row.signed_at = rules.complete(agreements.facts_of(row)), now
    record(session, row, "agreement.signed", actor=actor, now=now)
    _supersede(session, row, actor=actor, today=today, now=now)
    return row


def _supersede(
    session: Session, row: Agreement, *, actor: Actor, today: date, now: datetime
) -> None:
    """End what an agreement takes the place of on the day on which it begins itself."""
    before = row.supersedes
    if before is None or before.state is not rules.State.SIGNED:
        return
    last = agreements.facts_of(before).ends
    if last is None or last > today:
        begins = max(agreements.facts_of(row).begins or today, today)
        _end(
            session, before, Move.SUPERSEDE, on=min(begins, last or begins),
            reason=row.title.text("nl"), actor=actor, today=today, now=now,
        )  # fmt: skip


def abandon(
    session: Session,
    *,
    actor: Actor,
    agreement_id: UUID,
    reason: str,
    version: int | None,
    today: date,
    now: datetime,
) -> Agreement:
    """Give an agreement up before it is signed, with the reason.

    Raises NotFound, Forbidden, MoveRefused, ReasonMissing or Stale.
    """
    row = editable(session, agreement_id, actor=actor, version=version, today=today)
    _require_reason(reason)
    row.state, row.end_reason = rules.after(row.state, Move.ABANDON), reason
    record(session, row, "agreement.abandoned", actor=actor, now=now, reason=reason)
    return row


def terminate(
    session: Session,
    *,
    actor: Actor,
    agreement_id: UUID,
    on: date,
    reason: str,
    version: int | None,
    today: date,
    now: datetime,
) -> Agreement:
    """End an agreement from a day on, the first without it; what rests on it asks for attention.

    Raises NotFound, Forbidden, MoveRefused, ReasonMissing, EndPassed or Stale.
    """
    row = editable(session, agreement_id, actor=actor, version=version, today=today)
    _require_reason(reason)
    _end(session, row, Move.TERMINATE, on=on, reason=reason, actor=actor, today=today, now=now)
    return row


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing


_ENDED = {Move.TERMINATE: "agreement.terminated", Move.SUPERSEDE: "agreement.superseded"}


def _end(
    session: Session,
    row: Agreement,
    move: Move,
    *,
    on: date,
    reason: str,
    actor: Actor,
    today: date,
    now: datetime,
) -> None:
    row.state = rules.end(agreements.facts_of(row), move, on=on, today=today)
    row.ended_on, row.ended_at, row.end_reason = on, now, reason
    record(session, row, _ENDED[move], actor=actor, now=now, on=on, reason=reason)
    for release in agreements.releases_resting(session, row.id):
        if releases.status(session, release, on=today) in IN_USE:
            release.events.append(
                ReleaseEvent(kind=Event.AGREEMENT_ENDS, reason=on.isoformat(), at=now,
                             by_id=actor.user_id)
            )  # fmt: skip
            search_changes.record(session, [release.product.slug], at=now)
