"""Signed links: the secret is in the link, never in the database."""

from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

_ONE_TIME = "one-time-link"


def token(link_id: UUID, *, secret_key: str, purpose: str = _ONE_TIME) -> str:
    """Return what stands in the link; a link for one purpose is none for another."""
    signed = URLSafeSerializer(secret_key, salt=purpose).dumps(str(link_id))
    return signed if isinstance(signed, str) else signed.decode("ascii")


def link_id(signed: str, *, secret_key: str, purpose: str = _ONE_TIME) -> UUID | None:
    """Return the id in a link, or None if we did not sign it."""
    try:
        return UUID(URLSafeSerializer(secret_key, salt=purpose).loads(signed))
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None
