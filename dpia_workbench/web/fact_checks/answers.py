"""What a vendor does with a fact check, and the cooperative with the answers."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.schemas.base import StrictSchema
from dpia_workbench.schemas.fact_checks import ClosingSchema
from dpia_workbench.store import fact_checks
from dpia_workbench.store.models import FactCheck
from dpia_workbench.usecases import fact_check
from dpia_workbench.web.fact_checks import showing
from dpia_workbench.web.fact_checks.blueprint import blueprint


def _whose(fact_check_id: UUID) -> dict[str, Any]:
    return {
        "actor": current_actor(), "fact_check_id": fact_check_id, "today": clock.today(),
        "now": clock.now(),
    }  # fmt: skip


def _row(fact_check_id: UUID) -> FactCheck:
    return fact_checks.get(db.session(), fact_check_id, actor=current_actor())


def _to(fact_check_id: UUID, text: str, *, anchor: str | None = None) -> ResponseReturnValue:
    flash(text, "success")
    url = url_for("fact_checks.show", fact_check_id=fact_check_id, _anchor=anchor)
    return redirect(url, 303)


def _said(
    fact_check_id: UUID, number: int, form: Form, verb: Callable[..., object], *, field: str
) -> ResponseReturnValue:
    """Save what was said about one item, or show it where it stands with what is wrong."""
    on = {"factcheck.words-missing": f"{field}-{number}"}
    with form.refusals(on=on), transaction() as session:
        verb(session, number=number, **_whose(fact_check_id), **form.values())
    if form.accepted:
        return _to(fact_check_id, _("Saved."), anchor=f"item-{number}")
    return showing.render(_row(fact_check_id), sent=form, number=number)


@blueprint.post("/fact-checks/<uuid:fact_check_id>/items/<int:number>/answer")
def answer(fact_check_id: UUID, number: int) -> ResponseReturnValue:
    """Save what the vendor says about one item."""
    form = showing.answer_form(fact_checks.item(_row(fact_check_id), number))
    return _said(fact_check_id, number, form, fact_check.answer, field="words")


@blueprint.post("/fact-checks/<uuid:fact_check_id>/items/<int:number>/disposition")
def dispose(fact_check_id: UUID, number: int) -> ResponseReturnValue:
    """Save what is done with one answer."""
    form = showing.disposition_form(fact_checks.item(_row(fact_check_id), number))
    return _said(fact_check_id, number, form, fact_check.dispose, field="reason")


def _done(
    fact_check_id: UUID, form: Form, verb: Callable[..., object], *, text: str
) -> ResponseReturnValue:
    """Do what is about the whole fact check, or show it with what is refused."""
    with form.refusals(), transaction() as session:
        verb(session, **_whose(fact_check_id), **form.values())
    if form.accepted:
        return _to(fact_check_id, text)
    return showing.render(_row(fact_check_id), sent=form)


@blueprint.post("/fact-checks/<uuid:fact_check_id>/rest")
def agree_with_rest(fact_check_id: UUID) -> ResponseReturnValue:
    """Agree with every item that has no answer yet."""
    text = _("Recorded that all the rest is right. You can still change it, or hand in.")
    return _done(fact_check_id, Form(StrictSchema()), fact_check.agree_with_rest, text=text)


@blueprint.post("/fact-checks/<uuid:fact_check_id>/submission")
def hand_in(fact_check_id: UUID) -> ResponseReturnValue:
    """Hand the answers in."""
    text = _("Thank you. Your answers are handed in.")
    return _done(fact_check_id, Form(StrictSchema()), fact_check.hand_in, text=text)


@blueprint.post("/fact-checks/<uuid:fact_check_id>/closing")
def close(fact_check_id: UUID) -> ResponseReturnValue:
    """Close a fact check."""
    text = _("Closed. The vendor now reads what was done with its answers.")
    return _done(fact_check_id, Form(ClosingSchema()), fact_check.close, text=text)


@blueprint.post("/fact-checks/<uuid:fact_check_id>/sending")
def send(fact_check_id: UUID) -> ResponseReturnValue:
    """Send what was prepared to the vendor."""
    form = showing.sending_form(_row(fact_check_id))
    on = {"factcheck.deadline-not-ahead": "deadline"}
    with form.refusals(on=on), transaction() as session:
        fact_check.send(session, **_whose(fact_check_id), **form.values())
    if form.accepted:
        return _to(fact_check_id, _("Sent. The contacts of the vendor get a message."))
    return showing.render(_row(fact_check_id), sent=form)
