"""`demo`: invented organisations, people and dossiers, made through the use cases."""

import click
from flask import Flask

from dpia_workbench import clock
from dpia_workbench.cli.demonstration.stage import Stage
from dpia_workbench.cli.demonstration.talking import kept
from dpia_workbench.cli.main import main
from dpia_workbench.plumbing import indexing, signing
from dpia_workbench.plumbing.commands import Refusal, in_application
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.plumbing.uploads import file_store
from dpia_workbench.schemas.demonstration import read_demonstration
from dpia_workbench.store import organisations

PASSWORD = "demonstratie"  # noqa: S105  # of invented people, in the contract and on the page


@main.command()
@in_application
def demo(_app: Flask) -> None:
    """Add the demonstration organisations, accounts and dossiers (repeatable)."""
    story = read_demonstration(settings().data / "demonstration")
    if not story.organisations:
        raise Refusal(f"There is no demonstration in {settings().data}.")
    if organisations.by_slug(db.session(), "noorderlicht-software") is not None:
        click.echo("The demonstration is already there.")
        return
    with kept(story, store=file_store()) as files, transaction() as session:
        stage = Stage(
            session, story=story, files=files, signer=signing.signer(), today=clock.today()
        )
        stage.play(password=PASSWORD)
    indexing.rebuild()
    click.echo(f"The demonstration is ready. Everybody's password: {PASSWORD}")
