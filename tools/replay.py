"""Draws the story of Google Workspace for Education as `docs/google-workspace-replay.svg`.

`python -m tools.replay` tells it through the use cases, in a workbench of its own, and writes the
picture. It takes seconds, so that `make check` leaves it out: the test that tells the same story
says when the picture is stale.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from dpia_workbench.app import create_app
from dpia_workbench.config import Settings
from dpia_workbench.plumbing.database import db
from dpia_workbench.store import migrations
from tests import make
from tools.replay_picture import drawing
from tools.replay_story import Story

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "google-workspace-replay.svg"


def told() -> str:
    """Return the picture of the story, told in a workbench of its own."""
    with TemporaryDirectory() as folder:
        app = create_app(Settings.from_env({"DPIA_HOME": folder}))
        with app.app_context():
            with db.engine.begin() as connection:
                migrations.upgrade(connection)
            session = db.session()
            story = Story(session, make.people(session))
            chapters = list(story.chapters())
            picture = drawing(chapters, story.lines())
            session.rollback()
            db.engine.dispose()
    return picture


def main() -> int:
    """Draw the picture; return the exit status."""
    PICTURE.write_text(told(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
