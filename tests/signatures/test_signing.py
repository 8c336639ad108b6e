"""Signing and checking, and the file that the key is kept in."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from dpia_workbench.signatures import keeping
from dpia_workbench.signatures.ed25519 import (
    KeyUnreadable,
    decoded,
    encoded,
    is_good,
    key_id_of,
    new_key,
    signer_of,
)

SIGNER = signer_of(new_key())
# RFC 8037, appendix A: a public key and its thumbprint.
RFC_KEY = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
RFC_THUMBPRINT = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_a_signature_holds_for_that_text_and_that_key_only() -> None:
    signature, other = SIGNER.sign("één"), signer_of(new_key())

    assert is_good(signature, "één", public_key=SIGNER.public_key)
    assert not is_good(signature, "een", public_key=SIGNER.public_key)
    assert not is_good(signature, "één", public_key=other.public_key)
    assert SIGNER.sign("één") == signature


@pytest.mark.parametrize("wrong", ["", "x", "é", "AAAA====", "A" * 86, "A" * 85 + "B", "A" * 100])
def test_garbage_is_no_signature_and_no_key(wrong: str) -> None:
    assert not is_good(wrong, "text", public_key=SIGNER.public_key)
    assert not is_good(SIGNER.sign("text"), "text", public_key=wrong)


def test_a_key_is_named_as_the_standard_says() -> None:
    assert key_id_of(RFC_KEY) == RFC_THUMBPRINT
    assert encoded(decoded(RFC_KEY)) == RFC_KEY
    assert SIGNER.key_id == key_id_of(SIGNER.public_key)


def test_the_private_half_is_never_shown() -> None:
    assert "rivate" not in repr(SIGNER)
    assert json.dumps(repr(SIGNER)).count(SIGNER.public_key) == 1


def test_who_begins_first_makes_the_key_and_everybody_else_uses_it(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"

    with ThreadPoolExecutor(8) as pool:
        found = {signer.key_id for signer in pool.map(lambda _n: keeping.current(file), range(16))}

    assert len(found) == 1
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["key.pem"]


def test_a_new_key_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    before = keeping.current(file)

    keeping.replace(file, pem=new_key())

    assert keeping.current(file).key_id != before.key_id
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_is_no_key_of_ours_is_refused() -> None:
    other = Ed448PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    for pem in (b"", b"garbage", other):
        with pytest.raises(KeyUnreadable):
            signer_of(pem)
