"""The root of the commands: joins the doors' commands and hands them the application."""

from dpia_workbench.app import create_app
from dpia_workbench.cli import main as group
from dpia_workbench.jobs.commands import jobs

group.add_command(jobs)


def main() -> None:
    """Run the command that was typed."""
    group(obj=create_app)


if __name__ == "__main__":
    main()
