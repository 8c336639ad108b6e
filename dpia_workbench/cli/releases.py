"""`export` and `verify`: a release leaves the workbench, and is known again."""

import json
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import select

from dpia_workbench import clock
from dpia_workbench.cli.main import main
from dpia_workbench.i18n import LANGUAGES, speaking
from dpia_workbench.i18n.labels import label
from dpia_workbench.linked.nodes import Node, written
from dpia_workbench.linked.release import release_graph
from dpia_workbench.plumbing.commands import Refusal, in_application
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.report import package
from dpia_workbench.report.release import release_report
from dpia_workbench.report.word import write
from dpia_workbench.risk.release import Status
from dpia_workbench.store import audit, products, releases
from dpia_workbench.store.models import Release

_ZIP = b"PK\x03\x04"


@main.command("export")
@click.argument("slug")
@click.option("--release", "number", type=click.IntRange(1), help="Default: the newest.")
@click.option("--format", "kind", required=True, type=click.Choice(["docx", "json", "jsonld"]))
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
        output.write_bytes(release.canonical.encode())
    elif kind == "jsonld":
        output.write_bytes(written(_graph(release)).encode())
    else:
        output.write_bytes(_report(release, status=_today(release), language=lang))


def _graph(release: Release) -> Node:
    content = releases.content(release)
    return release_graph(content, sha256=release.sha256, base=settings().base_url)


def _today(release: Release) -> Status:
    return releases.status(db.session(), release, on=clock.today())


def _report(release: Release, *, status: Status, language: str) -> bytes:
    with speaking(language):
        made = release_report(
            releases.content(release), sha256=release.sha256, status=status, language=language
        )
        return write(made)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@in_application
def verify(_app: Flask, file: Path) -> None:
    """Say whether a release's JSON or Word report is exactly what was published here."""
    given = file.read_bytes()
    if given.startswith(_ZIP):
        found, what = _of_report(file, given), "the report of release"
    else:
        found, what = _of_json(file, given), "release"
    click.echo(
        f"Exactly {what} {found.number} of {found.product.slug}: sha256 {found.sha256};"
        f" today: {label(_today(found)).lower()}"
    )


def _of_json(file: Path, given: bytes) -> Release:
    try:
        content = json.loads(given.decode("utf-8"))
        if isinstance(content, dict):
            content.pop("sha256", None)  # the API states the hash beside the content
        canonical = audit.canonical_json(content)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Refusal(f"{file.name} is neither JSON nor a Word report.") from error
    return _published(audit.sha256(canonical), file=file)


def _published(sha256: str, *, file: Path) -> Release:
    found = db.session().scalar(select(Release).where(Release.sha256 == sha256))
    if found is None:
        raise Refusal(f"{file.name} is not a release that was published here, or it was changed.")
    return found


def _of_report(file: Path, given: bytes) -> Release:
    """Return the release of a report that is the same in every part as one made anew."""
    try:
        parts = package.parts(given)
        claimed = package.claimed(parts)
    except package.NotAReport as error:
        raise Refusal(f"{file.name} is not the report of a release: {error}.") from error
    release = _published(claimed.sha256, file=file)
    if claimed.language not in LANGUAGES or claimed.status not in list(Status):
        raise Refusal(f"{file.name} was changed.")
    made = _report(release, status=Status(claimed.status), language=claimed.language)
    if parts != package.parts(made):
        raise Refusal(
            f"{file.name} names release {release.number} of {release.product.slug}, but it was"
            " changed, or another version of the workbench made it."
        )
    return release
