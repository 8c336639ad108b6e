"""Signed one-time links: the secret is in the link, never in the database."""

from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

_SALT = "one-time-link"


def token(link_id: UUID, *, secret_key: str) -> str:
    """Return what stands in the link."""
    signed = URLSafeSerializer(secret_key, salt=_SALT).dumps(str(link_id))
    return signed if isinstance(signed, str) else signed.decode("ascii")


def link_id(signed: str, *, secret_key: str) -> UUID | None:
    """Return the id in a link, or None if we did not sign it."""
    try:
        return UUID(URLSafeSerializer(secret_key, salt=_SALT).loads(signed))
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None
