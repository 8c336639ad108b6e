"""Incidents: the list, one of them as each side reads it, and what a board does with it."""

from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.actor import SCHOOL_ROLES, STAFF, Actor, Role
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.filters import moment
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.incident import State
from dpia_workbench.schemas.incidents import DeedSchema, ReceiptSchema
from dpia_workbench.store import incidents
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Incident, User
from dpia_workbench.usecases import incident_response
from dpia_workbench.usecases.incident_marks import title_of, to_do_of
from dpia_workbench.web import pieces
from dpia_workbench.web.incidents import reading, reporting
from dpia_workbench.web.incidents.blueprint import blueprint
from dpia_workbench.web.incidents.pages import DeedView, IncidentPage, IndexPage, OursView, Section

MODULES = (reporting,)  # importing it adds its views to the blueprint

__all__ = ["MODULES", "blueprint"]

READERS = (*STAFF, *SCHOOL_ROLES, Role.VENDOR_CONTACT)
_ON_DEED = {"incident.deed-ahead": "on", "incident.words-missing": "text"}


@blueprint.get("")
def index() -> ResponseReturnValue:
    """Show the incidents that the reader may see."""
    actor = current_actor()
    if not actor.has_any(READERS):
        raise NotFound
    rows = incidents.find(db.session(), actor=actor)
    titles = {
        "drafts": (_("Not sent yet"), (State.DRAFT,)),
        "open": (_("Open"), (State.OPEN,)),
        "over": (_("Over"), (State.CLOSED, State.WITHDRAWN)),
    }
    page = IndexPage(
        intro=_intro(actor),
        sections=tuple(
            Section(
                id=name,
                title=title,
                rows=tuple(reading.row_of(row) for row in rows if row.state in states),
            )
            for name, (title, states) in titles.items()
        ),
        report_url=None if actor.has_any(SCHOOL_ROLES) else url_for(".choose"),
        nothing=_("There is no incident with a product that concerns you."),
    )
    return render_template("incidents/index.html", page=page)


def _intro(actor: Actor) -> str:
    if actor.has_any(SCHOOL_ROLES):
        return _("Something went wrong with a product that your board uses or looks at: a data"
                 " breach, an open setting, a failure. Read what you must do, and record what you"
                 " did.")  # fmt: skip
    if actor.has(Role.VENDOR_CONTACT):
        return _("Report here when something went wrong with your product. Schools that use it"
                 " hear it at once. You do not see which schools those are.")  # fmt: skip
    return _("What went wrong with products: reports of cooperatives and of vendors, and what"
             " schools were told.")  # fmt: skip


@blueprint.get("/<uuid:incident_id>")
def show(incident_id: UUID) -> ResponseReturnValue:
    """Show an incident: what to do now, what happened, what was told since."""
    return _shown(incident_id, form=None)


def _shown(incident_id: UUID, *, form: Form | None) -> tuple[str, int]:
    actor, session = current_actor(), db.session()
    row = incidents.get(session, incident_id, actor=actor)
    is_staff = actor.has_any(STAFF)
    may_send = row.state is State.DRAFT and allows(actor, Permission.INCIDENT_SEND, row)
    page = IncidentPage(
        title=pieces.words(title_of(row)),
        product=pieces.words(row.product.name),
        product_url=reading.product_url(session, row),
        states=tuple(reading.badges(row)),
        warning=_warning(row),
        ending=reading.ending(row),
        to_do=pieces.words(to_do_of(row)),
        to_do_label=_("What you must do now") if actor.has_any(SCHOOL_ROLES)
        else _("What schools must do now"),
        happened=pieces.words(row.happened),
        notes=reading.notes(row),
        facts=tuple(reading.facts(row)),
        next_step=reading.next_step(row, actor=actor),
        actions=tuple(reading.actions(row, actor=actor)),
        send_url=url_for(".send", incident_id=row.id) if may_send else None,
        version=row.version,
        ours=_ours(session, row, actor=actor, form=form) if actor.has_any(SCHOOL_ROLES) else None,
        reach=tuple(reading.reach(session, row)) if is_staff and row.is_sent else (),
        confidential=row.confidential if is_staff or row.reporter_id == actor.organisation_id
        else "",
    )  # fmt: skip
    return render_template("incidents/show.html", page=page), form.status if form else 200


def _warning(row: Incident) -> str:
    if row.state is not State.OPEN or not reading.is_unchecked(row):
        return ""
    return _("These are the words of the vendor. A cooperative has not checked them yet. Schools"
             " hear it now, because waiting could do harm.")  # fmt: skip


def _ours(session: Session, row: Incident, *, actor: Actor, form: Form | None) -> OursView:
    """Return what the reader's board read and did; of no other board (invariant 16)."""
    mine = actor.organisation_id
    read = incidents.receipts(session, row, board_id=mine)
    newest, responds = len(row.notes), allows(actor, Permission.INCIDENT_RESPOND, row)
    is_read = bool(read) and read[-1].number >= newest
    if form is None and responds:
        form = Form(DeedSchema(), initial={"on": clock.today()})
    return OursView(
        sentence=_read_by(session, read[-1].by_id, read[-1].at) if is_read else _("Your board did"
        " not confirm yet that it read this."),
        number=newest,
        confirm_url=url_for(".confirm", incident_id=row.id) if responds and not is_read else None,
        deeds=tuple(
            DeedView(on=each.on, text=each.text, who=_name(session, each.by_id))
            for each in incidents.deeds(session, row, board_id=mine)
        ),
        form=form,
        deed_url=url_for(".record_deed", incident_id=row.id),
        latest=clock.today(),
    )  # fmt: skip


def _read_by(session: Session, user_id: UUID, at: datetime) -> str:
    return _("%(who)s confirmed on %(when)s that your board read this.",
             who=_name(session, user_id), when=moment(at))  # fmt: skip


def _name(session: Session, user_id: UUID) -> str:
    return session.get_one(User, user_id).name


@blueprint.post("/<uuid:incident_id>/receipt")
def confirm(incident_id: UUID) -> ResponseReturnValue:
    """Confirm that the board read what was told."""
    number = Form(ReceiptSchema()).values()["number"]
    with transaction() as session:
        incident_response.confirm(
            session, actor=current_actor(), incident_id=incident_id, number=number,
            now=clock.now(),
        )  # fmt: skip
    flash(_("Recorded that your board read this."), "success")
    return redirect(url_for(".show", incident_id=incident_id), 303)


@blueprint.route("/<uuid:incident_id>/deeds", methods=["GET", "POST"])
def record_deed(incident_id: UUID) -> ResponseReturnValue:
    """Record what the board did."""
    form = Form(DeedSchema(), initial={"on": clock.today()})
    if form.submitted:
        with form.refusals(on=_ON_DEED), transaction() as session:
            incident_response.record_deed(
                session, actor=current_actor(), incident_id=incident_id, today=clock.today(),
                now=clock.now(), **form.values(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Recorded what your board did."), "success")
        return redirect(url_for(".show", incident_id=incident_id), 303)
    return _shown(incident_id, form=form if form.submitted else None)
