"""`export`, `verify`, `audit`, `backup`, `restore`: what leaves the workbench, and comes back."""

import json
import shutil
import sqlite3
import tarfile
import tempfile
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import make_url

from dpia_workbench import clock
from dpia_workbench.cli.main import main
from dpia_workbench.i18n import LANGUAGES, speaking
from dpia_workbench.plumbing import indexing
from dpia_workbench.plumbing.commands import Refusal, in_application
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.report.release import release_report
from dpia_workbench.report.word import write
from dpia_workbench.store import audit, migrations, products, releases
from dpia_workbench.store.models import Release

_DATABASE, _INDEX = "workbench.sqlite3", "index"


@main.command("export")
@click.argument("slug")
@click.option("--release", "number", type=click.IntRange(1), help="Default: the newest.")
@click.option("--format", "kind", required=True, type=click.Choice(["docx", "json"]))
@click.option("--lang", default="nl", type=click.Choice(LANGUAGES))
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
@in_application
def export(
    _app: Flask, slug: str, *, number: int | None, kind: str, lang: str, output: Path
) -> None:
    """Write a published release to a file."""
    session = db.session()
    newest = products.newest_release(session, products.get(session, slug).id)
    release = releases.get(session, slug, number=number) if number else newest
    if release is None:
        raise Refusal(f"Nothing of {slug} was published here.")
    if kind == "json":
        output.write_text(release.canonical, encoding="utf-8")
        return
    with speaking(lang):
        report = release_report(
            releases.content(release),
            sha256=release.sha256,
            status=releases.status(session, release, on=clock.today()),
            language=lang,
        )
        output.write_bytes(write(report))


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@in_application
def verify(_app: Flask, file: Path) -> None:
    """Say whether a release's JSON is exactly what was published here."""
    try:
        text = file.read_text(encoding="utf-8")
        content = json.loads(text)
        if isinstance(content, dict):
            content.pop("sha256", None)  # the API states the hash beside the content
        canonical = audit.canonical_json(content)
    except (UnicodeDecodeError, ValueError) as error:
        raise Refusal(f"{file.name} is not JSON.") from error
    found = db.session().scalar(select(Release).where(Release.sha256 == audit.sha256(canonical)))
    if found is None:
        raise Refusal(f"{file.name} is not a release that was published here, or it was changed.")
    click.echo(f"Exactly release {found.number} of {found.product.slug}: sha256 {found.sha256}")


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
        for name in ("secret-key", "outbox"):
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
    try:
        with tarfile.open(file, "r:gz") as archive:
            archive.getmember(_DATABASE)
            shutil.rmtree(home / _INDEX, ignore_errors=True)
            archive.extractall(home, filter="data")  # refuses paths outside
    except (KeyError, OSError, tarfile.TarError) as error:
        raise Refusal(f"{file.name} is not a backup of the workbench.") from error
    db.engine.dispose()
    with db.engine.connect() as connection:
        migrations.upgrade(connection)
        connection.commit()
    click.echo(f"Restored; {indexing.rebuild()} verdicts indexed.")
