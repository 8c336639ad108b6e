"""`serve`: a production server, with what follows the database and does the jobs beside it."""

import os
import subprocess
import sys
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from dpia_workbench.cli.main import main
from dpia_workbench.cli.worker import Worker
from dpia_workbench.config import Settings
from dpia_workbench.plumbing import following, rooms
from dpia_workbench.plumbing.commands import application

# For pages, and for the lines of texts that are open: each waits in a thread of its own.
THREADS = 8 + rooms.MOST_LINES


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn with our options; each worker makes its own application after the fork."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Take our options."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application of one worker, whose search follows the database."""
        app = application()
        following.start(app, pause=following.STAND_IN)
        return app


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
def serve(host: str, port: int, workers: int) -> None:
    """Serve the workbench."""
    application()  # says at once what is wrong with the settings
    is_external = Settings.from_env().jobs == "external"
    beside = _beside("search", "follow") if is_external else _beside("jobs", "work")
    try:
        Server(
            {
                "bind": f"{host}:{port}",
                "workers": workers,
                "threads": THREADS,
                "worker_class": Worker,
                "control_socket_disable": True,
                "graceful_timeout": 10,
                "limit_request_line": 8190,  # a search with many facets, and a cursor
                "loglevel": "warning",
            }
        ).run()
    finally:
        beside.terminate()


def _beside(*command: str) -> "subprocess.Popen[bytes]":
    """Start a command that ends by itself when this process is gone; both follow the database."""
    command = (sys.executable, "-m", "dpia_workbench", *command, f"--parent={os.getpid()}")
    return subprocess.Popen(command, env=os.environ)  # noqa: S603  # our own command
