"""Agreements of a vendor that a school board can join, for everybody to see."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n.labels import label
from dpia_workbench.store import agreements
from dpia_workbench.web.verdicts.cards import told
from dpia_workbench.web.verdicts.vendor_pages import OfferView


def offers(session: Session, vendor_id: UUID, *, actor: Actor, on: date) -> Iterator[OfferView]:
    """Yield the public open offers that are in force; a board gets a link to join."""
    for row in agreements.of_vendor_on_offer(session, vendor_id, on=on):
        mine, facts = actor.organisation_id, agreements.facts_of(row)
        joined = mine is not None and agreements.joinder_of(row, board_id=mine) is not None
        can_join = allows(actor, Permission.AGREEMENT_JOIN, row)
        yield OfferView(
            title=told(row.title.as_dict()),
            kind=label(row.kind),
            owner=row.owner.name,
            since=facts.begins,
            until=facts.ends,
            products=tuple(told(each.name.as_dict()) for each in row.products),
            url=url_for("agreements.show", agreement_id=row.id),
            join_url=url_for("agreements.join", agreement_id=row.id) if can_join else None,
            is_joined=joined,
        )
