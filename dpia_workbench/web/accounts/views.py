"""Pages of accounts: sign in and out, choose a password, one's own account."""

from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Unauthorized

from dpia_workbench import clock
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import speak
from dpia_workbench.plumbing import addresses, language, links
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor, current_identity, forget, remember
from dpia_workbench.plumbing.problems import status_of
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.schemas.accounts import (
    ActForSchema,
    AskPasswordSchema,
    ChangePasswordSchema,
    DigestSchema,
    LanguageSchema,
    NewPasswordSchema,
    RemindersSchema,
    SignInSchema,
)
from dpia_workbench.store import organisations
from dpia_workbench.store import tokens as own_tokens
from dpia_workbench.usecases import account, digest, passwords, reminder
from dpia_workbench.usecases.account import LinkSpent, SignInRefused
from dpia_workbench.usecases.identity import Identity
from dpia_workbench.web.accounts import browsers, pages

blueprint = Blueprint("accounts", __name__)

_PASSWORD_RULES = {
    "account.password-wrong": "present",
    "account.too-many-attempts": "present",
    "password.too-short": "password",
    "password.too-common": "password",
}
_KEEP_NOWHERE = {"Cache-Control": "no-store"}


def _wanted() -> str | None:
    """Return where the reader wanted to go before signing in, if that is a page of ours."""
    wanted = request.args.get("next", "")
    if not addresses.is_local(wanted) or wanted.startswith(url_for(".sign_out")):
        return None
    return wanted


def _identity() -> Identity:
    identity = current_identity()
    if identity is None:
        raise Unauthorized
    return identity


def _redirect(url: str) -> Response:
    return make_response(redirect(url, 303))


def _browser() -> str:
    return browsers.name_of(request.user_agent.string)


