"""Whether a reader has the newest already: ETags of public answers, and what caches may keep."""

import hashlib

from flask import Response, request

from dpia_workbench.plumbing.identity import current_actor

DAY = 24 * 3600


def public(response: Response, *, is_frozen: bool = False) -> Response:
    """Return a public answer that names its content, or 304 if the reader has exactly that.

    What is frozen has a strong ETag and may be kept for a day; anything else may be kept, too, but
    is asked for again each time. Whoever is known gets an answer that no cache keeps. Programs on
    other sites may read it.
    """
    found = hashlib.sha256(response.get_data()).hexdigest()[:32]
    response.set_etag(found, weak=not is_frozen)
    is_known = current_actor().is_known
    age = f"max-age={DAY}" if is_frozen else "no-cache"
    response.headers["Cache-Control"] = "private, no-store" if is_known else f"public, {age}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.make_conditional(request)
    return response
