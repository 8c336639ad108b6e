"""Labels of worksheets; `labels` joins them in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.risk.worksheet import AnswerKind, Settled, State

WORKSHEET_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    AnswerKind: {
        AnswerKind.DONE: _("Done"),
        AnswerKind.LATER: _("Later"),
        AnswerKind.CANNOT: _("Cannot be done"),
        AnswerKind.QUESTION: _("A question"),
    },
    Settled: {
        Settled.TAKEN_OVER: _("Taken over"),
        Settled.SET_ASIDE: _("Seen to"),
    },
    State: {
        State.OPEN: _("Open"),
        State.SENT: _("Sent in"),
        State.WITHDRAWN: _("Ended"),
        State.EXPIRED: _("Expired"),
        State.DECIDED: _("Closed by the decision"),
    },
}
