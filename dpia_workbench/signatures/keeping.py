"""The file with the private key of this installation: made once, readable by its owner only."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from dpia_workbench.signatures.ed25519 import Signer, new_key, signer_of


def current(file: Path) -> Signer:
    """Return who signs here; the first who asks makes the key. Raises KeyUnreadable, OSError.

    Processes that begin at the same time get the same key: a whole file is put in place or none.
    """
    if not file.exists():
        made = _written(new_key(), folder=file.parent)
        try:
            with suppress(FileExistsError):
                os.link(made, file)
        finally:
            made.unlink()
    return signer_of(file.read_bytes())


def replace(file: Path, *, pem: bytes) -> None:
    """Put another key in the place of the one that signs; the old one is gone. Raises OSError."""
    _written(pem, folder=file.parent).replace(file)


def _written(pem: bytes, *, folder: Path) -> Path:
    """Write a key to a file of its own (mode 0600) beside the place where it will be."""
    descriptor, name = tempfile.mkstemp(prefix=".signing-key-", dir=folder)
    with os.fdopen(descriptor, "wb") as new:
        new.write(pem)
        new.flush()
        os.fsync(new.fileno())
    return Path(name)