@blueprint.route("/login", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Sign in, and go on to where the reader was going."""
    wanted = _wanted()
    arrival = _redirect(wanted or url_for("tasks.index"))
    form = Form(SignInSchema(), initial=_demo_account())
    if not form.submitted and current_identity() is not None:
        return arrival
    if form.submitted:
        with form.refusals(on="password"):
            return remember(arrival, secret=_signed_in(form))
    page = pages.SignInPage(form=form, next=wanted)
    return render_template("accounts/sign_in.html", page=page), form.status


def _demo_account() -> dict[str, str]:
    return {"email": request.args.get("email", "")} if settings().demo else {}


def _signed_in(form: Form) -> str:
    """Return the secret of a new session. Raises TooManyAttempts or SignInRefused."""
    typed = form.values()
    with transaction() as session:
        attempt = account.require_patience(
            session, email=typed["email"], address=request.remote_addr or "", now=clock.now()
        )
    # Outside any transaction: checking takes long on purpose, and SQLite has one writer.
    password_fits = passwords.fits(typed["password"], kept=attempt.kept)
    with transaction() as session:
        secret = account.sign_in(
            session,
            attempt=attempt,
            password_fits=password_fits,
            browser=_browser(),
            today=clock.today(),
            now=clock.now(),
        )
    if secret is None:
        raise SignInRefused
    return secret


@blueprint.post("/logout")
def sign_out() -> ResponseReturnValue:
    """End this session."""
    with transaction() as session:
        account.end_session(
            session, actor=current_actor(), session_id=_identity().session_id, now=clock.now()
        )
    flash(_("You are signed out."), "success")
    return forget(_redirect(url_for("verdicts.home")))


@blueprint.route("/password", methods=["GET", "POST"])
def ask_password() -> ResponseReturnValue:
    """Ask for a link to choose a new password."""
    form = Form(AskPasswordSchema())
    if form.submitted:
        with form.refusals(on="email"), transaction() as session:
            account.ask_new_password(
                session, **form.values(), address=request.remote_addr or "", now=clock.now()
            )
    if form.accepted:
        # The same words for an address that nobody has: who asks does not learn who is known.
        flash(
            _(
                "Look in your mailbox. If we know this address, there will be a mail from us with"
                " a link. Nothing after ten minutes? Look among the unwanted mail."
            ),
            "success",
        )
        return redirect(url_for(".sign_in"), 303)
    page = pages.AskPasswordPage(form=form)
    return render_template("accounts/ask_password.html", page=page), form.status


@blueprint.route("/welcome/<token>", methods=["GET", "POST"])
def choose_password(token: str) -> ResponseReturnValue:
    """Choose a password by a link that works once."""
    link_id = _link_id(token)
    form = Form(NewPasswordSchema())
    secret = ""
    if form.submitted:
        with form.refusals(on="password"):
            secret = _chosen(form, link_id=link_id)
    if form.accepted:
        flash(_("Your password is set and you are signed in."), "success")
        return remember(_redirect(url_for("tasks.index")), secret=secret)
    holder = account.link_holder(db.session(), link_id=link_id, now=clock.now())
    page = pages.ChoosePasswordPage(
        form=form, name=holder.name, email=holder.email, is_first=holder.password_hash is None
    )
    return render_template("accounts/choose_password.html", page=page), form.status, _KEEP_NOWHERE


def _link_id(token: str) -> UUID:
    link_id = links.link_id(token, secret_key=settings().secret_key)
    if link_id is None:
        raise LinkSpent
    return link_id


def _chosen(form: Form, *, link_id: UUID) -> str:
    """Set the password and return the secret of a session: the link proved who this is."""
    now = clock.now()
    with transaction() as session:
        user = account.choose_password(session, link_id=link_id, **form.values(), now=now)
        return account.open_session(
            session, user=user, browser=_browser(), today=clock.today(), now=now
        )


@blueprint.errorhandler(LinkSpent)
def _spent(error: LinkSpent) -> ResponseReturnValue:
    return render_template("accounts/link_spent.html"), status_of(error), _KEEP_NOWHERE


@blueprint.get("/account", endpoint="account")
def show() -> ResponseReturnValue:
    """Show one's own account."""
    identity = _identity()
    now = clock.now()
    rows = organisations.open_sessions(db.session(), actor=identity.actor)
    page = pages.account_page(
        identity,
        form=Form(LanguageSchema(), initial={"language": identity.user.language}),
        digest_form=Form(DigestSchema(), initial={"wants_digest": identity.user.wants_digest}),
        reminders_form=Form(
            RemindersSchema(), initial={"wants_reminders": identity.user.wants_reminders}
        ),
        sessions=[row for row in rows if account.is_open(row, now=now)],
        tokens=own_tokens.find(db.session(), actor=identity.actor),
        today=clock.today(),
        now=now,
    )
    return render_template("accounts/account.html", page=page)


@blueprint.route("/account/password", methods=["GET", "POST"])
def change_password() -> ResponseReturnValue:
    """Change one's password."""
    identity = _identity()
    form = Form(ChangePasswordSchema())
    if form.submitted:
        with form.refusals(on=_PASSWORD_RULES):
            _change_password(form.values(), identity=identity)
    if form.accepted:
        flash(
            _("Your password is changed. Other browsers are signed out, and tokens ended."),
            "success",
        )
        return redirect(url_for(".account"), 303)
    page = pages.ChangePasswordPage(form=form)
    return render_template("accounts/change_password.html", page=page), form.status


def _change_password(typed: dict[str, Any], *, identity: Identity) -> None:
    whose: dict[str, Any] = {
        "actor": identity.actor, "session_id": identity.session_id, "now": clock.now()
    }  # fmt: skip
    with transaction() as session:
        account.begin_password_change(session, password=typed["password"], **whose)
    with transaction() as session:
        account.change_password(session, **typed, **whose)


@blueprint.post("/account/language")
def set_language() -> ResponseReturnValue:
    """Remember in which language the person wants pages and mail."""
    chosen = Form(LanguageSchema()).values()["language"]
    with transaction() as session:
        account.set_language(session, actor=current_actor(), language=chosen)
    speak(chosen)
    flash(_("Your language is saved."), "success")
    response = _redirect(url_for(".account"))
    # A language that was chosen in this browser before would go above the one that is kept now.
    response.delete_cookie(language.COOKIE)
    return response


@blueprint.post("/account/digest")
def choose_digest() -> ResponseReturnValue:
    """Switch the daily mail about discussions on or off."""
    values = Form(DigestSchema()).values()
    with transaction() as session:
        digest.choose(session, actor=current_actor(), wants=values["wants_digest"])
    flash(_("Saved."), "success")
    return redirect(url_for(".account"), 303)


@blueprint.post("/account/reminders")
def choose_reminders() -> ResponseReturnValue:
    """Switch the reminders of requests to vendors on or off."""
    values = Form(RemindersSchema()).values()
    with transaction() as session:
        reminder.choose(session, actor=current_actor(), wants=values["wants_reminders"])
    flash(_("Saved."), "success")
    return redirect(url_for(".account"), 303)


@blueprint.post("/account/organisation")
def act_for() -> ResponseReturnValue:
    """Work for another of one's own organisations."""
    identity = _identity()
    values = Form(ActForSchema()).values()
    names = {row.id: row.name for row in identity.organisations}
    with transaction() as session:
        account.act_for(
            session,
            actor=identity.actor,
            session_id=identity.session_id,
            today=clock.today(),
            **values,
        )
    flash(_("You now work for %(name)s.", name=names[values["organisation_id"]]), "success")
    return redirect(url_for("tasks.index"), 303)


@blueprint.post("/account/sessions/<uuid:session_id>/ending")
def end_session(session_id: UUID) -> ResponseReturnValue:
    """End one of one's own sessions."""
    with transaction() as session:
        account.end_session(session, actor=current_actor(), session_id=session_id, now=clock.now())
    flash(_("That browser is signed out."), "success")
    return redirect(url_for(".account"), 303)


@blueprint.post("/account/other-sessions/ending")
def end_other_sessions() -> ResponseReturnValue:
    """End all of one's own sessions but this."""
    _end_all(but=_identity().session_id)
    flash(_("All other browsers are signed out."), "success")
    return redirect(url_for(".account"), 303)


@blueprint.post("/account/sessions/ending")
def end_all_sessions() -> ResponseReturnValue:
    """End all of one's own sessions, this one too."""
    _end_all(but=None)
    flash(_("You are signed out everywhere."), "success")
    return forget(_redirect(url_for(".sign_in")))


def _end_all(*, but: UUID | None) -> None:
    identity = _identity()
    with transaction() as session:
        account.end_all_sessions(
            session,
            actor=identity.actor,
            user_id=identity.user.id,
            now=clock.now(),
            but=but,
        )
