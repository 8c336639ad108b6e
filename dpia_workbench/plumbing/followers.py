"""Signed addresses of who follows something without an account: each for one purpose only."""

from enum import StrEnum
from uuid import UUID

from dpia_workbench.plumbing import links
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.store.base import NotFound


class Purpose(StrEnum):
    """What a link lets its holder do."""

    CONFIRM = "confirm a follow"
    STOP = "end a follow"
    MANAGE = "all that an address follows"


_PATHS = {
    Purpose.CONFIRM: "/follow/confirmation/{}",
    Purpose.STOP: "/follow/ending/{}",
    Purpose.MANAGE: "/follow/mine/{}",
}


def token(row_id: UUID, *, purpose: Purpose) -> str:
    """Return the signed part of an address."""
    return links.token(row_id, secret_key=settings().secret_key, purpose=purpose)


def address(row_id: UUID, *, purpose: Purpose) -> str:
    """Return a whole address, for a mail."""
    return settings().base_url + _PATHS[purpose].format(token(row_id, purpose=purpose))


def row_id(signed: str, *, purpose: Purpose) -> UUID:
    """Return the id in an address. Raises NotFound if we did not sign it for this."""
    found = links.link_id(signed, secret_key=settings().secret_key, purpose=purpose)
    if found is None:
        raise NotFound
    return found
