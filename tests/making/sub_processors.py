"""Announced changes of sub-processors, made through the use case."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.risk.statements import Mechanism
from dpia_workbench.risk.sub_processors import ChangeKind, Stance
from dpia_workbench.store.models import Product, SubProcessorChange, SubProcessorStance
from dpia_workbench.usecases import sub_processor_objections, sub_processors
from tests.making.people import NOW, Person, day_of, organisation


def change_values(*, now: datetime = NOW, **words: Any) -> dict[str, Any]:
    """Return what a vendor announces: a new sub-processor, from the first possible day."""
    return {
        "kind": ChangeKind.ADDED,
        "name": "Wolkenhuis",
        "legal_entity": "Wolkenhuis Ireland Ltd",
        "country": "Ierland",
        "service": "Opslag van werk van leerlingen",
        "categories": ["content", "account"],
        "mechanism": Mechanism.NONE_NEEDED,
        "replaces": "",
        "effective_on": day_of(now) + timedelta(days=31),
        "words": "Wij stappen over op een snellere opslag.",
        "language": "nl",
        **words,
    }


def sub_processor_change(
    session: Session,
    *,
    products: Sequence[Product],
    by: Person,
    now: datetime = NOW,
    objects: Person | None = None,
    **words: Any,
) -> SubProcessorChange:
    """Return a change that a vendor announced, to which somebody of a cooperative may object."""
    row = sub_processors.announce(
        session, actor=by.actor, product_ids=[product.id for product in products],
        values=change_values(now=now, **words), today=day_of(now), now=now,
    )  # fmt: skip
    if objects is not None:
        sub_processor_objections.bundle(
            session, actor=objects.actor, change_id=row.id, stance=Stance.OBJECTS,
            words="Scholen maken bezwaar.", version=None, today=day_of(now), now=now,
        )  # fmt: skip
    session.commit()
    return row


def board_stance(
    session: Session, change: SubProcessorChange, *, by: Person, **words: Any
) -> SubProcessorStance:
    """Return what a board of its own says to a change: an objection, unless told otherwise."""
    values = {"stance": Stance.OBJECTS, "reason": "Te ver weg.", "at": NOW, **words}
    row = SubProcessorStance(
        change_id=change.id, round=change.round, board_id=organisation(session).id,
        by_id=by.user.id, **values,
    )  # fmt: skip
    session.add(row)
    session.commit()
    return row
