"""The workbench as an operator starts it: its own commands, its own processes, its own folder."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
_PATIENCE = 60.0
_NEWS = ("Traceback", "Exception on /")


@contextmanager
def serving(home: Path, *, database_url: str = "") -> Iterator[str]:
    """Serve the demonstration from a folder, and give its address.

    What the server had to say is read at the end: an error that no page showed is one, too.
    """
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("DPIA_")},
        "DPIA_HOME": str(home),
        "DPIA_DEMO": "1",
        "DPIA_BASE_URL": address,
        **({"DPIA_DATABASE_URL": database_url} if database_url else {}),
    }
    for command in ("init", "demo"):
        subprocess.run(_command(command), env=environment, cwd=ROOT, check=True)
    log = home / "serve.log"
    with log.open("wb") as written, _running(port, environment=environment, log=written):
        _wait(address, log=log)
        yield address
    said = log.read_text(encoding="utf-8", errors="replace")
    assert not any(news in said for news in _NEWS), said[-5_000:]


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "dpia_workbench", *words]


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def _running(port: int, *, environment: Mapping[str, str], log: object) -> Iterator[None]:
    """Run the server in a group of its own, so that none of its processes outlives the tests."""
    process = subprocess.Popen(
        _command("serve", "--port", str(port), "--workers", "2"), env=dict(environment), cwd=ROOT,
        stdout=log, stderr=subprocess.STDOUT, start_new_session=True,  # type: ignore[call-overload]
    )  # fmt: skip
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(address: str, *, log: Path) -> None:
    """Wait until database and index answer."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            with urlopen(f"{address}/readyz", timeout=5):
                return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise TimeoutError(log.read_text(encoding="utf-8", errors="replace")[-5_000:])
