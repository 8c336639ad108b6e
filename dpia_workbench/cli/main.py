"""The group that all commands of the operator are in."""

import click

from dpia_workbench import __version__
from dpia_workbench.i18n import speak


@click.group()
@click.version_option(__version__)
def main() -> None:
    """Run and operate the DPIA Workbench."""
    speak("en")
