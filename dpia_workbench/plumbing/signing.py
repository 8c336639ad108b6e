"""The key that this installation signs with: for the doors, which hand it to the use cases."""

from collections.abc import Iterator
from contextlib import contextmanager

from dpia_workbench.plumbing.settings import settings
from dpia_workbench.signatures import keeping
from dpia_workbench.signatures.ed25519 import KeyUnreadable, Signer, new_key, signer_of


class KeyBroken(OSError):
    """The file with the signing key does not hold one: an operator brings it back from a backup."""


def signer() -> Signer:
    """Return who signs here; the first who asks makes the key. Raises OSError.

    The file is read each time, so that a new key is used at once in every process.
    """
    file = settings().signing_key_file
    try:
        return keeping.current(file)
    except KeyUnreadable as error:
        raise KeyBroken(None, "holds no signing key", str(file)) from error


@contextmanager
def successor() -> Iterator[Signer]:
    """Return a new key, which takes the place of the old one if nothing fails inside."""
    pem = new_key()
    yield signer_of(pem)
    keeping.replace(settings().signing_key_file, pem=pem)
