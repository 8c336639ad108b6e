"""What parents, pupils and staff think of it, or why they were not asked."""

from typing import Any
from uuid import UUID

from flask import flash, render_template
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import options
from dpia_workbench.plumbing.database import transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.risk.board_decision import Hearing
from dpia_workbench.schemas.decisions import ViewsSchema
from dpia_workbench.store.models import Adoption
from dpia_workbench.usecases import adoption
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.web.adoptions import framing, opening, reading, steps
from dpia_workbench.web.adoptions.blueprint import blueprint
from dpia_workbench.web.adoptions.decision_pages import StatementPage


@blueprint.route("/adoptions/<uuid:adoption_id>/views", methods=["GET", "POST"])
def views(adoption_id: UUID) -> ResponseReturnValue:
    """Record what parents, pupils and staff think of it, or why they were not asked."""
    assessed = opening.to_read(adoption_id)
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
        return framing.onward(adoption_id, Step.VIEWS)
    return render_template("adoptions/views.html", page=_page(assessed, form=form)), form.status


def _page(assessed: LocalAssessment, *, form: Form) -> StatementPage:
    fills = steps.may_fill(assessed, actor=current_actor())
    return StatementPage(
        frame=framing.frame(assessed, Step.VIEWS),
        form=form if fills or form.errors else None,
        statement=reading.views(assessed.adoption),
        waits=_("The privacy officer has not recorded the views yet."),
        latest=clock.today(),
        options=(
            ("true", _("We asked them, and this is what they think")),
            ("false", _("We did not ask them, for this reason")),
        ),
        heard=tuple(options(Hearing)),
    )


def _views(row: Adoption) -> dict[str, Any]:
    if row.views is None:
        return {"on": clock.today(), "version": 0}
    asked = "true" if row.views.asked else "false"
    found = row.views
    return {
        "asked": asked, "heard": found.heard, "text": found.text, "on": found.on,
        "version": found.version,
    }  # fmt: skip
