"""Personal tokens of the API, on one's own account."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Unauthorized

from dpia_workbench import clock
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing.database import transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor, current_identity
from dpia_workbench.schemas.accounts import TokenSchema
from dpia_workbench.usecases import token
from dpia_workbench.web.accounts import pages
from dpia_workbench.web.accounts.views import blueprint

_FIELDS = {"token.life-out-of-range": "days", "token.too-many": "name"}
_KEEP_NOWHERE = {"Cache-Control": "no-store"}

__all__ = ["blueprint"]


@blueprint.route("/account/tokens/new", methods=["GET", "POST"])
def make_token() -> ResponseReturnValue:
    """Make a token, and show its secret in the answer, once."""
    identity = current_identity()
    if identity is None:
        raise Unauthorized
    form = Form(TokenSchema(), initial={"days": token.DEFAULT_DAYS})
    if form.submitted:
        with form.refusals(on=_FIELDS), transaction() as session:
            made = token.make(session, actor=identity.actor, **form.values(), now=clock.now())
    if form.accepted:
        page = pages.TokenPage(
            name=made.token.name, secret=made.secret, expires_at=made.token.expires_at
        )
        return render_template("accounts/token.html", page=page), 201, _KEEP_NOWHERE
    organisation = identity.organisation
    asked = pages.NewTokenPage(form=form, organisation=organisation.name if organisation else "")
    return render_template("accounts/token_new.html", page=asked), form.status


@blueprint.post("/account/tokens/<uuid:token_id>/revocation")
def revoke_token(token_id: UUID) -> ResponseReturnValue:
    """End one of one's own tokens."""
    with transaction() as session:
        row = token.revoke(session, actor=current_actor(), token_id=token_id, now=clock.now())
    flash(_("The token “%(name)s” no longer works.", name=row.name), "success")
    return redirect(url_for(".account", _anchor="tokens"), 303)
