"""What the privacy officer fills in: situation and measures."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label, options
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.adoption import require_open
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.vocabulary import Tag
from dpia_workbench.schemas.adoptions import LocalMeasureSchema, SituationSchema
from dpia_workbench.store import adoptions, releases
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.usecases import adoption, local
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.web.adoptions import agreeing, reading, steps
from dpia_workbench.web.adoptions.blueprint import blueprint
from dpia_workbench.web.adoptions.pages import (
    MeasurePage,
    MeasuresPage,
    SituationPage,
)

_SITUATION = ("cells", "outside", "tags", "schools", "purposes", "party_to")
_MEASURE = ("state", "evidence", "due", "reason")


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
        on = {"adoption.outside-scope": "cells"}
        with form.refusals(on=on), transaction() as session:
            values = form.values()
            adoption.describe(
                session, actor=current_actor(), adoption_id=adoption_id,
                version=values.pop("version"), values=values, today=clock.today(),
                now=clock.now(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Your situation is saved."), "success")
        return redirect(url_for(".show", adoption_id=adoption_id), 303)
    page = _situation_page(assessed, form=form)
    return render_template("adoptions/situation.html", page=page), form.status


def _situation_page(assessed: LocalAssessment, *, form: Form) -> SituationPage:
    asked = local.own_word(assessed.content)
    agreed = [item for item in assessed.content["measures"] if item["key"] in asked]
    return SituationPage(
        place=reading.place(assessed),
        form=form,
        cells=tuple(
            (item["key"], reading.cell_name(item), _cell_hint(item))
            for item in assessed.content["cells"]
        ),
        tags=tuple(options(Tag)),
        agreements=tuple((item["key"], *_agreement(item)) for item in agreed),
        recorded=tuple(
            agreeing.recorded(db.session(), assessed, actor=current_actor(), today=clock.today())
        ),
    )


def _cell_hint(item: dict[str, Any]) -> str:
    use = Bilingual.of(item["use"]).text(current_language())
    excluded = Bilingual.of(item["exclusions"]).text(current_language())
    if use and excluded:
        return _("Use: %(use)s Not examined: %(excluded)s", use=use, excluded=excluded)
    return _("Not examined: %(excluded)s", excluded=excluded) if excluded else use


def _agreement(item: dict[str, Any]) -> tuple[str, str]:
    agreement = item["agreement"]
    title = Bilingual.of(item["title"]).text(current_language())
    if agreement["clause"]:
        named = _("%(title)s, clause %(clause)s", title=agreement["title"],
                  clause=agreement["clause"])  # fmt: skip
        return named, title
    return agreement["title"], title


@blueprint.get("/adoptions/<uuid:adoption_id>/measures")
def measures(adoption_id: UUID) -> ResponseReturnValue:
    """Show all measures that the board must or can take."""
    assessed = _assessed(adoption_id)
    rows = reading.measures(assessed)
    page = MeasuresPage(
        place=reading.place(assessed),
        mandatory=tuple(row for row in rows if row.is_mandatory),
        optional=tuple(row for row in rows if not row.is_mandatory),
        still_open=assessed.open_measures,
        next=steps.next_step(
            db.session(),
            assessed,
            actor=current_actor(),
            status=releases.status(db.session(), assessed.adoption.basis, on=clock.today()),
        ),
    )
    return render_template("adoptions/measures.html", page=page)


@blueprint.route(
    "/adoptions/<uuid:adoption_id>/measures/<uuid:measure_id>", methods=["GET", "POST"]
)
def measure(adoption_id: UUID, measure_id: UUID) -> ResponseReturnValue:
    """Record how far the board is with one measure."""
    assessed = _assessed(adoption_id)
    row = adoptions.measure(db.session(), measure_id, adoption=assessed.adoption)
    form = Form(LocalMeasureSchema(), initial=_stored(row, _MEASURE))
    if form.submitted:
        on = {"adoption.planned-day-passed": "due"}
        with form.refusals(on=on), transaction() as session:
            adoption.record_measure(
                session, actor=current_actor(), adoption_id=adoption_id, measure_id=measure_id,
                today=clock.today(), now=clock.now(), **form.values(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Saved: measure %(key)s.", key=row.key), "success")
        return redirect(url_for(".measures", adoption_id=adoption_id), 303)
    page = _measure_page(assessed, measure_id=measure_id, form=form)
    return render_template("adoptions/measure.html", page=page), form.status


def _measure_page(assessed: LocalAssessment, *, measure_id: UUID, form: Form) -> MeasurePage:
    view = next(view for view in assessed.measures if view.row.id == measure_id)
    shown = reading.measure(assessed, view)
    fills = steps.may_fill(assessed, actor=current_actor())
    return MeasurePage(
        place=reading.place(assessed),
        measures_url=url_for(".measures", adoption_id=assessed.adoption.id),
        title=_("Measure %(key)s: %(title)s", key=shown.key, title=shown.title.text),
        measure=shown,
        form=form if fills else None,
        states=tuple((state.value, label(state), _meaning(state)) for state in _CHOICES),
        earliest=clock.today(),
    )


_CHOICES = (LocalState.IMPLEMENTED, LocalState.PLANNED, LocalState.NOT_APPLICABLE)


def _meaning(state: LocalState) -> str:
    return {
        LocalState.IMPLEMENTED: _("We did this. It counts from today."),
        LocalState.PLANNED: _("We do this later. It does not count until then."),
        LocalState.NOT_APPLICABLE: _("We do not do this, and say why. It does not count."),
    }[state]
