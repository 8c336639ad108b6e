"""What the board decides, on one page, and the conditions that it set."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows, require
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import options
from dpia_workbench.i18n.messages import message
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.filters import day
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.adoption import DECIDED, NotReady, SamePersonTwice, State
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.risk.board_decision import AdviceStance
from dpia_workbench.risk.calendar import add_months
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.scale import Level
from dpia_workbench.schemas.decisions import (
    ACCEPTANCE,
    CONDITION,
    MOST_CONDITIONS,
    ConditionMarkSchema,
    conditions,
    decision_schema,
)
from dpia_workbench.store import board_decisions, releases
from dpia_workbench.usecases import adoption, condition, frozen
from dpia_workbench.usecases import deciding as deciding_rules
from dpia_workbench.usecases.local import LocalAssessment, RiskView
from dpia_workbench.web.adoptions import (
    answers,
    condition_reading,
    explaining,
    framing,
    opening,
    overviewing,
    reading,
    remaining,
    steps,
)
from dpia_workbench.web.adoptions.blueprint import blueprint
from dpia_workbench.web.adoptions.decision_pages import ConditionPage, DecisionPage

_ON_DECISION = {
    "adoption.outcome-not-allowed": "outcome",
    "release.not-current": "outcome",
    "adoption.condition-missing": f"{CONDITION}.1.text",
    "adoption.review-too-late": "next_review",
    "adoption.words-missing": "reason",
}


@blueprint.route("/adoptions/<uuid:adoption_id>/decision", methods=["GET", "POST"])
def decision(adoption_id: UUID) -> ResponseReturnValue:
    """Take or read the decision of the board."""
    assessed = opening.to_read(adoption_id)
    schema = decision_schema((risk.key for risk in _medium(assessed)), today=clock.today())
    form = Form(schema, initial=_proposed(assessed))
    if form.submitted:
        with form.refusals(on=_ON_DECISION), transaction() as session:
            values = form.values()
            del values["confirmed"]
            adoption.decide(
                session, actor=current_actor(), adoption_id=adoption_id,
                outcome=values.pop("outcome"), stance=values.pop("stance"),
                next_review=values.pop("next_review"),
                conditions=conditions(values.pop(CONDITION, {})),
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


def _latest(assessed: LocalAssessment) -> Any:
    months = frozen.profile_of(assessed.content).periods.review_months
    return add_months(clock.today(), months=months)


def _proposed(assessed: LocalAssessment) -> dict[str, Any]:
    """Return the last day for the next look, and the words that were prepared for the board."""
    return {"next_review": _latest(assessed), ACCEPTANCE: remaining.prepared(assessed.adoption)}


def _decision_page(assessed: LocalAssessment, *, form: Form) -> DecisionPage:
    row, today = assessed.adoption, clock.today()
    status = releases.status(db.session(), row.basis, on=today)
    may = steps.may_decide(assessed, actor=current_actor())
    taken = row.decision
    consults = taken is not None and taken.outcome is Outcome.CONSULTATION
    return DecisionPage(
        frame=framing.frame(assessed, Step.DECISION),
        form=form if may or form.errors else None,
        waits=_waits(assessed),
        statement=reading.decision(row),
        situation=answers.situation(assessed),
        conditions=condition_reading.rows(
            assessed, fills=allows(current_actor(), Permission.ADOPTION_FILL, row), today=today
        ),
        consultation_url=url_for(".consultation", adoption_id=row.id) if consults else None,
        overview=overviewing.overview(assessed),
        advice=reading.advice(row),
        views=reading.views(row),
        changed=reading.changed(db.session(), row),
        outcomes=explaining.outcomes(assessed, status=status),
        refused=explaining.refused(assessed, status=status),
        stances=tuple(options(AdviceStance)),
        accept=tuple(_acceptances(assessed)),
        planned=tuple(_planned(assessed)),
        slots=tuple(range(1, MOST_CONDITIONS + 1)),
        earliest=today + timedelta(days=1),
        latest=_latest(assessed),
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


def _acceptances(assessed: LocalAssessment) -> Iterator[tuple[str, str, str]]:
    there = {each.risk: each for each in assessed.adoption.prepared if each.text}
    for risk in _medium(assessed):
        hint = _("%(title)s. Needed if the board approves.",
                 title=risk.title.text(current_language()))  # fmt: skip
        if risk.key in there:
            hint = f"{hint} {remaining.told_by(there[risk.key])} " + _(
                "Change it as you like: it becomes your board's own once you decide."
            )
        text = _("Why does your board accept risk %(key)s?", key=risk.key)
        yield f"{ACCEPTANCE}.{risk.key}", text, hint


def _planned(assessed: LocalAssessment) -> Iterator[str]:
    for view in deciding_rules.planned(assessed):
        title = view.title.text(current_language())
        yield _("%(key)s “%(title)s”, before %(day)s", key=view.key, title=title,
                day=day(view.due) if view.due else "")  # fmt: skip


@blueprint.route(
    "/adoptions/<uuid:adoption_id>/conditions/<uuid:condition_id>",
    methods=["GET", "POST"],
    endpoint="condition",
)
def show_condition(adoption_id: UUID, condition_id: UUID) -> ResponseReturnValue:
    """Mark a condition of the decision as met, or as not met after all."""
    assessed = opening.to_read(adoption_id)
    require(current_actor(), Permission.ADOPTION_FILL, assessed.adoption)
    row = board_decisions.condition(db.session(), condition_id, adoption=assessed.adoption)
    stored = {"on": clock.today(), "version": len(row.marks)}
    form = Form(ConditionMarkSchema(), initial=stored)
    if form.submitted:
        on = {"adoption.words-missing": "note", "adoption.day-ahead": "on"}
        with form.refusals(on=on), transaction() as session:
            condition.mark(
                session, actor=current_actor(), adoption_id=adoption_id,
                condition_id=condition_id, today=clock.today(), now=clock.now(), **form.values(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Saved: condition %(number)s.", number=row.number), "success")
        return redirect(url_for(".decision", adoption_id=adoption_id), 303)
    page = ConditionPage(
        place=reading.place(assessed),
        decision_url=url_for(".decision", adoption_id=adoption_id),
        condition=condition_reading.row(assessed, row, url=None, today=clock.today()),
        form=form,
        options=(("true", _("It is met")), ("false", _("It is not met, or no longer"))),
        version=len(row.marks),
        latest=clock.today(),
    )
    return render_template("adoptions/condition.html", page=page), form.status
