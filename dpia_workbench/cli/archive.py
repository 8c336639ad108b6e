"""`audit`, `backup`, `restore`: is everything whole, and how it is kept elsewhere."""

import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from contextlib import closing, suppress
from pathlib import Path

import click
from flask import Flask
from sqlalchemy.engine import make_url

from dpia_workbench.cli.main import main
from dpia_workbench.files.keeping import FileStore
from dpia_workbench.plumbing import indexing
from dpia_workbench.plumbing.commands import Refusal, in_application
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.plumbing.uploads import file_store
from dpia_workbench.store import audit, evidence, migrations
from dpia_workbench.usecases import chain

_DATABASE, _INDEX, _FILES = "workbench.sqlite3", "index", "files"
_OTHERS = ("secret-key", "signing-key.pem", "outbox")


@main.command("audit")
@in_application
def check_trail(_app: Flask) -> None:
    """Say whether audit trail, files and releases are whole: nothing changed, moved or removed."""
    broken = list(audit.broken_links(db.session()))
    if broken:
        raise Refusal(f"The audit trail was changed at: {', '.join(map(str, broken))}.")
    needed, store = evidence.hashes_needed(db.session()), file_store()
    lost = sorted(sha256 for sha256 in needed if not store.is_whole(sha256))
    if lost:
        raise Refusal(f"Files of evidence were changed or lost: {', '.join(lost)}.")
    wrong = [f"{slug} {n} ({fault})" for slug, n, fault in chain.all_faults(db.session())]
    if wrong:
        raise Refusal(f"Releases were changed or lost: {', '.join(wrong)}.")
    click.echo(f"The audit trail is whole, and so are the files: {len(needed)}.")


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@in_application
def backup(_app: Flask, file: Path) -> None:
    """Write a consistent copy of database, files, secret and signing key, also while serving."""
    if db.engine.dialect.name != "sqlite":
        raise Refusal(
            "Use pg_dump for a PostgreSQL database, then copy `files`, the secret and the"
            " signing key in DPIA_HOME."
        )
    home = settings().home
    with tempfile.TemporaryDirectory() as folder, tarfile.open(file, "w:gz") as archive:
        copy = Path(folder) / _DATABASE
        _copy_database(Path(str(make_url(settings().database_url).database)), copy)
        archive.add(copy, _DATABASE)
        for name in _OTHERS:
            if (home / name).exists():
                archive.add(home / name, name)
        _add_files(archive, file_store())
    file.chmod(0o600)
    click.echo(f"Written: {file.name}, {file.stat().st_size} bytes.")


def _add_files(archive: tarfile.TarFile, store: FileStore) -> None:
    """Add the files after the database: what it names is then there, unless deleted since."""
    for sha256 in store.hashes():
        place = store.place(sha256)
        with suppress(FileNotFoundError):
            archive.add(place, f"{_FILES}/{place.relative_to(store.folder)}")


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
    store = FileStore(to / _FILES)
    if not all(store.is_whole(sha256) for sha256 in store.hashes()):
        raise Refusal(f"{file.name} holds a damaged file of evidence.")


def _move(source: Path, *, to: Path) -> None:
    """Bring in what a backup holds; the database last, for with it the home is no longer empty."""
    shutil.rmtree(to / _INDEX, ignore_errors=True)
    for name in (*_OTHERS, _FILES, _DATABASE):
        if not (source / name).exists():
            continue
        if (to / name).is_dir():
            shutil.rmtree(to / name)
        (source / name).replace(to / name)
