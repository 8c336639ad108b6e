"""Signatures of messages, in the form of Standard Webhooks (standardwebhooks.com).

The secret of an address is computed from the secret of the workbench, the id of the address and a
number, so that none is kept anywhere (ADR 0042).
"""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

PREFIX = "whsec_"  # by which people and scanners of source code recognise a secret


def secret(secret_key: str, *, webhook_id: UUID, number: int) -> bytes:
    """Return the secret that signs for an address; the next number is another secret."""
    name = f"webhook {webhook_id} {number}"
    return hmac.new(secret_key.encode(), name.encode(), hashlib.sha256).digest()


def shown(key: bytes) -> str:
    """Return a secret as it is shown, once, to who registers an address."""
    return PREFIX + b64encode(key).decode()


def signature(key: bytes, *, message_id: str, timestamp: int, body: bytes) -> str:
    """Return one signature over id, moment and body."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers(keys: Sequence[bytes], *, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return the headers of a message, with a signature by each key that counts now."""
    timestamp = int(at.timestamp())
    signatures = [
        signature(key, message_id=message_id, timestamp=timestamp, body=body) for key in keys
    ]
    return {
        "Content-Type": "application/json",
        "User-Agent": "dpia-workbench-webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }
