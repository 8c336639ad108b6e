"""What the privacy officer fills in: situation and views."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.adoption import require_open
from dpia_workbench.schemas.adoptions import SituationSchema, ViewsSchema
from dpia_workbench.store import adoptions
from dpia_workbench.store.models import Adoption
from dpia_workbench.usecases import adoption, local
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.web.adoptions import reading, steps
from dpia_workbench.web.adoptions.blueprint import blueprint
from dpia_workbench.web.adoptions.pages import SituationPage, StatementPage

_SITUATION = ("own_risks",)


def _assessed(adoption_id: UUID) -> LocalAssessment:
    row = adoptions.get(db.session(), adoption_id, actor=current_actor())
    return local.assess(row, on=clock.today())


def _stored(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*names, "version")}


@blueprint.route("/adoptions/<uuid:adoption_id>/situation", methods=["GET", "POST"])
def situation(adoption_id: UUID) -> ResponseReturnValue:
    """Describe the board's own situation."""
    assessed = _assessed(adoption_id)
    require(current_actor(), Permission.ADOPTION_FILL, assessed.adoption)
    require_open(assessed.state)
    form = Form(SituationSchema(), initial=_stored(assessed.adoption, _SITUATION))
    if form.submitted:
        with form.refusals(), transaction() as session:
            values = form.values()
            adoption.describe(
                session, actor=current_actor(), adoption_id=adoption_id,
                version=values.pop("version"), values=values, today=clock.today(),
                now=clock.now(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Your situation is saved."), "success")
        return redirect(url_for(".show", adoption_id=adoption_id), 303)
    page = SituationPage(place=reading.place(assessed), form=form)
    return render_template("adoptions/situation.html", page=page), form.status


@blueprint.route("/adoptions/<uuid:adoption_id>/views", methods=["GET", "POST"])
def views(adoption_id: UUID) -> ResponseReturnValue:
    """Record what parents, pupils and staff think of it, or why they were not asked."""
    assessed = _assessed(adoption_id)
    form = Form(ViewsSchema(), initial=_views(assessed.adoption))
    if form.submitted:
        on = {"adoption.words-missing": "text", "adoption.day-ahead": "on"}
        with form.refusals(on=on), transaction() as session:
            adoption.record_views(
                session, actor=current_actor(), adoption_id=adoption_id, today=clock.today(),
                now=clock.now(), **form.values(),
            )  # fmt: skip
    if form.accepted:
        flash(_("The views are recorded."), "success")
        return redirect(url_for(".show", adoption_id=adoption_id), 303)
    fills = steps.may_fill(assessed, actor=current_actor())
    page = StatementPage(
        place=reading.place(assessed),
        form=form if fills else None,
        statement=reading.views(assessed.adoption),
        waits=_("The privacy officer has not recorded the views yet."),
        warning="",
        changed=(),
        latest=clock.today(),
        options=(
            ("true", _("We asked them, and this is what they think")),
            ("false", _("We did not ask them, for this reason")),
        ),
    )
    return render_template("adoptions/views.html", page=page), form.status


def _views(row: Adoption) -> dict[str, Any]:
    if row.views is None:
        return {"on": clock.today()}
    asked = "true" if row.views.asked else "false"
    return {"asked": asked, "text": row.views.text, "on": row.views.on}
