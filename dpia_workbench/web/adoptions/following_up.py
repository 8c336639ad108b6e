"""A board comes back to its measures after the decision."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows, require
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.follow_up import Followed, NothingToFollow, Said, fitting
from dpia_workbench.schemas.rounds import FollowUpSchema
from dpia_workbench.store import adoptions, followups
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Adoption
from dpia_workbench.usecases import follow_up as following
from dpia_workbench.usecases import local
from dpia_workbench.web.adoptions import after_reading, reading
from dpia_workbench.web.adoptions.blueprint import blueprint
from dpia_workbench.web.adoptions.round_pages import FollowUpMeasurePage


def _in_use(adoption_id: UUID) -> Adoption:
    row = adoptions.get(db.session(), adoption_id, actor=current_actor())
    if not followups.is_in_use(row):
        raise NothingToFollow
    return row


@blueprint.get("/adoptions/<uuid:adoption_id>/follow-up")
def follow_up(adoption_id: UUID) -> ResponseReturnValue:
    """Show what became of the measures after the decision."""
    row = _in_use(adoption_id)
    may = allows(current_actor(), Permission.ADOPTION_FILL, row)
    page = after_reading.follow_up_page(row, may_follow=may, on=clock.today())
    return render_template("adoptions/follow_up.html", page=page)


@blueprint.route("/adoptions/<uuid:adoption_id>/follow-up/<string:name>", methods=["GET", "POST"])
def follow_up_measure(adoption_id: UUID, name: str) -> ResponseReturnValue:
    """Record what was done with one measure after the decision."""
    row, today = _in_use(adoption_id), clock.today()
    require(current_actor(), Permission.ADOPTION_FILL, row)
    place = after_reading.places(row).get(name)
    if place is None:
        raise NotFound
    form = Form(FollowUpSchema())
    if form.submitted:
        with form.refusals(on=_FIELDS), transaction() as session:
            values = form.values()
            seen = values.pop("seen")
            following.record(
                session, actor=current_actor(), adoption_id=adoption_id, place=place, seen=seen,
                said=Said(**values), today=today, now=clock.now(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Saved. The decision of the board stays as it was."), "success")
        return redirect(url_for(".follow_up", adoption_id=adoption_id), 303)
    page = _page(row, name, form=form)
    return render_template("adoptions/follow_up_measure.html", page=page), form.status


_FIELDS = {"followup.refused": "kind", "adoption.planned-day-passed": "due"}


def _page(row: Adoption, name: str, *, form: Form) -> FollowUpMeasurePage:
    today = clock.today()
    state, seen = after_reading.stand_now(row, name)
    decision = row.decision
    return FollowUpMeasurePage(
        place=reading.place(local.assess(row, on=today)),
        list_url=url_for(".follow_up", adoption_id=row.id),
        measure=after_reading.measure(row, name, on=today),
        form=form,
        kinds=tuple((each.value, label(each), _meaning(each)) for each in fitting(state)),
        earliest=decision.on if decision else today,
        latest=today,
        seen=seen,
    )


def _meaning(kind: Followed) -> str:
    return {
        Followed.DONE: _("It is applied now. It counts from the day that you give."),
        Followed.STILL_WORKS: _("Somebody looked, and it still works as it should."),
        Followed.MOVED: _("It is not there, or works no more. It does not count until it is done."),
    }[kind]
