"""Labels of what people follow and how they hear of it; `labels` joins them in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.risk.following import Pace, Subject
from dpia_workbench.risk.hooks import Failure, Stopped
from dpia_workbench.risk.news import Turn

FOLLOWING_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Turn: {
        Turn.PUBLISHED: _("New release"),
        Turn.EXPIRED: _("No longer valid"),
        Turn.CORRECTED: _("Corrected"),
    },
    Subject: {
        Subject.PRODUCT: _("One product"),
        Subject.VENDOR: _("All products of a vendor"),
        Subject.SEARCH: _("A search"),
    },
    Pace: {
        Pace.DAILY: _("All news, in one mail a day"),
        Pace.AT_ONCE: _("All news, at once"),
        Pace.URGENT: _("Only if a release is withdrawn or says: do not use"),
    },
    Failure: {
        Failure.ADDRESS: _("The address is not one of the open internet"),
        Failure.CONNECTION: _("No connection"),
        Failure.TIME: _("No answer in time"),
        Failure.CERTIFICATE: _("No certificate that we trust"),
        Failure.ANSWER: _("The answer was no"),
    },
    Stopped: {
        Stopped.FAILING: _("Stopped: messages did not arrive"),
        Stopped.GONE: _("Stopped: the address said that it is gone"),
    },
}
