"""Labels of what a board says of itself; `labels` joins them in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.risk.describing import Said, Standing

DESCRIBING_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Said: {
        Said.YES: _("Yes"),
        Said.NO: _("No"),
        Said.UNKNOWN: _("We do not know"),
    },
    Standing: {
        Standing.DONE: _("Done"),
        Standing.OPEN: _("To do"),
        Standing.WAITS: _("Waits"),
    },
}
