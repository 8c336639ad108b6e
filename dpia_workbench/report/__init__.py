"""The report floor: a release and a school's local assessment as Word documents."""

from dpia_workbench.report.local import local_report
from dpia_workbench.report.release import release_report
from dpia_workbench.report.texts import Notes, Photo, text_blocks
from dpia_workbench.report.word import write

__all__ = ["Notes", "Photo", "local_report", "release_report", "text_blocks", "write"]
