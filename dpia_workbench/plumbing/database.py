"""The database of a request: one session, and transactions that only doors open."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from dpia_workbench.store import models
from dpia_workbench.store.base import Base
from dpia_workbench.store.sqlite import tame

assert models  # noqa: S101  # importing it makes all tables known

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

# Many threads wait for what is typed and look at rights now and then; what is beyond the size of
# the pool is opened and closed each time.
_POOL = {"pool_size": 15, "max_overflow": 10}
_IN_MEMORY = (None, "", ":memory:")

db = SQLAlchemy(metadata=Base.metadata)


def connect(app: Flask, *, url: str) -> None:
    """Give an application its database."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    if make_url(url).database not in _IN_MEMORY:  # that is one connection
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _POOL
    db.init_app(app)
    with app.app_context():
        tame(db.engine)
    app.before_request(_read_only)


# They compute with what is sent, and keep nothing of it.
_ONLY_COMPUTES = frozenset(
    {
        "api.explain_assessment", "api.plan_assessment", "dossiers.preview",
        "publications.preview", "trust.check",
    }
)  # fmt: skip


def _read_only() -> None:
    """Let a request that only reads take no write lock on SQLite."""
    reads = request.method in SAFE_METHODS or request.endpoint in _ONLY_COMPUTES
    if reads and request.endpoint != "static":
        only_read()


def only_read() -> None:
    """Let the transaction that begins now take no write lock on SQLite."""
    db.session().connection(execution_options={"read_only": True})


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit what happens inside, or roll all of it back."""
    session = db.session()
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


def let_go() -> None:
    """End the transaction of a request that waits for the rest of its body.

    On SQLite it holds the lock for writing: a slow upload would make everybody else wait.
    """
    db.session.rollback()


@contextmanager
def looking() -> Iterator[Session]:
    """Read something beside the request's own session, and hold up nobody who writes."""
    with Session(db.engine) as session:
        session.connection(execution_options={"read_only": True})
        yield session


@contextmanager
def aside() -> Iterator[Session]:
    """Commit something small beside the request's own session, whatever becomes of that."""
    with Session(db.engine, join_transaction_mode="create_savepoint") as session:
        yield session
        session.commit()
