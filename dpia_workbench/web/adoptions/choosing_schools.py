"""The step in which a board says for which of its schools an adoption holds."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError

from dpia_workbench import clock
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import ngettext
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.messages import message
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.risk.school import SCHOOL_SECTORS
from dpia_workbench.schemas.school_list import lines_in
from dpia_workbench.schemas.schools import CoverSchema, ListSchema
from dpia_workbench.store import schools
from dpia_workbench.store.models import Adoption, School
from dpia_workbench.usecases import covered_school, school
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.usecases.school import Review
from dpia_workbench.web.adoptions import framing, opening, school_reading, steps
from dpia_workbench.web.adoptions.blueprint import blueprint
from dpia_workbench.web.adoptions.school_pages import ChoicePage, FirstSchoolsPage, SectorGroup

_ANSWERS = {None: "", True: "true", False: "false"}


@blueprint.route(
    "/adoptions/<uuid:adoption_id>/schools", methods=["GET", "POST"], endpoint="schools"
)
def choose(adoption_id: UUID) -> ResponseReturnValue:
    """Say for which schools this holds: all of the board, or some."""
    fills = steps.may_fill(opening.to_read(adoption_id), actor=current_actor())
    if not fills and request.method == "GET":
        return redirect(url_for(".show", adoption_id=adoption_id, _anchor="schools"), 303)
    assessed = opening.to_fill(adoption_id)
    register = schools.find(db.session(), actor=current_actor())
    form = Form(CoverSchema(), initial=_initial(assessed.adoption))
    if not register and not form.submitted:
        return _first(assessed, Form(ListSchema()))
    if form.submitted:
        with form.refusals(on={"school.none-chosen": "school"}), transaction() as session:
            values = form.values()
            covered_school.choose(
                session, actor=current_actor(), adoption_id=adoption_id,
                every_school=values["every_school"], school_ids=values["school"],
                version=values["version"], today=clock.today(), now=clock.now(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Saved for which schools this holds."), "success")
        if "later" not in form.typed:
            return framing.onward(adoption_id, Step.SCHOOLS)
        return redirect(url_for(".schools", adoption_id=adoption_id, _anchor="chosen"), 303)
    if not register:
        return redirect(url_for(".schools", adoption_id=adoption_id), 303)
    page = _page(assessed, register, form=form)
    return render_template("adoptions/schools.html", page=page), form.status


def _initial(row: Adoption) -> dict[str, Any]:
    """Return what is stored; which schools only counts if it is not for all."""
    chosen = [] if row.every_school else sorted(str(each.school_id) for each in row.school_rows)
    return {
        "every_school": _ANSWERS[row.every_school], "school": chosen, "version": row.version
    }  # fmt: skip


def _page(assessed: LocalAssessment, register: Sequence[School], *, form: Form) -> ChoicePage:
    row = assessed.adoption
    return ChoicePage(
        frame=framing.frame(assessed, Step.SCHOOLS),
        form=form,
        groups=tuple(
            SectorGroup(sector=label(sector), options=_options(register, sector))
            for sector in SCHOOL_SECTORS
            if _options(register, sector)
        ),
        count=len(register),
        schools=school_reading.schools(assessed),
        is_finished=Step.SCHOOLS in {each.step for each in row.steps},
    )


def _options(register: Sequence[School], sector: str) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (str(each.id), each.name, _hint(each)) for each in register if each.sector == sector
    )


def _hint(row: School) -> str:
    parts = [row.brin]
    if row.pupils is not None:
        parts.append(ngettext("%(n)s pupil or student", "%(n)s pupils and students", row.pupils))
    if row.special_education:
        parts.append(_("special education"))
    return ", ".join(parts)


def _first(assessed: LocalAssessment, form: Form) -> ResponseReturnValue:
    page = FirstSchoolsPage(
        frame=framing.frame(assessed, Step.SCHOOLS),
        form=form,
        sectors=tuple((sector.value, label(sector)) for sector in SCHOOL_SECTORS),
        noted=assessed.adoption.schools,
        url=url_for(".first_schools", adoption_id=assessed.adoption.id),
    )
    return render_template("adoptions/first_schools.html", page=page), form.status


@blueprint.post("/adoptions/<uuid:adoption_id>/schools/register")
def first_schools(adoption_id: UUID) -> ResponseReturnValue:
    """Put the first schools in the register from within the step, and go on with the step."""
    assessed = opening.to_fill(adoption_id)
    form = Form(ListSchema())
    with form.refusals(on="rows"), transaction() as session:
        values = form.values()
        lines = lines_in(values["rows"], sector=values["sector"])
        found = school.review(session, actor=current_actor(), lines=lines)
        if reasons := _reasons(found):
            raise ValidationError({"rows": [reasons]})
        school.keep_list(
            session, actor=current_actor(), lines=lines, mark=found.mark, leave_out=frozenset(),
            now=clock.now(),
        )  # fmt: skip
    if form.accepted:
        flash(_("Your schools are in your register. You need not type them again."), "success")
        return redirect(url_for(".schools", adoption_id=adoption_id), 303)
    return _first(assessed, form)


def _reasons(found: Review) -> str:
    """Return what is wrong in a list, by its lines."""
    return " ".join(
        _("Line %(line)s: %(reason)s", line=each.line.number, reason=message(fault))
        for each in found.lines
        for fault in each.line.faults
    )
