"""How much one token, or one address without a token, may ask in a while (ADR 0043).

The standard headers say what is left (draft-ietf-httpapi-ratelimit-headers). Forms that everybody
can send use the same: `require_quota("remarks", Quota(requests=5, seconds=3600))`.
"""

from ipaddress import ip_address, ip_network

from flask import Flask, Response, current_app, g, request

from dpia_workbench import clock
from dpia_workbench.access.quota import Quota, Spent, TooManyRequests, spend
from dpia_workbench.files.counting import Moments
from dpia_workbench.plumbing.identity import current_bearer, current_identity
from dpia_workbench.plumbing.settings import settings

ADDRESS, TOKEN = "address", "token"  # the names of the two policies, as the headers say them
_WHOLE_NETWORK = 64  # bits of an IPv6 address that belong to one line


def install(app: Flask) -> None:
    """Limit what is asked of the API; comes before what is closed is refused."""
    app.before_request(_limit)
    app.after_request(_tell)


def address() -> str:
    """Return where a request comes from; of IPv6 the network, of which everybody has all of it."""
    given = request.remote_addr or ""
    try:
        known = ip_address(given)
    except ValueError:  # a socket of the machine itself
        return given
    if known.version == 4:
        return given
    return str(ip_network((known, _WHOLE_NETWORK), strict=False))


def require_quota(name: str, quota: Quota, *, key: str | None = None) -> Spent:
    """Take one from what somebody may do in a while. Raises TooManyRequests.

    `name` says what is done; `key` who does it, by default the address. What is refused takes
    nothing, so that waiting helps.
    """
    who = address() if key is None else key
    now = clock.now().timestamp()

    def taken(full_at: float) -> tuple[float, Spent]:
        spent = spend(quota, full_at=full_at, now=now)
        return spent.full_at, spent

    spent = _moments().change(f"{name}\n{who}", by=taken)
    if spent.wait:
        raise TooManyRequests(seconds=spent.wait)
    return spent


def _moments() -> Moments:
    if "moments" not in current_app.extensions:
        file = settings().home / "limits"
        current_app.extensions["moments"] = Moments(file, secret=settings().secret_key)
    found: Moments = current_app.extensions["moments"]
    return found


def _limit() -> None:
    if not request.path.startswith("/api/") or request.method == "OPTIONS":
        return
    name, quota, key = _policy()
    if quota.is_off:
        return
    g.quota = (name, quota)
    try:
        g.spent = require_quota(f"api {name}", quota, key=key)
    except TooManyRequests as error:
        g.wait = error.params["seconds"]
        raise


def _policy() -> tuple[str, Quota, str]:
    """Return which limit holds, and for whom: a token, somebody who is signed in, or an address."""
    bearer, identity = current_bearer(), current_identity()
    if bearer is not None:
        return TOKEN, settings().token_limit, str(bearer.token_id)
    if identity is not None:
        return TOKEN, settings().token_limit, str(identity.user.id)
    return ADDRESS, settings().address_limit, address()


def _tell(response: Response) -> Response:
    """Say what may be asked, and what of that is left."""
    if "quota" in g:
        name, quota = g.quota
        response.headers["RateLimit-Policy"] = f'"{name}";q={quota.requests};w={quota.seconds}'
        left, reset = (g.spent.remaining, g.spent.reset) if "spent" in g else (0, g.get("wait", 1))
        response.headers["RateLimit"] = f'"{name}";r={left};t={reset}'
    return response
