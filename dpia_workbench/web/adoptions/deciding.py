"""What the data protection officer advises and the board decides."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.messages import message
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.adoption import DECIDED, NotReady, SamePersonTwice, State
from dpia_workbench.risk.calendar import add_months
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.scale import Level
from dpia_workbench.schemas.adoptions import ACCEPTANCE, AdviceSchema, decision_schema
from dpia_workbench.store import adoptions, releases
from dpia_workbench.usecases import adoption, frozen, local
from dpia_workbench.usecases.local import LocalAssessment, RiskView
from dpia_workbench.web.adoptions import answers, explaining, reading, steps
from dpia_workbench.web.adoptions.blueprint import blueprint
from dpia_workbench.web.adoptions.pages import DecisionPage, StatementPage

_ON_DECISION = {
    "adoption.outcome-not-allowed": "outcome",
    "release.not-current": "outcome",
    "adoption.condition-missing": "conditions",
    "adoption.review-too-late": "next_review",
    "adoption.words-missing": "reason",
}


def _assessed(adoption_id: UUID) -> LocalAssessment:
    row = adoptions.get(db.session(), adoption_id, actor=current_actor())
    return local.assess(row, on=clock.today())


@blueprint.route("/adoptions/<uuid:adoption_id>/advice", methods=["GET", "POST"])
def advice(adoption_id: UUID) -> ResponseReturnValue:
    """Give or read the advice of the data protection officer."""
    assessed = _assessed(adoption_id)
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
        return redirect(url_for(".show", adoption_id=adoption_id), 303)
    page = _advice_page(assessed, form=form)
    return render_template("adoptions/advice.html", page=page), form.status


def _advice_page(assessed: LocalAssessment, *, form: Form) -> StatementPage:
    may = steps.may_advise(db.session(), assessed, actor=current_actor())
    early = assessed.state in (State.STARTED, State.CONTEXT_DONE)
    return StatementPage(
        place=reading.place(assessed),
        form=form if may or form.errors else None,
        statement=reading.advice(assessed.adoption),
        waits=_("The data protection officer has not given advice yet."),
        warning=_("The privacy officer is not done yet, and your advice cannot be changed later.")
        if may and early
        else "",
        changed=reading.changed(db.session(), assessed.adoption),
        latest=clock.today(),
    )


@blueprint.route("/adoptions/<uuid:adoption_id>/decision", methods=["GET", "POST"])
def decision(adoption_id: UUID) -> ResponseReturnValue:
    """Take or read the decision of the board."""
    assessed = _assessed(adoption_id)
    schema = decision_schema(risk.key for risk in _medium(assessed))
    form = Form(schema, initial=_proposed(assessed))
    if form.submitted:
        with form.refusals(on=_ON_DECISION), transaction() as session:
            values = form.values()
            adoption.decide(
                session, actor=current_actor(), adoption_id=adoption_id,
                outcome=values.pop("outcome"), next_review=values.pop("next_review"),
                acceptances=values.pop(ACCEPTANCE, {}), words=values, today=clock.today(),
                now=clock.now(),
            )  # fmt: skip
    if form.accepted:
        flash(_("The decision is recorded."), "success")
        return redirect(url_for(".show", adoption_id=adoption_id), 303)
    page = _decision_page(assessed, form=form)
    return render_template("adoptions/decision.html", page=page), form.status


def _medium(assessed: LocalAssessment) -> list[RiskView]:
    """Return the risks to accept; where nothing can be approved there is nothing to accept."""
    if Outcome.CONDITIONALLY_APPROVED not in assessed.allowed:
        return []
    return [risk for risk in assessed.risks if risk.local is Level.MEDIUM]


def _proposed(assessed: LocalAssessment) -> dict[str, Any]:
    months = frozen.profile_of(assessed.content).periods.review_months
    return {"next_review": add_months(clock.today(), months=months)}


def _decision_page(assessed: LocalAssessment, *, form: Form) -> DecisionPage:
    row, today = assessed.adoption, clock.today()
    status = releases.status(db.session(), row.basis, on=today)
    may = steps.may_decide(assessed, actor=current_actor())
    return DecisionPage(
        place=reading.place(assessed),
        form=form if may or form.errors else None,
        waits=_waits(assessed),
        statement=reading.decision(row),
        situation=answers.situation(assessed),
        advice=reading.advice(row),
        views=reading.views(row),
        changed=reading.changed(db.session(), row),
        risks=reading.risks(assessed, on=today),
        outcomes=explaining.outcomes(assessed, status=status),
        refused=explaining.refused(assessed, status=status),
        accept=tuple(_acceptances(assessed)),
        earliest=today + timedelta(days=1),
        latest=_proposed(assessed)["next_review"],
    )


def _waits(assessed: LocalAssessment) -> str:
    """Return why the reader sees no form."""
    if assessed.state in DECIDED:
        return ""
    if assessed.state is not State.READY:
        return message(NotReady(state=assessed.state))
    if steps.has_part(assessed.adoption, current_actor()):
        return message(SamePersonTwice())
    return _("Everything is there. It is now up to the board.")


def _acceptances(assessed: LocalAssessment) -> list[tuple[str, str, str]]:
    return [
        (
            f"{ACCEPTANCE}.{risk.key}",
            _("Why does your board accept risk %(key)s?", key=risk.key),
            risk.title.text(current_language()),
        )
        for risk in _medium(assessed)
    ]
