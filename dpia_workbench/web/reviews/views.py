"""A board looks again: the list, one of them, and what it says of itself meanwhile."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.actor import SCHOOL_ROLES
from dpia_workbench.access.policy import Permission, allows, require
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label, options
from dpia_workbench.plumbing import calendars
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.filters import day
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.report import ics
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.change import Weight
from dpia_workbench.risk.review import LocalChange, Trigger
from dpia_workbench.schemas.reviews import ChangeSchema, KeepSchema, LookSchema
from dpia_workbench.store import adoptions, review_tasks
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Adoption, ReviewTask
from dpia_workbench.store.review_tasks import Show
from dpia_workbench.usecases import review_task
from dpia_workbench.web import pieces
from dpia_workbench.web.reviews import reading
from dpia_workbench.web.reviews.pages import AskPage, ListPage, ShowPage

blueprint = Blueprint("reviews", __name__)


@blueprint.get("/school/reviews")
def index() -> ResponseReturnValue:
    """Show all looks again of the board: those that are open, or those that ended."""
    _require_board()
    show = Show.DONE if request.args.get("show") == Show.DONE else Show.OPEN
    found = review_tasks.find(db.session(), show=show, actor=current_actor())
    page = ListPage(
        rows=tuple(reading.row(each, today=clock.today()) for each in found),
        is_open=show is Show.OPEN,
        tabs=(
            (_("Open"), url_for(".index"), show is Show.OPEN),
            (_("Done"), url_for(".index", show=Show.DONE.value), show is Show.DONE),
        ),
        file_url=url_for(".calendar_file"),
    )
    return render_template("reviews/index.html", page=page)


def _require_board() -> None:
    """Let only people of school boards in. Raises NotFound."""
    if not current_actor().has_any(SCHOOL_ROLES):
        raise NotFound


@blueprint.get("/school/reviews.ics")
def calendar_file() -> ResponseReturnValue:
    """Give the days on which something is due as a file for calendar programs."""
    _require_board()
    found = review_tasks.find(db.session(), show=Show.OPEN, actor=current_actor())
    events = [
        ics.Event(
            uid=f"{each.id}@dpia-workbench",
            on=each.due,
            summary=_summary(each),
            url=settings().base_url + url_for(".show", task_id=each.id),
        )
        for each in found
    ]
    return calendars.as_download(events, name=_("Looks again: days"), filename="reviews.ics")


def _summary(task: ReviewTask) -> str:
    product = task.adoption.basis.product.name.text(current_language())
    return f"{product}: {label(task.trigger)}"


@blueprint.route("/reviews/<uuid:task_id>", methods=["GET", "POST"])
def show(task_id: UUID) -> ResponseReturnValue:
    """Show one look again; say that the board looked and nothing changes."""
    task = review_tasks.get(db.session(), task_id, actor=current_actor())
    form = Form(KeepSchema(), initial={"version": task.version})
    if form.submitted:
        with form.refusals(on={"review.reason-missing": "reason"}), transaction() as session:
            review_task.keep(
                session, actor=current_actor(), task_id=task_id, today=clock.today(),
                now=clock.now(), **form.values(),
            )  # fmt: skip
    if form.accepted:
        flash(_("It is recorded that nothing changes for your board, and why."), "success")
        return redirect(url_for("adoptions.show", adoption_id=task.adoption_id), 303)
    return render_template("reviews/show.html", page=_page(task, form=form)), form.status


def _page(task: ReviewTask, *, form: Form) -> ShowPage:
    actor, row = current_actor(), task.adoption
    look = reading.look(db.session(), task, actor=actor, today=clock.today())
    fills = allows(actor, Permission.ADOPTION_FILL, row) and task.resolved_at is None
    keeps = fills and task.trigger is not Trigger.REVIEW_DATE
    return ShowPage(
        title=look.title,
        product=pieces.words(row.basis.product.name),
        adoption_url=url_for("adoptions.show", adoption_id=row.id),
        look=look,
        facts=_facts(task),
        form=form if keeps or form.errors else None,
        is_material=task.weight is Weight.MATERIAL,
        reason=task.reason,
        stop_url=url_for("adoptions.ending", adoption_id=row.id) if fills else "",
    )


def _facts(task: ReviewTask) -> tuple[tuple[str, str], ...]:
    found = [(_("Known since"), day(day_of(task.made_at)))]
    if task.resolved_at is not None and task.resolution is not None:
        found.append((label(task.resolution), day(day_of(task.resolved_at))))
    return tuple(found)


@blueprint.route("/adoptions/<uuid:adoption_id>/changes-here", methods=["GET", "POST"])
def report(adoption_id: UUID) -> ResponseReturnValue:
    """Say that something became different at the board itself."""
    row, form = _row(adoption_id, Permission.ADOPTION_FILL), Form(ChangeSchema())
    on = {"review.nothing-chosen": "changes", "review.reason-missing": "text"}
    page = AskPage(
        title=_("Something changed at our board"),
        lead=_("Your board decided about the situation of then. Say what is different now, and"
               " look again whether the decision still fits."),
        question=_("What is different, at which schools, and since when?"),
        field="text",
        button=_("Save, and look again"),
        options=tuple(options(LocalChange)),
        form=form,
        **_about(row),
    )  # fmt: skip
    return _asked(page, review_task.report_change, row=row, on=on)


@blueprint.route("/adoptions/<uuid:adoption_id>/new-look", methods=["GET", "POST"])
def ask(adoption_id: UUID) -> ResponseReturnValue:
    """Let the data protection officer ask for a new look."""
    row, form = _row(adoption_id, Permission.ADOPTION_ADVISE), Form(LookSchema())
    page = AskPage(
        title=_("Ask for a new look"),
        lead=_("As data protection officer (FG) you can ask your board to look again at what it"
               " adopted. The privacy officer gets your question by mail."),
        question=_("Why should the board look again?"),
        field="text",
        button=_("Ask for it"),
        form=form,
        **_about(row),
    )  # fmt: skip
    return _asked(page, review_task.ask_new_look, row=row, on="text")


def _row(adoption_id: UUID, permission: Permission) -> Adoption:
    row = adoptions.get(db.session(), adoption_id, actor=current_actor())
    require(current_actor(), permission, row)
    return row


def _about(row: Adoption) -> dict[str, Any]:
    return {
        "product": pieces.words(row.basis.product.name),
        "adoption_url": url_for("adoptions.show", adoption_id=row.id),
    }


def _asked(
    page: AskPage, verb: Callable[..., Any], *, row: Adoption, on: str | dict[str, str]
) -> ResponseReturnValue:
    """Do what was asked on a page of one question, or show the page."""
    form = page.form
    if form.submitted:
        with form.refusals(on=on), transaction() as session:
            verb(
                session, actor=current_actor(), adoption_id=row.id, today=clock.today(),
                now=clock.now(), **form.values(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Saved."), "success")
        return redirect(page.adoption_url, 303)
    return render_template("reviews/ask.html", page=page), form.status
