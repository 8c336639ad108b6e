"""A vendor's contacts among themselves: colleagues, invitations, who sees to a request."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.actor import OrganisationKind
from dpia_workbench.access.policy import Permission, allows, require
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor, current_identity
from dpia_workbench.schemas.delegation import AcceptanceSchema, ColleagueSchema, HandOverSchema
from dpia_workbench.store import colleagues, remediations
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Organisation
from dpia_workbench.usecases import account, delegation
from dpia_workbench.web import pieces
from dpia_workbench.web.remediations.blueprint import blueprint
from dpia_workbench.web.remediations.pages import (
    Colleague,
    ColleaguesPage,
    HandOverPage,
    InvitationPage,
    OpenInvitation,
)

_FIELDS = {
    "person.yourself": "email",
    "membership.already-held": "email",
    "invitation.already-open": "email",
    "invitation.too-many": "email",
}


def _moment() -> dict[str, Any]:
    return {"actor": current_actor(), "now": clock.now()}


def _vendor() -> Organisation:
    """Return the vendor that the reader answers for. Raises NotFound."""
    identity = current_identity()
    found = identity.organisation if identity else None
    if found is None or found.kind is not OrganisationKind.VENDOR:
        raise NotFound
    if not allows(current_actor(), Permission.PERSON_INVITE, found):
        raise NotFound
    return found


@blueprint.route("/colleagues", methods=["GET", "POST"])
def colleagues_of_mine() -> ResponseReturnValue:
    """Show who answers for the vendor and who was invited, and invite one more."""
    vendor = _vendor()
    form = Form(ColleagueSchema())
    if form.submitted:
        with form.refusals(on=_FIELDS), transaction() as session:
            delegation.invite(session, today=clock.today(), **form.values(), **_moment())
    if form.accepted:
        flash(_("The invitation is sent. It lasts seven days."), "success")
        return redirect(url_for(".colleagues_of_mine"), 303)
    page = ColleaguesPage(
        form=form,
        vendor=vendor.name,
        colleagues=tuple(_colleagues()),
        invitations=tuple(_invitations()),
    )
    return render_template("remediations/colleagues.html", page=page), form.status


def _colleagues() -> Iterator[Colleague]:
    actor = current_actor()
    for each in colleagues.find(db.session(), on=clock.today(), actor=actor):
        yield Colleague(
            name=each.user.name,
            email=each.user.email,
            since=each.since,
            is_you=each.user_id == actor.user_id,
        )


def _invitations() -> Iterator[OpenInvitation]:
    rows = colleagues.invitations(db.session(), now=clock.now(), actor=current_actor())
    for each in rows:
        yield OpenInvitation(
            name=each.name,
            email=each.email,
            by=each.invited_by.name,
            until=each.expires_at,
            withdrawal_url=url_for(".withdraw_invitation", invitation_id=each.id),
        )


@blueprint.post("/colleagues/<uuid:invitation_id>/withdrawal")
def withdraw_invitation(invitation_id: UUID) -> ResponseReturnValue:
    """Take an open invitation back."""
    _vendor()
    with transaction() as session:
        delegation.withdraw(session, invitation_id=invitation_id, **_moment())
    flash(_("The invitation was withdrawn. Its link no longer works."), "success")
    return redirect(url_for(".colleagues_of_mine"), 303)


@blueprint.route("/invitations/<uuid:invitation_id>", methods=["GET", "POST"])
def accept(invitation_id: UUID) -> ResponseReturnValue:
    """Accept an invitation with the account that one has already."""
    row = delegation.invited(db.session(), invitation_id=invitation_id, **_moment())
    form = Form(AcceptanceSchema())
    if form.submitted:
        identity = current_identity()
        with transaction() as session:
            made = delegation.accept(session, invitation_id=invitation_id, **_moment())
            if identity is not None:
                account.act_for(
                    session, actor=current_actor(), session_id=identity.session_id,
                    organisation_id=made.organisation_id, today=clock.today(),
                )  # fmt: skip
        flash(_("You answer for this organisation now."), "success")
        return redirect(url_for(".index"), 303)
    page = InvitationPage(vendor=row.organisation.name)
    return render_template("remediations/invitation.html", page=page)


@blueprint.route("/<uuid:remediation_id>/assignee", methods=["GET", "POST"])
def hand_over(remediation_id: UUID) -> ResponseReturnValue:
    """Let a colleague see to a request."""
    row = remediations.get(db.session(), remediation_id, actor=current_actor())
    require(current_actor(), Permission.REMEDIATION_ANSWER, row)
    form = Form(HandOverSchema(), initial={"version": row.version, "assignee_id": row.assignee_id})
    if form.submitted:
        with form.refusals(on="assignee_id"), transaction() as session:
            delegation.hand_over(
                session, remediation_id=row.id, today=clock.today(), **form.values(), **_moment()
            )
    if form.accepted:
        flash(_("Saved. Mail about this request goes to who sees to it."), "success")
        return redirect(url_for(".show", remediation_id=row.id), 303)
    page = HandOverPage(
        form=form,
        request=pieces.words(row.title),
        back_url=url_for(".show", remediation_id=row.id),
        colleagues=tuple(
            (str(each.user_id), each.user.name)
            for each in colleagues.find(db.session(), on=clock.today(), actor=current_actor())
        ),
    )
    return render_template("remediations/assignee.html", page=page), form.status
