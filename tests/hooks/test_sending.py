"""Messages to others' programs: signed as the standard says, and never to the inside."""

import socket
import ssl
import time
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from hashlib import sha256
from hmac import digest
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.hooks import sending, signing
from dpia_workbench.hooks.sending import NotSent, post
from dpia_workbench.risk.hooks import (
    PAUSES,
    AddressRefused,
    Failure,
    is_public,
    pause_after,
    require_address,
)
from tests.making import receiver

BODY = b'{"type":"release.published"}'


def test_the_example_of_the_standard_has_the_signature_that_the_standard_gives() -> None:
    """The test vector of the libraries of standardwebhooks.com."""
    key = b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")

    made = signing.signature(
        key, message_id="msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp=1614265330,
        body=b'{"test": 2432232314}',
    )  # fmt: skip

    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_secret_belongs_to_one_address_and_one_number() -> None:
    ids = (UUID(int=1), UUID(int=2))
    made = {
        signing.secret(key, webhook_id=each, number=number)
        for key in ("one", "two")
        for each in ids
        for number in (1, 2)
    }

    assert len(made) == 8
    shown = signing.shown(signing.secret("one", webhook_id=ids[0], number=1))
    assert shown.startswith("whsec_")
    assert b64decode(shown.removeprefix("whsec_")) in made


def test_a_message_arrives_with_what_its_reader_needs_to_check_it() -> None:
    key = b"k" * 32
    at = datetime(2026, 11, 28, 12, tzinfo=UTC)

    with receiver.running() as there:
        headers = signing.headers([key, b"old"], message_id="msg_1", at=at, body=BODY)
        answer = post(there.url, body=BODY, headers=headers, allows_local=True)

    assert (answer.status, answer.excerpt) == (200, "thanks")
    [(sent, body)] = there.messages
    assert body == BODY
    assert sent["content-type"] == "application/json"
    signed = f"msg_1.{sent['webhook-timestamp']}.".encode() + body
    wanted = b64encode(digest(key, signed, sha256)).decode()
    assert f"v1,{wanted}" in sent["webhook-signature"].split(" ")
    assert len(sent["webhook-signature"].split(" ")) == 2


def test_no_redirect_is_followed_and_little_of_an_answer_is_read() -> None:
    with receiver.running() as inside, receiver.running() as there:
        there.status, there.location = 302, inside.url
        there.body = b"\x00<b>" + b"a" * 1_000_000

        answer = post(there.url, body=BODY, headers={}, allows_local=True)

    assert answer.status == 302
    assert inside.messages == []
    assert answer.excerpt.startswith("<b>aaa")
    assert len(answer.excerpt) <= sending.LONGEST_EXCERPT


def test_an_answer_that_drips_is_over_in_time() -> None:
    began = time.monotonic()
    with receiver.running() as there:
        there.drips = True

        with pytest.raises(NotSent):
            post(there.url, body=BODY, headers={}, allows_local=True, patience=0.5)

    assert time.monotonic() - began < 4


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/", "http://localhost:9/", "https://127.0.0.1:9/", "https://[::1]/",
        "https://10.0.0.7/", "https://192.168.1.1/", "https://169.254.169.254/latest/meta-data",
        "https://[::ffff:10.0.0.1]/", "https://[64:ff9b::a00:1]/", "https://[2002:a00:1::]/",
        "https://[fe80::1%25eth0]/", "https://[fd00::1]/", "https://100.64.0.1/",
        "https://0.0.0.0/", "https://0x7f000001/", "https://2130706433/", "https://127.1/",
        "https://localhost/", "https://db.internal/", "https://printer.local/", "https://router/",
        "https://user:pass@example.org/", "https://example.org/#a", "ftp://example.org/",
        "https://example.org:0/", "https://example.org:99999/", "https:///hook", "example.org",
        "https://exa mple.org/", "https://exämple.org/", "https://example.org/\r\nX: 1", "",
        "https://[::1", "https://example.org/" + "a" * 2000, "https://localhost./",
    ],
)  # fmt: skip
def test_an_address_that_is_not_of_the_open_internet_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        require_address(url, allows_local=False)
    with pytest.raises(NotSent) as refused:
        post(url, body=BODY, headers={}, allows_local=False)
    assert refused.value.failure is Failure.ADDRESS


@pytest.mark.parametrize("url", ["https://example.org/hook", "https://93.184.215.14:8443/?a=b"])
def test_an_address_of_the_open_internet_is_taken(url: str) -> None:
    require_address(url, allows_local=False)


@pytest.mark.parametrize("url", ["http://example.org/", "http://10.0.0.1/", "https://10.0.0.1/"])
def test_who_develops_reaches_the_own_machine_and_nothing_else_inside(url: str) -> None:
    with pytest.raises(AddressRefused):
        require_address(url, allows_local=True)


def _names(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Let a name lead to other addresses each time that it is looked up."""
    turns, asked = iter(answers), []

    def look_up(host: str, port: int, **_words: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in next(turns)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


@pytest.mark.parametrize(
    "answer", [["127.0.0.1"], ["93.184.215.14", "10.0.0.1"], ["169.254.169.254"], []]
)
def test_a_name_that_leads_inside_is_refused_whatever_else_it_leads_to(
    monkeypatch: pytest.MonkeyPatch, answer: list[str]
) -> None:
    _names(monkeypatch, answer)

    with pytest.raises(NotSent) as refused:
        post("https://hook.example.org/", body=BODY, headers={}, allows_local=False)

    assert refused.value.failure is Failure.ADDRESS


def test_a_name_that_changes_its_mind_leads_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: the connection goes to what was looked at, and nobody looks again."""
    asked = _names(monkeypatch, ["93.184.215.14"], ["127.0.0.1"])
    connected = []

    def connect(address: tuple[str, int], **_words: Any) -> None:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)

    with pytest.raises(NotSent) as refused:
        post("https://hook.example.org/", body=BODY, headers={}, allows_local=False)

    assert refused.value.failure is Failure.CONNECTION
    assert connected == [("93.184.215.14", 443)]
    assert asked == ["hook.example.org"]


@pytest.mark.parametrize(
    ("raised", "failure"),
    [
        (TimeoutError(), Failure.TIME),
        (ssl.SSLCertVerificationError(), Failure.CERTIFICATE),
        (ConnectionResetError(), Failure.CONNECTION),
    ],
)
def test_what_goes_wrong_on_the_way_has_a_name(
    monkeypatch: pytest.MonkeyPatch, raised: Exception, failure: Failure
) -> None:
    def fail(*_args: Any, **_words: Any) -> None:
        raise raised

    _names(monkeypatch, ["93.184.215.14"])
    monkeypatch.setattr(socket, "create_connection", fail)

    with pytest.raises(NotSent) as refused:
        post("https://hook.example.org/", body=BODY, headers={}, allows_local=False)

    assert refused.value.failure is failure


def test_a_name_that_nobody_knows_is_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: Any, **_words: Any) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    with pytest.raises(NotSent) as refused:
        post("https://hook.example.org/", body=BODY, headers={}, allows_local=False)

    assert refused.value.failure is Failure.CONNECTION


@given(st.ip_addresses(v=4))
def test_an_address_is_judged_the_same_inside_another_one(address: Any) -> None:
    assert is_public(f"::ffff:{address}") == is_public(str(address))


def test_tries_come_later_and_later_and_end() -> None:
    pauses = [pause_after(tries) for tries in range(1, len(PAUSES) + 2)]

    assert pauses[-1] is None
    assert pauses[:-1] == sorted(PAUSES)
