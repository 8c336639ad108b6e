"""What the data protection officer advises, with everything it is about on one page."""

from uuid import UUID

from flask import flash, render_template
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.adoption import State
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.schemas.decisions import AdviceSchema
from dpia_workbench.usecases import adoption
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.web.adoptions import framing, opening, overviewing, reading, steps
from dpia_workbench.web.adoptions.blueprint import blueprint
from dpia_workbench.web.adoptions.decision_pages import AdvicePage


@blueprint.route("/adoptions/<uuid:adoption_id>/advice", methods=["GET", "POST"])
def advice(adoption_id: UUID) -> ResponseReturnValue:
    """Give or read the advice of the data protection officer."""
    assessed = opening.to_read(adoption_id)
    form = Form(AdviceSchema(), initial={"on": clock.today()})
    if form.submitted:
        on = {"adoption.words-missing": "text", "adoption.day-ahead": "on"}
        with form.refusals(on=on), transaction() as session:
            adoption.advise(
                session, actor=current_actor(), adoption_id=adoption_id, today=clock.today(),
                now=clock.now(), **form.values(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Your advice is recorded. The board reads it before it decides."), "success")
        return framing.onward(adoption_id, Step.ADVICE)
    page = _advice_page(assessed, form=form)
    return render_template("adoptions/advice.html", page=page), form.status


def _advice_page(assessed: LocalAssessment, *, form: Form) -> AdvicePage:
    may = steps.may_advise(db.session(), assessed, actor=current_actor())
    early = assessed.state in (State.STARTED, State.CONTEXT_DONE)
    return AdvicePage(
        frame=framing.frame(assessed, Step.ADVICE),
        form=form if may or form.errors else None,
        statement=reading.advice(assessed.adoption),
        waits=_("The data protection officer has not given advice yet."),
        warning=_("The privacy officer is not done yet, and your advice cannot be changed later.")
        if may and early
        else "",
        changed=reading.changed(db.session(), assessed.adoption),
        overview=overviewing.overview(assessed),
        latest=clock.today(),
    )
