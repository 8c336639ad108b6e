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
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
_PATIENCE = 60.0
_NEWS = ("Traceback", "Exception on /")


class Served:
    """A running workbench that can be stopped and started again at the same address."""

    def __init__(
        self, home: Path, *, port: int, environment: Mapping[str, str], workers: int = 2
    ) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.log = home / "serve.log"
        self._words = ("serve", "--port", str(port), "--workers", str(workers))
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Serve, and wait until database and index answer."""
        command = _command(*self._words)
        with self.log.open("ab") as written:
            # A group of its own, so that none of its processes outlives the tests.
            self._process = subprocess.Popen(
                command, env=dict(self._environment), cwd=ROOT, stdout=written,
                stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        _wait(self.address, log=self.log)

    def runs(self, *words: str) -> str:
        """Run a command of the operator beside the server, and return what it printed."""
        done = subprocess.run(
            _command(*words), env=dict(self._environment), cwd=ROOT, check=True,
            capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout.strip()

    @property
    def group(self) -> int:
        """Return the group of processes that it runs in."""
        assert self._process is not None
        return self._process.pid

    def stop(self) -> None:
        """End the server and all that it started."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            _kill(process)

    def kill(self) -> None:
        """End the server and all that it started at once, as when the power fails."""
        process, self._process = self._process, None
        if process is not None:
            _kill(process)


def _kill(process: "subprocess.Popen[bytes]") -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def serving(
    home: Path, *, database_url: str = "", settings: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """Serve the demonstration from a folder, with further settings.

    What the server had to say is read at the end: an error that no page showed is one, too.
    """
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("DPIA_")},
        "DPIA_HOME": str(home),
        "DPIA_DEMO": "1",
        "DPIA_BASE_URL": f"http://127.0.0.1:{port}",
        **({"DPIA_DATABASE_URL": database_url} if database_url else {}),
        **(settings or {}),
    }
    for command in ("init", "demo"):
        subprocess.run(_command(command), env=environment, cwd=ROOT, check=True)
    served = Served(home, port=port, environment=environment)
    try:
        served.start()
        yield served
    finally:
        served.stop()
    said = served.log.read_text(encoding="utf-8", errors="replace")
    assert not any(news in said for news in _NEWS), said[-5_000:]


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "dpia_workbench", *words]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait(address: str, *, log: Path) -> None:
    """Wait until database and index answer."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            with urlopen(f"{address}/readyz", timeout=5):
                return
        except OSError:  # nobody answers yet, or not in time
            time.sleep(0.1)
    raise TimeoutError(log.read_text(encoding="utf-8", errors="replace")[-5_000:])
