"""Make a migration from the difference between the models and the newest migration."""

import re
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from dpia_workbench.store.migrations import configuration, upgrade
from dpia_workbench.store.sqlite import tame


def main(message: str) -> None:
    """Write versions/NNNN_the_message.py."""
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{Path(folder) / 'empty.sqlite3'}")
        tame(engine)
        with engine.connect() as connection:
            upgrade(connection)
            config = configuration(connection)
            count = len(list(ScriptDirectory.from_config(config).walk_revisions()))
            made = command.revision(
                config, message=message, autogenerate=True, rev_id=f"{count + 1:04d}"
            )
        engine.dispose()
    print(f"Read it, test it with a row in it: {getattr(made, 'path', made)}")


if __name__ == "__main__":
    words = re.sub(r"\s+", " ", " ".join(sys.argv[1:])).strip()
    if not words:
        sys.exit('Say what it does: make migration m="What it does"')
    main(words)
