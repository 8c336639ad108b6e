"""A request that was not sent yet, and the measure that rests on one about something else."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.place import DossierPart
from dpia_workbench.risk.remediation import Move, after
from dpia_workbench.schemas.requests import (
    DraftSchema,
    SendingSchema,
    TitledDraftSchema,
    TyingSchema,
)
from dpia_workbench.store import dossiers, remediations
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier, Remediation
from dpia_workbench.usecases import asking
from dpia_workbench.web import pieces
from dpia_workbench.web.remediations.blueprint import blueprint
from dpia_workbench.web.remediations.pages import DraftPage, TyingPage

_FIELDS = {"remediation.words-missing": "words", "remediation.title-missing": "title"}
_ON_MEASURE = {
    "remediation.not-the-vendors": "measure_id", "remediation.already-tied": "measure_id",
}  # fmt: skip


def _moment() -> dict[str, Any]:
    return {"actor": current_actor(), "now": clock.now()}


def _asked(remediation_id: UUID) -> Remediation:
    row = remediations.get(db.session(), remediation_id, actor=current_actor())
    require(current_actor(), Permission.REMEDIATION_REQUEST, row)
    return row


def _done(row: Remediation, text: str) -> ResponseReturnValue:
    flash(text, "success")
    return redirect(url_for("remediations.show", remediation_id=row.id), 303)


@blueprint.route("/<uuid:remediation_id>/draft", methods=["GET", "POST"])
def rewrite(remediation_id: UUID) -> ResponseReturnValue:
    """Change a draft, and perhaps send it."""
    row = _asked(remediation_id)
    has_title = row.about_part is not DossierPart.MEASURE
    stored = {"words": row.request, "version": row.version}
    if has_title:
        stored["title"] = row.title
    form = Form(TitledDraftSchema() if has_title else DraftSchema(), initial=stored)
    if not form.submitted:
        after(row.state, Move.SEND)
    sends = _rewrite(row, form) if form.submitted else False
    if form.accepted:
        return _done(row, _("The vendor was asked.") if sends else _("Saved."))
    page = DraftPage(
        form=form,
        request=pieces.words(row.title),
        has_title=has_title,
        vendor=row.vendor.name,
        back_url=url_for(".show", remediation_id=row.id),
    )
    return render_template("remediations/draft.html", page=page), form.status


def _rewrite(row: Remediation, form: Form) -> bool:
    """Keep what was typed, send it if that was asked, and return whether it was."""
    sends = False
    with form.refusals(on=_FIELDS), transaction() as session:
        values = {"title": None, **form.values()}
        sends = bool(values.pop("sends"))
        asking.rewrite(session, remediation_id=row.id, **values, **_moment())
        if sends:
            asking.send(
                session, remediation_id=row.id, version=None, today=clock.today(), **_moment()
            )
    return sends


@blueprint.post("/<uuid:remediation_id>/sending")
def send(remediation_id: UUID) -> ResponseReturnValue:
    """Send a draft as it stands."""
    row = _asked(remediation_id)
    form = Form(SendingSchema())
    with transaction() as session:
        asking.send(
            session, remediation_id=row.id, today=clock.today(), **form.values(), **_moment()
        )
    return _done(row, _("The vendor was asked."))


@blueprint.route("/<uuid:remediation_id>/measure", methods=["GET", "POST"])
def tie(remediation_id: UUID) -> ResponseReturnValue:
    """Let a measure of the dossier rest on the request."""
    row = _asked(remediation_id)
    if row.dossier_id is None:
        raise NotFound
    dossier = dossiers.get(db.session(), row.dossier_id, actor=current_actor())
    require(current_actor(), Permission.DOSSIER_EDIT, dossier)
    form = Form(TyingSchema(), initial={"version": row.version})
    if form.submitted:
        with form.refusals(on=_ON_MEASURE), transaction() as session:
            asking.tie(session, remediation_id=row.id, **form.values(), **_moment())
    if form.accepted:
        return _done(row, _("The measure rests on this request now."))
    page = TyingPage(
        form=form,
        request=pieces.words(row.title),
        back_url=url_for(".show", remediation_id=row.id),
        measures=tuple(_possible(dossier)),
        dossier_url=url_for("dossiers.show", dossier_id=dossier.id, _anchor="measures"),
    )
    return render_template("remediations/tying.html", page=page), form.status


def _possible(dossier: Dossier) -> list[tuple[str, str]]:
    """Return the measures of the vendor that were not asked for yet."""
    return [
        (str(each.id), f"{each.key} {each.title.text(current_language())}")
        for each in dossier.revision.measures
        if each.owner is Owner.VENDOR and each.remediation_id is None
    ]
