"""All requests to one vendor for the cooperative's people: the timeline, numbers, and a list."""

from collections.abc import Sequence
from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.promise_labels import meaning
from dpia_workbench.pictures.figures import Figure
from dpia_workbench.pictures.timeline import Request, timeline_figure
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.filters import number
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.schemas.base import StrictSchema
from dpia_workbench.store import remediations
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Remediation
from dpia_workbench.usecases import promises, timeline
from dpia_workbench.usecases.standing import standings
from dpia_workbench.web.remediations import reading
from dpia_workbench.web.remediations.blueprint import blueprint
from dpia_workbench.web.remediations.pages import VendorPage


def figure(session: Session, rows: Sequence[Remediation], *, today: date) -> Figure | None:
    """Return the timelines of requests that somebody may see, or None if there are none."""
    found = timeline.lines(session, rows)
    shown = [Request(title=row.title, product=row.product.name, line=found[row.id]) for row in rows]
    return timeline_figure(shown, today=today)


@blueprint.get("/vendors/<string:vendor_slug>")
def vendor(vendor_slug: str) -> ResponseReturnValue:
    """Show all requests to a vendor, which the vendor sees in its own inbox."""
    actor, session = current_actor(), db.session()
    if allows(actor, Permission.REMEDIATION_ANSWER, reading.own(actor)):
        raise NotFound
    found = [
        row
        for row in remediations.find(session, actor=actor)
        if row.vendor.slug == vendor_slug
    ]  # fmt: skip
    if not found:
        raise NotFound
    chosen = request.args.get("product", "")
    shown = [row for row in found if not chosen or row.product.slug == chosen]
    return render_template("remediations/vendor.html", page=_page(found, shown, chosen=chosen))


def _page(found: Sequence[Remediation], shown: Sequence[Remediation], *, chosen: str) -> VendorPage:
    session, today, spoken = db.session(), clock.today(), current_language()
    numbers = promises.counted(shown, on=today)
    products = {row.product.slug: row.product.name.text(spoken) for row in found}
    stands = standings(session, shown, on=today)
    return VendorPage(
        name=found[0].vendor.name,
        url=url_for(".vendor", vendor_slug=found[0].vendor.slug),
        filter=Form(StrictSchema(), initial={"product": chosen}),
        products=tuple(sorted(products.items(), key=lambda pair: pair[1])),
        is_filtered=bool(chosen),
        counts=tuple(
            (label(each), number(count), meaning(each))
            for each, count in numbers.counts.items()
            if count
        ),
        figure=figure(session, shown, today=today),
        rows=reading.rows(shown, stands=stands, actor=current_actor()),
    )
