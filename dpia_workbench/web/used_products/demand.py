"""What boards ask a joint DPIA of, for cooperatives that plan."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.aggregate import ranged
from dpia_workbench.risk.demand import Quarter
from dpia_workbench.schemas.base import clean
from dpia_workbench.schemas.used_products import PlanSchema
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import AssessmentPlan
from dpia_workbench.usecases import demand
from dpia_workbench.usecases.demand import Asked
from dpia_workbench.web import pieces
from dpia_workbench.web.used_products import reading
from dpia_workbench.web.used_products.pages import DemandPage, DemandRow, PlanPage, PlanRow

blueprint = Blueprint("demand", __name__, url_prefix="/demand")

_ON_FIELDS = {
    "demand.name-missing": "name",
    "demand.already-planned": "name",
    "demand.quarter-passed": "quarter",
}


@blueprint.get("")
def index() -> ResponseReturnValue:
    """Show what boards ask, most of them first."""
    actor = current_actor()
    if not allows(actor, Permission.DEMAND_READ):
        raise NotFound
    rows = tuple(_row(each) for each in demand.asked(db.session(), actor=actor))
    page = DemandPage(rows=rows, may_plan=allows(actor, Permission.DEMAND_PLAN))
    return render_template("used_products/demand.html", page=page)


def _row(asked: Asked) -> DemandRow:
    waiting = ranged(asked.demand.boards)
    mine = current_actor().organisation_id
    may_plan = allows(current_actor(), Permission.DEMAND_PLAN)
    is_planned = any(plan.owner_id == mine for plan in asked.plans)
    return DemandRow(
        name=asked.demand.name,
        boards=pieces.in_range(waiting) if waiting else _few(asked.demand.boards),
        pupils=asked.demand.pupils if asked.demand.is_told else None,
        takers=asked.takers,
        plans=tuple(_plan(plan) for plan in asked.plans),
        plan_url=url_for(".plan", name=asked.demand.name) if may_plan and not is_planned else None,
    )


def _few(count: int) -> str:
    return _("fewer than five") if count else _("none")


def _plan(plan: AssessmentPlan) -> PlanRow:
    actor = current_actor()
    mine = plan.owner_id == actor.organisation_id and allows(actor, Permission.DEMAND_PLAN)
    end_url = url_for(".drop_plan", plan_id=plan.id) if mine else None
    return PlanRow(text=reading.plan_text(plan), end_url=end_url)


@blueprint.route("/plan", methods=["GET", "POST"])
def plan() -> ResponseReturnValue:
    """Plan a DPIA on a product."""
    actor, today = current_actor(), clock.today()
    if not allows(actor, Permission.DEMAND_PLAN):
        raise NotFound
    now = demand.quarter_of(today)
    name = clean(request.args.get("name", ""))
    form = Form(PlanSchema(), initial={"name": name, "year": now.year, "quarter": now.number})
    if form.submitted:
        with form.refusals(on=_ON_FIELDS), transaction() as session:
            values = form.values()
            quarter = Quarter(values["year"], values["quarter"])
            demand.plan(
                session, actor=actor, name=values["name"], quarter=quarter, today=today,
                now=clock.now(),
            )  # fmt: skip
    if form.accepted:
        flash(_("The plan is there. Schools with this product on their list read it."), "success")
        return redirect(url_for(".index"), 303)
    page = PlanPage(form=form, back=url_for(".index"))
    return render_template("used_products/plan.html", page=page), form.status


@blueprint.post("/plans/<uuid:plan_id>/end")
def drop_plan(plan_id: UUID) -> ResponseReturnValue:
    """Take a plan back."""
    with transaction() as session:
        demand.drop_plan(session, actor=current_actor(), plan_id=plan_id, now=clock.now())
    flash(_("The plan was taken back."), "success")
    return redirect(url_for(".index"), 303)
