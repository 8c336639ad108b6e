"""Follow something by mail, without an account and without cookies (ADR 0008, ADR 0042)."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import LANGUAGES, current_language
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing import followers as links
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.followers import Purpose
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor, current_identity
from dpia_workbench.risk.following import PACES, Pace
from dpia_workbench.schemas.following import FollowSchema
from dpia_workbench.store import followers
from dpia_workbench.store.models import Follow
from dpia_workbench.usecases import followed, following
from dpia_workbench.web.subscriptions import targets
from dpia_workbench.web.subscriptions.blueprint import blueprint
from dpia_workbench.web.subscriptions.pages import ConfirmationPage, EndingPage, StartPage
from dpia_workbench.web.subscriptions.targets import Target

__all__ = ["blueprint"]


def kept_nowhere(body: str, *, status: int = 200) -> Response:
    """Return a page behind a signed link: no browser keeps it and no search engine lists it."""
    response = make_response(body, status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def language() -> str:
    """Return the language in which a reader is mailed."""
    return current_language() if current_language() in LANGUAGES else "en"


@blueprint.route("/follow", methods=["GET", "POST"])
def start() -> ResponseReturnValue:
    """Tell how to stay informed about something, and take an address."""
    target = targets.of_args(request.args)
    identity = current_identity()
    email = identity.user.email if identity else ""
    form = Form(FollowSchema(), initial={"email": email, "pace": Pace.DAILY})
    if form.submitted:
        with form.refusals(), transaction() as session:
            following.ask(
                session, wanted=target.wanted, **form.values(), language=language(),
                client=request.remote_addr or "", now=clock.now(),
            )  # fmt: skip
    if form.accepted:
        return redirect(url_for(".asked"), 303)
    page = _start_page(target, form=form, has_account=identity is not None)
    return render_template("subscriptions/start.html", page=page), form.status


def _start_page(target: Target, *, form: Form, has_account: bool) -> StartPage:
    criteria, paces = target.criteria, PACES[target.wanted.subject]
    saves = has_account and criteria is not None
    return StartPage(
        what=target.what,
        is_everything=criteria is not None and not criteria,
        back_url=target.url,
        feed_url=target.feed_url,
        save_url=url_for(".save_search", **criteria.address()) if saves and criteria else None,
        hooks_url=url_for(".hooks") if allows(current_actor(), Permission.WEBHOOK_MAKE) else None,
        form=form,
        paces=tuple((each.value, label(each)) for each in paces),
    )


@blueprint.get("/follow/requested")
def asked() -> ResponseReturnValue:
    """Say that a mail is on its way; the same to everybody, whether or not one is."""
    return render_template("subscriptions/asked.html")


@blueprint.route("/follow/confirmation/<token>", methods=["GET", "POST"])
def confirm(token: str) -> ResponseReturnValue:
    """Begin to follow: only the button does, for scanners of mail open links."""
    follow_id = links.row_id(token, purpose=Purpose.CONFIRM)
    if request.method == "POST":
        with transaction() as session:
            following.confirm(session, follow_id=follow_id, now=clock.now())
    row = following.confirmable(db.session(), follow_id=follow_id, now=clock.now())
    page = ConfirmationPage(
        what=followed.described(db.session(), row),
        email=row.follower.email or "",
        is_on=row.is_on,
        manage_url=_manage_url(row),
        back_url=targets.url_of(row),
    )
    return kept_nowhere(render_template("subscriptions/confirmation.html", page=page))


def _manage_url(row: Follow) -> str:
    return url_for(".mine", token=links.token(row.follower_id, purpose=Purpose.MANAGE))


@blueprint.route("/follow/ending/<token>", methods=["GET", "POST"])
def end(token: str) -> ResponseReturnValue:
    """End following one thing; programs of mail do it by one POST (RFC 8058)."""
    follow_id = links.row_id(token, purpose=Purpose.STOP)
    if request.method == "POST":
        with transaction() as session:
            following.end(session, follow_id=follow_id, now=clock.now())
    row = followers.follow(db.session(), follow_id)
    page = EndingPage(
        what=(followed.described(db.session(), row),),
        is_over=row.ended_at is not None,
        manage_url=_manage_url(row) if row.follower.email else None,
    )
    return kept_nowhere(render_template("subscriptions/ending.html", page=page))
