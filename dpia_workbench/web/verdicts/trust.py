"""What stands around the content of a release: corrections, statuses over time, proof."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.filters import day
from dpia_workbench.risk.release_history import Period, Why, periods
from dpia_workbench.store import proofs, releases
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Release
from dpia_workbench.web.verdicts.cards import told
from dpia_workbench.web.verdicts.pages import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class ErratumView:
    """A correction of a small mistake."""

    on: str
    text: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodView:
    """A time in which the status of the release was the same."""

    when: str
    status: str
    why: str
    is_now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustView:
    """All of it, for the page of a release."""

    errata: tuple[ErratumView, ...]
    periods: tuple[PeriodView, ...]
    signed: str  # when and with which key; empty if it is not signed
    proof_url: str
    members_url: str  # empty for who may not read that part, or if there is none
    correct_url: str  # empty for who may not correct


def view(session: Session, release: Release, *, actor: Actor, on: date) -> TrustView:
    """Return what stands around a release for a reader, on a day."""
    place: dict[str, Any] = {"slug": release.product.slug, "number": release.number}
    may_correct = allows(actor, Permission.RELEASE_CORRECT)
    return TrustView(
        errata=tuple(
            ErratumView(on=day(row.at), text=told(row.text))
            for row in proofs.errata(session, release.id)
        ),
        periods=tuple(_periods(session, release, on=on)),
        signed=_signed(session, release),
        proof_url=url_for("trust.proof", **place),
        members_url=url_for("trust.members", **place)
        if _has_part(session, release, actor=actor)
        else "",
        correct_url=url_for("trust.correct", **place) if may_correct else "",
    )


def _has_part(session: Session, release: Release, *, actor: Actor) -> bool:
    try:
        proofs.part(session, release.id, actor=actor)
    except NotFound:
        return False
    return True


def _signed(session: Session, release: Release) -> str:
    row = proofs.signature(session, release.id)
    if row is None:
        return ""
    return _(
        "Signed on %(day)s with the key %(key)s.",
        day=day(row.signed_at), key=f"{row.signing_key.key_id[:12]}…",
    )  # fmt: skip


def _periods(session: Session, release: Release, *, on: date) -> Iterator[PeriodView]:
    """Yield the statuses over time, the newest first."""
    for each in reversed(periods(releases.history_of(session, release, on=on), on=on)):
        yield PeriodView(
            when=_when(each),
            status=label(each.status),
            why=_why(each),
            is_now=each.until is None,
        )


def _when(period: Period) -> str:
    if period.until is None:
        return _("Since %(day)s", day=day(period.starts))
    if period.until == period.starts:
        return day(period.starts)
    return _("%(first)s up to and including %(last)s", first=day(period.starts),
             last=day(period.until))  # fmt: skip


def _why(period: Period) -> str:
    """Return why, with the words of who decided it."""
    why = label(period.why)
    if period.why is Why.SUPERSEDED:
        return _("%(why)s: release %(number)s.", why=why, number=period.reason)
    if period.why is Why.AGREEMENT_ENDS:
        return _("%(why)s: %(reason)s.", why=why, reason=day(period.reason))
    if period.reason:
        return _("%(why)s: %(reason)s", why=why, reason=period.reason)
    return f"{why}."
