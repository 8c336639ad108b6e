"""What school boards and cooperatives say to an announcement, and what a publisher marks."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.filters import day
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.release import Event, asks_attention, require_in_use
from dpia_workbench.risk.sub_processors import BUNDLED, AlreadyBundled, Stance, require_open
from dpia_workbench.schemas.sub_processors import BundleSchema, MarkSchema, StanceSchema
from dpia_workbench.store import releases, sub_processors
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Release, SubProcessorChange
from dpia_workbench.usecases import release as release_verbs
from dpia_workbench.usecases import sub_processor_objections as verbs
from dpia_workbench.web.sub_processors import reading, touching
from dpia_workbench.web.sub_processors.blueprint import blueprint
from dpia_workbench.web.sub_processors.pages import AnswerPage


def _begun(change_id: UUID, *, permission: Permission) -> SubProcessorChange:
    """Return an announcement to which the reader can still say something."""
    row = sub_processors.get(db.session(), change_id, actor=current_actor())
    require(current_actor(), permission, row)
    require_open(row.state, until=row.objection_until, on=clock.today())
    return row


def _done(change_id: UUID, text: str) -> ResponseReturnValue:
    flash(text, "success")
    return redirect(url_for("sub_processors.show", change_id=change_id), 303)


@blueprint.route("/<uuid:change_id>/response", methods=["GET", "POST"])
def respond(change_id: UUID) -> ResponseReturnValue:
    """Say whether the reader's board objects."""
    row = _begun(change_id, permission=Permission.SUB_PROCESSOR_RESPOND)
    said = sub_processors.stance_of(db.session(), row, actor=current_actor())
    stored = {"stance": said.stance, "reason": said.reason} if said else {}
    form = Form(StanceSchema(), initial={**stored, "round_number": row.round})
    if form.submitted:
        with form.refusals(on={"subprocessor.reason-missing": "reason"}), transaction() as session:
            verbs.respond(
                session, actor=current_actor(), change_id=change_id, today=clock.today(),
                now=clock.now(), **form.values(),
            )  # fmt: skip
    if form.accepted:
        until = day(row.objection_until)
        text = _("Your answer is recorded. You can change it until %(until)s.", until=until)
        return _done(change_id, text)
    page = AnswerPage(
        form=form,
        title=_("Does your board object?"),
        name=row.name,
        lead=reading.lead(row),
        intro=reading.clock_sentence(row, on=clock.today()),
        back_url=url_for(".show", change_id=change_id),
        submit=_("Record our answer"),
        choice="stance",
        choice_label=_("What does your board say?"),
        options=tuple((each.value, *_choice(each)) for each in Stance),
        text="reason",
        text_label=_("Why?"),
        text_hint=_("Needed for an objection and for a concern. The cooperative reads this without"
                    " the name of your board. Do not name your board or people in it."),
        is_optional=True,
        hidden=(("round_number", str(row.round)),),
    )  # fmt: skip
    return render_template("sub_processors/answer.html", page=page), form.status


def _choice(stance: Stance) -> tuple[str, str]:
    return {
        Stance.OBJECTS: (
            _("We object, through the cooperative"),
            _("You do not want this company to handle data of your pupils or staff."),
        ),
        Stance.CONCERN: (
            _("We have a concern"),
            _("You do not object, and want the cooperative to ask about something."),
        ),
        Stance.NO_OBJECTION: (_("We have no objection"), _("The change can come.")),
    }[stance]


@blueprint.route("/<uuid:change_id>/bundle", methods=["GET", "POST"])
def bundle(change_id: UUID) -> ResponseReturnValue:
    """Tell the vendor whether the schools of the reader's cooperative object."""
    row = _begun(change_id, permission=Permission.SUB_PROCESSOR_BUNDLE)
    form = Form(BundleSchema(), initial={"version": row.version})
    if not form.submitted and sub_processors.bundle_of(row, actor=current_actor()) is not None:
        raise AlreadyBundled
    if form.submitted:
        with form.refusals(on={"subprocessor.reason-missing": "words"}), transaction() as session:
            verbs.bundle(
                session, actor=current_actor(), change_id=change_id, today=clock.today(),
                now=clock.now(), **form.values(),
            )  # fmt: skip
    if form.accepted:
        return _done(change_id, _("Sent. The vendor gets a message."))
    heard = touching.heard(db.session(), row, actor=current_actor())
    page = AnswerPage(
        form=form,
        title=_("Tell the vendor"),
        name=row.name,
        lead=reading.lead(row),
        intro=_("You speak for the schools of your cooperative, once. Name no school: the vendor"
                " does not know which ones object."),
        back_url=url_for(".show", change_id=change_id),
        submit=_("Send this to the vendor"),
        choice="stance",
        choice_label=_("Do your schools object?"),
        options=tuple((each.value, label(each), "") for each in BUNDLED),
        text_label=_("What do you tell the vendor?"),
        text_hint=_("The vendor and schools read this."),
        quoted=heard.reasons,
    )  # fmt: skip
    return render_template("sub_processors/answer.html", page=page), form.status


@blueprint.route("/<uuid:change_id>/releases/<uuid:release_id>/attention", methods=["GET", "POST"])
def mark(change_id: UUID, release_id: UUID) -> ResponseReturnValue:
    """Ask for attention to a release that a change touches, or say that it is over."""
    row = sub_processors.get(db.session(), change_id, actor=current_actor())
    release = _touched(row, release_id)
    require(current_actor(), Permission.RELEASE_MARK, release)
    asked = asks_attention(event.kind for event in release.events)
    event = Event.ATTENTION_CLOSED if asked else Event.ATTENTION
    form = Form(MarkSchema())
    if form.submitted:
        with form.refusals(on={"release.reason-missing": "reason"}), transaction() as session:
            release_verbs.mark(
                session, actor=current_actor(), slug=release.product.slug, number=release.number,
                today=clock.today(), now=clock.now(), **form.values(),
            )  # fmt: skip
    else:
        require_in_use(releases.status(db.session(), release, on=clock.today()))
    if form.accepted:
        return _done(change_id, _("Recorded. Everybody sees it with the release."))
    return render_template("sub_processors/answer.html", page=_marking(row, form, event)), (
        form.status
    )


def _touched(row: SubProcessorChange, release_id: UUID) -> Release:
    found = sub_processors.newest_releases(db.session(), row)
    for release in found:
        if release.id == release_id:
            return release
    raise NotFound


def _marking(row: SubProcessorChange, form: Form, event: Event) -> AnswerPage:
    opens = event is Event.ATTENTION
    title = _("Ask for attention to this release") if opens else _("Attention is no longer needed")
    return AnswerPage(
        form=form,
        title=title,
        name=row.name,
        lead=reading.lead(row),
        intro=_("The verdict still holds. Everybody who reads the release sees your reason, and"
                " that it needs attention.") if opens else
              _("The mark disappears from the release. Its history keeps that it was there."),
        back_url=url_for(".show", change_id=row.id),
        submit=title,
        text="reason",
        text_label=_("Why?"),
        text_hint=_("Everybody reads this with the release."),
        hidden=(("event", event.value),),
    )  # fmt: skip
