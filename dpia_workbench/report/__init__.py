"""The report floor: a dossier, a release and a school's local assessment as Word documents."""

from dpia_workbench.report.dossier import dossier_report
from dpia_workbench.report.local import local_report
from dpia_workbench.report.photos import photo
from dpia_workbench.report.release import release_report
from dpia_workbench.report.texts import Notes, Photo, text_blocks
from dpia_workbench.report.word import write

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

__all__ = [
    "MEDIA_TYPE", "Notes", "Photo", "dossier_report", "local_report", "photo",
    "release_report", "text_blocks", "write",
]  # fmt: skip
