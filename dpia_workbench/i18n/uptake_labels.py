"""Labels of how far boards are with a release; `labels` joins them in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.risk.uptake import Stand, Trouble

UPTAKE_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Stand: {
        Stand.BUSY: _("Working on it"),
        Stand.APPROVED: _("Approved, in use"),
        Stand.CONDITIONAL: _("Approved under conditions, in use"),
        Stand.CONSULTING: _("Asking the Data Protection Authority"),
        Stand.REJECTED: _("Decided not to use it"),
        Stand.ENDED: _("Ended or replaced"),
    },
    Trouble: {
        Trouble.NOT_APPLICABLE: _("Do not take it, with a reason"),
        Trouble.PLANNED: _("Only plan it"),
        Trouble.OVERDUE: _("Planned it for a day that has passed"),
    },
}
