"""Measures of a board against the risks that it judged itself."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.scale import Axis
from dpia_workbench.schemas.own_risks import (
    ChangedOwnMeasureSchema,
    OwnMeasureSchema,
    VersionSchema,
)
from dpia_workbench.store import own_risks
from dpia_workbench.store.models import OwnMeasure, OwnRisk
from dpia_workbench.usecases import own_risk
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.web.adoptions import opening, own_risk_reading, reading
from dpia_workbench.web.adoptions.blueprint import blueprint
from dpia_workbench.web.adoptions.own_risk_pages import OwnMeasurePage

_MEASURE = (
    "title", "axis", "cap", "rationale", "state", "evidence", "due", "reason", "version"
)  # fmt: skip
_ON = {"adoption.planned-day-passed": "due"}
_BASE = "/adoptions/<uuid:adoption_id>/own-risks/<uuid:risk_id>/measures"


@blueprint.route(f"{_BASE}/new", methods=["GET", "POST"])
def add_own_measure(adoption_id: UUID, risk_id: UUID) -> ResponseReturnValue:
    """Add a measure against a risk that the board judged."""
    assessed = opening.to_fill(adoption_id)
    risk = own_risks.get(db.session(), risk_id, adoption=assessed.adoption)
    form = Form(OwnMeasureSchema())
    if form.submitted:
        _save(form, adoption_id=adoption_id, risk_id=risk_id, measure_id=None)
    if form.accepted:
        return _saved(adoption_id, risk_id)
    page = _page(assessed, risk, form=form, title=_("What does your board do against this risk?"))
    return render_template("adoptions/own_measure.html", page=page), form.status


@blueprint.route(f"{_BASE}/<uuid:measure_id>", methods=["GET", "POST"])
def own_measure(adoption_id: UUID, risk_id: UUID, measure_id: UUID) -> ResponseReturnValue:
    """Change a measure against a risk that the board judged."""
    assessed = opening.to_fill(adoption_id)
    risk = own_risks.get(db.session(), risk_id, adoption=assessed.adoption)
    row = own_risks.measure(db.session(), measure_id, risk=risk)
    form = Form(ChangedOwnMeasureSchema(), initial={name: getattr(row, name) for name in _MEASURE})
    if form.submitted:
        _save(form, adoption_id=adoption_id, risk_id=risk_id, measure_id=measure_id)
    if form.accepted:
        return _saved(adoption_id, risk_id)
    title = _("Measure %(key)s: %(title)s", key=row.key, title=row.title)
    page = _page(assessed, risk, form=form, title=title, row=row)
    return render_template("adoptions/own_measure.html", page=page), form.status


def _save(form: Form, *, adoption_id: UUID, risk_id: UUID, measure_id: UUID | None) -> None:
    with form.refusals(on=_ON), transaction() as session:
        values: dict[str, Any] = form.values()
        own_risk.save_measure(
            session, actor=current_actor(), adoption_id=adoption_id, risk_id=risk_id,
            measure_id=measure_id, version=values.pop("version", None), values=values,
            today=clock.today(), now=clock.now(),
        )  # fmt: skip


def _saved(adoption_id: UUID, risk_id: UUID) -> ResponseReturnValue:
    flash(_("The measure is saved."), "success")
    return redirect(url_for(".own_risk", adoption_id=adoption_id, risk_id=risk_id), 303)


def _page(
    assessed: LocalAssessment,
    risk: OwnRisk,
    *,
    form: Form,
    title: str,
    row: OwnMeasure | None = None,
) -> OwnMeasurePage:
    where: dict[str, Any] = {"adoption_id": assessed.adoption.id, "risk_id": risk.id}
    removal = url_for(".take_out_own_measure", measure_id=row.id, **where) if row else ""
    return OwnMeasurePage(
        place=reading.place(assessed),
        risk_url=url_for(".own_risk", **where),
        risk=_("Risk %(key)s: %(title)s", key=risk.key, title=risk.title),
        title=title,
        form=form,
        axes=(
            (Axis.LIKELIHOOD.value, label(Axis.LIKELIHOOD), _("It happens less easily.")),
            (Axis.SEVERITY.value, label(Axis.SEVERITY), _("If it happens, it does less harm.")),
        ),
        caps=own_risk_reading.caps(assessed.content),
        states=(
            (LocalState.IMPLEMENTED.value, label(LocalState.IMPLEMENTED),
             _("We did this. It counts from today.")),
            (LocalState.PLANNED.value, label(LocalState.PLANNED),
             _("We do this later. It does not count until then.")),
        ),
        earliest=clock.today(),
        take_out=(removal, row.version) if row else None,
    )  # fmt: skip


@blueprint.post(f"{_BASE}/<uuid:measure_id>/removal")
def take_out_own_measure(adoption_id: UUID, risk_id: UUID, measure_id: UUID) -> ResponseReturnValue:
    """Take out a measure of the board's own."""
    values = Form(VersionSchema()).values()
    with transaction() as session:
        own_risk.take_out_measure(
            session, actor=current_actor(), adoption_id=adoption_id, risk_id=risk_id,
            measure_id=measure_id, version=values["version"], today=clock.today(),
            now=clock.now(),
        )  # fmt: skip
    flash(_("The measure is taken out. What was written stays in the records."), "success")
    return redirect(url_for(".own_risk", adoption_id=adoption_id, risk_id=risk_id), 303)
