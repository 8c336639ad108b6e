"""What a vendor says beside the verdict on its product, in its own words (method.md 8.1)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import vendor_statement as rules
from dpia_workbench.risk.vendor_statement import Move, State
from dpia_workbench.store import audit, products, vendor_statements
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Product, VendorStatement, VendorStatementEvent
from dpia_workbench.usecases import notice


def own_products(session: Session, *, actor: Actor) -> Sequence[Product]:
    """Return the products of the actor's own that have a published verdict to stand beside."""
    if actor.organisation_id is None:
        return ()
    return vendor_statements.released_products(session, actor.organisation_id)


def own_product(session: Session, slug: str, *, actor: Actor) -> Product:
    """Return a product of the actor's own, with a published verdict to stand beside.

    Another product, also one that a cooperative still looks at, is NotFound.
    """
    for product in own_products(session, actor=actor):
        if product.slug == slug:
            return product
    raise NotFound


def write(
    session: Session,
    *,
    actor: Actor,
    slug: str,
    text: Bilingual,
    signatory: str,
    function: str,
    today: date,
    now: datetime,
) -> VendorStatement:
    """Write the next version of a statement; the publisher decides whether it stands there.

    An older version that still waits no longer does; one that stands there stays until the new
    one is accepted. Raises NotFound, Forbidden, HalfMissing or TooLong.
    """
    product = own_product(session, slug, actor=actor)
    require(actor, Permission.VENDOR_STATEMENT_WRITE, product)
    rules.require_sayable(text.nl, text.en)
    earlier = vendor_statements.of_product(session, product.id)
    for row in (row for row in earlier if row.state is State.WAITING):
        _happen(session, row, Move.REPLACE, reason="", actor=actor, now=now)
    made = VendorStatement(
        product=product,
        vendor_id=product.vendor_id,
        number=earlier[0].number + 1 if earlier else 1,
        text=text,
        signatory=signatory,
        function=function,
        written_by_id=actor.user_id,
        written_at=now,
    )
    session.add(made)
    session.flush()
    audit.record(
        session, "statement.written", actor=actor, subject_id=made.id, at=now,
        product=product.slug, number=made.number, text=text,
    )  # fmt: skip
    _tell_publishers(session, made, today=today, now=now)
    return made


def decide(
    session: Session,
    *,
    actor: Actor,
    statement_id: UUID,
    move: Move,
    reason: str,
    today: date,
    now: datetime,
) -> VendorStatement:
    """Let a statement stand beside the verdict, or refuse it with a reason; never change it.

    Raises NotFound, Forbidden, MoveRefused or ReasonMissing.
    """
    row = vendor_statements.get(session, statement_id, actor=actor)
    require(actor, Permission.VENDOR_STATEMENT_DECIDE, row)
    if move not in rules.DECISIONS:
        raise rules.MoveRefused(state=row.state, move=move)
    stands = vendor_statements.accepted(session, row.product_id)
    _happen(session, row, move, reason=reason, actor=actor, now=now)
    if move is Move.ACCEPT and stands is not None:
        _happen(session, stands, Move.REPLACE, reason="", actor=actor, now=now)
    news = "accepted" if move is Move.ACCEPT else "refused"
    _tell_vendor(session, row, news, today=today, now=now)
    return row


def withdraw(
    session: Session, *, actor: Actor, statement_id: UUID, now: datetime
) -> VendorStatement:
    """Take the own statement away. Raises NotFound, Forbidden or MoveRefused."""
    row = vendor_statements.get(session, statement_id, actor=actor)
    require(actor, Permission.VENDOR_STATEMENT_WRITE, row)
    _happen(session, row, Move.WITHDRAW, reason="", actor=actor, now=now)
    return row


def remove(
    session: Session,
    *,
    actor: Actor,
    statement_id: UUID,
    reason: str,
    today: date,
    now: datetime,
) -> VendorStatement:
    """Take a statement from beside the verdict, with a reason that the vendor reads.

    Raises NotFound, Forbidden, MoveRefused or ReasonMissing.
    """
    row = vendor_statements.get(session, statement_id, actor=actor)
    require(actor, Permission.VENDOR_STATEMENT_REMOVE, row)
    _happen(session, row, Move.REMOVE, reason=reason, actor=actor, now=now)
    _tell_vendor(session, row, "removed", today=today, now=now)
    return row


def _happen(
    session: Session,
    row: VendorStatement,
    move: Move,
    *,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    rules.after(row.state, move, reason=reason)
    row.events.append(
        VendorStatementEvent(
            number=len(row.events) + 1, move=move, reason=reason, by_id=actor.user_id, at=now
        )
    )
    audit.record(
        session, "statement.decided", actor=actor, subject_id=row.id, at=now, move=move,
        reason=reason,
    )  # fmt: skip


def _tell_publishers(session: Session, row: VendorStatement, *, today: date, now: datetime) -> None:
    """Mail the publishers of the cooperative whose verdict it would stand beside."""
    release = products.newest_release(session, row.product_id)
    if release is not None:
        _tell(
            session, row, "written", to=release.owner_id, role=Role.PUBLISHER, today=today, now=now
        )


def _tell_vendor(
    session: Session, row: VendorStatement, news: str, *, today: date, now: datetime
) -> None:
    _tell(session, row, news, to=row.vendor_id, role=Role.VENDOR_CONTACT, today=today, now=now)


def _tell(
    session: Session,
    row: VendorStatement,
    news: str,
    *,
    to: UUID,
    role: Role,
    today: date,
    now: datetime,
) -> None:
    people = notice.holders(session, [to], role=role, today=today)
    notice.mail(
        session, people, kind=f"vendor-statement-{news}", path=f"/fact-checks/statements/{row.id}",
        values=lambda language: {"product": row.product.name.text(language)}, now=now,
    )  # fmt: skip
