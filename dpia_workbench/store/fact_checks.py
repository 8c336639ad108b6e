"""Queries for fact checks. Says in SQL what POLICY says of factcheck:read."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import Session, selectinload

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.risk.fact_check import State
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import FactCheck, FactCheckItem


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return in SQL what POLICY says of factcheck:read."""
    if actor.has(Role.REVIEWER) or actor.has(Role.PUBLISHER):
        return true()
    lines: list[ColumnElement[bool]] = [false()]
    if actor.has(Role.ANALYST):
        lines.append(FactCheck.owner_id == actor.organisation_id)
    if actor.has(Role.VENDOR_CONTACT):
        mine = FactCheck.vendor_id == actor.organisation_id
        lines.append(and_(mine, FactCheck.state != State.PREPARED))
    return or_(*lines)


def get(session: Session, fact_check_id: UUID, *, actor: Actor) -> FactCheck:
    """Return a fact check the actor may see. Raises NotFound."""
    query = select(FactCheck).where(FactCheck.id == fact_check_id, readable_by(actor))
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def find(session: Session, *, actor: Actor, dossier_id: UUID | None = None) -> Sequence[FactCheck]:
    """Return the fact checks the actor may see, of one dossier or of all; the newest first."""
    query = select(FactCheck).where(readable_by(actor)).options(selectinload(FactCheck.items))
    if dossier_id is not None:
        query = query.where(FactCheck.dossier_id == dossier_id)
    query = query.order_by(FactCheck.prepared_at.desc(), FactCheck.number.desc())
    return session.scalars(query).all()


def of_dossier(session: Session, dossier_id: UUID) -> Sequence[FactCheck]:
    """Return every fact check of a dossier that the caller may read."""
    query = (
        select(FactCheck)
        .where(FactCheck.dossier_id == dossier_id)
        .options(selectinload(FactCheck.items))
        .order_by(FactCheck.number)
    )
    return session.scalars(query).all()


def item(row: FactCheck, number: int) -> FactCheckItem:
    """Return an item of a sent fact check. Raises NotFound."""
    for each in row.items:
        if each.number == number:
            return each
    raise NotFound


def content(row: FactCheck) -> list[dict[str, Any]]:
    """Return the frozen items of a fact check."""
    found: list[dict[str, Any]] = json.loads(row.package.canonical)["items"]
    return found
