"""Processes with an index of their own, and processes that share one, follow one database."""

import subprocess
import sys
from pathlib import Path

import pytest

from dpia_workbench import clock
from dpia_workbench.app import create_app
from dpia_workbench.plumbing import following, indexing
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.search import Query
from dpia_workbench.store import migrations
from tests import make
from tests.conftest import ROOT, settings_for

# Serves nobody, but follows as a process that serves pages does, and tells when it found something.
SERVER = """
import sys, time
from pathlib import Path
from dpia_workbench.app import create_app
from dpia_workbench.plumbing import following, indexing
from dpia_workbench.search import Query
from tests.conftest import settings_for

app = create_app(settings_for(Path(sys.argv[1]), database_url=sys.argv[2]))
following.start(app)
with app.app_context():
    while not indexing.index().healthy():
        time.sleep(0.05)
    print("ready", flush=True)
    while not indexing.find(Query(text="leerplein")).total:
        time.sleep(0.05)
print("found", flush=True)
"""


@pytest.mark.slow
def test_what_one_publishes_every_process_of_every_server_finds(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'workbench.sqlite'}"
    homes = [tmp_path / name for name in ("one", "two", "two")]
    app = create_app(settings_for(tmp_path / "publisher", database_url=url))
    with app.app_context(), db.engine.begin() as connection:
        migrations.upgrade(connection)
    servers = [
        subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", SERVER, str(home), url],
            stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )
        for home in homes
    ]  # fmt: skip

    try:
        said = [server.stdout.readline().strip() for server in servers if server.stdout]
        with app.app_context(), transaction() as session:
            make.release(session, people=make.people(session), now=clock.now())
        with app.app_context():
            while following.follow():
                pass
            mine = indexing.find(Query(text="leerplein")).total
        said += [server.communicate(timeout=60)[0].strip() for server in servers]
    finally:
        for server in servers:
            server.kill()
            server.wait()
    with app.app_context():
        db.engine.dispose()

    assert said == ["ready"] * 3 + ["found"] * 3
    assert mine == 1
