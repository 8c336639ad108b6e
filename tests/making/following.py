"""Followers, saved searches and webhooks, made through the use cases."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.following import Pace, Subject
from dpia_workbench.store.models import Follow, Product, SavedSearch, Webhook
from dpia_workbench.usecases import following, hook, saved_search
from dpia_workbench.usecases.following import Wanted
from tests.making.people import Person


def follow(
    session: Session,
    *,
    email: str = "lezer@school.example",
    product: Product | None = None,
    now: datetime | None = None,
    **words: Any,
) -> Follow:
    """Return a confirmed follow: of a product, or else of a search; `words` are of `Wanted`."""
    moment = now or clock.now()
    subject = Subject.PRODUCT if product else words.pop("subject", Subject.SEARCH)
    wanted = Wanted(subject=subject, product_id=product.id if product else None, **words)
    following.ask(
        session, wanted=wanted, email=email, pace=Pace.DAILY, language="nl", client="test",
        now=moment,
    )  # fmt: skip
    row = session.scalars(
        select(Follow).where(Follow.confirmed_at.is_(None), Follow.ended_at.is_(None))
    ).one()
    following.confirm(session, follow_id=row.id, now=moment)
    session.commit()
    return row


def saved(session: Session, *, by: Person, alert: Pace | None = None, **words: Any) -> SavedSearch:
    """Return a search that somebody saved; `words` are its criteria."""
    row = saved_search.save(
        session, actor=by.actor, name="Mijn zoekopdracht", criteria=words, alert=alert,
        now=clock.now(),
    )  # fmt: skip
    session.commit()
    return row


def webhook(
    session: Session,
    *,
    by: Person,
    url: str = "https://example.org/hook",
    kinds: list[str] | None = None,
) -> Webhook:
    """Return a webhook of somebody's organisation, registered a minute ago."""
    row = hook.make(
        session, actor=by.actor, url=url, kinds=kinds or ["published"], allows_local=True,
        now=clock.now() - timedelta(minutes=1),
    )  # fmt: skip
    session.commit()
    return row
