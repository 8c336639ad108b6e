"""The settings of the running application, for the doors."""

from typing import cast

from flask import current_app

from dpia_workbench.config import Settings


def settings() -> Settings:
    """Return the settings that the application was made with."""
    return cast(Settings, current_app.extensions["settings"])
