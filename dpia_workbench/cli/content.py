"""`init`, `content check`, `content load`: the database and the content of data/."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click
from flask import Flask

from dpia_workbench import clock
from dpia_workbench.access.actor import SYSTEM
from dpia_workbench.cli.main import main
from dpia_workbench.plumbing import following, indexing, signing
from dpia_workbench.plumbing.commands import in_application
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.schemas.catalogue import Catalogue, read_catalogue
from dpia_workbench.schemas.demonstration import Demonstration, read_demonstration
from dpia_workbench.schemas.norms import read_norms
from dpia_workbench.schemas.profiles import read_profiles
from dpia_workbench.schemas.screening import read_forms
from dpia_workbench.schemas.source import ContentRefused, Problem
from dpia_workbench.schemas.templates import read_templates
from dpia_workbench.store import migrations
from dpia_workbench.usecases import norm, product, profile, screening, template
from dpia_workbench.usecases import signing as signatures


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All checked content of data/."""

    catalogue: Catalogue
    profiles: tuple[dict[str, Any], ...]
    forms: tuple[dict[str, Any], ...]
    templates: tuple[dict[str, Any], ...]
    norms: tuple[dict[str, Any], ...]
    demonstration: Demonstration


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What loading the content changed."""

    catalogue: product.Loaded
    forms: tuple[str, ...]
    templates: tuple[str, ...]


def read() -> Content:
    """Read and check what is in data/. Raises ContentRefused with every mistake."""
    problems: list[Problem] = []
    catalogue = _checked(read_catalogue, "catalogue", problems)
    profiles = _checked(read_profiles, "profiles", problems)
    forms = _checked(read_forms, "screening", problems)
    templates = _checked(read_templates, "templates", problems)
    norms = _checked(read_norms, "norms", problems)
    story = _checked(read_demonstration, "demonstration", problems)
    if catalogue is None or profiles is None or forms is None or templates is None:
        raise ContentRefused(tuple(problems))
    if norms is None or story is None:
        raise ContentRefused(tuple(problems))
    return Content(
        catalogue=catalogue, profiles=profiles, forms=forms, templates=templates,
        norms=norms, demonstration=story,
    )  # fmt: skip


Part = TypeVar("Part")


def _checked(reader: Callable[[Path], Part], name: str, problems: list[Problem]) -> Part | None:
    """Return a part of the content, or nothing and its problems beside those of the others."""
    try:
        return reader(settings().data / name)
    except ContentRefused as refused:
        problems += refused.problems
        return None


def upgrade() -> None:
    """Create the database or bring it to the newest version."""
    with db.engine.connect() as connection:
        migrations.upgrade(connection)
        connection.commit()


def load(content: Content) -> Loaded:
    """Store the content in one transaction, and bring the index up to date."""
    catalogue = content.catalogue
    with transaction() as session:
        profile.load(session, actor=SYSTEM, items=content.profiles, now=clock.now())
        forms = screening.load(session, actor=SYSTEM, forms=content.forms, now=clock.now())
        templates = template.load(session, actor=SYSTEM, items=content.templates, now=clock.now())
        norm.load(session, actor=SYSTEM, frameworks=content.norms, now=clock.now())
        loaded = product.load(
            session,
            actor=SYSTEM,
            vendors=catalogue.vendors,
            categories=catalogue.categories,
            products=catalogue.products,
            now=clock.now(),
        )
    public = indexing.public_slugs(db.session())
    if not indexing.agrees(public):
        indexing.rebuild()
    following.follow()
    return Loaded(catalogue=loaded, forms=forms, templates=templates)


def _summary(loaded: Loaded) -> str:
    """Return in words what there is and what is new."""
    products, changed = loaded.catalogue.products, len(loaded.catalogue.changed)
    words = f"{products} products, {changed} new or changed"
    for kind, names in (("screening", loaded.forms), ("templates", loaded.templates)):
        words += f"; {kind}: {', '.join(names)}" if names else ""
    return f"{words}."


@main.command()
@in_application
def init(_app: Flask) -> None:
    """Create or upgrade the database and load data/ (repeatable, loses nothing)."""
    found = read()
    upgrade()
    click.echo(f"Ready: {_summary(load(found))}{_signed()}")


def _signed() -> str:
    """Sign what was published before there were signatures; return that in words."""
    with transaction() as session:
        count = signatures.sign_earlier(
            session, actor=SYSTEM, signer=signing.signer(), now=clock.now()
        )
    return f" Releases from before that are now signed: {count}." if count else ""


@main.group()
def content() -> None:
    """Check and load the content of data/."""


@content.command()
@in_application
def check(_app: Flask) -> None:
    """Validate data/, naming file, line and field of every mistake."""
    found = read()
    catalogue, forms = found.catalogue, len(found.forms)
    click.echo(
        f"In order: {len(catalogue.products)} products, {len(catalogue.vendors)} vendors,"
        f" method profiles: {len(found.profiles)}, screening forms: {forms},"
        f" templates: {len(found.templates)},"
        f" dossiers of the demonstration: {len(found.demonstration.dossiers)}."
    )


@content.command("load")
@in_application
def load_command(_app: Flask) -> None:
    """Load data/ into the database; a mistake anywhere changes nothing."""
    click.echo(f"Loaded: {_summary(load(read()))}")
