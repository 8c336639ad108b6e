"""Labels of what readers find in a verdict, and what became of it; `labels` joins them in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.risk.remark import Kind, Outcome

REMARK_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Kind: {
        Kind.MISTAKE: _("Something is wrong"),
        Kind.MISSING_RISK: _("A risk is missing"),
        Kind.MISSING_MEASURE: _("A measure is missing, or does not work"),
        Kind.OUTDATED: _("It was right, but has changed since"),
        Kind.OTHER: _("Something else about this verdict"),
    },
    Outcome: {
        Outcome.ANSWERED: _("Answered"),
        Outcome.DISPOSED: _("Put aside"),
    },
}
