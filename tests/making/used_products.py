"""Products on lists of boards, made through the use cases."""

from datetime import datetime

from sqlalchemy.orm import Session

from dpia_workbench.store.models import UsedProduct
from dpia_workbench.usecases import used_product as verbs
from dpia_workbench.usecases.used_product import Chosen
from tests.making.people import NOW, Person, day_of


def used_product(
    session: Session,
    *,
    by: Person,
    name: str = "Klassenkaart",
    slug: str = "",
    now: datetime = NOW,
    **said: int | bool | None,
) -> UsedProduct:
    """Return a product on the list of somebody's board, with what it says about it."""
    chosen = [Chosen(name=name, slug=slug)]
    row = verbs.add(session, actor=by.actor, chosen=chosen, now=now).rows[0]
    values = {"pupils": None, "wants_verdict": False, "takes_part": False, **said}
    verbs.change(
        session, actor=by.actor, used_id=row.id, version=None, values=values, today=day_of(now),
        now=now,
    )  # fmt: skip
    return row
