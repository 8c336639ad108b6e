"""Labels of what a board looks at again and follows up; `labels` joins them in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.risk.follow_up import Due, Followed
from dpia_workbench.risk.readoption import LookAgain, News

READOPTION_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    LookAgain: {
        LookAgain.NEW_RELEASE: _("There is a newer verdict"),
        LookAgain.NOT_FINISHED: _("The verdict ended before your board had decided"),
        LookAgain.REJECTED: _("Your board rejected the product before"),
        LookAgain.CONSULTATION: _("The Data Protection Authority answered"),
        LookAgain.ENDED: _("Your board stopped using the product before"),
        LookAgain.REVIEW_DAY: _("The day of the next review is near or has passed"),
        LookAgain.LOCAL_CHANGE: _("Something changed at your board"),
        LookAgain.OTHER: _("Another reason"),
    },
    News: {
        News.CELL_NEW: _("New: the verdict now covers this, too"),
        News.CELL_CHANGED: _("Changed: what the verdict covers"),
        News.CELL_GONE: _("Gone: the verdict does not cover this any more"),
        News.SCHOOL_NEW: _("New school of your board"),
        News.SCHOOL_GONE: _("This school is not one of your board any more"),
        News.FLOOR_CHANGED: _("Changed: which circumstances count for this risk"),
        News.STATEMENT_NEW: _("New in the central description"),
        News.STATEMENT_CHANGED: _("Changed in the central description"),
        News.STATEMENT_GONE: _("Gone from the central description"),
        News.AGREEMENT_NEW: _("New agreement"),
        News.AGREEMENT_CHANGED: _("Changed agreement"),
        News.AGREEMENT_GONE: _("This agreement is gone"),
        News.MEASURE_NEW: _("New measure"),
        News.MEASURE_CHANGED: _("Changed measure"),
        News.MEASURE_GONE: _("This measure is not asked any more"),
        News.MEASURE_OPEN: _("Never answered yet"),
        News.PLAN_PASSED: _("The planned day has passed"),
        News.CHECK_DUE: _("It is time to check this again"),
        News.RISK_NEW: _("New risk"),
        News.RISK_HIGHER: _("This risk is higher than before"),
        News.RISK_LOWER: _("This risk is lower than before"),
        News.RISK_CHANGED: _("This risk is described otherwise"),
        News.RISK_GONE: _("This risk is gone"),
    },
    Followed: {
        Followed.DONE: _("Done"),
        Followed.STILL_WORKS: _("Checked: it still works"),
        Followed.MOVED: _("Moved to another day"),
    },
    Due: {
        Due.OVERDUE: _("The planned day has passed"),
        Due.CHECK_DUE: _("Time to check again"),
    },
}
