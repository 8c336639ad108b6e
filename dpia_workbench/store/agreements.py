"""Queries for agreements. Says in SQL what POLICY says of agreement:read.

What is public and in force is there for everybody, beside what the table grants.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import Session, selectinload

from dpia_workbench.access.actor import SCHOOL_ROLES, STAFF, Actor, OrganisationKind, Role
from dpia_workbench.risk.agreement import SIGNED_ONCE, Coverage, Facts, Signature, State
from dpia_workbench.risk.agreement import AnnexKind as Kind
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.evidence import UP_TO_COOPERATIVE, UP_TO_MEMBERS
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import (
    Agreement,
    AgreementAnnex,
    AgreementBoard,
    AgreementParty,
    Joinder,
    Measure,
    Organisation,
    Product,
    Release,
    Revision,
)


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return in SQL what POLICY says of agreement:read."""
    mine = actor.organisation_id
    lines: list[ColumnElement[bool]] = [false()]
    if actor.has(Role.ANALYST) or actor.has(Role.REVIEWER):
        lines.append(Agreement.owner_id == mine)
    if actor.has(Role.PUBLISHER):
        shown = Agreement.confidentiality.in_(UP_TO_COOPERATIVE)
        lines.append(and_(Agreement.owner_id == mine, shown))
    if actor.has_any(STAFF):
        lines.append(_of_members())
    if actor.has(Role.VENDOR_CONTACT):
        lines.append(and_(Agreement.vendor_id == mine, Agreement.negotiated_at.is_not(None)))
    if actor.has_any(SCHOOL_ROLES):
        lines.append(and_(_of_members(), _names(actor)))
    if actor.has(Role.PRIVACY_OFFICER) or actor.has(Role.BOARD):
        lines.append(and_(_of_members(), _on_offer()))
    return or_(*lines)


def _of_members() -> ColumnElement[bool]:
    is_open = Agreement.confidentiality.in_(UP_TO_MEMBERS)
    return and_(is_open, Agreement.state.in_(SIGNED_ONCE))


def _on_offer() -> ColumnElement[bool]:
    return and_(Agreement.state == State.SIGNED, Agreement.coverage == Coverage.OPEN_OFFER)


def _names(actor: Actor) -> ColumnElement[bool]:
    """Return whether an agreement concerns the actor's board by name."""
    mine = actor.organisation_id
    return or_(
        *(
            exists().where(row.agreement_id == Agreement.id, column == mine)
            for row, column in (
                (AgreementParty, AgreementParty.organisation_id),
                (AgreementBoard, AgreementBoard.board_id),
                (Joinder, Joinder.board_id),
            )
        )
    )


def facts_of(row: Agreement) -> Facts:
    """Return what decides whether an agreement is in force."""
    return Facts(
        state=row.state,
        signatures=tuple(
            Signature(is_mandatory=party.is_mandatory, signed_on=party.signed_on)
            for party in row.parties
        ),
        has_signed_text=any(annex.kind is Kind.SIGNED_TEXT for annex in row.annexes),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        ended_on=row.ended_on,
    )


def get(session: Session, agreement_id: UUID, *, on: date, actor: Actor) -> Agreement:
    """Return an agreement that the actor may see, or that is public and in force on a day.

    Raises NotFound.
    """
    found = session.scalar(
        select(Agreement).where(Agreement.id == agreement_id, or_(readable_by(actor), _public()))
    )
    if found is None or not (_reads(session, found, actor=actor) or _holds(found, on=on)):
        raise NotFound
    return found


def _public() -> ColumnElement[bool]:
    is_public = Agreement.confidentiality == Confidentiality.PUBLIC
    return and_(is_public, Agreement.state.in_(SIGNED_ONCE))


def _reads(session: Session, row: Agreement, *, actor: Actor) -> bool:
    query = select(Agreement.id).where(Agreement.id == row.id, readable_by(actor))
    return session.scalar(query) is not None


def _holds(row: Agreement, *, on: date) -> bool:
    return facts_of(row).is_in_force(on=on)


def find(session: Session, *, actor: Actor) -> Sequence[Agreement]:
    """Return the agreements that the actor may see; those that end first come first."""
    query = (
        select(Agreement)
        .where(readable_by(actor))
        .options(
            selectinload(Agreement.vendor),
            selectinload(Agreement.owner),
            selectinload(Agreement.products),
            selectinload(Agreement.parties),
            selectinload(Agreement.annexes),
            selectinload(Agreement.boards),
            selectinload(Agreement.joinders),
        )
        .order_by(Agreement.valid_until.is_(None), Agreement.valid_until, Agreement.created_at)
    )
    return session.scalars(query).all()


def in_force(session: Session, product_id: UUID, *, on: date) -> list[Agreement]:
    """Return the agreements on a product that are in force on a day; not cut by actor.

    For periods that hold for everybody, whoever may read the agreement.
    """
    query = select(Agreement).where(
        Agreement.state.in_(SIGNED_ONCE), Agreement.products.any(Product.id == product_id)
    )
    return [row for row in session.scalars(query) if _holds(row, on=on)]


def of_vendor_on_offer(session: Session, vendor_id: UUID, *, on: date) -> list[Agreement]:
    """Return what everybody may know: public open offers of a vendor that are in force."""
    query = (
        select(Agreement)
        .where(Agreement.vendor_id == vendor_id, _public(), _on_offer())
        .options(
            selectinload(Agreement.parties),
            selectinload(Agreement.annexes),
            selectinload(Agreement.products),
        )
        .order_by(Agreement.valid_from, Agreement.created_at)
    )
    return [row for row in session.scalars(query) if _holds(row, on=on)]


def annex(session: Session, annex_id: UUID, *, agreement: Agreement) -> AgreementAnnex:
    """Return a file of an agreement. Raises NotFound."""
    found = session.get(AgreementAnnex, annex_id)
    if found is None or found.agreement_id != agreement.id:
        raise NotFound
    return found


def joinder_of(row: Agreement, *, board_id: UUID | None) -> Joinder | None:
    """Return how a board joined an agreement, or None."""
    return next((each for each in row.joinders if each.board_id == board_id), None)


def board_of(session: Session, actor: Actor) -> Organisation | None:
    """Return the school board for which an actor acts, or None."""
    found = session.get(Organisation, actor.organisation_id) if actor.organisation_id else None
    is_board = found is not None and found.kind is OrganisationKind.SCHOOL_BOARD
    return found if is_board else None


def boards(session: Session) -> Sequence[Organisation]:
    """Return all school boards, of which an agreement may name some."""
    query = select(Organisation).where(
        Organisation.kind == OrganisationKind.SCHOOL_BOARD, Organisation.is_active
    )
    return session.scalars(query.order_by(Organisation.name)).all()


def by_ids(session: Session, ids: Iterable[UUID]) -> dict[UUID, Agreement]:
    """Return agreements by their ids, for what was published about them."""
    found = session.scalars(select(Agreement).where(Agreement.id.in_(list(ids))))
    return {row.id: row for row in found}


def releases_resting(session: Session, agreement_id: UUID) -> Sequence[Release]:
    """Return the releases of which a measure rests on an agreement."""
    query = (
        select(Release)
        .join(Revision, Revision.id == Release.revision_id)
        .where(Revision.measures.any(Measure.agreement_id == agreement_id))
        .options(selectinload(Release.events), selectinload(Release.product))
        .order_by(Release.published_at)
    )
    return session.scalars(query).all()
