"""Readers say what is wrong or missing in a verdict; its owner answers, or puts it aside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import remark as rules
from dpia_workbench.risk.remark import Kind, Outcome
from dpia_workbench.store import audit, outbox, products, releases, remarks
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Product, Release, Remark, RemarkChange
from dpia_workbench.usecases import account, feedback_news
from dpia_workbench.usecases.editing import expect_version

JOB = "remark.answer"
# Within the window of attempts, from one address on the network: a school has one together.
MOST_PER_ADDRESS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The verdict that a remark is about, with the places in it by their keys."""

    product: Product
    release: Release | None  # None: a record from elsewhere
    places: Mapping[str, Bilingual]


def about(session: Session, slug: str, *, number: int | None) -> About:
    """Return a published verdict: a release, by default the newest, or else a record.

    Raises NotFound.
    """
    if number is not None:
        published = releases.get(session, slug, number=number)
        return About(product=published.product, release=published, places=_of_release(published))
    product = products.published(session, slug)
    release = products.newest_release(session, product.id)
    if release is not None:
        return About(product=product, release=release, places=_of_release(release))
    if product.record is None:
        raise NotFound
    return About(product=product, release=None, places=_of_record(product.record.content))


def _of_release(release: Release) -> dict[str, Bilingual]:
    content = releases.content(release)
    items = (*content["risks"], *content["measures"])
    return {item["key"]: Bilingual.of(item["title"]) for item in items}


def _of_record(content: Mapping[str, Any]) -> dict[str, Bilingual]:
    risks = {item["id"]: Bilingual.of(item["title"]) for item in content.get("risks", ())}
    named = (*content.get("school_measures", ()), *content.get("vendor_measures", ()))
    return risks | {item["id"]: Bilingual.of(item["measure"]) for item in named}


def send(
    session: Session,
    *,
    actor: Actor,
    remark_id: UUID,
    slug: str,
    number: int | None,
    kind: Kind,
    place: str,
    text: str,
    email: str,
    language: str,
    address: str,
    now: datetime,
) -> Remark:
    """Keep what a reader found, for the owner of the verdict alone.

    `remark_id` came with the form: sent twice, it is kept once. Of `address`, on the network, only
    the hash is kept. Raises NotFound, Forbidden, PlaceUnknown or TooManyAttempts.
    """
    require(actor, Permission.REMARK_SEND)
    found = about(session, slug, number=number)
    known = remarks.by_id(session, remark_id)
    if known is not None:
        return known
    rules.require_place(place, known=found.places)
    subject = audit.sha256(f"remark address {address}")
    account.count_tries(session, subjects=[(subject, MOST_PER_ADDRESS)], now=now)
    row = Remark(
        id=remark_id, product_id=found.product.id, kind=kind, place=place, text=text,
        language=language, email=email or None, wants_answer=bool(email), sent_at=now,
    )  # fmt: skip
    if found.release is not None:
        row.release_id, row.owner_id = found.release.id, found.release.owner_id
    session.add(row)
    session.flush()
    told = {"product": slug, "kind": kind, "place": place}
    audit.record(session, "remark.sent", actor=actor, subject_id=row.id, at=now, **told)
    return row


def answer(
    session: Session,
    *,
    actor: Actor,
    remark_id: UUID,
    words: str,
    version: int,
    now: datetime,
    leads_to_change: bool = False,
) -> Remark:
    """Answer a remark; who left an address gets the words by mail, and the address goes.

    If it leads to a change, that is noted with the next release. Raises NotFound, Forbidden,
    AlreadySettled, WordsMissing or Stale.
    """
    row = _settle(
        session, remark_id, outcome=Outcome.ANSWERED, words=words, version=version, actor=actor,
        now=now,
    )  # fmt: skip
    if row.email:
        outbox.enqueue(session, JOB, at=now, remark_id=row.id)
    if leads_to_change and row.owner_id is not None and actor.user_id is not None:
        session.add(RemarkChange(remark_id=row.id, promised_at=now, promised_by_id=actor.user_id))
    return row


def dispose(
    session: Session, *, actor: Actor, remark_id: UUID, reason: str, version: int, now: datetime
) -> Remark:
    """Put a remark aside with a reason, which a reader does not get; the address goes.

    A board that asked from its adoption reads the reason there.

    Raises NotFound, Forbidden, AlreadySettled, WordsMissing or Stale.
    """
    return _settle(
        session, remark_id, outcome=Outcome.DISPOSED, words=reason, version=version, actor=actor,
        now=now,
    )  # fmt: skip


def _settle(
    session: Session,
    remark_id: UUID,
    *,
    outcome: Outcome,
    words: str,
    version: int,
    actor: Actor,
    now: datetime,
) -> Remark:
    row = remarks.get(session, remark_id, actor=actor)
    require(actor, Permission.REMARK_SETTLE, row)
    rules.require_settleable(row.outcome, words=words)
    expect_version(row, version)
    row.outcome, row.answer = outcome, words.strip()
    row.settled_by_id, row.settled_at = actor.user_id, now
    if outcome is Outcome.DISPOSED:
        row.email = None
    feedback_news.tell_answer(session, row, now=now)
    audit.record(session, "remark.settled", actor=actor, subject_id=row.id, at=now, outcome=outcome)
    return row


def forget(session: Session, *, remark_id: UUID) -> None:
    """Take away the address that a remark came with, once the answer is on its way."""
    row = remarks.by_id(session, remark_id)
    if row is not None:
        row.email = None


def forget_old(session: Session, *, now: datetime) -> None:
    """Take away the addresses that were kept for long enough (invariant 30)."""
    remarks.forget_addresses(session, before=now - rules.ADDRESS_KEPT)
