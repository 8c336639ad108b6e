"""A board looks again: why, what changed, what it confirms; the history; the end."""

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows, require
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.adoption import DECIDED
from dpia_workbench.risk.readoption import GIVEN, LookAgain, asks_reason
from dpia_workbench.schemas.rounds import (
    AgainSchema,
    BeginSchema,
    ConfirmSchema,
    EndSchema,
    seen_of,
)
from dpia_workbench.store import adoptions
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Adoption, Release
from dpia_workbench.usecases import adoption_end, local, readoption
from dpia_workbench.usecases.rounds import Asked
from dpia_workbench.web.adoptions import after_reading, reading, round_reading
from dpia_workbench.web.adoptions.blueprint import blueprint
from dpia_workbench.web.adoptions.round_pages import AgainPage, EndPage


def _row(adoption_id: UUID) -> Adoption:
    return adoptions.get(db.session(), adoption_id, actor=current_actor())


def _to(row: Adoption, endpoint: str = "show") -> Response:
    return redirect(url_for(f"adoptions.{endpoint}", adoption_id=row.id), 303)


@blueprint.route("/adoptions/<uuid:adoption_id>/again", methods=["GET", "POST"])
def again(adoption_id: UUID) -> ResponseReturnValue:
    """Begin another round with a product, for a reason."""
    row, today = _row(adoption_id), clock.today()
    require(current_actor(), Permission.ADOPTION_START, row)
    form = Form(AgainSchema() if _is_asked(row, today=today) else BeginSchema())
    if form.submitted and _tip(row) is row:
        with form.refusals(on="why"), transaction() as session:
            values = form.values()
            asked = Asked(why=values.get("why"), words=values["words"])
            made = readoption.begin(
                session, actor=current_actor(), adoption_id=adoption_id, asked=asked, today=today,
                now=clock.now(),
            )  # fmt: skip
        if form.accepted:
            flash(_("Your board looks again. What you said before is here, to be confirmed."),
                  "success")  # fmt: skip
            return _to(made, "carried")
    row = _row(adoption_id)
    if _tip(row) is not row or _goes_on(row, today=today):  # begun, perhaps at this moment
        return _to(_tip(row))
    return render_template("adoptions/again.html", page=_again_page(row, form=form)), form.status


def _is_asked(row: Adoption, *, today: date) -> bool:
    """Return whether a person must give a reason: the product is in use, on the same text."""
    is_same = readoption.offered(db.session(), row, today=today).id == row.basis.id
    return is_same and asks_reason(local.assess(row, on=today).state)


def _goes_on(row: Adoption, *, today: date) -> bool:
    """Return whether the round itself is still open, on a text that holds."""
    is_open = local.assess(row, on=today).state not in DECIDED
    return is_open and readoption.offered(db.session(), row, today=today).id == row.basis.id


def _tip(row: Adoption) -> Adoption:
    return next(iter(reversed(list(adoptions.later(row)))), row)


def _again_page(row: Adoption, *, form: Form) -> AgainPage:
    today = clock.today()
    assessed = local.assess(row, on=today)
    offered = readoption.offered(db.session(), row, today=today)
    is_same = offered.id == row.basis.id
    is_newer = isinstance(offered, Release) and not is_same
    old = row.basis
    url = None
    if is_newer and isinstance(old, Release):
        url = url_for("verdicts.changes", slug=old.product.slug, older=old.number,
                      newer=offered.number)  # fmt: skip
    return AgainPage(
        place=reading.place(assessed),
        form=form,
        is_asked=_is_asked(row, today=today),
        offered=_("Release %(number)s", number=offered.number) if is_newer else "",
        central_url=url,
        reasons=tuple((each.value, label(each), _hint(each)) for each in GIVEN),
    )


def _hint(why: LookAgain) -> str:
    return {
        LookAgain.REVIEW_DAY: "",
        LookAgain.LOCAL_CHANGE: _("For instance another edition, a module, a school or a group of"
                                  " pupils. Write down what changed."),
        LookAgain.OTHER: _("For instance because the FG asks for it. Write down why."),
    }[why]  # fmt: skip


@blueprint.route("/adoptions/<uuid:adoption_id>/carried", methods=["GET", "POST"])
def carried(adoption_id: UUID) -> ResponseReturnValue:
    """Show what changed since the round before, and confirm what did not."""
    row, today = _row(adoption_id), clock.today()
    if row.follows is None:
        raise NotFound
    form = Form(ConfirmSchema())
    if form.submitted:
        with form.refusals(), transaction() as session:
            seen = seen_of(form.values()["seen"])
            readoption.confirm(
                session, actor=current_actor(), adoption_id=adoption_id, seen=seen, today=today,
                now=clock.now(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Confirmed. Your name and the day are kept with it."), "success")
        return _to(row, "carried")
    row = _row(adoption_id)
    is_open = local.assess(row, on=today).state not in DECIDED
    fills = is_open and allows(current_actor(), Permission.ADOPTION_FILL, row)
    page = round_reading.carried(row, may_fill=fills, today=today)
    errors = _errors(form)
    return render_template("adoptions/carried.html", page=page, errors=errors), form.status


def _errors(form: Form) -> tuple[str, ...]:
    """Return what is wrong; of what changed meanwhile the page shows how it is now."""
    if form.conflict:
        return (_("Somebody changed this after you opened the page. Below is how it is now: look"
                  " at it and confirm again."),)  # fmt: skip
    return tuple(text for _name, text in form.errors)


@blueprint.get("/adoptions/<uuid:adoption_id>/changed")
def changed(adoption_id: UUID) -> ResponseReturnValue:
    """Show field by field what the board says otherwise than in the round before."""
    row = _row(adoption_id)
    if row.follows is None:
        raise NotFound
    page = round_reading.changed(row, row.follows, today=clock.today())
    return render_template("adoptions/changed.html", page=page)


@blueprint.get("/adoptions/<uuid:adoption_id>/history")
def history(adoption_id: UUID) -> ResponseReturnValue:
    """Show who did what when, and the rounds before and after."""
    page = after_reading.history(db.session(), _row(adoption_id), today=clock.today())
    return render_template("adoptions/history.html", page=page)


@blueprint.route("/adoptions/<uuid:adoption_id>/ending", methods=["GET", "POST"])
def ending(adoption_id: UUID) -> ResponseReturnValue:
    """Record that the board does not use the product any more."""
    row = _row(adoption_id)
    require(current_actor(), Permission.ADOPTION_END, row)
    if row.ended_at is not None:
        raise adoption_end.AlreadyEnded
    form = Form(EndSchema())
    if form.submitted:
        with form.refusals(on="reason"), transaction() as session:
            adoption_end.end(
                session, actor=current_actor(), adoption_id=adoption_id, now=clock.now(),
                **form.values(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Your board does not use this product any more. What it decided stays here."),
              "success")  # fmt: skip
        return _to(row)
    return _ending(row, form=form, today=clock.today())


def _ending(row: Adoption, *, form: Form, today: date) -> ResponseReturnValue:
    page = EndPage(place=reading.place(local.assess(row, on=today)), form=form, latest=today)
    return render_template("adoptions/ending.html", page=page), form.status
