"""The page of one fact check, as the vendor or as the cooperative sees it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label, options
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.fact_check import MOVES, Answer, Disposition, Move, State
from dpia_workbench.schemas.fact_checks import AnswerSchema, DispositionSchema, SendingSchema
from dpia_workbench.store.models import FactCheck, FactCheckItem
from dpia_workbench.usecases.fact_check import standing
from dpia_workbench.web import pieces
from dpia_workbench.web.fact_checks import reading
from dpia_workbench.web.fact_checks.pages import ItemView, ShowPage

Forms = dict[int, Form]  # by the number of the item


def answer_form(item: FactCheckItem) -> Form:
    """Return the form in which the vendor answers an item."""
    number = item.number
    return Form(
        AnswerSchema(number=number),
        initial={
            "version": item.version,
            f"answer-{number}": item.answer,
            f"words-{number}": item.words,
        },
    )


def disposition_form(item: FactCheckItem) -> Form:
    """Return the form in which the cooperative disposes of an answer."""
    number = item.number
    return Form(
        DispositionSchema(number=number),
        initial={
            "version": item.version,
            f"disposition-{number}": item.disposition,
            f"reason-{number}": item.reason,
            f"changed-{number}": item.changed,
        },
    )


def sending_form(row: FactCheck) -> Form:
    """Return the form with the deadline."""
    return Form(SendingSchema(), initial={"version": row.version})


def resting(form: Form) -> Form:
    """Return a form that stands on the page beside the one that was sent."""
    form.submitted = False
    return form


def render(row: FactCheck, *, sent: Form | None = None, number: int = 0) -> ResponseReturnValue:
    """Show a fact check; `sent` is the form that was sent and refused, of an item or of all."""
    actor = current_actor()
    is_vendor = allows(actor, Permission.FACT_CHECK_ANSWER, row)
    page = _vendors(row, sent, number) if is_vendor else _cooperatives(row, sent, number)
    page = replace(page, errors=tuple(sent.errors) if sent else ())
    template = "fact_checks/answer.html" if is_vendor else "fact_checks/show.html"
    return render_template(template, page=page), sent.status if sent else 200


def _page(row: FactCheck, items: list[ItemView], *, for_vendor: bool) -> ShowPage:
    home: tuple[str, str | None] = (_("Fact checks"), url_for("fact_checks.index"))
    title = reading.title(row)
    dossier = () if for_vendor else (_dossier(row),)
    return ShowPage(
        title=title,
        product=pieces.words(row.product.name),
        crumbs=(home, *dossier, (title, None)),
        state=reading.state(row, for_vendor=for_vendor),
        next_step=reading.next_step(row, for_vendor=for_vendor),
        facts=tuple(reading.facts(row, for_vendor=for_vendor)),
        items=tuple(items),
        errors=(),
        answers=tuple((each.value, label(each), _hint(each)) for each in Answer),
        dispositions=tuple(options(Disposition)),
        version=row.version,
    )


def _dossier(row: FactCheck) -> tuple[str, str | None]:
    return row.dossier.key, url_for("fact_checks.of_dossier", dossier_id=row.dossier_id)


def _hint(answer: Answer) -> str:
    return {
        Answer.AGREE: "",
        Answer.CORRECT: _("Say below what it must be."),
        Answer.DISPUTE: _("Say below why you see it otherwise."),
        Answer.CONFIDENTIAL: _("Say below what is confidential, and why."),
    }[answer]


def _vendors(row: FactCheck, sent: Form | None, number: int) -> ShowPage:
    can_answer = Move.ANSWER in MOVES[standing(row, on=clock.today())]
    rows = {item.number: item for item in row.items}
    items = []
    for view in reading.items(row, for_vendor=True):
        form = sent if view.number == number else None
        if form is None and can_answer:
            form = resting(answer_form(rows[view.number]))
        url = url_for("fact_checks.answer", fact_check_id=row.id, number=view.number)
        items.append(replace(view, form=form, form_url=url))
    page = _page(row, items, for_vendor=True)
    if not can_answer:
        return page
    place: dict[str, Any] = {"fact_check_id": row.id}
    has_rest = any(item.answer is None for item in row.items)
    is_begun = any(item.answer is not None for item in row.items)
    return replace(
        page,
        rest_url=url_for("fact_checks.agree_with_rest", **place) if has_rest else None,
        rest_label=_("All the rest is right") if is_begun else _("All of this is right"),
        hand_in_url=url_for("fact_checks.hand_in", **place),
    )


def _cooperatives(row: FactCheck, sent: Form | None, number: int) -> ShowPage:
    actor, found = current_actor(), standing(row, on=clock.today())
    disposes = Move.DISPOSE in MOVES[found] and allows(actor, Permission.FACT_CHECK_DISPOSE, row)
    rows = {item.number: item for item in row.items}
    todays = reading.todays(row, dossier=row.dossier)
    items = []
    for view in reading.items(row, for_vendor=False):
        form = sent if view.number == number else None
        said = rows[view.number].answer if rows else None
        if form is None and disposes and said not in (None, Answer.AGREE):
            form = resting(disposition_form(rows[view.number]))
        url = url_for("fact_checks.dispose", fact_check_id=row.id, number=view.number)
        items.append(replace(view, form=form, form_url=url, today=todays[view.number]))
    page = _page(row, items, for_vendor=False)
    place: dict[str, Any] = {"fact_check_id": row.id}
    if disposes:
        can_close = not any(item.said.waits for item in row.items)
        close = _("Close and record silence") if found is State.EXPIRED else _("Close")
        close_url = url_for("fact_checks.close", **place) if can_close else None
        return replace(page, close_url=close_url, close_label=close)
    if found is State.PREPARED and allows(actor, Permission.FACT_CHECK_SEND, row):
        return replace(
            page,
            select_url=url_for("fact_checks.select_again", **place),
            send_url=url_for("fact_checks.send", **place),
            send=sent or resting(sending_form(row)),
            earliest=clock.today() + timedelta(days=1),
        )
    return page
