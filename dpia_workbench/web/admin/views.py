"""Pages of administration: organisations, the people in them, their roles."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows, require
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.schemas.organisations import (
    ChangedOrganisationSchema,
    InvitationSchema,
    OrganisationSchema,
)
from dpia_workbench.store import organisations
from dpia_workbench.store.base import NotFound
from dpia_workbench.usecases import account, organisation
from dpia_workbench.web.admin import pages

blueprint = Blueprint("admin", __name__, url_prefix="/admin")

_INVITATION_RULES = {
    "membership.role-does-not-fit": "role",
    "membership.already-held": "email",
    "person.yourself": "email",
    "membership.end-before-start": "last_day",
}


@blueprint.get("")
def index() -> ResponseReturnValue:
    """Show the organisations; a privacy officer goes straight to the own board."""
    actor = current_actor()
    rows = organisations.find(db.session(), actor=actor)
    if not allows(actor, Permission.ORGANISATION_MANAGE):
        if not rows:
            raise NotFound
        return redirect(url_for(".show", organisation_id=rows[0].id), 303)
    page = pages.index_page(
        rows,
        text=request.args.get("q", "").strip(),
        kinds=request.args.getlist("kind"),
        number=request.args.get("page", 1, type=int),
    )
    return render_template("admin/index.html", page=page)


@blueprint.route("/organisations/new", methods=["GET", "POST"])
def create() -> ResponseReturnValue:
    """Add an organisation."""
    actor = current_actor()
    require(actor, Permission.ORGANISATION_MANAGE)
    form = Form(OrganisationSchema())
    if form.submitted:
        with form.refusals(on="name"), transaction() as session:
            row = organisation.create(session, actor=actor, now=clock.now(), **form.values())
            organisation_id, name = row.id, row.name
    if form.accepted:
        flash(_("%(name)s is added. Now invite the first person.", name=name), "success")
        return redirect(url_for(".show", organisation_id=organisation_id), 303)
    page = pages.organisation_form_page(form, actor=actor)
    return render_template("admin/organisation_new.html", page=page), form.status


@blueprint.get("/organisations/<uuid:organisation_id>")
def show(organisation_id: UUID) -> ResponseReturnValue:
    """Show an organisation and the people in it."""
    actor = current_actor()
    session = db.session()
    page = pages.organisation_page(
        organisations.get(session, organisation_id, actor=actor),
        people=organisations.people(session, organisation_id=organisation_id, actor=actor),
        actor=actor,
        today=clock.today(),
    )
    return render_template("admin/organisation.html", page=page)


@blueprint.route("/organisations/<uuid:organisation_id>/edit", methods=["GET", "POST"])
def edit(organisation_id: UUID) -> ResponseReturnValue:
    """Change an organisation."""
    actor = current_actor()
    row = organisations.get(db.session(), organisation_id, actor=actor)
    require(actor, Permission.ORGANISATION_MANAGE, row)
    names = ("name", "number", "sectors", "is_active", "version")
    initial = {name: getattr(row, name) for name in names}
    form = Form(ChangedOrganisationSchema(), initial=initial)
    if form.submitted:
        with form.refusals(on="is_active"), transaction() as session:
            organisation.change(
                session,
                actor=actor,
                organisation_id=organisation_id,
                now=clock.now(),
                **form.values(),
            )
    if form.accepted:
        flash(_("The changes are saved."), "success")
        return redirect(url_for(".show", organisation_id=organisation_id), 303)
    page = pages.organisation_form_page(form, row=row, actor=actor)
    return render_template("admin/organisation_edit.html", page=page), form.status


@blueprint.route("/organisations/<uuid:organisation_id>/invitations/new", methods=["GET", "POST"])
def invite(organisation_id: UUID) -> ResponseReturnValue:
    """Give a person a role at an organisation."""
    actor = current_actor()
    row = organisations.get(db.session(), organisation_id, actor=actor)
    require(actor, Permission.PERSON_INVITE, row)
    form = Form(InvitationSchema())
    if form.submitted:
        with form.refusals(on=_INVITATION_RULES):
            _invite(form.values(), organisation_id=organisation_id)
    if form.accepted:
        return redirect(url_for(".show", organisation_id=organisation_id), 303)
    page = pages.invitation_page(form, row=row)
    return render_template("admin/invite.html", page=page), form.status


def _invite(values: dict[str, Any], *, organisation_id: UUID) -> None:
    last_day = values.pop("last_day")
    with transaction() as session:
        user = organisation.invite(
            session,
            actor=current_actor(),
            organisation_id=organisation_id,
            until=last_day + timedelta(days=1) if last_day else None,
            today=clock.today(),
            now=clock.now(),
            **values,
        ).user
        name, email, knows_password = user.name, user.email, user.password_hash is not None
    if knows_password:
        flash(_("%(name)s has the role from now on.", name=name), "success")
    else:
        flash(
            _("%(name)s is invited. A mail with a link goes to %(email)s.", name=name, email=email),
            "success",
        )


@blueprint.post("/organisations/<uuid:organisation_id>/people/<uuid:user_id>/invitations")
def invite_again(organisation_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """Mail the link to choose a password again."""
    with transaction() as session:
        user = organisation.invite_again(
            session, actor=current_actor(), user_id=user_id, now=clock.now()
        )
        email = user.email
    flash(_("A new mail with a link goes to %(email)s.", email=email), "success")
    return redirect(url_for(".show", organisation_id=organisation_id), 303)


@blueprint.post("/roles/<uuid:membership_id>/ending")
def end_role(membership_id: UUID) -> ResponseReturnValue:
    """End a role of a person at an organisation, from today on."""
    with transaction() as session:
        row = organisation.end_membership(
            session,
            actor=current_actor(),
            membership_id=membership_id,
            today=clock.today(),
            now=clock.now(),
        )
        organisation_id, name = row.organisation_id, row.user.name
    flash(_("The role of %(name)s is ended.", name=name), "success")
    return redirect(url_for(".show", organisation_id=organisation_id), 303)


@blueprint.get("/people/<uuid:user_id>")
def person(user_id: UUID) -> ResponseReturnValue:
    """Show a person and all roles, to an administrator."""
    actor = current_actor()
    user = organisations.person(db.session(), user_id, actor=actor)
    require(actor, Permission.PERSON_MANAGE, user)
    page = pages.person_page(user, actor=actor, today=clock.today())
    return render_template("admin/person.html", page=page)


@blueprint.post("/people/<uuid:user_id>/deactivation")
def deactivate(user_id: UUID) -> ResponseReturnValue:
    """Shut a person out."""
    name = _set_active(user_id, is_active=False)
    flash(_("%(name)s can no longer sign in, and is signed out everywhere.", name=name), "success")
    return redirect(url_for(".person", user_id=user_id), 303)


@blueprint.post("/people/<uuid:user_id>/activation")
def activate(user_id: UUID) -> ResponseReturnValue:
    """Let a person in again."""
    name = _set_active(user_id, is_active=True)
    flash(_("%(name)s can sign in again.", name=name), "success")
    return redirect(url_for(".person", user_id=user_id), 303)


def _set_active(user_id: UUID, *, is_active: bool) -> str:
    with transaction() as session:
        user = organisation.set_active(
            session,
            actor=current_actor(),
            user_id=user_id,
            is_active=is_active,
            now=clock.now(),
        )
        return user.name


@blueprint.post("/people/<uuid:user_id>/sessions/ending")
def end_sessions(user_id: UUID) -> ResponseReturnValue:
    """Sign a person out everywhere."""
    actor = current_actor()
    with transaction() as session:
        user = organisations.person(session, user_id, actor=actor)
        account.end_all_sessions(session, actor=actor, user_id=user_id, now=clock.now())
        name = user.name
    flash(_("%(name)s is signed out everywhere.", name=name), "success")
    return redirect(url_for(".person", user_id=user_id), 303)
