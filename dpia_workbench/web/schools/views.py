"""The register of schools: look, add, change, note that one closed or left."""

from uuid import UUID

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor, current_identity
from dpia_workbench.report.sheets import Sheet, as_csv
from dpia_workbench.schemas.schools import EndSchema, SchoolChangeSchema, SchoolSchema
from dpia_workbench.store import schools
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import School
from dpia_workbench.usecases import school as verbs
from dpia_workbench.web.schools import importing, reading
from dpia_workbench.web.schools.blueprint import blueprint
from dpia_workbench.web.schools.pages import RegisterPage, SchoolPage

MODULES = (importing,)  # importing it adds its views to the blueprint

__all__ = ["MODULES", "blueprint"]

_ON_FIELDS = {"school.brin-wrong": "brin", "school.brin-taken": "brin"}
_NAMES = ("brin", "name", "sector", "special_education", "pupils")


def _ours() -> School:
    """Return a school that would be of the reader's board, to ask the policy about."""
    return School(board_id=current_actor().organisation_id)


@blueprint.get("")
def index() -> ResponseReturnValue:
    """Show the schools of the reader's board."""
    actor, identity = current_actor(), current_identity()
    if not allows(actor, Permission.SCHOOL_READ, _ours()):
        raise NotFound
    found = schools.find(db.session(), actor=actor)
    known = [row.pupils for row in found if row.pupils is not None]
    page = RegisterPage(
        board=identity.organisation.name if identity and identity.organisation else "",
        rows=tuple(reading.row(row) for row in found),
        ended=tuple(reading.row(row) for row in schools.ended(db.session(), actor=actor)),
        pupils=sum(known) if known else None,
        may_edit=allows(actor, Permission.SCHOOL_EDIT, _ours()),
    )
    return render_template("schools/index.html", page=page)


@blueprint.get("/schools.csv")
def export() -> ResponseReturnValue:
    """Give the register as a table that can be changed and handed in again."""
    if not allows(current_actor(), Permission.SCHOOL_READ, _ours()):
        raise NotFound
    found = schools.find(db.session(), actor=current_actor())
    sheet = Sheet(
        name=_("Schools"),
        header=tuple(_(reading.COLUMNS[name]) for name in _NAMES),
        rows=tuple(
            (row.brin, row.name, row.sector.value, _("yes") if row.special_education else _("no"),
             row.pupils)
            for row in found
        ),
    )  # fmt: skip
    answer = Response(as_csv(sheet), content_type="text/csv; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename="schools.csv")
    return answer


@blueprint.route("/new", methods=["GET", "POST"])
def add() -> ResponseReturnValue:
    """Put a school in the register."""
    if not allows(current_actor(), Permission.SCHOOL_EDIT, _ours()):
        raise NotFound
    form = Form(SchoolSchema())
    if form.submitted:
        with form.refusals(on=_ON_FIELDS), transaction() as session:
            verbs.add(session, actor=current_actor(), now=clock.now(), **form.values())
    if form.accepted:
        flash(_("The school is in your register."), "success")
        return redirect(url_for(".index"), 303)
    page = SchoolPage(
        title=_("Add a school"), form=form, sectors=reading.sectors(), end_url="", version=0
    )
    return render_template("schools/school.html", page=page), form.status


@blueprint.route("/<uuid:school_id>", methods=["GET", "POST"])
def change(school_id: UUID) -> ResponseReturnValue:
    """Correct what the register says of a school."""
    row = _own(school_id)
    form = Form(SchoolChangeSchema(), initial=_initial(row))
    if form.submitted:
        with form.refusals(on=_ON_FIELDS), transaction() as session:
            verbs.change(
                session, actor=current_actor(), school_id=school_id, now=clock.now(),
                **form.values(),
            )  # fmt: skip
    return _answer(form, row, done=_("Saved."))


@blueprint.post("/<uuid:school_id>/end")
def end(school_id: UUID) -> ResponseReturnValue:
    """Note that a school closed or left the board."""
    row = _own(school_id)
    form = Form(EndSchema(), initial={"version": row.version})
    with form.refusals(), transaction() as session:
        verbs.end(
            session, actor=current_actor(), school_id=school_id, now=clock.now(), **form.values()
        )
    return _answer(form, row, done=_("The school is out of your register."))


def _own(school_id: UUID) -> School:
    """Return a school that the reader keeps. Raises NotFound."""
    row = schools.get(db.session(), school_id, actor=current_actor())
    if not allows(current_actor(), Permission.SCHOOL_EDIT, row):
        raise NotFound
    return row


def _initial(row: School) -> dict[str, object]:
    return {name: getattr(row, name) for name in (*_NAMES, "version")}


def _answer(form: Form, row: School, *, done: str) -> ResponseReturnValue:
    """Lead back to the register, or show what is wrong on the page of the school."""
    if form.accepted:
        flash(done, "success")
        return redirect(url_for(".index"), 303)
    page = SchoolPage(
        title=row.name,
        form=form,
        sectors=reading.sectors(),
        end_url=url_for(".end", school_id=row.id),
        version=row.version,
    )
    return render_template("schools/school.html", page=page), form.status
