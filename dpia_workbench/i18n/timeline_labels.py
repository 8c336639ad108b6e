"""Labels of what a timeline of requests shows; `labels` joins them in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.risk.timeline import Happening

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
    }
}
