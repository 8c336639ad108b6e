"""Signed stamps on forms that need no account: when a form was given out, and its number.

They take the place of a cookie: a form that we did not give out, or gave out long ago, is known
by its stamp, and one that is sent twice by its number.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from itsdangerous import BadSignature, URLSafeSerializer

_SALT = "form-stamp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """The number of a form, and when it was given out."""

    id: UUID
    given_out: datetime


def stamp(about: str, *, secret_key: str, now: datetime) -> str:
    """Return a stamp for a form about something, with a number of its own."""
    held = [str(uuid4()), about, now.isoformat()]
    signed = URLSafeSerializer(secret_key, salt=_SALT).dumps(held)
    return signed if isinstance(signed, str) else signed.decode("ascii")


def read(signed: str, *, about: str, secret_key: str) -> Stamp | None:
    """Return what a stamp says, or None if we did not make it for this."""
    try:
        number, mine, at = URLSafeSerializer(secret_key, salt=_SALT).loads(signed)
        found = Stamp(id=UUID(number), given_out=datetime.fromisoformat(at))
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None
    return found if mine == about else None
