"""Signing and checking with Ed25519 (RFC 8032). The only module that knows `cryptography`.

A public key goes out as a JSON Web Key (RFC 8037), named by its thumbprint (RFC 7638).
"""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

ALGORITHM = "Ed25519"


class KeyUnreadable(Exception):
    """A file that holds no private key of ours."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs with one key; the private half is shown nowhere, in no log and no message."""

    key_id: str
    public_key: str  # base64url, as the `x` of a JSON Web Key
    _private: Ed25519PrivateKey = field(repr=False)

    def sign(self, text: str) -> str:
        """Return the signature over the UTF-8 bytes of a text, in base64url."""
        return encoded(self._private.sign(text.encode()))


def new_key() -> bytes:
    """Return a new private key as PEM (PKCS 8, not encrypted)."""
    made = Ed25519PrivateKey.generate()
    return made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def signer_of(pem: bytes) -> Signer:
    """Return who signs with a private key. Raises KeyUnreadable."""
    try:
        private = load_pem_private_key(pem, password=None)
    except (TypeError, ValueError, UnsupportedAlgorithm) as error:
        raise KeyUnreadable from error
    if not isinstance(private, Ed25519PrivateKey):
        raise KeyUnreadable
    public = encoded(private.public_key().public_bytes_raw())
    return Signer(key_id_of(public), public, private)


def key_id_of(public_key: str) -> str:
    """Return the thumbprint of a public key, by which it is named (RFC 7638, RFC 8037)."""
    known = json.dumps(
        {"crv": ALGORITHM, "kty": "OKP", "x": public_key}, sort_keys=True, separators=(",", ":")
    )
    return encoded(hashlib.sha256(known.encode()).digest())


def is_good(signature: str, text: str, *, public_key: str) -> bool:
    """Return whether a signature over a text was made with the private half of a key."""
    try:
        key = Ed25519PublicKey.from_public_bytes(decoded(public_key))
        key.verify(decoded(signature), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def encoded(raw: bytes) -> str:
    """Return bytes in base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Return the bytes of a text in base64url without padding. Raises ValueError."""
    try:
        raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (Error, UnicodeEncodeError) as error:
        raise ValueError("not base64url") from error
    if encoded(raw) != text:
        raise ValueError("not base64url")
    return raw
