"""A file that came with a request to the vendor, taken over as evidence of the dossier."""

from typing import Any
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing.database import db, let_go, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.plumbing.uploads import file_store, kind_and_size, require_servable
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.evidence import EvidenceKind, FileFacts
from dpia_workbench.schemas.evidence import NewEvidenceSchema
from dpia_workbench.store import correspondence, dossiers
from dpia_workbench.store.models import Dossier, Evidence, RequestFile
from dpia_workbench.usecases import evidence as verbs
from dpia_workbench.web.evidence import editing, places
from dpia_workbench.web.evidence.blueprint import blueprint
from dpia_workbench.web.evidence.pages import TakingPage

__all__ = ["blueprint"]


@blueprint.route("/from-request/<uuid:file_id>", methods=["GET", "POST"])
def take_over(dossier_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Take a file over that the vendor or a colleague sent with a request about the dossier."""
    actor, session = current_actor(), db.session()
    dossier = dossiers.get(session, dossier_id, actor=actor)
    require(actor, Permission.DOSSIER_EDIT, dossier)
    row = correspondence.file_of_dossier(session, file_id, dossier_id=dossier_id, actor=actor)
    require_servable(row.facts)
    form = Form(NewEvidenceSchema(), initial=_initial(row))
    made = _take(dossier_id, form, facts=row.facts) if form.submitted else None
    if made is not None:
        return editing.saved(made)
    return _page(dossier_id, file_id, form=form)


def _initial(row: RequestFile) -> dict[str, Any]:
    """Return what is known of the file already; it is confidential until somebody says less."""
    message = row.message
    asked = message.remediation
    return {
        "title": row.file_name,
        "kind": EvidenceKind.DOCUMENT,
        "source": _("With the request “%(title)s”", title=asked.title.text(current_language())),
        "collected_on": day_of(message.at),
        "collected_by": message.organisation.name,
        "confidentiality": Confidentiality.VENDOR_CONFIDENTIAL,
        "readers": [],
        "place": places.value(asked.about) if asked.about else "",
    }


def _take(dossier_id: UUID, form: Form, *, facts: FileFacts) -> Evidence | None:
    """Add the evidence; always first the lock on the files and then the database."""
    made = None
    let_go()
    with file_store().locked(), form.refusals(on=editing.FIELDS), transaction() as session:
        values = form.values()
        place = values.pop("place")
        made = verbs.add(
            session, actor=current_actor(), dossier_id=dossier_id, file=facts,
            readers=values.pop("readers"), supports=[place] if place else [],
            values={**values, "title": values["title"] or facts.name},
            today=clock.today(), now=clock.now(),
        )  # fmt: skip
    return made if form.accepted else None


def _page(dossier_id: UUID, file_id: UUID, *, form: Form) -> ResponseReturnValue:
    actor, session = current_actor(), db.session()
    dossier: Dossier = dossiers.get(session, dossier_id, actor=actor)
    row = correspondence.file_of_dossier(session, file_id, dossier_id=dossier_id, actor=actor)
    asked = row.message.remediation
    page = TakingPage(
        form=form,
        back_label=dossier.key,
        file=row.file_name,
        file_size=kind_and_size(row.facts),
        request=asked.title.text(current_language()),
        request_language=asked.title.language(current_language()),
        request_url=url_for("remediations.show", remediation_id=asked.id),
        back_url=url_for("dossiers.show", dossier_id=dossier.id),
        options=editing.choices(dossier),
    )
    return render_template("evidence/taking.html", page=page), form.status
