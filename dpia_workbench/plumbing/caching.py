"""Answers that readers without an account, and caches between us and them, may keep and ask again.

Every public answer carries an ETag over its own bytes and is asked for anew each time: whoever has
the same bytes gets 304 and nothing else. So a verdict that is withdrawn is withdrawn for everybody
at once. What somebody sees who is signed in is kept nowhere.
"""

import hashlib

from flask import Flask, Response, request

from dpia_workbench.plumbing.identity import OPEN_ENDPOINTS, is_anonymous

_OK = 200
_METHODS = ("GET", "HEAD")
_FEATURES = frozenset({"agreements", "screening", "site", "verdicts"})
_OF_THE_MOMENT = frozenset({"site.health", "site.language", "site.readiness"})
# A frozen content never changes, and neither does its address.
_FOREVER = {"verdicts.release_json": "public, max-age=31536000, immutable"}


def install(app: Flask) -> None:
    """Let public answers be kept and asked again."""
    app.after_request(_keep)


def _keep(response: Response) -> Response:
    if not _is_public(response):
        return response
    kept = _FOREVER.get(request.endpoint or "", "public, no-cache")
    response.headers.setdefault("Cache-Control", kept)
    if "no-store" in response.headers["Cache-Control"]:
        return response
    if not response.get_etag()[0] and not response.direct_passthrough:
        response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
    response.make_conditional(request)
    return response


def _is_public(response: Response) -> bool:
    """Return whether it is the same answer for everybody who speaks the same language."""
    if response.status_code != _OK or request.method not in _METHODS:
        return False
    endpoint = request.endpoint or ""
    is_page = endpoint.split(".")[0] in _FEATURES and endpoint in OPEN_ENDPOINTS - _OF_THE_MOMENT
    return is_page and is_anonymous()
