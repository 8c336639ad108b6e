"""Worksheets for ICT partners: a link is made, what comes back is taken over or not."""

from typing import Any
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.i18n import LANGUAGES, current_language, ngettext
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing import uploads
from dpia_workbench.plumbing import worksheets as links
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.filters import day, moment
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.worksheet import USUAL_DAYS, AnswerKind, State
from dpia_workbench.schemas.worksheets import ReplySchema, SettingAsideSchema, WorksheetSchema
from dpia_workbench.store import worksheets
from dpia_workbench.store.models import Worksheet
from dpia_workbench.usecases import settings, worksheet
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.web.adoptions import opening, reading, showing, steps
from dpia_workbench.web.adoptions.blueprint import blueprint
from dpia_workbench.web.adoptions.measure_pages import (
    AsidePage,
    MadePage,
    SheetPanel,
    WorksheetsPage,
)
from dpia_workbench.web.adoptions.pages import Badge

_ALL = "/adoptions/<uuid:adoption_id>/worksheet"
_ONE = f"{_ALL}/<uuid:worksheet_id>"
_ANSWER = f"{_ONE}/answers/<uuid:answer_id>"
_FIELDS = {"worksheet.life-out-of-range": "days", "worksheet.nothing-to-ask": "every_measure"}
_TONES = {
    State.OPEN: "neutral",
    State.SENT: "safe",
    State.WITHDRAWN: "neutral",
    State.EXPIRED: "warning",
    State.DECIDED: "neutral",
}
_KEEP_NOWHERE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


@blueprint.route(_ALL, endpoint="worksheet", methods=["GET", "POST"])
def all_of_them(adoption_id: UUID) -> ResponseReturnValue:
    """Show the worksheets with what came back, and make one; its link is shown once."""
    assessed = opening.to_read(adoption_id)
    form = Form(WorksheetSchema(), initial={"days": USUAL_DAYS})
    made = _make(form, adoption_id=adoption_id) if form.submitted else None
    if made is not None:
        page = MadePage(
            place=reading.place(opening.to_read(adoption_id)),
            partner=made.partner,
            link=links.address(made.id),
            expires_at=made.expires_at,
            was_mailed=made.was_mailed,
            back_url=url_for(".worksheet", adoption_id=adoption_id),
        )
        return render_template("adoptions/worksheet_made.html", page=page), 201, _KEEP_NOWHERE
    shown = _page(assessed, form=form)
    return render_template("adoptions/worksheet.html", page=shown), form.status


def _make(form: Form, *, adoption_id: UUID) -> Worksheet | None:
    key, spoken = links.key_of(uuid4()), current_language()
    made = None
    with form.refusals(on=_FIELDS), transaction() as session:
        made = worksheet.make(
            session, actor=current_actor(), adoption_id=adoption_id,
            worksheet_id=key.worksheet_id, secret_hash=key.secret_hash,
            language=spoken if spoken in LANGUAGES else "en", today=clock.today(),
            now=clock.now(), **form.values(),
        )  # fmt: skip
    return made if form.accepted else None


def _page(assessed: LocalAssessment, *, form: Form) -> WorksheetsPage:
    adoption_id, actor = assessed.adoption.id, current_actor()
    fills = steps.may_fill(assessed, actor=actor)
    desk = showing.Desk(may_settle=fills, today=clock.today(), now=clock.now())
    titles = {view.key: view.title for view in assessed.measures}
    return WorksheetsPage(
        place=reading.place(assessed),
        measures_url=url_for(".measures", adoption_id=adoption_id),
        url=url_for(".worksheet", adoption_id=adoption_id),
        panels=tuple(
            _panel(sheet, titles=titles, desk=desk)
            for sheet in worksheets.find(db.session(), adoption_id=adoption_id, actor=actor)
        ),
        form=form if fills else None,
    )


def _panel(sheet: Worksheet, *, titles: dict[str, Any], desk: showing.Desk) -> SheetPanel:
    where: dict[str, Any] = {"adoption_id": sheet.adoption_id, "worksheet_id": sheet.id}
    state = sheet.state(now=desk.now)
    given = [row for row in sheet.newest.values() if row.kind is not None]
    plain = sum(worksheet.is_plain(sheet, row, today=desk.today) for row in given)
    can_take_all = desk.may_settle and plain > 1
    can_withdraw = desk.may_settle and state is State.OPEN
    return SheetPanel(
        id=str(sheet.id),
        partner=sheet.partner,
        state=Badge(state, label(state), _TONES[state]),
        facts=tuple(_facts(sheet)),
        answers=tuple(showing.answer(sheet, row, titles=titles, desk=desk) for row in given),
        unanswered=len({each.key for each in settings.asked(sheet)} - {a.key for a in given}),
        plain=plain,
        take_all_url=url_for(".take_over_all", **where) if can_take_all else None,
        withdraw_url=url_for(".withdraw", **where) if can_withdraw else None,
    )


