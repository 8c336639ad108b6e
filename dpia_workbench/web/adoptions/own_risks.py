"""The step in which a board judges risks itself: its own, and those nobody gave a level."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.risk.own_risks import require_open_to_judge
from dpia_workbench.risk.scale import Axis
from dpia_workbench.schemas.own_risks import (
    UNKNOWN,
    AnswerSchema,
    ChangedOwnRiskSchema,
    JudgementSchema,
    OwnRiskSchema,
    VersionSchema,
)
from dpia_workbench.store import own_risks
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import OwnRisk
from dpia_workbench.usecases import own_risk
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.web.adoptions import framing, opening, own_risk_reading, reading, steps
from dpia_workbench.web.adoptions.blueprint import blueprint
from dpia_workbench.web.adoptions.own_risk_pages import OwnRiskPage, OwnRisksPage

_RISK = ("title", "description", "likelihood", "severity", "reason", "version")


@blueprint.route(
    "/adoptions/<uuid:adoption_id>/own-risks", methods=["GET", "POST"], endpoint="own_risks"
)
def show_all(adoption_id: UUID) -> ResponseReturnValue:
    """Show the risks that the board judges itself, and finish the step."""
    assessed = opening.to_read(adoption_id)
    row = assessed.adoption
    form = Form(AnswerSchema(), initial={"own_risks": row.own_risks, "version": row.version})
    if form.submitted:
        on = {"adoption.own-risks-unanswered": "own_risks"}
        with form.refusals(on=on), transaction() as session:
            values = form.values()
            own_risk.answer(
                session, actor=current_actor(), adoption_id=adoption_id,
                explanation=values["own_risks"], version=values["version"], today=clock.today(),
                now=clock.now(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Saved: the risks that your board sees itself."), "success")
        return framing.onward(adoption_id, Step.OWN_RISKS)
    page = _list(assessed, form=form)
    return render_template("adoptions/own_risks.html", page=page), form.status


def _list(assessed: LocalAssessment, *, form: Form) -> OwnRisksPage:
    row = assessed.adoption
    fills = steps.may_fill(assessed, actor=current_actor())
    return OwnRisksPage(
        frame=framing.frame(assessed, Step.OWN_RISKS),
        form=form if fills or form.errors else None,
        answer=row.own_risks,
        rows=own_risk_reading.rows(assessed, fills=fills),
        central=own_risk_reading.central(assessed, fills=fills),
        prompts=_prompts(),
        add_url=url_for(".add_own_risk", adoption_id=row.id) if fills else None,
        is_finished=Step.OWN_RISKS in {each.step for each in row.steps},
    )


def _prompts() -> tuple[str, ...]:
    """Return what a board can think of; they are questions, and nothing is answered for it."""
    return (
        _("Do pupils or staff use their own phones, tablets or laptops for this?"),
        _("Did you link this product to another system yourselves, such as a timetable?"),
        _("Are there free text fields in which somebody can write about health, care or home?"),
        _("Do pupils who get extra care or support use it, or is it about them?"),
        _("Can people outside the school see something, such as parents of other pupils?"),
        _("Who leaves or joins during the year: do accounts and rights change along?"),
    )


@blueprint.route("/adoptions/<uuid:adoption_id>/own-risks/new", methods=["GET", "POST"])
def add_own_risk(adoption_id: UUID) -> ResponseReturnValue:
    """Add a risk of the board's own."""
    assessed = opening.to_fill(adoption_id)
    form = Form(OwnRiskSchema())
    if form.submitted:
        with form.refusals(), transaction() as session:
            row = own_risk.add(
                session, actor=current_actor(), adoption_id=adoption_id, values=form.values(),
                today=clock.today(), now=clock.now(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Saved: risk %(key)s. You can add what you do against it.", key=row.key), "success")
        return redirect(url_for(".own_risk", adoption_id=adoption_id, risk_id=row.id), 303)
    page = _page(assessed, form=form, title=_("A risk of your own"))
    return render_template("adoptions/own_risk.html", page=page), form.status


@blueprint.route(
    "/adoptions/<uuid:adoption_id>/own-risks/<uuid:risk_id>",
    methods=["GET", "POST"],
    endpoint="own_risk",
)
def show_one(adoption_id: UUID, risk_id: UUID) -> ResponseReturnValue:
    """Change a risk of the board's own; one of a record is judged on its own page."""
    assessed = opening.to_fill(adoption_id)
    row = own_risks.get(db.session(), risk_id, adoption=assessed.adoption)
    if row.central_key:
        return redirect(url_for(".judge", adoption_id=adoption_id, key=row.central_key), 303)
    form = Form(ChangedOwnRiskSchema(), initial=_stored(row))
    if form.submitted:
        with form.refusals(), transaction() as session:
            values = form.values()
            own_risk.change(
                session, actor=current_actor(), adoption_id=adoption_id, risk_id=risk_id,
                version=values.pop("version"), values=values, today=clock.today(),
                now=clock.now(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Saved: risk %(key)s.", key=row.key), "success")
        return redirect(url_for(".own_risks", adoption_id=adoption_id), 303)
    title = _("Own risk %(key)s: %(title)s", key=row.key, title=row.title)
    page = _page(assessed, form=form, title=title, row=row)
    return render_template("adoptions/own_risk.html", page=page), form.status


def _stored(row: OwnRisk) -> dict[str, Any]:
    found = {name: getattr(row, name) for name in _RISK}
    unknown = {name: UNKNOWN for name in ("likelihood", "severity") if found[name] is None}
    return {**found, **unknown}


@blueprint.route(
    "/adoptions/<uuid:adoption_id>/own-risks/judgement/<string:key>", methods=["GET", "POST"]
)
def judge(adoption_id: UUID, key: str) -> ResponseReturnValue:
    """Judge a risk of a record that nobody gave a level."""
    assessed = opening.to_fill(adoption_id)
    asked = own_risk.unlevelled(assessed.content)
    require_open_to_judge(key, unlevelled=asked)
    row = next((each for each in assessed.adoption.risks if each.central_key == key), None)
    form = Form(JudgementSchema(), initial=_stored(row) if row else {"version": "0"})
    if form.submitted:
        with form.refusals(), transaction() as session:
            values = form.values()
            own_risk.judge(
                session, actor=current_actor(), adoption_id=adoption_id, key=key,
                version=values.pop("version"), values=values, today=clock.today(),
                now=clock.now(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Saved: your judgement of risk %(key)s.", key=key), "success")
        return redirect(_after_judging(adoption_id, is_first=row is None), 303)
    named = Bilingual.of(asked[key]["title"]).text(current_language())
    title = _("Judge risk %(key)s: %(title)s", key=key, title=named)
    page = _page(assessed, form=form, title=title, row=row, item=asked[key])
    return render_template("adoptions/own_risk.html", page=page), form.status


def _after_judging(adoption_id: UUID, *, is_first: bool) -> str:
    """Return the next risk to judge; the list after the last, and after one is changed."""
    waiting = _unjudged(opening.to_read(adoption_id)) if is_first else []
    if waiting:
        return url_for(".judge", adoption_id=adoption_id, key=waiting[0])
    return url_for(".own_risks", adoption_id=adoption_id)


def _unjudged(assessed: LocalAssessment) -> list[str]:
    """Return the keys of the risks of a record that the board has still to judge."""
    judged = {each.central_key for each in assessed.adoption.risks}
    return [key for key in own_risk.unlevelled(assessed.content) if key not in judged]


def _page(
    assessed: LocalAssessment,
    *,
    form: Form,
    title: str,
    row: OwnRisk | None = None,
    item: Mapping[str, Any] | None = None,
) -> OwnRiskPage:
    where: dict[str, Any] = {
        "adoption_id": assessed.adoption.id,
        "risk_id": row.id if row else None,
    }
    is_own = row is not None and not row.central_key
    return OwnRiskPage(
        place=reading.place(assessed),
        list_url=url_for(".own_risks", adoption_id=assessed.adoption.id),
        title=title,
        form=form,
        is_central=item is not None,
        published=own_risk_reading.published(item) if item else (),
        options={axis.value: own_risk_reading.scale(assessed.content, axis) for axis in Axis},
        row=own_risk_reading.row(assessed, row, fills=True) if row else None,
        add_measure_url=url_for(".add_own_measure", **where) if row else None,
        take_out=(url_for(".take_out_own_risk", **where), row.version) if row and is_own else None,
    )


@blueprint.post("/adoptions/<uuid:adoption_id>/own-risks/<uuid:risk_id>/removal")
def take_out_own_risk(adoption_id: UUID, risk_id: UUID) -> ResponseReturnValue:
    """Take out a risk of the board's own."""
    values = Form(VersionSchema()).values()
    with transaction() as session:
        own_risk.take_out(
            session, actor=current_actor(), adoption_id=adoption_id, risk_id=risk_id,
            version=values["version"], today=clock.today(), now=clock.now(),
        )  # fmt: skip
    flash(_("The risk is taken out. What was written stays in the records."), "success")
    return redirect(url_for(".own_risks", adoption_id=adoption_id), 303)
