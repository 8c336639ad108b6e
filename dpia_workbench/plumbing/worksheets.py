"""Links to worksheets: signed, and known here by their hash alone."""

from dataclasses import dataclass
from uuid import UUID

from dpia_workbench.access.quota import Quota
from dpia_workbench.plumbing import links
from dpia_workbench.plumbing.limiting import require_quota
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.store.audit import sha256
from dpia_workbench.store.base import NotFound

_PURPOSE = "worksheet of a partner"
GUESSES = Quota(requests=300, seconds=900)  # wrong links of one address: a school has one
WRITES = Quota(requests=120, seconds=600)  # of one worksheet


@dataclass(frozen=True, slots=True)
class Key:
    """What a link says: which worksheet, and the hash that must be known of it."""

    worksheet_id: UUID
    secret_hash: str


def key_of(worksheet_id: UUID) -> Key:
    """Return what must be known of a worksheet's link."""
    return Key(worksheet_id, sha256(token(worksheet_id)))


def token(worksheet_id: UUID) -> str:
    """Return the secret part of a worksheet's address."""
    return links.token(worksheet_id, secret_key=settings().secret_key, purpose=_PURPOSE)


def address(worksheet_id: UUID) -> str:
    """Return the whole address, to be shown once or mailed."""
    return f"{settings().base_url}/worksheet/{token(worksheet_id)}"


def read(signed: str) -> Key:
    """Return what a link says. Raises NotFound if we did not sign it, or TooManyRequests."""
    found = links.link_id(signed, secret_key=settings().secret_key, purpose=_PURPOSE)
    if found is None:
        require_quota("guess a worksheet", GUESSES)
        raise NotFound
    return Key(found, sha256(signed))


def require_patience(key: Key) -> None:
    """Let one worksheet be written only so often. Raises TooManyRequests."""
    require_quota("fill in a worksheet", WRITES, key=str(key.worksheet_id))