def _facts(sheet: Worksheet) -> list[tuple[str, str]]:
    found = [
        (_("Made by"), _("%(who)s, %(when)s", who=sheet.made_by.name, when=moment(sheet.made_at))),
        (_("Works until"), day(sheet.expires_at)),
        (_("Asks about"), _("All measures of schools") if sheet.every_measure else _("Settings")),
    ]
    if sheet.was_mailed:
        found.append((_("Link"), _("Mailed to the partner")))
    if sheet.sent_at is not None:
        sent = _("%(who)s, %(when)s", who=sheet.sent_by, when=moment(sheet.sent_at))
        found.append((_("Sent in by"), sent))
    return found


@blueprint.post(f"{_ONE}/withdrawal")
def withdraw(adoption_id: UUID, worksheet_id: UUID) -> ResponseReturnValue:
    """End a link; what was saved stays."""
    with transaction() as session:
        row = worksheet.withdraw(
            session, actor=current_actor(), adoption_id=adoption_id, worksheet_id=worksheet_id,
            now=clock.now(),
        )  # fmt: skip
    flash(_("The link of %(partner)s no longer works.", partner=row.partner), "success")
    return _back(adoption_id)


def _back(adoption_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".worksheet", adoption_id=adoption_id), 303)


@blueprint.post(f"{_ANSWER}/record")
def take_over(adoption_id: UUID, worksheet_id: UUID, answer_id: UUID) -> ResponseReturnValue:
    """Record an answer as the board's own."""
    with transaction() as session:
        row = worksheet.take_over(
            session, actor=current_actor(), adoption_id=adoption_id, worksheet_id=worksheet_id,
            answer_id=answer_id, version=request.form.get("version", type=int),
            today=clock.today(), now=clock.now(),
        )  # fmt: skip
    flash(_("Taken over: measure %(key)s.", key=row.key), "success")
    if request.form.get("from") == "measure":
        where: dict[str, Any] = {"adoption_id": adoption_id, "measure_id": row.id}
        return redirect(url_for(".measure", **where), 303)
    return _back(adoption_id)


@blueprint.post(f"{_ONE}/records")
def take_over_all(adoption_id: UUID, worksheet_id: UUID) -> ResponseReturnValue:
    """Record all answers about measures that nobody answered yet."""
    with transaction() as session:
        count = worksheet.take_over_all(
            session, actor=current_actor(), adoption_id=adoption_id, worksheet_id=worksheet_id,
            today=clock.today(), now=clock.now(),
        )  # fmt: skip
    flash(ngettext("%(n)s answer taken over.", "%(n)s answers taken over.", count), "success")
    return _back(adoption_id)


@blueprint.route(_ANSWER, methods=["GET", "POST"])
def set_aside(adoption_id: UUID, worksheet_id: UUID, answer_id: UUID) -> ResponseReturnValue:
    """Reply to a question, or do nothing with an answer and say why."""
    assessed, actor = opening.to_read(adoption_id), current_actor()
    sheet = worksheets.get(db.session(), worksheet_id, adoption_id=adoption_id, actor=actor)
    row = worksheets.answer(db.session(), answer_id, worksheet=sheet)
    is_question = row.kind is AnswerKind.QUESTION
    form = Form(ReplySchema() if is_question else SettingAsideSchema())
    if form.submitted:
        with form.refusals(on="words"), transaction() as session:
            worksheet.set_aside(
                session, actor=actor, adoption_id=adoption_id, worksheet_id=worksheet_id,
                answer_id=answer_id, now=clock.now(), **form.values(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Recorded. The partner reads it while the link works."), "success")
        return _back(adoption_id)
    titles = {view.key: view.title for view in assessed.measures}
    fills = steps.may_fill(assessed, actor=actor)
    desk = showing.Desk(may_settle=fills, today=clock.today(), now=clock.now())
    page = AsidePage(
        place=reading.place(assessed),
        back_url=url_for(".worksheet", adoption_id=adoption_id),
        answer=showing.answer(sheet, row, titles=titles, desk=desk),
        form=form,
    )
    return render_template("adoptions/worksheet_answer.html", page=page), form.status


@blueprint.get(f"{_ONE}/files/<uuid:file_id>")
def worksheet_file(adoption_id: UUID, worksheet_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Send a file of a partner to be saved, to the people of the board."""
    sheet = worksheets.get(
        db.session(), worksheet_id, adoption_id=adoption_id, actor=current_actor()
    )
    return uploads.attachment(worksheets.file(db.session(), file_id, worksheet=sheet).facts)
