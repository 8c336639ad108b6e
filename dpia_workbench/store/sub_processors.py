"""Queries for changes of sub-processors. Says in SQL what POLICY says of subprocessor:read."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true
from sqlalchemy.orm import Session, selectinload

from dpia_workbench.access.actor import SCHOOL_ROLES, STAFF, Actor, OrganisationKind, Role
from dpia_workbench.risk.aggregate import Range, ranged
from dpia_workbench.risk.assessment import State
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.registers import Register
from dpia_workbench.risk.sub_processors import Stance, is_same_party
from dpia_workbench.store import dossiers, products
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import (
    Adoption,
    AdoptionDecision,
    Dossier,
    Entry,
    EntryReference,
    Organisation,
    Release,
    Revision,
    SubProcessorBundle,
    SubProcessorChange,
    SubProcessorStance,
)


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return in SQL what POLICY says of subprocessor:read."""
    if actor.has_any(STAFF):
        return true()
    lines: list[ColumnElement[bool]] = [false()]
    if actor.has(Role.VENDOR_CONTACT):
        lines.append(SubProcessorChange.vendor_id == actor.organisation_id)
    if actor.has_any(SCHOOL_ROLES):
        lines.append(
            SubProcessorChange.adoptions.any(
                (Adoption.board_id == actor.organisation_id) & ~_is_rejected()
            )
        )
    return or_(*lines)


def _is_rejected() -> ColumnElement[bool]:
    return Adoption.decision.has(AdoptionDecision.outcome == Outcome.REJECTED)


def get(session: Session, change_id: UUID, *, actor: Actor) -> SubProcessorChange:
    """Return an announcement the actor may see. Raises NotFound."""
    query = select(SubProcessorChange).where(SubProcessorChange.id == change_id, readable_by(actor))
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def find(session: Session, *, actor: Actor) -> Sequence[SubProcessorChange]:
    """Return the announcements the actor may see, the last day to object that is latest first."""
    query = (
        select(SubProcessorChange)
        .where(readable_by(actor))
        .options(
            selectinload(SubProcessorChange.products), selectinload(SubProcessorChange.bundles)
        )
        .order_by(SubProcessorChange.objection_until.desc(), SubProcessorChange.announced_at.desc())
    )
    return session.scalars(query).all()


def _stances(change: SubProcessorChange) -> Select[tuple[SubProcessorStance]]:
    return select(SubProcessorStance).where(
        SubProcessorStance.change_id == change.id, SubProcessorStance.round == change.round
    )


def stance_of(
    session: Session, change: SubProcessorChange, *, actor: Actor
) -> SubProcessorStance | None:
    """Return what the actor's own board says in this round; of no other board (invariant 16)."""
    if not actor.has_any(SCHOOL_ROLES):
        return None
    query = _stances(change).where(SubProcessorStance.board_id == actor.organisation_id)
    return session.scalar(query)


def bundle_of(change: SubProcessorChange, *, actor: Actor) -> SubProcessorBundle | None:
    """Return what the actor's own cooperative told the vendor in this round."""
    mine = (b for b in change.bundles if b.cooperative_id == actor.organisation_id)
    return next((bundle for bundle in mine if bundle.round == change.round), None)


def counts(session: Session, change: SubProcessorChange) -> dict[Stance, Range | None]:
    """Return in which range lies how many boards say what, in this round (invariant 16)."""
    found = Counter(row.stance for row in session.scalars(_stances(change)))
    return {stance: ranged(found[stance]) for stance in Stance}


def reasons(
    session: Session, change: SubProcessorChange, *, stance: Stance, actor: Actor
) -> list[str]:
    """Return the reasons that boards give, without who and when; for cooperatives only.

    They stand in the order of the alphabet, so that their order tells nothing either.
    """
    if not actor.has_any(STAFF):
        return []
    query = _stances(change).where(SubProcessorStance.stance == stance)
    return sorted(row.reason for row in session.scalars(query))


def touched_dossiers(
    session: Session, change: SubProcessorChange, *, actor: Actor
) -> Sequence[Dossier]:
    """Return the dossiers on the products of a change that the actor may see."""
    ids = [product.id for product in change.products]
    query = (
        select(Dossier)
        .where(Dossier.product_id.in_(ids), dossiers.readable_by(actor))
        .options(selectinload(Dossier.revisions))
    )
    return session.scalars(query.order_by(Dossier.key)).all()


def newest_releases(session: Session, change: SubProcessorChange) -> list[Release]:
    """Return per product of a change the release with the highest number."""
    found = (products.newest_release(session, product.id) for product in change.products)
    return [each for each in found if each is not None]


def mentions(session: Session, revision: Revision, *, names: Sequence[str]) -> list[Entry]:
    """Return the parties of a revision that bear one of these names, and where they are."""
    query = select(Entry).where(
        Entry.revision_id == revision.id,
        Entry.register.in_([Register.PARTY, Register.LOCATION]),
        Entry.is_removed.is_(False),
    )
    rows = session.scalars(query.order_by(Entry.register.desc(), Entry.number)).all()
    parties = [row for row in rows if row.register is Register.PARTY and _bears(row, names)]
    places = select(EntryReference.entry_id).where(
        EntryReference.field == "parties",
        EntryReference.target_id.in_([row.id for row in parties]),
    )
    there = set(session.scalars(places))
    return [*parties, *(row for row in rows if row.id in there)]


def _bears(row: Entry, names: Sequence[str]) -> bool:
    return any(is_same_party(row.values.get("name", ""), name) for name in names)


def cooperatives(session: Session, product_ids: Sequence[UUID]) -> Sequence[UUID]:
    """Return who guards these products: the owners of dossiers on them, or else all of them."""
    owners = select(Dossier.owner_id).where(Dossier.product_id.in_(product_ids)).distinct()
    found = session.scalars(owners).all()
    everybody = select(Organisation.id).where(Organisation.kind == OrganisationKind.COOPERATIVE)
    return found or session.scalars(everybody).all()


def methods(session: Session, product_ids: Sequence[UUID]) -> Sequence[Revision]:
    """Return the newest published revision of each dossier on these products, with its method.

    Vendors and schools see what follows of it, so what is a draft does not count.
    """
    newest = (
        select(Revision.dossier_id, func.max(Revision.number).label("number"))
        .join(Revision.dossier)
        .where(Dossier.product_id.in_(product_ids), Revision.state == State.PUBLISHED)
        .group_by(Revision.dossier_id)
        .subquery()
    )
    query = (
        select(Revision)
        .join(
            newest,
            (newest.c.dossier_id == Revision.dossier_id) & (newest.c.number == Revision.number),
        )
        .options(selectinload(Revision.method))
    )
    return session.scalars(query).all()
