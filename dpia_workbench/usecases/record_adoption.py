"""A board adopts what others published elsewhere: an external record of the catalogue."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk.release import NotCurrent, Status
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import products
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Adoption
from dpia_workbench.usecases import record_basis, rounds


class NotAdoptable(RuleViolation):
    """A record that says not to use a product, or that says nothing, is no basis (method 3.6)."""

    code = "adoption.not-adoptable"


def start(
    session: Session,
    *,
    actor: Actor,
    slug: str,
    asked: rounds.Asked | None = None,
    today: date,
    now: datetime,
) -> Adoption:
    """Begin the local assessment of a product on what its external record says now.

    `asked` is why the board looks again at what it uses already. Raises NotFound, Forbidden,
    NotCurrent when there is a release, NotAdoptable, AlreadyAdopted or ReasonUnexplained.
    """
    require(actor, Permission.ADOPTION_START)
    product = products.get(session, slug)
    if product.record is None:
        raise NotFound
    if products.has_release(session, product.id):
        raise NotCurrent(status=Status.SUPERSEDED)
    if product.record.verdict not in record_basis.ADOPTABLE:
        raise NotAdoptable
    basis = record_basis.snapshot(session, product.record, now=now, on=today)
    return rounds.begin(session, basis, actor=actor, asked=asked, today=today, now=now)
