"""What cooperatives and vendors do with incidents: report, send, check, tell, close."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.actor import STAFF, Actor, Role
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label, options
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.demand import key_of
from dpia_workbench.risk.incident import Gravity, Note, State, require_state
from dpia_workbench.risk.statements import DataCategory
from dpia_workbench.schemas.incidents import (
    CheckSchema,
    EndSchema,
    IncidentDraftSchema,
    IncidentSchema,
    NewsSchema,
    SendingSchema,
)
from dpia_workbench.store import incidents, products
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Incident, Product
from dpia_workbench.usecases import incident
from dpia_workbench.usecases.incident_marks import title_of, to_do_of
from dpia_workbench.web import pieces
from dpia_workbench.web.incidents.blueprint import blueprint
from dpia_workbench.web.incidents.pages import ChoicePage, ReportPage, WordsPage
from dpia_workbench.web.pieces import Words

MOST_CHOICES = 30
_ON_REPORT = {"incident.since-ahead": "since", "incident.already-reported": "title.nl"}
_COLUMNS = (
    "title", "gravity", "since", "happened", "to_do", "touched", "categories", "contact",
    "confidential", "version",
)  # fmt: skip


def _known(actor: Actor) -> list[Product]:
    """Return the products with which somebody can report an incident. Raises NotFound."""
    if actor.has_any(STAFF):
        return list(products.find(db.session()))
    if actor.has(Role.VENDOR_CONTACT) and actor.organisation_id is not None:
        return list(products.known_to_vendor(db.session(), actor.organisation_id))
    raise NotFound


@blueprint.get("/new")
def choose() -> ResponseReturnValue:
    """Choose the product with which something went wrong."""
    actor, query = current_actor(), request.args.get("q", "").strip()
    found = [row for row in _known(actor) if _fits(row, query)]
    is_searched = actor.has_any(STAFF)
    shown = found[:MOST_CHOICES] if query or not is_searched else []
    page = ChoicePage(
        query=query,
        is_searched=is_searched,
        choices=tuple((pieces.words(row.name), url_for(".report", slug=row.slug)) for row in shown),
        has_more=len(found) > len(shown) > 0,
    )
    return render_template("incidents/choose.html", page=page)


def _fits(row: Product, query: str) -> bool:
    names = (row.name.nl, row.name.en, *row.former_names)
    return any(key_of(query) in key_of(name) for name in names)


@blueprint.route("/new/<slug>", methods=["GET", "POST"])
def report(slug: str) -> ResponseReturnValue:
    """Report an incident with a product."""
    actor = current_actor()
    product = next((row for row in _known(actor) if row.slug == slug), None)
    if product is None:
        raise NotFound
    is_vendors = not actor.has_any(STAFF)
    form = Form(IncidentSchema())
    if form.submitted:
        with form.refusals(on=_ON_REPORT), transaction() as session:
            made = incident.report(
                session, actor=actor, product_id=product.id, values=_values(form),
                today=clock.today(), now=clock.now(),
            ).id  # fmt: skip
    if form.accepted:
        flash(_reported(is_vendors=is_vendors), "success")
        return redirect(url_for(".show", incident_id=made), 303)
    page = _report_page(
        form, product=product, is_vendors=is_vendors, title=_("Report an incident"),
        submit=_("Report it and tell schools now") if is_vendors else _("Save this report"),
        back_url=url_for(".choose"), known=incidents.find(db.session(), actor=actor),
    )  # fmt: skip
    return render_template("incidents/report.html", page=page), form.status


def _reported(*, is_vendors: bool) -> str:
    if is_vendors:
        return _("Reported. Schools that use the product get a message now, and so do"
                 " cooperatives.")  # fmt: skip
    return _("Saved. Schools do not know of it until a reviewer or publisher sends it.")


def _values(form: Form) -> dict[str, Any]:
    values = form.values()
    values.pop("version", None)
    return {**values, "categories": [str(each) for each in values["categories"]]}


def _report_page(
    form: Form,
    *,
    product: Product,
    is_vendors: bool,
    title: str,
    submit: str,
    back_url: str,
    known: Iterable[Incident] = (),
    has_version: bool = False,
) -> ReportPage:
    vendors = _("Schools that use this product read your words at once, marked as not checked yet."
                " A cooperative checks them. You do not see which schools they are.")  # fmt: skip
    own = _("First this is a draft. A reviewer or publisher of your cooperative sends it to the"
            " schools that use the product.")  # fmt: skip
    return ReportPage(
        form=form,
        title=title,
        intro=vendors if is_vendors else own,
        product=pieces.words(product.name),
        submit=submit,
        back_url=back_url,
        is_vendors=is_vendors,
        has_version=has_version,
        latest=clock.today(),
        gravities=options(Gravity),
        categories=options(DataCategory),
        known=tuple(_known_already(known, product=product)),
    )


def _known_already(rows: Iterable[Incident], *, product: Product) -> Iterable[tuple[Words, str]]:
    for row in rows:
        if row.product_id == product.id and row.state in (State.DRAFT, State.OPEN):
            yield pieces.words(title_of(row)), url_for(".show", incident_id=row.id)


def _held(incident_id: UUID, permission: Permission, *, state: State) -> Incident:
    """Return an incident with which the reader may do this now.

    Raises NotFound, Forbidden or IncidentOver.
    """
    row = incidents.get(db.session(), incident_id, actor=current_actor())
    require(current_actor(), permission, row)
    require_state(row.state, wanted=state)
    return row


@blueprint.route("/<uuid:incident_id>/report", methods=["GET", "POST"])
def edit(incident_id: UUID) -> ResponseReturnValue:
    """Change a report that was not sent yet."""
    row = _held(incident_id, Permission.INCIDENT_EDIT, state=State.DRAFT)
    form = Form(IncidentDraftSchema(), initial={name: getattr(row, name) for name in _COLUMNS})
    if form.submitted:
        with form.refusals(on=_ON_REPORT), transaction() as session:
            version = form.values()["version"]
            incident.edit(
                session, actor=current_actor(), incident_id=incident_id, values=_values(form),
                version=version, today=clock.today(), now=clock.now(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Saved. Schools do not know of it until a reviewer or publisher sends it."),
              "success")  # fmt: skip
        return redirect(url_for(".show", incident_id=incident_id), 303)
    page = _report_page(
        form, product=row.product, is_vendors=False, title=_("Change this report"),
        submit=_("Save this report"), back_url=url_for(".show", incident_id=incident_id),
        has_version=True,
    )  # fmt: skip
    return render_template("incidents/report.html", page=page), form.status


@blueprint.post("/<uuid:incident_id>/sending")
def send(incident_id: UUID) -> ResponseReturnValue:
    """Send a report to schools."""
    form = Form(SendingSchema())
    with transaction() as session:
        incident.send(
            session, actor=current_actor(), incident_id=incident_id, today=clock.today(),
            now=clock.now(), **form.values(),
        )  # fmt: skip
    flash(_("Sent. The schools that use this product get a message now."), "success")
    return redirect(url_for(".show", incident_id=incident_id), 303)


@blueprint.route("/<uuid:incident_id>/check", methods=["GET", "POST"])
def check(incident_id: UUID) -> ResponseReturnValue:
    """Say what a cooperative found of a vendor's report."""
    row = _held(incident_id, Permission.INCIDENT_CHECK, state=State.OPEN)
    form = Form(
        CheckSchema(), initial={"title": row.title, "to_do": to_do_of(row), "version": row.version}
    )
    if form.submitted:
        with form.refusals(), transaction() as session:
            incident.check(
                session, actor=current_actor(), incident_id=incident_id, today=clock.today(),
                now=clock.now(), **form.values(),
            )  # fmt: skip
    return _answered(
        row, form, title=_("Tell schools what you found"), submit=_("Tell schools"), has_title=True,
        intro=_("Everybody can read the title and what schools must do from now on. What the vendor"
                " wrote stays between schools, the vendor and cooperatives."),
        words_label=_("What did you find?"), to_do_label=_("What must schools do now?"),
    )  # fmt: skip


