"""Labels of what became of promises, and in plain words what each of them means."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.i18n import gettext
from dpia_workbench.risk.promises import PromiseOutcome

PROMISE_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    PromiseOutcome: {
        PromiseOutcome.KEPT: _("Kept"),
        PromiseOutcome.KEPT_LATE: _("Kept, but late"),
        PromiseOutcome.OPEN: _("Open"),
        PromiseOutcome.MOVED: _("Moved to a later day"),
        PromiseOutcome.PAST: _("Past its day"),
        PromiseOutcome.NOT_GOOD_ENOUGH: _("Not good enough"),
        PromiseOutcome.TAKEN_BACK: _("Request taken back"),
        PromiseOutcome.DECLINED: _("Declined"),
        PromiseOutcome.NOT_PROMISED: _("No promise yet"),
    }
}

_MEANINGS: Mapping[PromiseOutcome, str] = {
    PromiseOutcome.KEPT: _(
        "Delivered on or before the first promised day, and a check found that it works."
    ),
    PromiseOutcome.KEPT_LATE: _(
        "Delivered after the first promised day, and a check found that it works."
    ),
    PromiseOutcome.OPEN: _("The promised day has not passed, or the delivery is being checked."),
    PromiseOutcome.MOVED: _(
        "Not delivered on the first promised day. A later day was agreed that has not passed."
    ),
    PromiseOutcome.PAST: _("The agreed day has passed, and nothing was delivered."),
    PromiseOutcome.NOT_GOOD_ENOUGH: _(
        "Delivered, but a check found that it does not work, or only partly."
    ),
    PromiseOutcome.TAKEN_BACK: _("Promised, and then no longer asked by the cooperative."),
    PromiseOutcome.DECLINED: _("The vendor said no."),
    PromiseOutcome.NOT_PROMISED: _("Asked, but the vendor promised no day."),
}


def meaning(outcome: PromiseOutcome) -> str:
    """Return in the current language when a request is counted so."""
    return gettext(_MEANINGS[outcome])
