"""What is true of a release today and is no part of it: promises, agreements, other releases."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.filters import day
from dpia_workbench.risk import remediation
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.release import Event
from dpia_workbench.store import releases
from dpia_workbench.store.models import Release
from dpia_workbench.web.verdicts.cards import badge, told
from dpia_workbench.web.verdicts.offers import offers
from dpia_workbench.web.verdicts.pages import AgreementView, PromiseView, ReleaseLine
from dpia_workbench.web.verdicts.vendor_pages import OfferView

Content = Mapping[str, Any]


def promises(
    session: Session, release: Release, content: Content, *, on: date
) -> Iterator[PromiseView]:
    """Yield what the vendor did and promised, and which day passed without a delivery."""
    late = _late(session, release, content=content, on=on)
    for item in content["measures"]:
        if Owner(item["owner"]) is not Owner.VENDOR:
            continue
        promise = item["promise"]
        state = remediation.State(promise["state"]) if promise else None
        yield PromiseView(
            key=item["key"],
            title=told(item["title"]),
            state=label(state) if state else _("Not asked of the vendor"),
            tone="safe" if state is remediation.State.VERIFIED else "warning",
            when=_when(promise) if promise else "",
            is_late=item["key"] in late,
        )


def _late(session: Session, release: Release, *, content: Content, on: date) -> set[str]:
    """Return the measures whose promised day passed, and that were not delivered since."""
    tolerated = content["tolerated"]
    if not tolerated:
        return set()
    found = releases.promises(session, release, on=on)
    kept = found[len(found) - len(tolerated) :]
    return {
        item["measure"]
        for item, promise in zip(tolerated, kept, strict=True)
        if promise.due < on and not promise.kept
    }


def _when(promise: Content) -> str:
    if promise["verified_on"]:
        return _("checked on %(day)s", day=day(promise["verified_on"]))
    if promise["due"] and promise["first_due"] != promise["due"]:
        return _(
            "promised for %(day)s, first for %(first)s",
            day=day(promise["due"]),
            first=day(promise["first_due"]),
        )
    return _("promised for %(day)s", day=day(promise["due"])) if promise["due"] else ""


def agreements(
    session: Session, release: Release, content: Content, *, actor: Actor, on: date
) -> Iterator[AgreementView]:
    """Yield the agreements that a release rests on, and how a board joins each today."""
    agreed = [item for item in content["measures"] if item["agreement"] is not None]
    open_now: list[OfferView] = []
    if any(item["agreement"].get("record") for item in agreed):
        open_now += offers(session, release.product.vendor_id, actor=actor, on=on)
    for item in agreed:
        yield _agreement(item, open_now=open_now)


def _agreement(item: Content, *, open_now: Sequence[OfferView]) -> AgreementView:
    agreement = item["agreement"]
    record = agreement.get("record")
    offer = next((each for each in open_now if record and record in each.url), None)
    return AgreementView(
        title=agreement["title"],
        facts=tuple(_facts(item, agreement)),
        url=offer.url if offer else None,
        join_url=offer.join_url if offer and not offer.is_joined else None,
        standing=_standing(agreement, offer),
    )


def _facts(item: Content, agreement: Content) -> Iterator[str]:
    yield told(item["title"]).text
    if agreement["clause"]:
        yield _("Clause: %(clause)s", clause=agreement["clause"])
    if agreement["in_force_from"]:
        yield _("In force from %(day)s", day=day(agreement["in_force_from"]))
    if agreement["in_force_until"]:
        yield _("Ends on %(day)s", day=day(agreement["in_force_until"]))


def _standing(agreement: Content, offer: OfferView | None) -> str:
    if offer is not None and offer.is_joined:
        return _("Your board joined this agreement")
    if offer is not None:
        return _("Schools can join. Whoever may sign for the school board signs in and joins; the"
                 " agreement then covers all its schools.")  # fmt: skip
    if agreement["open_to_sector"]:
        return _("Schools can join. Ask the publisher of this verdict how.")
    return _("Schools cannot join.")


def lines(session: Session, release: Release) -> Iterator[ReleaseLine]:
    """Yield all releases of the product, the newest first."""
    for row in releases.listed(session, product_id=release.product_id):
        kinds = {event.kind for event in row.events}
        ended = next((e for e in (Event.WITHDRAWN, Event.SUPERSEDED) if e in kinds), None)
        yield line(row, ended=label(ended) if ended else "", is_shown=row.id == release.id)


def line(row: Release, *, ended: str, is_shown: bool) -> ReleaseLine:
    """Return a release as one of all; `ended` says how it ended, if it did."""
    slug = row.product.slug
    changes = url_for("verdicts.changes", slug=slug, older=row.number - 1, newer=row.number)
    return ReleaseLine(
        number=row.number,
        published=day_of(row.published_at),
        verdict=badge(row.verdict),
        ended=ended,
        url=url_for("verdicts.release", slug=slug, number=row.number),
        changes_url=changes if row.number > 1 else None,
        is_shown=is_shown,
    )
