"""Passwords: long enough and not common; nothing about their composition."""

import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dpia_workbench.risk.rules import RuleViolation

SHORTEST, LONGEST = 12, 200
_COMMON = Path(__file__).parent / "common_passwords.txt"


class PasswordTooShort(RuleViolation):
    """Length is what makes a password strong."""

    code = "password.too-short"


class PasswordTooCommon(RuleViolation):
    """A password that many people choose is the first that is tried."""

    code = "password.too-common"


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def common() -> frozenset[str]:
    """Return the common passwords, in lower case without spaces."""
    lines = _COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def require_good(password: str, *, email: str) -> None:
    """Refuse a short or common password, or one that is the address itself.

    Raises PasswordTooShort or PasswordTooCommon.
    """
    password = _composed(password)
    if not SHORTEST <= len(password) <= LONGEST:
        raise PasswordTooShort(shortest=SHORTEST, longest=LONGEST)
    folded = "".join(password.lower().split())
    name = email.split("@")[0]
    if folded in common() or folded == email or folded.strip("0123456789!") in {name, ""}:
        raise PasswordTooCommon
    if len(set(folded)) < 4 or _is_run(folded):
        raise PasswordTooCommon


def _is_run(text: str) -> bool:
    """Return whether each character follows the one before, as in abcdefghijkl."""
    return all(ord(b) - ord(a) == 1 for a, b in pairwise(text))


def _composed(password: str) -> str:
    """Return a password in the one form that every keyboard's letters with accents come to."""
    return unicodedata.normalize("NFC", password)


def hashed(password: str) -> str:
    """Return the hash to keep of a password."""
    return _hasher().hash(_composed(password))


@cache
def _nobodys_hash() -> str:
    return hashed("the hash that is checked when there is no such person")


def fits(password: str, *, kept: str | None) -> bool:
    """Return whether a password fits; takes as long when there is nothing to fit."""
    password = _composed(password)
    try:
        # What is longer than any password costs no more time than a password.
        _hasher().verify(kept or _nobodys_hash(), password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None
