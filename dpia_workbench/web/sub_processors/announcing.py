"""What vendors do with announcements: make, correct, take back, and answer objections."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.actor import Role
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label, options
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.statements import DataCategory, Mechanism
from dpia_workbench.risk.sub_processors import (
    ANSWERS,
    ChangeKind,
    Move,
    Stance,
    after,
    objection_until,
)
from dpia_workbench.schemas.sub_processors import (
    AnnouncementSchema,
    AnswerSchema,
    CorrectionSchema,
    ReasonSchema,
)
from dpia_workbench.store import products, sub_processors
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Product, SubProcessorChange
from dpia_workbench.usecases import sub_processors as verbs
from dpia_workbench.usecases.objection_period import objection_days
from dpia_workbench.web.chrome import LANGUAGE_NAMES
from dpia_workbench.web.sub_processors import reading
from dpia_workbench.web.sub_processors.blueprint import blueprint
from dpia_workbench.web.sub_processors.pages import AnnouncementPage, AnswerPage

_ON_ANNOUNCEMENT = {
    "subprocessor.effective-too-early": "effective_on",
    "subprocessor.replaces-missing": "replaces",
}
_ON_WORDS = {"subprocessor.reason-missing": "words"}
_COLUMNS = (
    "kind", "name", "legal_entity", "country", "service", "categories", "mechanism", "replaces",
    "effective_on", "language", "words", "version",
)  # fmt: skip


def _sent(form: Form) -> dict[str, Any]:
    """Return what a form holds as the use cases take it. Raises ValidationError."""
    values = form.values()
    given = {"product_ids": values.pop("product_ids")}
    if "version" in values:
        given["version"] = values.pop("version")
    values["categories"] = [str(each) for each in values["categories"]]
    return {**given, "values": values, "actor": current_actor(), "today": clock.today(),
            "now": clock.now()}  # fmt: skip


@blueprint.route("/announcement", methods=["GET", "POST"])
def announce() -> ResponseReturnValue:
    """Announce a change of sub-processors."""
    actor = current_actor()
    if not actor.has(Role.VENDOR_CONTACT) or actor.organisation_id is None:
        raise NotFound
    own = products.known_to_vendor(db.session(), actor.organisation_id)
    form = Form(AnnouncementSchema(), initial={"language": current_language()})
    if form.submitted:
        with form.refusals(on=_ON_ANNOUNCEMENT), transaction() as session:
            made = verbs.announce(session, **_sent(form)).id
    if form.accepted:
        flash(_("Announced. Cooperatives and school boards get a message."), "success")
        return redirect(url_for(".show", change_id=made), 303)
    page = AnnouncementPage(
        form=form,
        title=_("Announce a change of sub-processors"),
        intro=_("Schools read this as you write it, and can object. The period for objection"
                " begins today."),
        submit=_("Announce this change"),
        back_url=url_for(".index"),
        name="",
        earliest=_earliest([product.id for product in own]),
        options=_options(own),
    )  # fmt: skip
    return render_template("sub_processors/announcement.html", page=page), form.status


def _earliest(product_ids: list[UUID]) -> date:
    """Return the first day on which a change can take effect that is announced today."""
    days = objection_days(db.session(), product_ids, on=clock.today())
    return objection_until(clock.today(), days) + timedelta(days=1)


def _options(own: Any) -> dict[str, list[tuple[str, str]]]:
    spoken = current_language()
    return {
        "products": [(str(each.id), _named(each, spoken)) for each in own],
        "kinds": options(ChangeKind),
        "categories": options(DataCategory),
        "mechanisms": options(Mechanism),
        "languages": list(LANGUAGE_NAMES.items()),
    }


def _named(product: Product, spoken: str) -> str:
    return product.name.text(spoken)


def _own(change_id: UUID, *, move: Move | None = None) -> SubProcessorChange:
    """Return an announcement of the reader's company; who only looks sees what is not possible."""
    row = sub_processors.get(db.session(), change_id, actor=current_actor())
    require(current_actor(), Permission.SUB_PROCESSOR_ANNOUNCE, row)
    if move is not None:
        after(row.state, move)
    return row


def _done(change_id: UUID, text: str) -> ResponseReturnValue:
    flash(text, "success")
    return redirect(url_for("sub_processors.show", change_id=change_id), 303)


@blueprint.route("/<uuid:change_id>/correction", methods=["GET", "POST"])
def correct(change_id: UUID) -> ResponseReturnValue:
    """Correct an announcement."""
    row = _own(change_id, move=Move.RESTART)
    stored = {name: getattr(row, name) for name in _COLUMNS}
    own_ids = [product.id for product in row.products]
    form = Form(CorrectionSchema(), initial={**stored, "product_ids": own_ids})
    if form.submitted:
        with form.refusals(on=_ON_ANNOUNCEMENT), transaction() as session:
            verbs.correct(session, change_id=change_id, **_sent(form))
    if form.accepted:
        return _done(change_id, _("The announcement was corrected."))
    page = AnnouncementPage(
        form=form,
        title=_("Correct the announcement"),
        intro=_("If something changes that matters to schools, the period for objection starts"
                " anew, and they get a message. Only a later day or another explanation does not."),
        submit=_("Correct the announcement"),
        back_url=url_for(".show", change_id=change_id),
        name=row.name,
        earliest=_earliest(own_ids),
        options=_options(products.known_to_vendor(db.session(), row.vendor_id)),
    )  # fmt: skip
    return render_template("sub_processors/announcement.html", page=page), form.status


@blueprint.route("/<uuid:change_id>/withdrawal", methods=["GET", "POST"])
def withdraw(change_id: UUID) -> ResponseReturnValue:
    """Take an announcement back."""
    row = _own(change_id, move=Move.WITHDRAW)
    form = Form(ReasonSchema(), initial={"version": row.version})
    if form.submitted:
        with form.refusals(on=_ON_WORDS), transaction() as session:
            verbs.withdraw(
                session, actor=current_actor(), change_id=change_id, today=clock.today(),
                now=clock.now(), **form.values(),
            )  # fmt: skip
    if form.accepted:
        return _done(change_id, _("The announcement was taken back."))
    page = AnswerPage(
        form=form,
        title=_("Take the announcement back"),
        name=row.name,
        lead=reading.lead(row),
        intro=_("The change then does not come. You cannot undo this."),
        back_url=url_for(".show", change_id=change_id),
        submit=_("Take the announcement back"),
        look="danger",
        text_label=_("Why do you take it back?"),
        text_hint=_("Cooperatives and schools read this."),
    )
    return render_template("sub_processors/answer.html", page=page), form.status


@blueprint.route("/<uuid:change_id>/answer", methods=["GET", "POST"])
def answer(change_id: UUID) -> ResponseReturnValue:
    """Answer the objections of cooperatives."""
    row = _own(change_id, move=Move.UPHOLD)
    form = Form(AnswerSchema(), initial={"version": row.version})
    if form.submitted:
        with form.refusals(on=_ON_WORDS), transaction() as session:
            verbs.answer(
                session, actor=current_actor(), change_id=change_id, today=clock.today(),
                now=clock.now(), **form.values(),
            )  # fmt: skip
    if form.accepted:
        return _done(change_id, _("Your answer is recorded, and the cooperatives are told."))
    page = AnswerPage(
        form=form,
        title=_("Answer the objection"),
        name=row.name,
        lead=reading.lead(row),
        intro="",
        back_url=url_for(".show", change_id=change_id),
        submit=_("Send the answer"),
        choice="move",
        choice_label=_("What do you do?"),
        options=tuple((move.value, label(move), _result(move)) for move in ANSWERS),
        text_label=_("Explanation"),
        text_hint=_("Cooperatives and schools read this."),
        quoted=tuple(_objections(row)),
    )
    return render_template("sub_processors/answer.html", page=page), form.status


def _result(move: Move) -> str:
    return {
        Move.UPHOLD: _("Schools then decide whether they go on using the product."),
        Move.CHANGE: _("You correct the announcement after this; schools can object anew."),
        Move.DROP: _("Everything stays as it is. You cannot undo this."),
    }[move]


def _objections(row: SubProcessorChange) -> Any:
    """Yield the objections that wait for an answer."""
    for each in row.bundles:
        if each.round == row.round and each.stance is Stance.OBJECTS and each.answer is None:
            yield each.cooperative.name, (each.words,)
