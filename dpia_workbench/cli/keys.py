"""`key show` and `key rotate`: what this installation signs releases with."""

import click
from flask import Flask

from dpia_workbench import clock
from dpia_workbench.access.actor import SYSTEM
from dpia_workbench.cli.main import main
from dpia_workbench.plumbing import signing
from dpia_workbench.plumbing.commands import in_application
from dpia_workbench.plumbing.database import transaction
from dpia_workbench.usecases import signing as verbs


@main.group()
def key() -> None:
    """Show and replace the key that releases are signed with."""


@key.command()
@in_application
def show(_app: Flask) -> None:
    """Print the id and the public half of the key; the private half is never shown."""
    signer = signing.signer()
    click.echo(f"{signer.key_id} (Ed25519, public key {signer.public_key})")


@key.command()
@in_application
def rotate(_app: Flask) -> None:
    """Sign with a new key from now on; the old one stays listed, and what it signed stays good."""
    old = signing.signer()
    with transaction() as session, signing.successor() as new:
        verbs.rotate(session, actor=SYSTEM, old=old, new=new, now=clock.now())
    click.echo(f"Signs with {new.key_id} from now on; {old.key_id} stays listed.")
