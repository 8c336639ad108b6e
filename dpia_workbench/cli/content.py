"""`init`, `content check`, `content load`: the database and the content of data/."""

from dataclasses import dataclass
from typing import Any

import click
from flask import Flask

from dpia_workbench import clock
from dpia_workbench.access.actor import SYSTEM
from dpia_workbench.cli.main import main
from dpia_workbench.plumbing import indexing
from dpia_workbench.plumbing.commands import in_application
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.schemas.catalogue import Catalogue, read_catalogue
from dpia_workbench.schemas.demonstration import Demonstration, read_demonstration
from dpia_workbench.schemas.profiles import read_profiles
from dpia_workbench.store import migrations
from dpia_workbench.usecases import product, profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that data/ holds, checked."""

    catalogue: Catalogue
    profiles: tuple[dict[str, Any], ...]
    demonstration: Demonstration


def read() -> Content:
    """Read and check data/. Raises ContentRefused with every mistake of the first folder."""
    return Content(
        profiles=read_profiles(settings().data / "profiles"),
        catalogue=read_catalogue(settings().data / "catalogue"),
        demonstration=read_demonstration(settings().data / "demonstration"),
    )


def upgrade() -> None:
    """Create the database or bring it to the newest version."""
    with db.engine.connect() as connection:
        migrations.upgrade(connection)
        connection.commit()


def load(content: Content) -> product.Loaded:
    """Store all of it in one transaction, and bring the index up to date."""
    catalogue = content.catalogue
    with transaction() as session:
        profile.load(session, actor=SYSTEM, items=content.profiles, now=clock.now())
        loaded = product.load(
            session,
            actor=SYSTEM,
            vendors=catalogue.vendors,
            categories=catalogue.categories,
            products=catalogue.products,
            now=clock.now(),
        )
    public = [document.slug for document in indexing.documents(db.session(), slugs=None)]
    if loaded.changed or not indexing.agrees(public):
        indexing.rebuild()
    return loaded


@main.command()
@in_application
def init(_app: Flask) -> None:
    """Create or upgrade the database and load data/ (repeatable, loses nothing)."""
    found = read()
    upgrade()
    loaded = load(found)
    click.echo(f"Ready: {loaded.products} products, {len(loaded.changed)} new or changed.")


@main.group()
def content() -> None:
    """Check and load the content of data/."""


@content.command()
@in_application
def check(_app: Flask) -> None:
    """Validate data/, naming file, line and field of every mistake."""
    found = read()
    click.echo(
        f"In order: {len(found.catalogue.products)} products, "
        f"{len(found.catalogue.vendors)} vendors, {len(found.profiles)} method profiles,"
        f" {len(found.demonstration.dossiers)} dossiers of the demonstration."
    )


@content.command("load")
@in_application
def load_command(_app: Flask) -> None:
    """Load data/ into the database; a mistake anywhere changes nothing."""
    loaded = load(read())
    click.echo(f"Loaded: {loaded.products} products, {len(loaded.changed)} new or changed.")
