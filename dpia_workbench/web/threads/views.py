"""The discussion on a dossier: its threads, one thread, and answering a suggestion."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows, require
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.schemas.base import clean
from dpia_workbench.schemas.threads import (
    AcceptanceSchema,
    AssignmentSchema,
    ReplySchema,
    SuggestionRefusalSchema,
    ThreadSchema,
)
from dpia_workbench.store import dossiers, threads
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier, Thread
from dpia_workbench.store.threads import Show
from dpia_workbench.together import Speaking
from dpia_workbench.usecases import place as places
from dpia_workbench.usecases import suggestion as suggestions
from dpia_workbench.usecases import thread as verbs
from dpia_workbench.web.threads import reading
from dpia_workbench.web.threads.pages import AnswerPage, Start, ThreadPage, ThreadsPage

blueprint = Blueprint("threads", __name__, url_prefix="/dossiers/<uuid:dossier_id>/threads")

START_FIELDS = {
    "thread.nothing-said": "body",
    "thread.field-unknown": "where",
    "thread.field-missing": "where",
    "thread.passage-not-found": "passage",
    "place.text-too-long": "proposed",
}


def _filters() -> dict[Show, str]:
    return {
        Show.OPEN: _("Open"),
        Show.MINE: _("For me"),
        Show.MENTIONS: _("Mentions me"),
        Show.SUGGESTIONS: _("Suggestions"),
        Show.RESOLVED: _("Resolved"),
    }


def _place() -> Place | None:
    """Return the part that the reader asks for, or None for the whole dossier."""
    part = request.values.get("part", "")
    if part not in list(DossierPart):
        return None
    return Place(part=DossierPart(part), key=clean(request.values.get("key", "")))


@blueprint.route("", methods=["GET", "POST"])
def index(dossier_id: UUID) -> ResponseReturnValue:
    """Show the threads of a dossier or of one part of it, and open one there."""
    dossier = dossiers.get(db.session(), dossier_id, actor=current_actor())
    place = _place()
    form = Form(ThreadSchema())
    if form.submitted:
        with form.refusals(on=START_FIELDS), transaction() as session:
            row = _started(session, dossier_id, place, **form.values())
    if form.accepted:
        flash(_("Your discussion is open."), "success")
        return redirect(url_for(".show", dossier_id=dossier_id, thread_id=row.id), 303)
    return render_template("threads/index.html", page=_list(dossier, place, form)), form.status


def _started(session: Session, dossier_id: UUID, place: Place | None, **typed: Any) -> Thread:
    if place is None:
        raise NotFound
    field, _dot, language = typed["where"].partition(".")
    is_suggestion = typed["removes"] or typed["proposed"]
    return verbs.start(
        session, actor=current_actor(), dossier_id=dossier_id,
        place=Place(part=place.part, key=place.key, field=field), language=language,
        passage=typed["passage"], body=typed["body"],
        proposed=typed["proposed"] if is_suggestion else None,
        mentions=typed["mentions"], assignee_id=typed["assignee_id"],
        today=clock.today(), now=clock.now(),
    )  # fmt: skip


def _list(dossier: Dossier, place: Place | None, form: Form) -> ThreadsPage:
    shown = request.args.get("show", "")
    show = Show(shown) if shown in list(Show) else Show.OPEN
    number = request.args.get("page", 1, type=int)
    found, pages = threads.find(
        db.session(), dossier_id=dossier.id, show=show, actor=current_actor(), place=place,
        page=number,
    )  # fmt: skip
    name = reading.part_name(place) if place else ""
    kept: dict[str, Any] = {"part": place.part.value, "key": place.key} if place else {}
    return ThreadsPage(
        dossier_id=dossier.id,
        dossier=dossier.key,
        dossier_url=url_for("dossiers.show", dossier_id=dossier.id),
        title=_("Discussion on %(part)s", part=name) if place else _("Discussion"),
        whole_url=url_for(".index", dossier_id=dossier.id) if place else None,
        filters=tuple(
            (text, url_for(".index", dossier_id=dossier.id, show=each.value, **kept), each is show)
            for each, text in _filters().items()
        ),
        rows=tuple(reading.thread_row(row) for row in found),
        number=min(max(number, 1), pages),
        pages=pages,
        url=partial(url_for, ".index", dossier_id=dossier.id, show=show.value, **kept),
        start=_start(dossier, place, form) if place else None,
    )


def _start(dossier: Dossier, place: Place, form: Form) -> Start | None:
    """Return the form that opens a thread, if the part is in the newest revision."""
    actor = current_actor()
    if places.row_at(dossier.revision, place) is None:
        return None
    found = places.spots(dossier.revision, place)
    named = [(spot, reading.spot_name(spot, place=place)) for spot in found]
    return Start(
        form=form,
        part=place.part,
        key=place.key,
        wheres=tuple((f"{s.field}.{s.language}".rstrip("."), name) for s, name in named),
        texts=tuple((name, spot.language, spot.text) for spot, name in named if spot.text),
        people=_people(dossier),
        others=_others(dossier),
        makes_author=not allows(actor, Permission.DOSSIER_EDIT, dossier),
    )


def _people(dossier: Dossier) -> tuple[tuple[str, str], ...]:
    rows = threads.readers(db.session(), dossier, on=clock.today())
    return tuple((str(row.id), row.name) for row in rows)


def _others(dossier: Dossier) -> tuple[tuple[str, str], ...]:
    me = str(current_actor().user_id)
    return tuple(person for person in _people(dossier) if person[0] != me)


def _askable(row: Thread) -> tuple[tuple[str, str], ...]:
    """Return who can be asked to see to a thread, and who was, although they may not read it."""
    found = _people(row.dossier)
    asked = row.assignee
    if asked is None or str(asked.id) in dict(found):
        return found
    return (*found, (str(asked.id), asked.name))


def _thread(dossier_id: UUID, thread_id: UUID) -> Thread:
    return threads.get(db.session(), thread_id, dossier_id=dossier_id, actor=current_actor())


def _whose(dossier_id: UUID, thread_id: UUID) -> dict[str, Any]:
    return {
        "actor": current_actor(), "dossier_id": dossier_id, "thread_id": thread_id,
        "now": clock.now(),
    }  # fmt: skip


def _to(dossier_id: UUID, thread_id: UUID, text: str) -> ResponseReturnValue:
    flash(text, "success")
    return redirect(url_for(".show", dossier_id=dossier_id, thread_id=thread_id), 303)


@blueprint.route("/<uuid:thread_id>", methods=["GET", "POST"])
def show(dossier_id: UUID, thread_id: UUID) -> ResponseReturnValue:
    """Show a thread, and answer in it."""
    row = _thread(dossier_id, thread_id)
    form = Form(ReplySchema())
    if form.submitted:
        with form.refusals(on="body"), transaction() as session:
            verbs.reply(
                session, today=clock.today(), **_whose(dossier_id, thread_id), **form.values()
            )
    if form.accepted:
        return _to(dossier_id, thread_id, _("Your answer is there."))
    return render_template("threads/show.html", page=_page(row, form)), form.status


def _page(row: Thread, form: Form) -> ThreadPage:
    actor = current_actor()
    assignment = Form(AssignmentSchema(), initial={"assignee_id": row.assignee_id})
    assignment.submitted = False  # what is sent to this address is an answer
    called = threads.unseen_mentions(db.session(), thread_id=row.id, user_id=actor.user_id)
    return ThreadPage(
        dossier=row.dossier.key,
        dossier_url=url_for("dossiers.show", dossier_id=row.dossier_id),
        list_url=url_for(".index", dossier_id=row.dossier_id, part=row.part.value, key=row.key),
        title=_("Discussion on %(part)s", part=reading.where(row)),
        where=reading.part_name(row.place),
        passage=row.passage,
        badges=tuple(reading.badges(row)),
        is_open=row.is_open,
        resolved=row.resolved_by.name if row.resolved_by else "",
        is_called=bool(called),
        comments=tuple(reading.comments(row.comments)),
        suggestion=reading.suggestion(row, actor=actor),
        reply=form,
        people=_askable(row),
        others=_others(row.dossier),
        assignment=assignment,
        url=url_for(".show", dossier_id=row.dossier_id, thread_id=row.id),
    )


@blueprint.post("/<uuid:thread_id>/assignment")
def assign(dossier_id: UUID, thread_id: UUID) -> ResponseReturnValue:
    """Ask somebody to see to a thread, or nobody."""
    values = Form(AssignmentSchema()).values()
    with transaction() as session:
        verbs.assign(session, today=clock.today(), **_whose(dossier_id, thread_id), **values)
    return _to(dossier_id, thread_id, _("Saved."))


@blueprint.post("/<uuid:thread_id>/reading")
def see(dossier_id: UUID, thread_id: UUID) -> ResponseReturnValue:
    """Note that the reader has seen where they are mentioned."""
    with transaction() as session:
        verbs.see(session, **_whose(dossier_id, thread_id))
    return _to(dossier_id, thread_id, _("Noted that you have read this."))


@blueprint.post("/<uuid:thread_id>/resolution")
def resolve(dossier_id: UUID, thread_id: UUID) -> ResponseReturnValue:
    """Say that a thread is settled."""
    with transaction() as session:
        verbs.resolve(session, **_whose(dossier_id, thread_id))
    return _to(dossier_id, thread_id, _("The discussion is resolved."))


@blueprint.post("/<uuid:thread_id>/reopening")
def reopen(dossier_id: UUID, thread_id: UUID) -> ResponseReturnValue:
    """Open a resolved thread again."""
    with transaction() as session:
        verbs.reopen(session, **_whose(dossier_id, thread_id))
    return _to(dossier_id, thread_id, _("The discussion is open again."))


ACCEPT_FIELDS = {"place.text-too-long": "text", "place.text-missing": "text"}
REFUSE_FIELDS = {"suggestion.reason-missing": "reason"}


@blueprint.route("/<uuid:thread_id>/acceptance", methods=["GET", "POST"])
def accept(dossier_id: UUID, thread_id: UUID) -> ResponseReturnValue:
    """Look at both texts, and write what the text becomes."""
    row = _to_answer(dossier_id, thread_id)
    current, made = suggestions.outcome(row, document=Speaking())
    form = Form(AcceptanceSchema(), initial={"text": current if made is None else made})
    if form.submitted:
        with form.refusals(on=ACCEPT_FIELDS), transaction() as session:
            suggestions.accept(
                session, document=Speaking(), **_whose(dossier_id, thread_id), **form.values()
            )
    if form.accepted:
        return _to(dossier_id, thread_id, _("The suggestion is accepted and written."))
    return _answering("accept", row, form, title=_("Accept the suggestion"))


@blueprint.route("/<uuid:thread_id>/refusal", methods=["GET", "POST"])
def refuse(dossier_id: UUID, thread_id: UUID) -> ResponseReturnValue:
    """Refuse a suggestion with a reason."""
    row = _to_answer(dossier_id, thread_id)
    form = Form(SuggestionRefusalSchema())
    if form.submitted:
        with form.refusals(on=REFUSE_FIELDS), transaction() as session:
            suggestions.refuse(session, **_whose(dossier_id, thread_id), **form.values())
    if form.accepted:
        return _to(dossier_id, thread_id, _("The suggestion is refused."))
    return _answering("refuse", row, form, title=_("Refuse the suggestion"))


def _to_answer(dossier_id: UUID, thread_id: UUID) -> Thread:
    """Return a thread with a suggestion, for who may edit. Raises NotFound or Forbidden."""
    row = _thread(dossier_id, thread_id)
    require(current_actor(), Permission.DOSSIER_EDIT, row.dossier)
    if row.proposed is None:
        raise NotFound
    return row


def _answering(template: str, row: Thread, form: Form, *, title: str) -> ResponseReturnValue:
    view = reading.suggestion(row, actor=current_actor())
    if view is None:
        raise NotFound
    page = AnswerPage(
        dossier=row.dossier.key,
        dossier_url=url_for("dossiers.show", dossier_id=row.dossier_id),
        thread_url=url_for(".show", dossier_id=row.dossier_id, thread_id=row.id),
        title=title,
        where=reading.where(row),
        suggestion=view,
        form=form,
    )
    return render_template(f"threads/{template}.html", page=page), form.status
