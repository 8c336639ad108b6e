"""What differs at one school: its circumstances, and measures with which it is not as far."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.i18n import explanation
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.vocabulary import Tag
from dpia_workbench.schemas.schools import (
    DEVIATIONS,
    CircumstancesSchema,
    DeviationSchema,
    EndSchema,
)
from dpia_workbench.store import adoptions
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import SchoolDeviation
from dpia_workbench.usecases import covered_school, school_levels
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.usecases.school_levels import SchoolView
from dpia_workbench.web.adoptions import opening, reading, school_reading, steps
from dpia_workbench.web.adoptions.blueprint import blueprint
from dpia_workbench.web.adoptions.school_pages import DeviationPage, SchoolPage

_SCHOOL = "/adoptions/<uuid:adoption_id>/schools/<uuid:school_id>"
_MEASURE = f"{_SCHOOL}/measures/<uuid:measure_id>"
_FIELDS = ("state", "evidence", "due", "reason", "version")


def _seen(adoption_id: UUID, school_id: UUID) -> tuple[LocalAssessment, SchoolView]:
    """Return an adoption of the reader's board and a school it holds for. Raises NotFound."""
    assessed = opening.to_read(adoption_id)
    for view in school_levels.views(assessed):
        if view.place.id == school_id:
            return assessed, view
    raise NotFound


@blueprint.route(_SCHOOL, methods=["GET", "POST"])
def school(adoption_id: UUID, school_id: UUID) -> ResponseReturnValue:
    """Show what holds at one school only, and say which circumstances do."""
    assessed, view = _seen(adoption_id, school_id)
    form = Form(CircumstancesSchema(), initial={"tags": list(view.place.tags)})
    if form.submitted:
        with form.refusals(on="tags"), transaction() as session:
            values = form.values()
            covered_school.describe(
                session, actor=current_actor(), adoption_id=adoption_id, school_id=school_id,
                tags=values["tags"], before=values["before"].split(), today=clock.today(),
                now=clock.now(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Saved: what is different at %(school)s.", school=view.place.name), "success")
        return redirect(url_for(".school", adoption_id=adoption_id, school_id=school_id), 303)
    page = _school_page(assessed, view, form=form)
    return render_template("adoptions/school.html", page=page), form.status


def _school_page(assessed: LocalAssessment, view: SchoolView, *, form: Form) -> SchoolPage:
    fills = steps.may_fill(assessed, actor=current_actor())
    stored = " ".join(view.place.tags)
    is_fresh = form.conflict or not form.submitted
    return SchoolPage(
        place=reading.place(assessed),
        title=view.place.name,
        facts=tuple(school_reading.facts(view.place)),
        form=form if fills else None,
        before=stored if is_fresh else request.form.get("before", ""),
        tags=tuple(_tags(assessed, view)),
        ticked=tuple(explanation.tag_label(tag) for tag in view.place.tags),
        risks=tuple(school_reading.risks(assessed, view)),
        measures=tuple(school_reading.measures(assessed, view)),
    )


def _tags(assessed: LocalAssessment, view: SchoolView) -> list[tuple[str, str]]:
    """Return the circumstances that may hold here only: not those of the whole board."""
    held = {*assessed.adoption.tags, Tag.LARGE_SCALE_10K}
    if view.place.special_education:
        held.add(Tag.SPECIAL_EDUCATION)
    return [(t.value, label(t)) for t in Tag if t not in held or t in view.place.tags]


@blueprint.route(_MEASURE, methods=["GET", "POST"])
def deviation(adoption_id: UUID, school_id: UUID, measure_id: UUID) -> ResponseReturnValue:
    """Record that one school is further or less far with a measure than the board."""
    assessed, view = _seen(adoption_id, school_id)
    adoptions.measure(db.session(), measure_id, adoption=assessed.adoption)
    row = _deviation(assessed, view, measure_id)
    form = Form(DeviationSchema(), initial=_stored(row))
    if form.submitted:
        on = {"adoption.planned-day-passed": "due"}
        with form.refusals(on=on), transaction() as session:
            covered_school.deviate(
                session, actor=current_actor(), adoption_id=adoption_id, school_id=school_id,
                measure_id=measure_id, today=clock.today(), now=clock.now(), **form.values(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Saved: what is different at %(school)s.", school=view.place.name), "success")
        return redirect(url_for(".school", adoption_id=adoption_id, school_id=school_id), 303)
    page = _deviation_page(assessed, view, measure_id=measure_id, form=form)
    return render_template("adoptions/deviation.html", page=page), form.status


def _deviation(
    assessed: LocalAssessment, view: SchoolView, measure_id: UUID
) -> SchoolDeviation | None:
    key = next(each.key for each in assessed.measures if each.row.id == measure_id)
    return next((row for row in view.deviations if row.key == key), None)


def _stored(row: SchoolDeviation | None) -> dict[str, Any]:
    empty: dict[str, Any] = {**dict.fromkeys(_FIELDS, ""), "version": 0}
    return {name: getattr(row, name) for name in _FIELDS} if row else empty


def _deviation_page(
    assessed: LocalAssessment, view: SchoolView, *, measure_id: UUID, form: Form
) -> DeviationPage:
    row = _deviation(assessed, view, measure_id)
    shown = reading.measure(
        assessed, next(each for each in assessed.measures if each.row.id == measure_id)
    )
    fills = steps.may_fill(assessed, actor=current_actor())
    here: dict[str, Any] = {"adoption_id": assessed.adoption.id, "school_id": view.place.id}
    end_url = url_for(".rejoin", measure_id=measure_id, **here) if row and fills else None
    return DeviationPage(
        place=reading.place(assessed),
        school=view.place.name,
        school_url=url_for(".school", **here),
        title=_("Measure %(key)s at %(school)s", key=shown.key, school=view.place.name),
        measure=shown,
        here=school_reading.state_of(row) if row else None,
        details=tuple(school_reading.details(row)) if row else (),
        form=form if fills else None,
        states=tuple((state.value, *_meaning(state)) for state in DEVIATIONS),
        earliest=clock.today(),
        version=row.version if row else None,
        end_url=end_url,
    )


def _meaning(state: LocalState) -> tuple[str, str]:
    """Return label and explanation of how far a school can be."""
    return label(state), {
        LocalState.IMPLEMENTED: _("This school did this. It counts here from today."),
        LocalState.PLANNED: _("This school does this later. It does not count here until then."),
        LocalState.TODO: _("This school has not begun. It does not count here."),
        LocalState.NOT_APPLICABLE: _("This school does not do this. It does not count here."),
    }[state]


@blueprint.post(f"{_MEASURE}/end")
def rejoin(adoption_id: UUID, school_id: UUID, measure_id: UUID) -> ResponseReturnValue:
    """Say that a school is as far as the board again."""
    _assessed, view = _seen(adoption_id, school_id)
    values = Form(EndSchema()).values()
    with transaction() as session:
        covered_school.rejoin(
            session, actor=current_actor(), adoption_id=adoption_id, school_id=school_id,
            measure_id=measure_id, today=clock.today(), now=clock.now(), **values,
        )  # fmt: skip
    flash(_("%(school)s is as far as your board again.", school=view.place.name), "success")
    return redirect(url_for(".school", adoption_id=adoption_id, school_id=school_id), 303)
