"""Labels of what timelines and calendars of requests show; `labels` joins them in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.risk.timeline import Happening
from dpia_workbench.risk.vendor_agenda import RequestDay

TIMELINE_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Happening: {
        Happening.ASKED: _("Asked"),
        Happening.PROMISED: _("First promised day"),
        Happening.MOVED: _("Later promised day"),
        Happening.DELIVERED: _("Delivered"),
        Happening.WORKS: _("Checked: it works"),
        Happening.PARTLY: _("Checked: works partly"),
        Happening.FAILED: _("Checked: it does not work"),
        Happening.DECLINED: _("Declined"),
        Happening.TAKEN_BACK: _("Request taken back"),
    },
    RequestDay: {
        RequestDay.ANSWER: _("Last day to confirm that you read it"),
        RequestDay.PROMISE: _("Promised day"),
        RequestDay.PROPOSAL: _("Proposed day, not accepted yet"),
        RequestDay.CHECK_ENDS: _("Last day on which the check counts"),
    },
}
