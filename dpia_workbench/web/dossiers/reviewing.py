"""The review of a dossier: what changed since the last look, the decision, and who signs it."""

from typing import Any
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.messages import message
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.assessment import ReviewerIsAuthor, State
from dpia_workbench.schemas.dossiers import APPROVE, CHANGES, ReviewSchema
from dpia_workbench.store import dossiers, threads
from dpia_workbench.store.models import Dossier, Review
from dpia_workbench.usecases import review as reviews
from dpia_workbench.usecases.content import content_hash
from dpia_workbench.usecases.review import ThreadsOpen
from dpia_workbench.web.dossiers import reading
from dpia_workbench.web.dossiers.blueprint import blueprint
from dpia_workbench.web.dossiers.life import leave, wait
from dpia_workbench.web.dossiers.review_pages import ReviewPage

REVIEW_FIELDS = {"assessment.note-missing": "note", "assessment.threads-open": "outcome"}


@blueprint.route("/<uuid:dossier_id>/review", methods=["GET", "POST"])
def review(dossier_id: UUID) -> ResponseReturnValue:
    """Approve what was read, or ask for changes."""
    actor = current_actor()
    dossier = dossiers.get(db.session(), dossier_id, actor=actor)
    require(actor, Permission.DOSSIER_REVIEW, dossier)
    if refused := _no_review(dossier):
        return wait(_("Review"), dossier=dossier, why=refused)
    now_read = content_hash(dossier.revision, on=clock.today())
    form = Form(ReviewSchema(), initial={"content_hash": now_read, "function": _function(actor)})
    if form.submitted:
        with form.refusals(on=REVIEW_FIELDS), transaction() as session:
            _record_review(session, dossier_id, **form.values())
    if form.accepted:
        return leave(dossier_id, _("Your review is recorded."))
    choices = [
        (APPROVE, _("Approve exactly this")),
        (CHANGES, _("Ask for changes")),
    ]
    page = ReviewPage(
        form=form,
        dossier=dossier.key,
        dossier_url=url_for("dossiers.show", dossier_id=dossier_id),
        outcomes=tuple(choices),
        open_threads=_open_threads(dossier),
        changes_url=_changes_url(dossier),
        is_first_look=_last_look(dossier) is None,
    )
    return render_template("dossiers/review.html", page=page), form.status


def _function(actor: Actor) -> str:
    """Return as what the reviewer signed the last time, or else their role."""
    last = dossiers.last_review_by(db.session(), actor.user_id) if actor.user_id else None
    return last.function if last and last.function else label(Role.REVIEWER)


def _last_look(dossier: Dossier) -> Review | None:
    """Return the reader's last review of this revision."""
    mine = [r for r in dossier.revision.reviews if r.reviewer_id == current_actor().user_id]
    return mine[-1] if mine else None


def _changes_url(dossier: Dossier) -> str:
    """Return where what changed is shown: since the last look, or since the last revision."""
    last, older = _last_look(dossier), dossier.revisions[:-1]
    since = f"revision-{older[-1].number}" if older else "step-0"
    old = f"step-{last.seq}" if last else since
    return url_for("dossiers.compare", dossier_id=dossier.id, old=old, new="now")


def _open_threads(dossier: Dossier) -> tuple[str, ...]:
    """Return what still keeps an approval back in the discussion, and where it is resolved."""
    count = threads.count_open(db.session(), dossier.id)
    if not count:
        return ()
    return message(ThreadsOpen(count=count)), url_for("threads.index", dossier_id=dossier.id)


def _no_review(dossier: Dossier) -> str:
    """Return why the reader cannot review now, if so."""
    if dossier.revision.state is not State.IN_REVIEW:
        return reading.waits(dossier.revision.state)
    mine = current_actor().user_id in dossiers.author_ids(dossier.revision)
    return message(ReviewerIsAuthor()) if mine else ""


def _record_review(
    session: Session, dossier_id: UUID, *, outcome: str, content_hash: str, **signed: str
) -> None:
    """Record a review of what the reviewer had on the screen. Raises as the verbs do."""
    words: dict[str, Any] = {"dossier_id": dossier_id, **signed}
    moment: dict[str, Any] = {"today": clock.today(), "now": clock.now()}
    if outcome == APPROVE:
        reviews.approve(session, actor=current_actor(), read=content_hash, **words, **moment)
    else:
        reviews.request_changes(session, actor=current_actor(), **words, **moment)
