"""Page times through the whole application, as ratios to a page that renders a constant."""

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median, quantiles

from flask import Flask, render_template_string
from flask.testing import FlaskClient

from dpia_workbench import clock
from dpia_workbench.app import create_app
from dpia_workbench.cli import content
from dpia_workbench.cli.demonstration.stage import Stage
from dpia_workbench.cli.demonstration.talking import kept
from dpia_workbench.config import Settings
from dpia_workbench.plumbing import indexing, signing
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.uploads import file_store

ROUNDS = 60
PUBLIC = (
    "/",
    "/verdicts",
    "/verdicts?q=google+workspace",
    "/verdicts?q=gogle+workspase",
    "/verdicts/google-workspace-for-education",
    "/verdicts/noorderlicht-portfolio",
    "/verdicts/noorderlicht-portfolio/releases/1/report.docx",
    "/api/v1/verdicts?q=privacy",
)


def run() -> list[str]:
    """Return a line per page: median, p95, and the ratio to the constant page."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        app = application(Path(folder))
        stack.callback(lambda: dispose(app))
        client = app.test_client()
        bare = median(_times(lambda: _bare(client)))
        lines = [f"constant page of equal size (baseline): {bare * 1000:.2f} ms"]
        for path in PUBLIC:
            taken = _times(lambda path=path: get(client, path))
            p95 = quantiles(taken, n=20)[-1]
            lines.append(
                f"{path}: median {median(taken) * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms,"
                f" {median(taken) / bare:.1f} × the baseline"
            )
        return lines


def application(home: Path) -> Flask:
    """Return the application with its whole content and the demonstration, kept in a folder."""
    app = create_app(Settings.from_env({"DPIA_HOME": str(home), "DPIA_DATA": "data"}))
    app.view_functions["site.about"] = _constant
    with app.app_context():
        content.upgrade()
        found = content.read()
        content.load(found)
        with kept(found.demonstration, store=file_store()) as files, transaction() as session:
            stage = Stage(
                session, story=found.demonstration, files=files, signer=signing.signer(),
                today=clock.today(),
            )  # fmt: skip
            stage.play(password="demonstratie")
        indexing.rebuild()
    return app


def dispose(app: Flask) -> None:
    """Let go of the database, so that the folder can be removed."""
    with app.app_context():
        db.engine.dispose()


def _constant() -> str:
    return render_template_string("{{ text }}", text="x" * 30_000)


def _bare(client: FlaskClient) -> None:
    get(client, "/about")


def get(client: FlaskClient, path: str) -> None:
    """Open a page, which must be there."""
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    response.close()


def _times(act: Callable[[], None]) -> list[float]:
    act()
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        taken.append(time.perf_counter() - began)
    return taken


if __name__ == "__main__":
    for line in run():
        print(line)
