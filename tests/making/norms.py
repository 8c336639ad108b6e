"""Norms and what boards say of themselves, made through the use cases."""

from datetime import datetime

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import SYSTEM
from dpia_workbench.risk.norm import Maturity
from dpia_workbench.store.models import Norm, NormScore
from dpia_workbench.usecases import norm as usecases
from tests.making.people import NOW, Person, both, day_of


def norm(session: Session, *, now: datetime = NOW) -> Norm:
    """Return a norm that an administrator loaded."""
    day = day_of(now)
    words = both("Toestemming").as_dict()
    item = {
        "key": "ibp", "name": words, "url": "https://example.org", "checked_on": day, "target": 3,
        "deadlines": [{"day": day, "what": words, "certainty": "primary", "source": "bron"}],
        "norms": [{"code": "RB.03", "title": words, "domain": "rights", "use": "consent"}],
    }  # fmt: skip
    usecases.load(session, actor=SYSTEM, frameworks=[item], now=now)
    session.commit()
    return session.query(Norm).one()


def norm_score(session: Session, found: Norm, *, by: Person, now: datetime = NOW) -> NormScore:
    """Return what a board said of a norm."""
    row = usecases.score(
        session, actor=by.actor, norm_id=found.id, maturity=Maturity.REPEATABLE, evidence="",
        plan="", adoption_ids=(), on=day_of(now), now=now,
    )  # fmt: skip
    session.commit()
    return row
