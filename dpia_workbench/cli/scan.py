"""`scan`: have the kept files looked at for viruses at which nobody looked, or all of them."""

import click
from flask import Flask

from dpia_workbench import clock
from dpia_workbench.cli.main import main
from dpia_workbench.plumbing.commands import Refusal, in_application
from dpia_workbench.plumbing.database import transaction
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.store import evidence
from dpia_workbench.usecases import scanning


@main.command()
@click.option("--again", is_flag=True, help="Also those at which somebody looked before.")
@in_application
def scan(_app: Flask, *, again: bool) -> None:
    """Have the kept files looked at for viruses, as jobs."""
    if not settings().clamd:
        raise Refusal("Set DPIA_CLAMD to the address of ClamAV's daemon first.")
    with transaction() as session:
        asked = [
            sha256
            for sha256 in sorted(evidence.hashes_needed(session))
            if scanning.enqueue(session, sha256=sha256, now=clock.now(), again=again)
        ]
    click.echo(f"Files to be looked at: {len(asked)}.")
