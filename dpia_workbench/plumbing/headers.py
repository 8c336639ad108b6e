"""What every answer says about itself, and whose writing requests are refused."""

from flask import Flask, Response, request
from werkzeug.exceptions import Forbidden, NotFound

from dpia_workbench.plumbing import addresses
from dpia_workbench.plumbing.database import SAFE_METHODS
from dpia_workbench.plumbing.identity import is_anonymous
from dpia_workbench.plumbing.settings import settings

_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
    " form-action 'self'; frame-ancestors 'none'"
)


def install(app: Flask) -> None:
    """Refuse cross-origin writes, and send the headers of every answer."""
    app.before_request(_refuse_nul)
    app.before_request(_refuse_foreign_writes)
    app.after_request(_secure)


def _refuse_nul() -> None:
    """Refuse an address that no database can look up: nothing has a NUL in its name."""
    if "\x00" in request.path:
        raise NotFound


def _refuse_foreign_writes() -> None:
    """Refuse a write that another site's page sends with our reader's cookies (ADR 0008)."""
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise Forbidden
        return
    origin = request.headers.get("Origin")
    if origin is not None and addresses.split(origin).netloc != request.host:
        raise Forbidden


def _secure(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers.setdefault("Referrer-Policy", "same-origin")
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if settings().is_production:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint != "static":
        headers.setdefault("Cache-Control", "no-cache" if is_anonymous() else "no-store")
        headers.add("Vary", "Accept-Language, Authorization, Cookie")
    return response
