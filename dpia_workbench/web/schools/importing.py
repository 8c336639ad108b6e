"""A list of schools: paste it or hand it in, look through what it would change, store it."""

from contextlib import closing

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import ngettext
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import HTTP_UNPROCESSABLE, Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.school import MOST_SCHOOLS, SCHOOL_SECTORS, RowState
from dpia_workbench.risk.vocabulary import Sector
from dpia_workbench.schemas.handed_in import LARGEST_LIST
from dpia_workbench.schemas.school_list import decoded, lines_in
from dpia_workbench.schemas.schools import KeepSchema, ListSchema
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import School
from dpia_workbench.usecases import school as verbs
from dpia_workbench.usecases.school import Review
from dpia_workbench.web.schools import reading
from dpia_workbench.web.schools.blueprint import blueprint
from dpia_workbench.web.schools.pages import ListPage, ReviewPage

HTTP_OK = 200
_ON_ROWS = {
    f"school.{name}": "rows"
    for name in ("list-empty", "list-too-long", "column-missing", "rows-refused")
} | {"school.list-unreadable": "file"}


def _require_officer() -> None:
    """Let only those in who keep the register. Raises NotFound."""
    ours = School(board_id=current_actor().organisation_id)
    if not allows(current_actor(), Permission.SCHOOL_EDIT, ours):
        raise NotFound


@blueprint.route("/list", methods=["GET", "POST"])
def paste() -> ResponseReturnValue:
    """Take a list of schools, pasted or as a file, and show what it would change."""
    _require_officer()
    form = Form(ListSchema())
    if form.submitted:
        found = None
        with form.refusals(on=_ON_ROWS):
            values = form.values()
            text = _text(values["rows"])
            lines = lines_in(text, sector=values["sector"])
            found = verbs.review(db.session(), actor=current_actor(), lines=lines)
            form.typed = form.typed.copy()
            form.typed["rows"] = text  # what came as a file can be corrected here
        if found is not None:
            return _review(form, found)
    page = ListPage(form=form, sectors=reading.sectors(), most=MOST_SCHOOLS)
    return render_template("schools/list.html", page=page), form.status


def _text(typed: str) -> str:
    """Return what was pasted; a file goes before, because it was chosen last."""
    sent = request.files.get("file")
    if not sent:
        return typed
    with closing(sent.stream):
        return decoded(sent.read(LARGEST_LIST + 1))


def _review(form: Form, found: Review) -> ResponseReturnValue:
    refused = len(found.of(RowState.REFUSED))
    changing = found.of(RowState.NEW) + found.of(RowState.CHANGED)
    page = ReviewPage(
        form=form,
        rows=reading.reviewed(found),
        counts=tuple((label(state), len(found.of(state))) for state in RowState),
        refused=refused,
        is_idle=not changing,
        mark=found.mark,
        sectors=reading.sectors(),
    )
    status = HTTP_UNPROCESSABLE if refused and form.status == HTTP_OK else form.status
    return render_template("schools/review.html", page=page), status


@blueprint.post("")
def keep() -> ResponseReturnValue:
    """Store a list exactly as it was looked through."""
    _require_officer()
    form = Form(KeepSchema())
    kept = None
    with form.refusals(on=_ON_ROWS), transaction() as session:
        values = form.values()
        lines = lines_in(values["rows"], sector=values["sector"])
        kept = verbs.keep_list(
            session, actor=current_actor(), lines=lines, mark=values["mark"],
            leave_out=frozenset({RowState.REFUSED} if values["leave_out"] else ()),
            now=clock.now(),
        )  # fmt: skip
    if kept is not None and form.accepted:
        flash(_stored(kept), "success")
        return redirect(url_for(".index"), 303)
    return _again(form)


def _again(form: Form) -> ResponseReturnValue:
    """Show the list anew, against the register as it is now."""
    found: list[Review] = []
    with form.refusals(on=_ON_ROWS):
        lines = lines_in(form.typed.get("rows", ""), sector=_sector(form.typed.get("sector", "")))
        found.append(verbs.review(db.session(), actor=current_actor(), lines=lines))
    for each in found:
        return _review(form, each)
    page = ListPage(form=form, sectors=reading.sectors(), most=MOST_SCHOOLS)
    return render_template("schools/list.html", page=page), form.status


def _sector(text: str) -> Sector | None:
    return Sector(text) if text in set(SCHOOL_SECTORS) else None


def _stored(kept: Review) -> str:
    added, changed = len(kept.of(RowState.NEW)), len(kept.of(RowState.CHANGED))
    texts = [
        ngettext("%(n)s school was added.", "%(n)s schools were added.", added),
        ngettext("%(n)s school was changed.", "%(n)s schools were changed.", changed),
    ]
    return " ".join(texts)
