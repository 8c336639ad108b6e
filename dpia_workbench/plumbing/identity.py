"""Who is asking: a session cookie, or a token of the API, becomes an Actor. Closed by default."""

from uuid import UUID

from flask import Flask, Response, current_app, g, redirect, request, url_for
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response as BaseResponse

from dpia_workbench import clock
from dpia_workbench.access.actor import PUBLIC, Actor
from dpia_workbench.plumbing import addresses
from dpia_workbench.plumbing.database import SAFE_METHODS, aside, db
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.usecases import account, token
from dpia_workbench.usecases.identity import Identity
from dpia_workbench.usecases.token import Bearer, TokenRefused

# Every endpoint that is not in this list needs somebody who is signed in.
OPEN_ENDPOINTS = frozenset(
    {
        "accounts.ask_password",
        "accounts.choose_password",
        "accounts.sign_in",
        "agreements.annex",
        "agreements.show",
        "api.changes_between_releases",
        "api.document",
        "api.explain_assessment",
        "api.explorer",
        "api.find_verdicts",
        "api.list_releases",
        "api.one_release",
        "api.one_verdict",
        "api.plan_assessment",
        "dossiers.subscribed_calendar",
        "dossiers.type_together",  # it says over its line that somebody is signed out
        "linked.constraints",
        "linked.known",
        "linked.release",
        "linked.words",
        "remarks.sent",
        "remarks.write",
        "remediations.subscribed_calendar",
        "screening.show",
        "site.about",
        "site.accessibility",
        "site.health",
        "site.language",
        "site.privacy",
        "site.readiness",
        "site.robots",
        "site.security",
        "site.sitemap_index",
        "site.sitemap_part",
        "static",
        "subscriptions.asked",
        "subscriptions.choose_language",
        "subscriptions.choose_pace",
        "subscriptions.confirm",
        "subscriptions.end",
        "subscriptions.end_all",
        "subscriptions.end_one",
        "subscriptions.mine",
        "subscriptions.start",
        "trust.all_releases",
        "trust.check",
        "trust.keys",
        "trust.proof",
        "trust.schema",
        "verdicts.card",
        "suggestions.show",
        "verdicts.changes",
        "verdicts.changes_report",
        "verdicts.choose_changes",
        "verdicts.compare",
        "verdicts.feed",
        "verdicts.home",
        "verdicts.product_feed",
        "verdicts.release",
        "verdicts.release_json",
        "verdicts.report",
        "verdicts.report_pdf",
        "verdicts.results",
        "verdicts.risk",
        "verdicts.search_feed",
        "verdicts.show",
        "verdicts.vendor",
        "verdicts.vendor_feed",
        "worksheets.sent",
        "worksheets.sheet",
        "worksheets.show",
        "worksheets.take_out_file",
        "worksheets.upload",
    }
)


def install(app: Flask) -> None:
    """Ask of every request who it is, and refuse what is not open."""
    app.before_request(_close_by_default)


def _cookie_name() -> str:
    return "__Host-session" if settings().is_production else "session"


def current_identity() -> Identity | None:
    """Return who is signed in, or None."""
    if "identity" not in g:
        g.identity = _identify()
    identity: Identity | None = g.identity
    return identity


def bearer_secret() -> str:
    """Return the token that came with a request to the API; pages take none (ADR 0026)."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    is_token = request.path.startswith("/api/") and scheme.lower() == "bearer"
    return secret.strip() if is_token else ""


def current_bearer() -> Bearer | None:
    """Return whose good token came with the request, or None."""
    if "bearer" not in g:
        g.bearer = _bearer(bearer_secret())
    bearer: Bearer | None = g.bearer
    return bearer


def _bearer(secret: str) -> Bearer | None:
    if not secret:
        return None
    now = clock.now()
    found = token.identify(db.session(), secret=secret, today=clock.today(), now=now)
    if found is not None and found.needs_touch:
        _let_go()
        with aside() as session:
            token.touch(session, actor=found.actor, token_id=found.token_id, now=now)
    return found


def _let_go() -> None:
    """End the request's own transaction if it may hold the lock that a write beside it needs."""
    if request.method not in SAFE_METHODS:
        db.session.rollback()


def is_anonymous() -> bool:
    """Return whether the request has nothing by which we know somebody, or a message for them.

    A cookie that only says a language is of no one.
    """
    personal = (_cookie_name(), current_app.config["SESSION_COOKIE_NAME"])
    has_cookie = any(name in request.cookies for name in personal)
    return not has_cookie and "Authorization" not in request.headers


def current_language_kept() -> str | None:
    """Return the language that whoever asks chose for their account."""
    if bearer_secret():
        bearer = current_bearer()
        return bearer.language if bearer else None
    identity = current_identity()
    return identity.user.language if identity else None


def _identify() -> Identity | None:
    secret = request.cookies.get(_cookie_name(), "")
    if not secret:
        return None
    now = clock.now()
    found = account.identify(db.session(), secret=secret, today=clock.today(), now=now)
    if found is not None and request.method in SAFE_METHODS:
        _touch(found.actor, session_id=found.session_id)
    return found


def _touch(actor: Actor, *, session_id: UUID) -> None:
    if account.needs_touch(db.session(), session_id=session_id, now=clock.now()):
        with aside() as session:
            account.touch(session, actor=actor, session_id=session_id, now=clock.now())


def current_actor() -> Actor:
    """Return who acts: whoever sent a token or is signed in, or the public."""
    if bearer_secret():
        bearer = current_bearer()
        return bearer.actor if bearer else PUBLIC
    identity = current_identity()
    return identity.actor if identity else PUBLIC


def _close_by_default() -> BaseResponse | None:
    if bearer_secret() and current_bearer() is None:
        _refuse_token()
    if request.endpoint is None or request.endpoint in OPEN_ENDPOINTS or _asks_options():
        return None
    if current_actor().is_known:
        return None
    if request.path.startswith("/api/"):
        raise Unauthorized
    return redirect(url_for("accounts.sign_in", next=_way_back()), 303)


def _asks_options() -> bool:
    """Return whether a program asks what it could do at an address of the API; no secret."""
    return request.method == "OPTIONS" and request.path.startswith("/api/")


def _refuse_token() -> None:
    """Refuse a wrong token, also where nobody needs one: its sender believes to be known.

    Raises TokenRefused, or TooManyAttempts.
    """
    db.session.rollback()
    with aside() as session:
        account.count_wrong_token(session, address=request.remote_addr or "", now=clock.now())
    raise TokenRefused


def _way_back() -> str:
    """Return the page to come back to after signing in: for a button, the page it stood on."""
    if request.method in SAFE_METHODS:
        return request.full_path.rstrip("?")
    rule = request.url_rule
    if rule is not None and rule.methods is not None and "GET" in rule.methods:
        return request.path
    return addresses.came_from(request.referrer, host=request.host) or "/"


def remember(response: Response, *, secret: str) -> Response:
    """Set the session cookie on a response."""
    response.set_cookie(
        _cookie_name(),
        secret,
        max_age=int(account.LONGEST.total_seconds()),
        httponly=True,
        secure=settings().is_production,
        samesite="Lax",
    )
    return response


def forget(response: Response) -> Response:
    """Remove the session cookie from a response."""
    response.delete_cookie(
        _cookie_name(), httponly=True, secure=settings().is_production, samesite="Lax"
    )
    return response
