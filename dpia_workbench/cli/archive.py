"""`audit`, `backup`, `restore`: is everything whole, and how it is kept elsewhere."""

import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from contextlib import closing
from pathlib import Path

import click
from flask import Flask
from sqlalchemy.engine import make_url

from dpia_workbench.cli.main import main
from dpia_workbench.plumbing import indexing
from dpia_workbench.plumbing.commands import Refusal, in_application
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.store import audit, migrations

_DATABASE, _INDEX = "workbench.sqlite3", "index"
_OTHERS = ("secret-key", "outbox")


@main.command("audit")
@in_application
def check_trail(_app: Flask) -> None:
    """Say whether the audit trail is whole: nothing changed, moved or removed."""
    broken = list(audit.broken_links(db.session()))
    if broken:
        raise Refusal(f"The audit trail was changed at: {', '.join(map(str, broken))}.")
    click.echo("The audit trail is whole.")


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@in_application
def backup(_app: Flask, file: Path) -> None:
    """Write a consistent copy of the database and the secret, also while serving."""
    if db.engine.dialect.name != "sqlite":
        raise Refusal("Use pg_dump for a PostgreSQL database; DPIA_HOME holds only the secret.")
    home = settings().home
    with tempfile.TemporaryDirectory() as folder, tarfile.open(file, "w:gz") as archive:
        copy = Path(folder) / _DATABASE
        _copy_database(Path(str(make_url(settings().database_url).database)), copy)
        archive.add(copy, _DATABASE)
        for name in _OTHERS:
            if (home / name).exists():
                archive.add(home / name, name)
    file.chmod(0o600)
    click.echo(f"Written: {file.name}, {file.stat().st_size} bytes.")


def _copy_database(source: Path, target: Path) -> None:
    """Copy a database in use, by SQLite's own way of doing that."""
    with sqlite3.connect(source) as running, sqlite3.connect(target) as copy:
        running.backup(copy)
    running.close()
    copy.close()


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@in_application
def restore(_app: Flask, file: Path) -> None:
    """Bring a backup back, into an empty DPIA_HOME."""
    home = settings().home
    if db.engine.dialect.name != "sqlite" or (home / _DATABASE).exists():
        raise Refusal("Restore needs an empty DPIA_HOME and no DPIA_DATABASE_URL.")
    # Beside the home, so that moving is one step and a refusal leaves nothing in it.
    with tempfile.TemporaryDirectory(dir=home.parent, prefix=".restore-") as folder:
        _unpack(file, to=Path(folder))
        _move(Path(folder), to=home)
    db.engine.dispose()
    with db.engine.connect() as connection:
        migrations.upgrade(connection)
        connection.commit()
    click.echo(f"Restored; {indexing.rebuild()} verdicts indexed.")


def _unpack(file: Path, *, to: Path) -> None:
    """Unpack a backup and see whether it is whole. Raises Refusal."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            archive.getmember(_DATABASE)
            archive.extractall(to, filter="data")  # refuses paths outside
        with closing(sqlite3.connect(to / _DATABASE)) as database:
            whole = database.execute("PRAGMA quick_check").fetchone() == ("ok",)
            database.execute("SELECT 1 FROM alembic_version")
    except (KeyError, EOFError, OSError, zlib.error, tarfile.TarError, sqlite3.Error) as error:
        raise Refusal(f"{file.name} is not a whole backup of the workbench.") from error
    if not whole:
        raise Refusal(f"{file.name} holds a damaged database.")


def _move(source: Path, *, to: Path) -> None:
    """Bring in what a backup holds; the database last, for with it the home is no longer empty."""
    shutil.rmtree(to / _INDEX, ignore_errors=True)
    for name in (*_OTHERS, _DATABASE):
        if not (source / name).exists():
            continue
        if (to / name).is_dir():
            shutil.rmtree(to / name)
        (source / name).replace(to / name)
