"""Addresses that readers and browsers send: which are of this site, and what is none at all."""

import re
from urllib.parse import SplitResult, urlsplit

# A path on this very host: browsers read // and \\ as another host, and skip control characters.
_LOCAL = re.compile(r"/(?!/)[^\\\x00-\x1f\x7f]*")


def split(address: str) -> SplitResult:
    """Return the parts of an address; of what is none, empty parts."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")


def is_local(path: str) -> bool:
    """Return whether an address leads to a page of this site and nowhere else."""
    return _LOCAL.fullmatch(path) is not None


def came_from(referrer: str | None, *, host: str) -> str:
    """Return the path on this site that a reader came from, or an empty text."""
    came = split(referrer or "")
    return came.path if came.netloc == host and is_local(came.path) else ""
