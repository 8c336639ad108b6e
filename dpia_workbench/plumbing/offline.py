"""Checks the file with all releases by itself: no database, no network, nothing trusted.

Only files that the manifest lists are read, in pieces, and no further than the size it states.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from dpia_workbench.plumbing.bulk import KEYS, MANIFEST, SCHEMA, SIGNATURE
from dpia_workbench.risk.proof import Fault, Link, SignatureState, faults
from dpia_workbench.signatures import ed25519
from dpia_workbench.store import audit

LARGEST_PART = 64 * 2**20
MOST_FILES = 500_000
_PIECE = 2**20
Keys = Mapping[str, str]


class NotBulk(Exception):
    """A file that does not hold all releases, or that cannot be read."""


@dataclass(slots=True, kw_only=True)
class Checked:
    """What the file turned out to be; `problems` are (path, sentence)."""

    releases: int = 0
    as_of: str = ""
    source: str = ""
    signature: SignatureState
    key_id: str
    problems: list[tuple[str, str]] = field(default_factory=list)
    faults: list[tuple[str, int, Fault]] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Return whether nothing is wrong."""
        is_signed = self.signature is SignatureState.GOOD
        return is_signed and not self.problems and not self.faults


def is_bulk(file: Path) -> bool:
    """Return whether a file says that it holds all releases."""
    try:
        with ZipFile(file) as archive:
            return MANIFEST in archive.namelist()
    except (BadZipFile, OSError, ValueError):
        return False


def keys_in(text: bytes) -> Keys:
    """Return the public keys in a list as it is published, by their id. Raises NotBulk."""
    try:
        found = {str(each["kid"]): str(each["x"]) for each in json.loads(text)["keys"]}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotBulk("the keys cannot be read") from error
    return {name: key for name, key in found.items() if ed25519.key_id_of(key) == name}


def check(file: Path, *, keys: Keys | None) -> Checked:
    """Check a file with the reader's own keys, or else with those in it. Raises NotBulk."""
    try:
        with ZipFile(file) as archive:
            return _check(archive, keys=keys)
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError,
            TypeError, AttributeError, RecursionError) as error:  # fmt: skip
        raise NotBulk("it does not open, or its manifest says nothing sensible") from error


def _check(archive: ZipFile, *, keys: Keys | None) -> Checked:
    manifest = _read(archive, MANIFEST)
    told, signed = json.loads(manifest), json.loads(_read(archive, SIGNATURE))
    if told["schema"] != SCHEMA or len(told["files"]) > MOST_FILES:
        raise NotBulk("it is of another form")
    known = keys_in(_read(archive, KEYS)) if keys is None else keys
    made = Checked(
        releases=int(told["releases"]),
        as_of=str(told["as_of"]),
        source=str(told["source"]),
        key_id=str(signed["key_id"]),
        signature=_state(
            str(signed["signature"]), str(signed["key_id"]), manifest.decode(), keys=known
        ),
    )
    listed = {str(each["path"]): each for each in told["files"]}
    made.problems += _files(archive, listed)
    made.faults += _chains(archive, listed, keys=known)
    return made


def _state(signature: str, key_id: str, text: str, *, keys: Keys) -> SignatureState:
    if key_id not in keys:
        return SignatureState.UNKNOWN_KEY
    is_good = ed25519.is_good(signature, text, public_key=keys[key_id])
    return SignatureState.GOOD if is_good else SignatureState.BAD


def _read(archive: ZipFile, name: str) -> bytes:
    """Return a small file of the archive. Raises KeyError or NotBulk."""
    with archive.open(name) as stream:
        content = stream.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART:
        raise NotBulk(f"{name} is far too large")
    return content


def _files(archive: ZipFile, listed: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the files of the archive."""
    names = archive.namelist()
    there = set(names)
    for name in sorted(there - set(listed) - {MANIFEST, SIGNATURE}):
        yield name, "is not in the manifest"
    if len(there) != len(names):
        yield MANIFEST, "a file is there twice"
    for name, stated in listed.items():
        if name not in there:
            yield name, "is missing"
        elif not _is_as_listed(archive, name, stated):
            yield name, "was changed"


def _is_as_listed(archive: ZipFile, name: str, stated: Mapping[str, Any]) -> bool:
    """Return whether a file has the size and the hash that the manifest states."""
    made, left = hashlib.sha256(), int(stated["size"])
    try:
        with archive.open(name) as stream:
            while piece := stream.read(min(_PIECE, left + 1)):
                made.update(piece)
                left -= len(piece)
                if left < 0:
                    return False
    except (BadZipFile, EOFError, OSError):
        return False
    return left == 0 and made.hexdigest() == stated["sha256"]


def _chains(
    archive: ZipFile, listed: Mapping[str, Any], *, keys: Keys
) -> Iterator[tuple[str, int, Fault]]:
    """Yield what is wrong with the releases of each product."""
    links: dict[str, list[Link]] = {}
    for name in listed:
        if name.startswith("releases/"):
            slug = name.split("/")[1]
            link = _link(archive, name, keys=keys)
            if link is None:
                yield slug, 0, Fault.CONTENT
            else:
                links.setdefault(slug, []).append(link)
    for slug, found in links.items():
        yield from ((slug, number, fault) for number, fault in faults(found))


def _link(archive: ZipFile, name: str, *, keys: Keys) -> Link | None:
    """Return a release of the file as a link of its chain; None if it cannot be read."""
    slug, number = name.removeprefix("releases/").removesuffix(".json").rsplit("/", 1)
    try:
        text = _read(archive, name).decode()
        content, proof = (
            json.loads(text),
            json.loads(_read(archive, f"proofs/{slug}/{number}.json")),
        )
        signature, about = proof["signature"], proof["release"]
        return Link(
            number=content["number"],
            dossier=str(content["dossier"]),
            previous=content["previous"],
            stated=str(about["sha256"]),
            computed=audit.sha256(text),
            agrees=(content["product"]["slug"], content["number"]) == (slug, int(number)),
            signature=_state(signature["signature"], signature["key_id"], text, keys=keys)
            if signature
            else SignatureState.MISSING,
        )
    except (BadZipFile, EOFError, KeyError, TypeError, ValueError, RecursionError, NotBulk):
        return None
