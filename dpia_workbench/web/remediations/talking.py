"""What the two sides of a request write to each other: messages, deliveries, and their files."""

from collections.abc import Callable, Mapping
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing import uploads
from dpia_workbench.plumbing.database import db, let_go
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.plumbing.uploads import expect_files
from dpia_workbench.risk.correspondence import require_sent
from dpia_workbench.risk.remediation import Move, after
from dpia_workbench.schemas.remediations import DeliverySchema, MessageSchema
from dpia_workbench.store import correspondence, remediations
from dpia_workbench.usecases import correspondence as verbs
from dpia_workbench.usecases import remediation
from dpia_workbench.web import pieces
from dpia_workbench.web.remediations import thread
from dpia_workbench.web.remediations.blueprint import blueprint
from dpia_workbench.web.remediations.pages import DeliveryPage, MessagePage

_FIELDS = {"remediation.words-missing": "words", "remediation.thread-full": "files"}


@blueprint.route("/<uuid:remediation_id>/messages", methods=["GET", "POST"])
def say(remediation_id: UUID) -> ResponseReturnValue:
    """Write to the other side, with files."""
    expect_files()
    row = remediations.get(db.session(), remediation_id, actor=current_actor())
    require(current_actor(), Permission.REMEDIATION_DISCUSS, row)
    require_sent(is_sent=row.is_sent)
    let_go()  # the files come in when the form is read
    form = Form(MessageSchema())
    _send(form, verbs.say, remediation_id=remediation_id, on=_FIELDS)
    if form.accepted:
        flash(_("Your message was sent."), "success")
        return _back(remediation_id)
    row = remediations.get(db.session(), remediation_id, actor=current_actor())
    page = MessagePage(
        request=pieces.words(row.title),
        back_url=url_for(".show", remediation_id=row.id),
        desk=thread.desk(row, form=form),
    )
    return render_template("remediations/message.html", page=page), form.status


@blueprint.route("/<uuid:remediation_id>/delivery", methods=["GET", "POST"])
def deliver(remediation_id: UUID) -> ResponseReturnValue:
    """Tell that it is done, and how that can be seen."""
    expect_files()
    row = remediations.get(db.session(), remediation_id, actor=current_actor())
    require(current_actor(), Permission.REMEDIATION_ANSWER, row)
    version, state = row.version, row.state
    let_go()  # the files come in when the form is read
    form = Form(DeliverySchema(), initial={"version": version})
    if not form.submitted:
        after(state, Move.DELIVER)
    _send(form, remediation.deliver, remediation_id=remediation_id, on=_FIELDS)
    if form.accepted:
        flash(_("Recorded. Somebody else now checks your delivery."), "success")
        return _back(remediation_id)
    row = remediations.get(db.session(), remediation_id, actor=current_actor())
    page = DeliveryPage(
        form=form,
        request=pieces.words(row.title),
        asked=row.request,
        back_url=url_for(".show", remediation_id=row.id),
        upload=thread.upload(),
        readers=thread.readers(row),
    )
    return render_template("remediations/delivery.html", page=page), form.status


def _send(
    form: Form, verb: Callable[..., object], *, remediation_id: UUID, on: Mapping[str, str]
) -> None:
    """Keep the files of a form with what was written, or nothing of it."""
    if not form.submitted:
        return
    uploads.keep(
        form,
        lambda session, files, values: verb(
            session, actor=current_actor(), remediation_id=remediation_id,
            files=[each.facts for each in files], today=clock.today(), now=clock.now(), **values,
        ),
        on=on,
        is_optional=True,
    )  # fmt: skip


def _back(remediation_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("remediations.show", remediation_id=remediation_id), 303)


@blueprint.get("/<uuid:remediation_id>/files/<uuid:file_id>")
def file(remediation_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Send a file to be saved, to whoever may read the request."""
    row = correspondence.file(
        db.session(), file_id, remediation_id=remediation_id, actor=current_actor()
    )
    return uploads.attachment(row.facts)
