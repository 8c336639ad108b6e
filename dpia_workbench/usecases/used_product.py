"""The list of a school board: which products it uses, and of which it asks a joint DPIA.

See method.md 8.3: a board's data is visible to that board only; what cooperatives see of it are
numbers from five boards up, and the names of boards that offer to take part.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import demand
from dpia_workbench.store import audit, products, releases, used_products
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import UsedProduct
from dpia_workbench.usecases.editing import apply, expect_version


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A name that a board typed, and the product of the catalogue that it means, if any."""

    name: str
    slug: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What came of a list: what was added, and how many were on it already."""

    rows: tuple[UsedProduct, ...]
    known: int


def add(session: Session, *, actor: Actor, chosen: Sequence[Chosen], now: datetime) -> Added:
    """Put products on the list of the actor's board; what stands there stays as it is.

    Raises Forbidden, NotFound for a product that nothing is published about, or NameMissing.
    """
    require(actor, Permission.USED_PRODUCT_ADD)
    if actor.organisation_id is None:
        raise NotFound
    found = [_added(session, each, actor=actor, now=now) for each in chosen]
    rows = tuple(row for row in found if row is not None)
    return Added(rows=rows, known=len(found) - len(rows))


def _added(session: Session, chosen: Chosen, *, actor: Actor, now: datetime) -> UsedProduct | None:
    """Return the row of a product that was not on the list yet."""
    product = products.published(session, chosen.slug) if chosen.slug else None
    name = product.name.text("nl") if product else chosen.name
    key = demand.require_name(name)
    product_id = product.id if product else None
    mine = actor.organisation_id
    if used_products.of_board(session, board_id=mine, product_id=product_id, name_key=key):
        return None
    row = UsedProduct(
        board_id=mine, product_id=product_id, name=name, name_key=key, added_at=now,
        added_by_id=actor.user_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(
        session, "usedproduct.added", actor=actor, subject_id=row.id, at=now, name=name,
        product=product.slug if product else "",
    )  # fmt: skip
    return row


def change(
    session: Session,
    *,
    actor: Actor,
    used_id: UUID,
    version: int | None,
    values: Mapping[str, Any],
    today: date,
    now: datetime,
) -> UsedProduct:
    """Say how many pupils use a product, and whether the board asks a DPIA of it.

    `values` are `pupils`, `wants_verdict` and `takes_part`. Who takes part asks for it, too.
    Raises NotFound, Forbidden, Stale or VerdictExists.
    """
    row = _editable(session, used_id, actor=actor, version=version)
    asks = values["wants_verdict"] or values["takes_part"]
    if asks and releases.has_in_use(session, row.product_id, on=today):
        raise demand.VerdictExists
    changed = apply(row, {**values, "wants_verdict": asks})
    if changed:
        audit.record(
            session, "usedproduct.changed", actor=actor, subject_id=row.id, at=now, changed=changed
        )
    return row


def identify(
    session: Session,
    *,
    actor: Actor,
    used_id: UUID,
    slug: str,
    version: int | None,
    today: date,
    now: datetime,
) -> UsedProduct:
    """Say which product of the catalogue a name means, now that something is public about it.

    Nothing is asked for any longer if it has a release. Raises NotFound, Forbidden, Stale or
    AlreadyOnList.
    """
    row = _editable(session, used_id, actor=actor, version=version)
    product = products.published(session, slug)
    key = demand.require_name(product.name.text("nl"))
    same = used_products.of_board(
        session, board_id=row.board_id, product_id=product.id, name_key=key
    )
    if same is not None and same.id != row.id:
        raise demand.AlreadyOnList
    row.product_id, row.name, row.name_key = product.id, product.name.text("nl"), key
    if releases.has_in_use(session, product.id, on=today):
        row.wants_verdict = row.takes_part = False
    audit.record(
        session, "usedproduct.identified", actor=actor, subject_id=row.id, at=now,
        product=product.slug,
    )  # fmt: skip
    return row


def end(
    session: Session, *, actor: Actor, used_id: UUID, version: int | None, now: datetime
) -> None:
    """Take a product off the list; what was recorded about it stays. Raises as `change` does."""
    row = _editable(session, used_id, actor=actor, version=version)
    row.ended_at = now
    audit.record(session, "usedproduct.ended", actor=actor, subject_id=row.id, at=now)


def _editable(session: Session, used_id: UUID, *, actor: Actor, version: int | None) -> UsedProduct:
    row = used_products.get(session, used_id, actor=actor)
    require(actor, Permission.USED_PRODUCT_EDIT, row)
    expect_version(row, version)
    return row
