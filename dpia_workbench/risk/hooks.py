"""Messages to programs of others: how long we go on trying, and to which addresses."""

import re
from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from dpia_workbench.risk.rules import RuleViolation

LONGEST_ADDRESS = 2000
_PRINTED = re.compile(r"[\x21-\x7e]+")  # no space, and no letters that look like others
_INNER_NAMES = ("localhost", ".localhost", ".local", ".internal", ".home.arpa", ".onion")

# Between one try and the next; after the last one the message is given up. About a day and a half.
PAUSES = (
    timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2),
    timedelta(hours=5), timedelta(hours=10), timedelta(hours=18),
)  # fmt: skip
BOTH_SIGN = timedelta(days=1)  # for so long the secret before a new one signs, too

# What the module of the standard library takes for global, and what leads into a network all the
# same: addresses that hold another one, and those of providers' own equipment.
_INSIDE = [
    ip_network(each)
    for each in ("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "64:ff9b::/96",
                 "64:ff9b:1::/48", "2001::/23", "2002::/16", "fec0::/10")
]  # fmt: skip


class Failure(StrEnum):
    """Why a message did not arrive."""

    ADDRESS = "address"
    CONNECTION = "connection"
    TIME = "time"
    CERTIFICATE = "certificate"
    ANSWER = "answer"


class Stopped(StrEnum):
    """Why nothing is sent to an address any more."""

    FAILING = "failing"
    GONE = "gone"


class AddressRefused(RuleViolation):
    """A message goes by https to a name or address of the open internet."""

    code = "webhook.address-refused"


def require_address(url: str, *, allows_local: bool) -> None:
    """Refuse an address to which nothing is sent, as far as it shows that. Raises AddressRefused.

    `allows_local` lets a workbench that is developed send to its own machine, by plain http.
    What a name really leads to is looked at when a message is sent.
    """
    parts = _parts(url)
    host = (parts.hostname or "").rstrip(".")
    if allows_local and parts.scheme == "http" and host in ("127.0.0.1", "localhost", "::1"):
        return
    has_more = parts.username is not None or parts.password is not None or parts.fragment
    if parts.scheme != "https" or has_more or not _is_outside(host):
        raise AddressRefused


def _parts(url: str) -> SplitResult:
    """Return the parts of an address. Raises AddressRefused for what is none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressRefused from None
    if len(url) > LONGEST_ADDRESS or not _PRINTED.fullmatch(url) or port == 0:
        raise AddressRefused
    return parts


def _is_outside(host: str) -> bool:
    """Return whether a host can be one of the open internet, by its name or number."""
    try:
        return is_public(host)
    except ValueError:
        return "." in host and not host.endswith(_INNER_NAMES) and not host[-1].isdigit()


def pause_after(tries: int) -> timedelta | None:
    """Return how long to wait after so many tries; None to give up."""
    return PAUSES[tries - 1] if tries <= len(PAUSES) else None


def is_public(address: str) -> bool:
    """Return whether an internet address is one of the open internet, and no other in disguise."""
    found = ip_address(address.partition("%")[0])
    return all(_is_open(each) for each in _held(found))


def _held(found: IPv4Address | IPv6Address) -> Iterator[IPv4Address | IPv6Address]:
    yield found
    inner = getattr(found, "ipv4_mapped", None)
    if inner is not None:
        yield inner


def _is_open(found: IPv4Address | IPv6Address) -> bool:
    if getattr(found, "ipv4_mapped", None) is not None:
        return True  # what it holds is looked at
    inside = any(found in network for network in _INSIDE if network.version == found.version)
    return found.is_global and not found.is_multicast and not inside
