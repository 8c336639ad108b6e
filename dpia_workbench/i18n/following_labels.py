"""Labels of what people follow and how they hear of it; `labels` joins them in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.risk.news import Turn

FOLLOWING_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Turn: {
        Turn.PUBLISHED: _("New release"),
        Turn.EXPIRED: _("No longer valid"),
    },
}
