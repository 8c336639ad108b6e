"""The report floor: a release and a school's local assessment as Word documents."""

from dpia_workbench.report.local import local_report
from dpia_workbench.report.release import release_report
from dpia_workbench.report.word import write

__all__ = ["local_report", "release_report", "write"]