@blueprint.route("/<uuid:incident_id>/news", methods=["GET", "POST"])
def tell(incident_id: UUID) -> ResponseReturnValue:
    """Tell what is new."""
    row = _held(incident_id, Permission.INCIDENT_TELL, state=State.OPEN)
    form = Form(NewsSchema(), initial={"version": row.version})
    if form.submitted:
        with form.refusals(), transaction() as session:
            incident.tell(
                session, actor=current_actor(), incident_id=incident_id, today=clock.today(),
                now=clock.now(), **form.values(),
            )  # fmt: skip
    return _answered(
        row, form, title=_("Tell what is new"), submit=_("Tell schools"), is_to_do_optional=True,
        intro=_("All schools that use the product get a message, and confirm again that they read"
                " it."),
        words_label=_("What is new?"), to_do_label=_("What must schools do now?"),
        to_do_hint=_("Leave this empty if it stays as it was: %(to_do)s",
                     to_do=pieces.words(to_do_of(row)).text),
    )  # fmt: skip


@blueprint.route("/<uuid:incident_id>/end", methods=["GET", "POST"])
def end(incident_id: UUID) -> ResponseReturnValue:
    """Close an incident that is over, or withdraw one that was none."""
    row = _held(incident_id, Permission.INCIDENT_END, state=State.OPEN)
    form = Form(EndSchema(), initial={"version": row.version})
    if form.submitted:
        with form.refusals(), transaction() as session:
            incident.end(
                session, actor=current_actor(), incident_id=incident_id, today=clock.today(),
                now=clock.now(), **form.values(),
            )  # fmt: skip
    return _answered(
        row, form, title=_("Close this incident"), submit=_("Close it and tell schools"),
        intro=_("It stays here as a record. All schools get a message. The releases of the product"
                " no longer ask for attention, unless something else is open."),
        words_label=_("How did it end?"),
        notes=tuple((note.value, label(note)) for note in (Note.CLOSED, Note.WITHDRAWN)),
    )  # fmt: skip


def _answered(row: Incident, form: Form, **words: Any) -> ResponseReturnValue:
    """Return to the incident once something was told, or show the form with what is wrong."""
    back_url = url_for(".show", incident_id=row.id)
    if form.accepted:
        flash(_("Schools that use this product get a message now."), "success")
        return redirect(back_url, 303)
    page = WordsPage(form=form, incident=pieces.words(title_of(row)), back_url=back_url, **words)
    return render_template("incidents/words.html", page=page), form.status
