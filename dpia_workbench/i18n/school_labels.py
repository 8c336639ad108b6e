"""Labels of what is said of schools of a board; `labels` joins them in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.risk.school import RowState

SCHOOL_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    RowState: {
        RowState.REFUSED: _("Not right yet"),
        RowState.NEW: _("New"),
        RowState.CHANGED: _("Changed"),
        RowState.UNCHANGED: _("As it was"),
    },
}
