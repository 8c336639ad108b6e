"""Measures of a board: see what is open, record one after the other, with evidence and a check."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.files import types
from dpia_workbench.files.keeping import Staged
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing import scans, uploads
from dpia_workbench.plumbing.database import db, let_go, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.risk.evidence import LARGEST_FILE
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.schemas.worksheets import BoardMeasureSchema
from dpia_workbench.store import adoptions, measure_files, releases, worksheets
from dpia_workbench.store.models import LocalMeasure, MeasureFile, Worksheet
from dpia_workbench.usecases import adoption, measuring
from dpia_workbench.usecases.local import LocalAssessment, MeasureView
from dpia_workbench.web.adoptions import framing, opening, reading, school_reading, showing, steps
from dpia_workbench.web.adoptions.blueprint import blueprint
from dpia_workbench.web.adoptions.measure_pages import (
    AnswerRow,
    FileRow,
    MeasureLine,
    MeasurePage,
    MeasuresPage,
)

_MEASURE = "/adoptions/<uuid:adoption_id>/measures/<uuid:measure_id>"
_FIELDS = ("state", "evidence", "due", "reason")
_CHOICES = (LocalState.IMPLEMENTED, LocalState.PLANNED, LocalState.NOT_APPLICABLE)
_ON = {
    "adoption.planned-day-passed": "due",
    "adoption.check-is-separate": "state",
    "adoption.evidence-full": "files",
}
ACCEPTED = ",".join(f".{ending}" for ending in types.KNOWN)


@blueprint.get("/adoptions/<uuid:adoption_id>/measures")
def measures(adoption_id: UUID) -> ResponseReturnValue:
    """Show all measures that the board must or can take, and which are still open."""
    assessed, actor = opening.to_read(adoption_id), current_actor()
    session = db.session()
    files = _by_measure(measure_files.find(session, adoption_id=adoption_id, actor=actor))
    sheets = worksheets.find(session, adoption_id=adoption_id, actor=actor)
    lines = [_line(assessed, view, files=files, sheets=sheets) for view in assessed.measures]
    mandatory = tuple(line for line in lines if line.row.is_mandatory)
    fills = steps.may_fill(assessed, actor=actor)
    first = next((line.row for line in mandatory if line.is_open), None)
    page = MeasuresPage(
        frame=framing.frame(assessed, Step.MEASURES),
        mandatory=mandatory,
        optional=tuple(line for line in lines if not line.row.is_mandatory),
        answered=sum(not line.is_open for line in mandatory),
        still_open=assessed.open_measures,
        next=steps.next_step(
            session,
            assessed,
            actor=actor,
            status=releases.status(session, assessed.adoption.basis, on=clock.today()),
        ),
        next_open=(first.key, first.url) if first and fills else None,
        worksheet_url=url_for(".worksheet", adoption_id=adoption_id)
        if lines and (fills or sheets)
        else None,
        waits=sum(line.waits for line in lines),
    )
    return render_template("adoptions/measures.html", page=page)


def _by_measure(found: Sequence[MeasureFile]) -> dict[UUID, list[MeasureFile]]:
    grouped: dict[UUID, list[MeasureFile]] = {}
    for each in found:
        grouped.setdefault(each.measure_id, []).append(each)
    return grouped


def _line(
    assessed: LocalAssessment,
    view: MeasureView,
    *,
    files: dict[UUID, list[MeasureFile]],
    sheets: Sequence[Worksheet],
) -> MeasureLine:
    count = sum(each.counts for each in files.get(view.row.id, ()))
    return MeasureLine(
        row=reading.measure(assessed, view),
        is_open=view.applies and view.state is LocalState.TODO,
        facts=tuple(showing.facts(view, files=count)),
        check=showing.check(view.row),
        waits=len([*_waiting(sheets, view.key)]),
    )


def _waiting(sheets: Sequence[Worksheet], key: str) -> Iterator[tuple[Worksheet, Any]]:
    """Yield the answers about a measure that nobody saw to, each with its worksheet."""
    for sheet in sheets:
        newest = sheet.newest.get(key)
        if newest is not None and newest.kind is not None and newest.outcome is None:
            yield sheet, newest


@blueprint.route(_MEASURE, methods=["GET", "POST"])
def measure(adoption_id: UUID, measure_id: UUID) -> ResponseReturnValue:
    """Record how far the board is with one measure, with files, and go on to the next."""
    uploads.expect_files()
    assessed = opening.to_read(adoption_id)
    before = assessed.open_measures
    row = adoptions.measure(db.session(), measure_id, adoption=assessed.adoption)
    initial = _stored(row)
    if request.method == "POST":
        opening.to_fill(adoption_id)
    let_go()  # the files come in when the form is read
    form = Form(BoardMeasureSchema(), initial=initial)
    if form.submitted:
        _record(form, initial, adoption_id=adoption_id, measure_id=measure_id)
    assessed = opening.to_read(adoption_id)
    if form.accepted:
        is_last = bool(before) and not assessed.open_measures
        return _onwards(assessed, measure_id=measure_id, is_last=is_last)
    page = _measure_page(assessed, measure_id=measure_id, form=form)
    return render_template("adoptions/measure.html", page=page), form.status


def _stored(row: LocalMeasure) -> dict[str, Any]:
    """Return what is recorded; that somebody checked it is not what one records."""
    found = {name: getattr(row, name) for name in (*_FIELDS, "version")}
    is_checked = row.state is LocalState.CHECKED
    return {**found, "state": LocalState.IMPLEMENTED if is_checked else row.state}


def _record(form: Form, stored: dict[str, Any], *, adoption_id: UUID, measure_id: UUID) -> None:
    """Keep the files with what was written; files alone leave what is recorded as it is."""
    where: dict[str, Any] = {
        "actor": current_actor(), "adoption_id": adoption_id, "measure_id": measure_id,
        "today": clock.today(), "now": clock.now(),
    }  # fmt: skip

    def verb(session: Session, files: Sequence[Staged], values: dict[str, Any]) -> None:
        personal = values.pop("has_personal_data")
        if files:
            facts = [each.facts for each in files]
            measuring.add_files(session, files=facts, has_personal_data=personal, **where)
        if not files or any(values[name] != stored[name] for name in _FIELDS):
            adoption.record_measure(session, **where, **values)

    uploads.keep(form, verb, on=_ON, is_optional=True, is_stripped=True)


def _onwards(assessed: LocalAssessment, *, measure_id: UUID, is_last: bool) -> ResponseReturnValue:
    """Go to the next open measure if that was asked for, else back to the list.

    The answer after which none is open finishes the step.
    """
    saved = next(view for view in assessed.measures if view.row.id == measure_id)
    flash(_("Saved: measure %(key)s.", key=saved.key), "success")
    adoption_id = assessed.adoption.id
    then = _next_open(assessed, after=measure_id) if request.form.get("then") == "next" else None
    if then is None and is_last:
        return framing.onward(adoption_id, Step.MEASURES)
    if then is None:
        return redirect(url_for(".measures", adoption_id=adoption_id), 303)
    return redirect(url_for(".measure", adoption_id=adoption_id, measure_id=then), 303)


def _next_open(assessed: LocalAssessment, *, after: UUID) -> UUID | None:
    """Return the next measure without an answer, from one on and then from the top."""
    ids = [view.row.id for view in assessed.measures]
    place = ids.index(after)
    for view in (*assessed.measures[place + 1 :], *assessed.measures[:place]):
        if view.applies and view.state is LocalState.TODO:
            return view.row.id
    return None


def _measure_page(assessed: LocalAssessment, *, measure_id: UUID, form: Form) -> MeasurePage:
    view = next(view for view in assessed.measures if view.row.id == measure_id)
    shown, actor = reading.measure(assessed, view), current_actor()
    fills = steps.may_fill(assessed, actor=actor)
    return MeasurePage(
        place=reading.place(assessed),
        measures_url=url_for(".measures", adoption_id=assessed.adoption.id),
        title=_("Measure %(key)s: %(title)s", key=shown.key, title=shown.title.text),
        measure=shown,
        check=showing.check(view.row),
        check_url=_check_url(assessed, view.row, fills=fills),
        version=view.row.version,
        proposals=_proposals(assessed, view, fills=fills),
        files=_files(assessed, view.row, fills=fills),
        form=form if fills else None,
        states=tuple((state.value, label(state), _meaning(state)) for state in _CHOICES),
        earliest=clock.today(),
        accept=ACCEPTED,
        largest=LARGEST_FILE,
        has_next=_next_open(assessed, after=measure_id) is not None,
        at_schools=tuple(school_reading.of_measure(assessed, view)),
    )


def _check_url(assessed: LocalAssessment, row: LocalMeasure, *, fills: bool) -> str | None:
    """Return where the reader says that it works, if they can be the second person."""
    actor = current_actor()
    may = fills and allows(actor, Permission.MEASURE_CHECK, assessed.adoption)
    if not may or row.state is not LocalState.IMPLEMENTED or row.recorded_by_id == actor.user_id:
        return None
    return url_for(".check_measure", adoption_id=assessed.adoption.id, measure_id=row.id)


def _proposals(
    assessed: LocalAssessment, view: MeasureView, *, fills: bool
) -> tuple[AnswerRow, ...]:
    sheets = worksheets.find(db.session(), adoption_id=assessed.adoption.id, actor=current_actor())
    desk = showing.Desk(may_settle=fills, today=clock.today(), now=clock.now())
    return tuple(
        showing.answer(sheet, row, titles={}, desk=desk)
        for sheet, row in _waiting(sheets, view.key)
    )


def _files(assessed: LocalAssessment, row: LocalMeasure, *, fills: bool) -> tuple[FileRow, ...]:
    found = measure_files.find(
        db.session(), adoption_id=assessed.adoption.id, actor=current_actor()
    )
    mine = [each for each in found if each.measure_id == row.id]
    looked = scans.newest(each.file_sha256 for each in mine)
    return tuple(showing.measure_file(each, looked=looked, may_remove=fills) for each in mine)


def _meaning(state: LocalState) -> str:
    return {
        LocalState.IMPLEMENTED: _("We did this. It counts from today."),
        LocalState.PLANNED: _("We do this later. It does not count until then."),
        LocalState.NOT_APPLICABLE: _("We do not do this, and say why. It does not count."),
    }[state]


@blueprint.post(f"{_MEASURE}/check")
def check_measure(adoption_id: UUID, measure_id: UUID) -> ResponseReturnValue:
    """Say as the second person that a measure works as it is described."""
    with transaction() as session:
        row = measuring.check(
            session, actor=current_actor(), adoption_id=adoption_id, measure_id=measure_id,
            version=request.form.get("version", type=int), today=clock.today(), now=clock.now(),
        )  # fmt: skip
    flash(_("Recorded: you checked measure %(key)s.", key=row.key), "success")
    return redirect(url_for(".measure", adoption_id=adoption_id, measure_id=measure_id), 303)


@blueprint.get("/adoptions/<uuid:adoption_id>/measures/files/<uuid:file_id>")
def measure_file(adoption_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Send a file to be saved, to the people of the board."""
    row = measure_files.get(db.session(), file_id, adoption_id=adoption_id, actor=current_actor())
    return uploads.attachment(row.facts)


@blueprint.post("/adoptions/<uuid:adoption_id>/measures/files/<uuid:file_id>/removal")
def take_out_file(adoption_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Let a file count no more; it stays known that it was there."""
    with transaction() as session:
        row = measuring.take_out(
            session, actor=current_actor(), adoption_id=adoption_id, file_id=file_id,
            today=clock.today(), now=clock.now(),
        )  # fmt: skip
    flash(_("“%(name)s” does not count any more.", name=row.file_name), "success")
    where: dict[str, Any] = {"adoption_id": adoption_id, "measure_id": row.measure_id}
    return redirect(url_for(".measure", **where), 303)
