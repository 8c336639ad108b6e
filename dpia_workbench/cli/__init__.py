"""The operator's door: `dpia-workbench …` (contract.md section 1)."""

from dpia_workbench.cli import (
    archive,
    content,
    demo,
    keys,
    people,
    releases,
    risk,
    scan,
    search,
    serve,
)
from dpia_workbench.cli.main import main

COMMANDS = (
    archive,
    content,
    demo,
    keys,
    people,
    releases,
    risk,
    scan,
    search,
    serve,
)  # importing them adds commands

__all__ = ["COMMANDS", "main"]
