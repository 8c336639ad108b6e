"""`jobs work`, `jobs retry`: mail and index updates, by one process or several."""

import click
from flask import Flask

from dpia_workbench import clock
from dpia_workbench.jobs import worker
from dpia_workbench.plumbing import following
from dpia_workbench.plumbing.commands import in_application, while_child_of
from dpia_workbench.plumbing.database import transaction
from dpia_workbench.store import outbox


@click.group()
def jobs() -> None:
    """Run queued jobs."""


@jobs.command("work")
@click.option("--once", is_flag=True, help="Stop when nothing is left to do.")
@click.option("--parent", type=int, help="Stop when this process, which started it, is gone.")
@in_application
def work(app: Flask, *, once: bool, parent: int | None) -> None:
    """Send mail and update the index as jobs come in."""
    go_on = (lambda: False) if once else while_child_of(parent)
    if not once:
        following.start(app)  # a mail that takes long must not keep a verdict from being found
    done = worker.work(app, go_on=go_on)
    if once:
        click.echo(f"Done: {done} jobs.")


@jobs.command("retry")
@in_application
def retry(_app: Flask) -> None:
    """Try jobs again that failed too often."""
    with transaction() as session:
        outbox.retry_failed(session, now=clock.now())
    click.echo("Failed jobs will be tried again.")
