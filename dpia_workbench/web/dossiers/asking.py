"""Ask the vendor about a risk, a finding or a measure, at once or later."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.schemas.requests import AboutSchema, AskingSchema
from dpia_workbench.store import dossiers
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier, Measure, Remediation, Risk
from dpia_workbench.usecases import asking as verbs
from dpia_workbench.web.dossiers.blueprint import blueprint
from dpia_workbench.web.dossiers.content_pages import AskPage

_FIELDS = {"remediation.words-missing": "words", "remediation.title-missing": "title"}


def _dossier(dossier_id: UUID) -> Dossier:
    """Return a dossier about which the reader may ask the vendor."""
    dossier = dossiers.get(db.session(), dossier_id, actor=current_actor())
    require(current_actor(), Permission.REMEDIATION_REQUEST, dossier)
    return dossier


@blueprint.route("/<uuid:dossier_id>/measures/<uuid:measure_id>/request", methods=["GET", "POST"])
def ask(dossier_id: UUID, measure_id: UUID) -> ResponseReturnValue:
    """Ask the vendor for a measure."""
    dossier = _dossier(dossier_id)
    row = dossiers.part(db.session(), Measure, measure_id, dossier=dossier)
    return _ask(
        dossier, Place(part=DossierPart.MEASURE, key=row.key), form=Form(AskingSchema()),
        name=row.key, subject=row.title.text(current_language()), anchor="measures",
    )  # fmt: skip


@blueprint.route("/<uuid:dossier_id>/risks/<uuid:risk_id>/request", methods=["GET", "POST"])
def ask_risk(dossier_id: UUID, risk_id: UUID) -> ResponseReturnValue:
    """Ask the vendor about a risk."""
    dossier = _dossier(dossier_id)
    row = dossiers.part(db.session(), Risk, risk_id, dossier=dossier)
    return _ask(
        dossier, Place(part=DossierPart.RISK, key=row.key), form=Form(AboutSchema()),
        name=row.key, subject=row.title.text(current_language()), anchor="risks",
    )  # fmt: skip


@blueprint.route("/<uuid:dossier_id>/findings/<topic>/request", methods=["GET", "POST"])
def ask_finding(dossier_id: UUID, topic: str) -> ResponseReturnValue:
    """Ask the vendor about a finding on lawfulness."""
    dossier = _dossier(dossier_id)
    if topic not in list(Topic):
        raise NotFound
    return _ask(
        dossier, Place(part=DossierPart.FINDING, key=topic), form=Form(AboutSchema()),
        name=label(Topic(topic)), subject="", anchor="findings",
    )  # fmt: skip


def _ask(
    dossier: Dossier, about: Place, *, form: Form, name: str, subject: str, anchor: str
) -> ResponseReturnValue:
    made: Remediation | None = None
    if form.submitted:
        with form.refusals(on=_FIELDS), transaction() as session:
            made = verbs.ask(
                session, actor=current_actor(), dossier_id=dossier.id, about=about,
                today=clock.today(), now=clock.now(), **{"title": None, **form.values()},
            )  # fmt: skip
    if form.accepted and made is not None:
        if not made.is_sent:
            flash(_("The draft is kept. The vendor does not see it."), "success")
            return redirect(url_for("remediations.show", remediation_id=made.id), 303)
        flash(_("The vendor was asked."), "success")
        return redirect(url_for("dossiers.show", dossier_id=dossier.id, _anchor=anchor), 303)
    page = AskPage(
        title=_("Ask the vendor about %(part)s", part=name)
        if about.part is not DossierPart.MEASURE
        else _("Ask the vendor for %(key)s", key=name),
        form=form,
        back_label=dossier.key,
        back_url=url_for("dossiers.show", dossier_id=dossier.id),
        subject=subject,
        vendor=dossier.product.vendor.name,
        has_title=about.part is not DossierPart.MEASURE,
    )
    return render_template("dossiers/ask.html", page=page), form.status
