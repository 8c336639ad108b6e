"""`export` and `verify`: a release leaves the workbench, and is known again."""

import json
from pathlib import Path
from typing import Any

import click
from flask import Flask

from dpia_workbench import clock
from dpia_workbench.cli.main import main
from dpia_workbench.i18n import LANGUAGES, speaking
from dpia_workbench.i18n.labels import label
from dpia_workbench.linked.nodes import Node, written
from dpia_workbench.linked.release import release_graph
from dpia_workbench.plumbing import offline, proving, verification
from dpia_workbench.plumbing.commands import Refusal, in_application
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.plumbing.verification import Verified
from dpia_workbench.report import pdf
from dpia_workbench.report.word import write
from dpia_workbench.risk.proof import FileKind, Outcome
from dpia_workbench.store import products, releases
from dpia_workbench.store.models import Release


@main.command("export")
@click.argument("slug")
@click.option("--release", "number", type=click.IntRange(1), help="Default: the newest.")
@click.option(
    "--format", "kind", required=True, type=click.Choice(["docx", "json", "jsonld", "pdf"])
)
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
        status = releases.status(session, release, on=clock.today())
        made = proving.document(session, release, status=status, language=lang)
        with speaking(lang):
            output.write_bytes(pdf.write(made) if kind == "pdf" else write(made))


def _graph(release: Release) -> Node:
    content = releases.content(release)
    return release_graph(content, sha256=release.sha256, base=settings().base_url)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--keys",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Public keys that you got yourself, for the file with all releases.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def verify(file: Path, *, keys: Path | None, as_json: bool) -> None:
    """Say whether FILE is exactly what was published, and what differs if it is not.

    FILE is a release as JSON or Word, checked with the database of this workbench; or the file
    with all releases, which is checked by itself.
    """
    if offline.is_bulk(file):
        _verify_all(file, keys=keys, as_json=as_json)
    else:
        _verify_one(file, as_json=as_json)  # type: ignore[call-arg, arg-type]  # it adds the app


def _verify_all(file: Path, *, keys: Path | None, as_json: bool) -> None:
    """Check the file with all releases; it needs no database and no settings."""
    try:
        own = offline.keys_in(keys.read_bytes()) if keys else None
        found = offline.check(file, keys=own)
    except offline.NotBulk as error:
        raise Refusal(f"{file.name} is not a file with all releases: {error}.") from error
    wrong = [f"{name} {what}" for name, what in found.problems]
    with speaking("en"):
        wrong += [f"{slug} {n}: {label(fault)}" for slug, n, fault in found.faults]
        said = label(found.signature)
    if as_json:
        told: dict[str, Any] = {
            "kind": FileKind.BULK, "whole": found.is_whole, "releases": found.releases,
            "as_of": found.as_of, "source": found.source, "signature": found.signature,
            "key_id": found.key_id, "own_keys": own is not None, "problems": wrong,
        }  # fmt: skip
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        for line in wrong:
            click.echo(line)
    if not found.is_whole:
        raise Refusal(f"{file.name} is not whole. Signature: {said}; wrong: {len(wrong)}.")
    if not as_json:
        whose = "your own keys" if own is not None else "keys in the file itself: add --keys"
        click.echo(
            f"Whole: {found.releases} releases of {found.source} as of {found.as_of},"
            f" signed with {found.key_id} ({whose})."
        )


@in_application
def _verify_one(_app: Flask, file: Path, *, as_json: bool) -> None:
    """Check one release with the database."""
    found = verification.verify(db.session(), _limited(file), today=clock.today())
    with speaking("en"):
        if as_json:
            click.echo(json.dumps(_told(found), ensure_ascii=False))
        else:
            for line in _lines(found):
                click.echo(line)
        if found.outcome is not Outcome.GENUINE or not found.is_trusted:
            raise Refusal(_refusal(file, found))
        if not as_json:
            click.echo(_sentence(found))


def _limited(file: Path) -> bytes:
    """Return what is in a file, and no more of it than is read at all."""
    with file.open("rb") as stream:
        return stream.read(verification.LARGEST_FILE + 1)


def _sentence(found: Verified) -> str:
    release, status = found.release, found.status
    assert release is not None and status is not None  # noqa: S101, PT018  # it is genuine
    what = "the report of release" if found.kind is FileKind.WORD else "release"
    missing = f"; corrections that came later: {found.errata}" if found.errata else ""
    return (
        f"Exactly {what} {release.number} of {release.product.slug}: sha256 {release.sha256};"
        f" signature good; chain good; today: {label(status).lower()}{missing}"
    )


def _refusal(file: Path, found: Verified) -> str:
    release = found.release
    if found.outcome is Outcome.UNREADABLE:
        return f"{file.name} is neither JSON nor a Word report of a release, or does not open."
    if release is None:
        return f"{file.name} is not a release that was published here."
    name = f"release {release.number} of {release.product.slug}"
    if found.outcome is Outcome.CHANGED:
        count = len(found.differences) + len(found.passages) + len(found.parts)
        return f"{file.name} says that it is {name}, but differs in {count} places."
    return f"{file.name} is {name}, but its signature or the chain of releases is not in order."


def _lines(found: Verified) -> list[str]:
    """Return what is wrong, a line each."""
    lines = [
        f"{each.path}: {label(each.kind).lower()}. Published: {each.published!r};"
        f" in the file: {each.given!r}"
        for each in found.differences
    ]
    lines += [
        f"{each.part}: published: {each.published!r}; in the file: {each.given!r}"
        for each in found.passages
    ]
    lines += [f"{name}: differs in something else than words" for name in found.parts]
    if found.signature is not None and not found.is_trusted:
        lines.append(f"Signature: {label(found.signature)}")
    lines += [f"Release {number}: {label(fault)}" for number, fault in found.faults]
    return lines


def _told(found: Verified) -> dict[str, Any]:
    release = found.release
    return {
        "kind": found.kind,
        "outcome": found.outcome,
        "slug": release.product.slug if release else None,
        "number": release.number if release else None,
        "sha256": release.sha256 if release else None,
        "status": found.status,
        "signature": found.signature,
        "chain": "bad" if found.faults else "good" if release else None,
        "differences": _lines(found),
        "corrections_since": found.errata,
    }
