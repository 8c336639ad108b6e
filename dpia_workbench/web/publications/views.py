"""The gate of a dossier, and what a publisher does with it: publish, plan, take a plan back."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing import signing
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.filters import moment
from dpia_workbench.plumbing.forms import HTTP_CONFLICT, Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.calendar import moment_of
from dpia_workbench.schemas.publications import When
from dpia_workbench.store import dossiers
from dpia_workbench.store.models import PublicationPlan, Release
from dpia_workbench.usecases import publication_plan, release
from dpia_workbench.web.publications import preview
from dpia_workbench.web.publications.blueprint import blueprint
from dpia_workbench.web.publications.gate import FIELDS, form_of, look, may_publish, page

# Importing it adds its views to the blueprint.
MODULES = (preview,)

__all__ = ["MODULES", "blueprint"]


@blueprint.route("", methods=["GET", "POST"])
def gate(dossier_id: UUID) -> ResponseReturnValue:
    """Show what publication still asks of a dossier; publish it, or plan that."""
    dossier = dossiers.get(db.session(), dossier_id, actor=current_actor())
    if request.method == "POST":
        require(current_actor(), Permission.DOSSIER_PUBLISH, dossier)
    found = look(dossier)
    form = form_of(found) if found.is_open and may_publish(dossier) else None
    if form is not None and form.submitted:
        with form.refusals(on=FIELDS), transaction() as session:
            made = _publish(session, dossier_id, **form.values())
        if form.accepted:
            return _leave(made, dossier_id)
    return render_template("publications/gate.html", page=page(dossier, found, form=form)), _status(
        form
    )


def _status(form: Form | None) -> int:
    """Return the status of the page: what was sent to a closed gate is a conflict."""
    if form is not None:
        return form.status
    return HTTP_CONFLICT if request.method == "POST" else 200


def _publish(
    session: Session, dossier_id: UUID, *, when: When, on: Any, at: Any, read: str, **chosen: Any
) -> Release | PublicationPlan:
    """Publish at once, or plan it. Raises as the verbs do."""
    told: dict[str, Any] = {
        "actor": current_actor(), "dossier_id": dossier_id, "now": clock.now(),
        "read": read or None, **chosen,
    }  # fmt: skip
    due_at = moment_of(on, at) if when is When.LATER else None
    if due_at is not None:
        return publication_plan.plan(session, due_at=due_at, **told)
    return release.publish(session, signer=signing.signer(), today=clock.today(), **told)


def _leave(made: Release | PublicationPlan, dossier_id: UUID) -> ResponseReturnValue:
    if isinstance(made, PublicationPlan):
        flash(_("Planned for %(moment)s.", moment=moment(made.due_at)), "success")
        return redirect(url_for(".gate", dossier_id=dossier_id), 303)
    flash(_("Published. The verdict can be found within a second."), "success")
    slug = made.product.slug
    return redirect(url_for("verdicts.release", slug=slug, number=made.number), 303)


@blueprint.post("/plans/<uuid:plan_id>/withdrawal")
def withdraw(dossier_id: UUID, plan_id: UUID) -> ResponseReturnValue:
    """Take a planned publication back."""
    with transaction() as session:
        publication_plan.withdraw(
            session, actor=current_actor(), dossier_id=dossier_id, plan_id=plan_id,
            now=clock.now(),
        )  # fmt: skip
    flash(_("The plan is taken back. Nothing will be published by itself."), "success")
    return redirect(url_for(".gate", dossier_id=dossier_id), 303)
