"""Labels of incidents with products, and of what boards say; `labels` joins them in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.risk.feedback import Found
from dpia_workbench.risk.incident import Gravity, Note, Origin, State

INCIDENT_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Gravity: {
        Gravity.LIMITED: _("Limited: little or no harm is expected"),
        Gravity.SERIOUS: _("Serious: pupils or staff can be harmed"),
        Gravity.CRITICAL: _("Critical: act today"),
    },
    Origin: {
        Origin.COOPERATIVE: _("Reported by a cooperative"),
        Origin.VENDOR: _("Reported by the vendor"),
    },
    State: {
        State.DRAFT: _("Not sent yet"),
        State.OPEN: _("Open"),
        State.CLOSED: _("Over"),
        State.WITHDRAWN: _("Reported by mistake"),
    },
    Found: {
        Found.DOES_NOT_WORK: _("This does not work as it is written"),
        Found.RISK_MISSING: _("A risk is missing, or is judged too low"),
        Found.UNCLEAR: _("Something is not clear"),
        Found.OTHER: _("Something else"),
    },
    Note: {
        Note.SENT: _("Sent to schools"),
        Note.CHECKED: _("Checked by a cooperative"),
        Note.UPDATED: _("What is new"),
        Note.CLOSED: _("The incident is over"),
        Note.WITHDRAWN: _("Withdrawn: it was reported by mistake"),
    },
}
