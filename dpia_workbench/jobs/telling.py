"""Jobs that tell followers: to confirm, what is new, and to whom a piece of news goes."""

from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from dpia_workbench import clock
from dpia_workbench.i18n import speaking
from dpia_workbench.i18n.messages import shown
from dpia_workbench.mail import news as letters
from dpia_workbench.mail.smtp import send
from dpia_workbench.plumbing import criteria
from dpia_workbench.plumbing.criteria import Criteria
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.followers import Purpose, address
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.risk.following import CONFIRM_LASTS
from dpia_workbench.store import audit, followers, news
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Follow, Follower
from dpia_workbench.store.news import News
from dpia_workbench.usecases import followed, following, hook, reviewing, telling
from dpia_workbench.usecases import news as words


def send_follow(detail: Mapping[str, Any]) -> None:
    """Mail a link to confirm; to who follows it already, that they do."""
    session = db.session()
    row = followers.follow(session, UUID(detail["follow_id"]))
    owner = row.follower
    if row.ended_at is not None or owner.email is None:
        return
    with speaking(row.language):
        what = followed.described(session, row)
        letter = _letter(owner.email, language=row.language)
        if row.is_on:
            message = letters.compose_known(letter, followed=what, ways=_ways(owner, [row]))
        else:
            url = address(row.id, purpose=Purpose.CONFIRM)
            message = letters.compose_confirmation(
                letter, followed=what, url=url, days=CONFIRM_LASTS.days
            )
    _send(message)


def send_news(detail: Mapping[str, Any]) -> None:
    """Mail news to a follower who was not ended in the meantime."""
    session = db.session()
    try:
        owner = followers.follower(session, UUID(detail["follower_id"]))
    except NotFound:
        return
    rows = [followers.follow(session, UUID(each)) for each in detail["follow_ids"]]
    rows = [row for row in rows if row.is_on]
    found = news.by_keys(session, detail["news"])
    if not rows or not found or owner.email is None:
        return
    with speaking(owner.language):
        message = letters.compose_news(
            _letter(owner.email, language=owner.language),
            [_item(each) for each in found],
            because=[followed.described(session, row) for row in rows],
            ways=_ways(owner, rows),
        )
    # A worker that died after sending sends again: programs of mail see that it is the same mail.
    name = audit.sha256(audit.canonical_json(detail))
    message.replace_header("Message-ID", f"<{name}@dpia-workbench>")
    _send(message)


def _item(row: News) -> letters.Item:
    return letters.Item(
        title=words.title(row),
        text=words.summary(row),
        day=shown(clock.day_of(row.at)),
        url=settings().base_url + words.path(row),
    )


def _ways(owner: Follower, rows: list[Follow]) -> letters.Ways:
    """Return the reader's own addresses: what a mail is about is what its click ends."""
    manage = address(owner.id, purpose=Purpose.MANAGE)
    stop = address(rows[0].id, purpose=Purpose.STOP) if len(rows) == 1 else f"{manage}/ending"
    return letters.Ways(one_click=stop, stop=stop, manage=manage)


def _letter(email: str, *, language: str) -> letters.Letter:
    return letters.Letter(to=email, sender=settings().mail_from, language=language, at=clock.now())


def _send(message: EmailMessage) -> None:
    send(message, smtp_url=settings().smtp_url, folder=settings().home / "outbox")


def spread(detail: Mapping[str, Any]) -> None:
    """Ask boards to look whom a piece of news concerns; tell it to people and programs."""
    with transaction() as session:
        reviewing.spread(session, key=detail["news"], now=clock.now())
    with transaction() as session:
        hook.spread(session, key=detail["news"], base_url=settings().base_url, now=clock.now())
    with transaction() as session:
        telling.at_once(session, key=detail["news"], now=clock.now())


def search(detail: Mapping[str, Any]) -> None:
    """Tell a piece of news to those whose saved search finds it, and who hear it at once."""
    with transaction() as session:
        telling.to_searchers(session, key=detail["news"], finds=_finds, now=clock.now())


def _finds(asked: telling.Criteria, told: News) -> bool:
    product = told.product
    return criteria.finds(Criteria.of_json(asked), slug=product.slug, vendor=product.vendor.slug)


def collect(now: datetime) -> None:
    """Put the daily mails of followers in the outbox, and forget who never confirmed.

    Searching takes a while, so it comes before the first write, and each mail is a transaction of
    its own.
    """
    with transaction() as session:
        following.sweep(session, now=now)
        telling.announce_ends(session, now=now)
    with transaction() as session:
        parcels = telling.gather(session, find=_find, now=now)
    for parcel in parcels:
        with transaction() as session:
            telling.daily(session, parcel=parcel, now=now)


def _find(asked: telling.Criteria) -> list[str]:
    return criteria.found_by(Criteria.of_json(asked))
