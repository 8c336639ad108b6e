"""The papers of an adoption (method.md 4.2, point 12): what a board keeps, decides on and tells."""

from dpia_workbench.report.pack.files import (
    MEDIA_TYPES,
    File,
    file,
    files,
    require_languages,
    stem,
)
from dpia_workbench.report.pack.manifest import zipped
from dpia_workbench.report.pack.settings import settings, settings_sheet

__all__ = [
    "MEDIA_TYPES", "File", "file", "files", "require_languages", "settings", "settings_sheet",
    "stem", "zipped",
]  # fmt: skip
