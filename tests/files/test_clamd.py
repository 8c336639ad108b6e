"""Looking at files with clamd: what is said over the socket, and which answers are believed."""

import socket
from pathlib import Path

import pytest

from dpia_workbench.files import clamd
from tests.making.daemon import Daemon


@pytest.mark.parametrize(
    ("answer", "virus"), [("stream: OK", ""), ("stream: Eicar-Test FOUND", "Eicar-Test")]
)
@pytest.mark.parametrize("way", ["tcp", "unix"])
def test_a_file_is_sent_whole_and_the_answer_is_understood(
    tmp_path: Path, way: str, answer: str, virus: str
) -> None:
    content = b"x" * 200_000
    (tmp_path / "file").write_bytes(content)

    with Daemon(answer, at=tmp_path / "clamd.ctl" if way == "unix" else None) as daemon:
        found = clamd.scan(tmp_path / "file", address=daemon.address)

    assert found == virus
    assert daemon.received == [content]


@pytest.mark.parametrize(
    "answer", ["", "INSTREAM size limit exceeded. ERROR", "stream: OK but", "PONG", "FOUND"]
)
def test_what_says_neither_clean_nor_infected_is_a_failure(tmp_path: Path, answer: str) -> None:
    (tmp_path / "file").write_bytes(b"x")

    with Daemon(answer) as daemon, pytest.raises(clamd.ScanFailed):
        clamd.scan(tmp_path / "file", address=daemon.address)


def test_a_daemon_that_is_away_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    for address in (f"tcp://127.0.0.1:{port}", f"unix://{tmp_path}/nobody"):
        with pytest.raises(clamd.ScanFailed):
            clamd.scan(tmp_path / "file", address=address)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("tcp://clamav:3310", True),
        ("unix:///run/clamav/clamd.ctl", True),
        ("tcp://clamav", False),
        ("tcp://clamav:99999", False),
        ("tcp://clamav:3310/x", False),
        ("unix://run/clamd", False),
        ("unix:///", False),
        ("http://clamav:3310", False),
        ("clamav:3310", False),
    ],
)
def test_an_address_is_of_one_of_two_forms(text: str, is_one: bool) -> None:
    assert clamd.is_address(text) is is_one
