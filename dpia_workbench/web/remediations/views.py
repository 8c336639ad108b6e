"""Requests to vendors: the inbox or overview, and one request."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import deferred
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.remediation import State
from dpia_workbench.schemas.base import StrictSchema
from dpia_workbench.store import remediations
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Remediation
from dpia_workbench.usecases import remediation
from dpia_workbench.usecases.standing import Standing, standings
from dpia_workbench.web import pieces
from dpia_workbench.web.remediations import (
    about,
    answers,
    calendar,
    colleagues,
    drafting,
    exporting,
    reading,
    talking,
    thread,
    vendors,
)
from dpia_workbench.web.remediations.blueprint import blueprint
from dpia_workbench.web.remediations.pages import IndexPage, Section, ShowPage

# Importing them adds their views to the blueprint.
MODULES = (answers, calendar, colleagues, drafting, exporting, talking, vendors)

__all__ = ["MODULES", "blueprint"]


Stands = Mapping[UUID, Standing]


@blueprint.get("")
def index() -> ResponseReturnValue:
    """Show the vendor's inbox, or all requests that the reader may see."""
    actor = current_actor()
    if not allows(actor, Permission.REMEDIATION_READ, reading.own(actor)):
        raise NotFound
    found = remediations.find(db.session(), actor=actor)
    is_vendor = allows(actor, Permission.REMEDIATION_ANSWER, reading.own(actor))
    stands = standings(db.session(), found, on=clock.today())
    if is_vendor and request.args.get("mine"):
        found = [row for row in found if row.assignee_id == actor.user_id]
    page = _inbox(found, stands) if is_vendor else _overview(found, stands)
    return render_template("remediations/index.html", page=page)


def _inbox(found: Sequence[Remediation], stands: Stands) -> IndexPage:
    mine = [row for row in found if row.state in reading.VENDORS_TURN]
    others = [row for row in found if row.state not in reading.VENDORS_TURN]
    return IndexPage(
        intro=_("Cooperatives of schools and universities ask this of you, so that your"
                " products can be used safely. Nobody but you and they see these requests."),
        sections=(
            _section("open", _("Waiting for you"), rows=mine, stands=stands),
            _section("other", _("Nothing to do now"), rows=others, stands=stands),
        ),
        shows_vendor=False,
        filter=Form(StrictSchema()),
        states=(),
        vendors=(),
        is_filtered=bool(request.args.get("mine")),
        figure=vendors.figure(db.session(), found, today=clock.today()),
        colleagues_url=url_for(".colleagues_of_mine"),
        mine_url=None if request.args.get("mine") else url_for(".index", mine=1),
    )  # fmt: skip


def _section(key: str, title: str, *, rows: Iterable[Remediation], stands: Stands) -> Section:
    shown = reading.rows(rows, stands=stands, actor=current_actor())
    return Section(id=key, title=title, rows=shown)


# What follows of a day and can be looked for, beside the states.
DERIVED = {"overdue": deferred("Overdue"), "unanswered": deferred("Not answered in time")}


def _overview(found: Sequence[Remediation], stands: Stands) -> IndexPage:
    state, vendor = request.args.get("state", ""), request.args.get("vendor", "")
    chosen = [row for row in found if _fits(row, stands[row.id], state=state, vendor=vendor)]
    states = [(name, _(text)) for name, text in DERIVED.items()]
    states += [(s.value, label(s)) for s in State]
    return IndexPage(
        intro=_("What vendors were asked, what they promised, and what a check found."),
        sections=(_section("all", _("Requests"), rows=chosen, stands=stands),),
        shows_vendor=True,
        filter=Form(StrictSchema(), initial={"state": state, "vendor": vendor}),
        states=tuple(states),
        vendors=tuple(sorted({row.vendor.slug: row.vendor.name for row in found}.items())),
        is_filtered=bool(state or vendor),
    )


def _fits(row: Remediation, stands: Standing, *, state: str, vendor: str) -> bool:
    if vendor and row.vendor.slug != vendor:
        return False
    if state in DERIVED:
        return {"overdue": stands.is_overdue, "unanswered": stands.is_unanswered}[state]
    return not state or row.state == state


@blueprint.get("/<uuid:remediation_id>")
def show(remediation_id: UUID) -> ResponseReturnValue:
    """Show a request, its history, and what the reader can do with it."""
    actor, session = current_actor(), db.session()
    row = remediations.get(session, remediation_id, actor=actor)
    may_check = row.id in remediation.checkable(session, actor=actor, rows=[row])
    stands = standings(session, [row], on=clock.today())[row.id]
    page = ShowPage(
        title=pieces.words(row.title),
        about=about.about(session, row, actor=actor),
        facts=tuple(reading.facts(session, row, stands, actor=actor)),
        states=tuple(reading.badges(row, stands, actor=actor)),
        consequence=reading.consequence(row, stands, actor=actor),
        if_late=reading.if_late(row, stands, actor=actor),
        request=row.request,
        next_step=reading.next_step(row, actor=actor, may_check=may_check),
        actions=tuple(reading.actions(row, actor=actor, may_check=may_check)),
        version=row.version,
        days=tuple(reading.days(session, row)),
        readers=thread.readers(row),
        desk=thread.desk_for(row, actor=actor),
        history=thread.entries(session, row, actor=actor),
    )
    return render_template("remediations/show.html", page=page)
