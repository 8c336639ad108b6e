"""The file with all releases, checked by itself: each way to tamper with it is noticed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy.orm import Session

from dpia_workbench.cli import main
from dpia_workbench.plumbing import bulk, offline
from dpia_workbench.plumbing.database import db
from dpia_workbench.risk.proof import Fault, SignatureState
from dpia_workbench.signatures.ed25519 import new_key, signer_of
from dpia_workbench.store.audit import canonical_json, sha256
from tests import make

KEYS = {make.SIGNER.key_id: make.SIGNER.public_key}
Parts = dict[str, bytes]


@pytest.fixture
def file(app: Flask, session: Session, people: make.People, tmp_path: Path) -> Path:
    """The file of an installation with one release."""
    make.release(session, people=people)
    made = tmp_path / "all.zip"
    with app.app_context():
        bulk.write(db.session(), made, signer=make.SIGNER)
    return made


def _parts(file: Path) -> Parts:
    with ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _written(file: Path, parts: Parts) -> Path:
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file


MANIFEST = "manifest.json"
RELEASE, PROOF = "releases/leerplein/1.json", "proofs/leerplein/1.json"


def _signed_again(parts: Parts, name: str, content: bytes) -> Parts:
    """Return what a forger with a key of their own would hand out."""
    forger = signer_of(new_key())
    manifest = json.loads(parts["manifest.json"])
    for each in manifest["files"]:
        if each["path"] == name:
            each |= {"sha256": sha256(content.decode()), "size": len(content)}
    text = canonical_json(manifest)
    signature = {"key_id": forger.key_id, "signature": forger.sign(text)}
    return {
        **parts, name: content, "manifest.json": text.encode(),
        "manifest.signature.json": json.dumps(signature).encode(),
    }  # fmt: skip


def test_an_intact_file_is_whole_and_the_same_bytes_each_time(
    app: Flask, file: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again.zip"
    with app.app_context():
        bulk.write(db.session(), again, signer=make.SIGNER)

    found = offline.check(file, keys=KEYS)

    assert found.is_whole
    assert (found.releases, found.key_id) == (1, make.SIGNER.key_id)
    assert again.read_bytes() == file.read_bytes()
    assert set(_parts(file)) >= {"README.md", "keys.json", RELEASE, PROOF, "schemas/release-3.json"}


TAMPERED: dict[str, tuple[Callable[[Parts], Parts], Any]] = {
    "a release": (
        lambda p: {**p, RELEASE: p[RELEASE].replace(b"Oordeel", b"Oorlel")},
        lambda f: (
            (RELEASE, "was changed") in f.problems and ("leerplein", 1, Fault.CONTENT) in f.faults
        ),
    ),
    "a proof": (
        lambda p: {**p, PROOF: p[PROOF].replace(b'"errata": []', b'"errata": [1]')},
        lambda f: f.problems == [(PROOF, "was changed")],
    ),
    "something taken out": (
        lambda p: {name: raw for name, raw in p.items() if name != RELEASE},
        lambda f: (RELEASE, "is missing") in f.problems,
    ),
    "something added": (
        lambda p: {**p, "evil.json": b"{}"},
        lambda f: f.problems == [("evil.json", "is not in the manifest")],
    ),
    "the manifest": (
        lambda p: {
            **p,
            MANIFEST: p[MANIFEST].replace(b'"releases":1', b'"releases":2'),
        },
        lambda f: f.signature is SignatureState.BAD,
    ),
    "all of it by a forger": (
        lambda p: _signed_again(p, RELEASE, p[RELEASE].replace(b"Oordeel", b"Oorlel")),
        lambda f: (
            f.signature is SignatureState.UNKNOWN_KEY
            and ("leerplein", 1, Fault.SIGNATURE) in f.faults
        ),
    ),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_tampering_is_noticed(file: Path, name: str) -> None:
    tamper, is_noticed = TAMPERED[name]
    _written(file, tamper(_parts(file)))

    found = offline.check(file, keys=KEYS)

    assert not found.is_whole
    assert is_noticed(found), (found.problems, found.faults, found.signature)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("manifest.json", b"{}"), ("manifest.json", b"["), ("manifest.json", b"\xff"),
        ("manifest.json", b'{"schema": "dpia-workbench/bulk/1", "files": [1]}'),
        ("manifest.signature.json", b"[]"),
    ],
)  # fmt: skip
def test_a_manifest_that_says_nothing_sensible_is_refused(
    file: Path, name: str, content: bytes
) -> None:
    _written(file, {**_parts(file), name: content})

    with pytest.raises(offline.NotBulk):
        offline.check(file, keys=KEYS)


def test_what_is_cut_off_is_no_such_file(file: Path, tmp_path: Path) -> None:
    whole = file.read_bytes()
    for end in (0, 10, len(whole) // 2, len(whole) - 5):
        short = tmp_path / "short.zip"
        short.write_bytes(whole[:end])

        assert not offline.is_bulk(short)
        with pytest.raises(offline.NotBulk):
            offline.check(short, keys=KEYS)


def _runs(*words: str) -> Any:
    return CliRunner().invoke(main, ["verify", *words])


def test_the_command_needs_no_database_and_takes_the_readers_own_keys(
    file: Path, tmp_path: Path
) -> None:
    keys, foreign = tmp_path / "keys.json", tmp_path / "foreign.json"
    keys.write_bytes(_parts(file)["keys.json"])
    other = signer_of(new_key())
    foreign.write_text(json.dumps({"keys": [{"kid": other.key_id, "x": other.public_key}]}))

    own, without, wrong = (
        _runs(str(file), *words) for words in (["--keys", str(keys)], [], ["--keys", str(foreign)])
    )
    told = _runs(str(file), "--json", "--keys", str(keys))

    assert (own.exit_code, without.exit_code, wrong.exit_code) == (0, 0, 1)
    assert "your own keys" in own.output
    assert "add --keys" in without.output
    assert json.loads(told.output)["whole"] is True
    assert _runs(str(file), "--keys", str(file)).exit_code == 1
