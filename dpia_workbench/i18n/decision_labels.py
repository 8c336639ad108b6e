"""Labels of what a board records around its decision; `labels` joins them in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.risk.board_decision import AdviceStance, ConditionState, Hearing
from dpia_workbench.risk.consultation_record import Applicant, EventKind, StepKind

DECISION_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    AdviceStance: {
        AdviceStance.FOLLOWED: _("The board follows the advice"),
        AdviceStance.DEVIATED: _("The board deviates from the advice"),
    },
    Hearing: {
        Hearing.PARENTS: _("Parents"),
        Hearing.PUPILS: _("Pupils or students"),
        Hearing.STAFF: _("Staff"),
        Hearing.COUNCIL: _("The participation council (MR or GMR)"),
    },
    ConditionState: {
        ConditionState.OPEN: _("Still to be met"),
        ConditionState.OVERDUE: _("Overdue"),
        ConditionState.MET: _("Met"),
    },
    Applicant: {
        Applicant.BOARD: _("Our board itself"),
        Applicant.COOPERATIVE: _("Our cooperative, on a mandate of our board"),
    },
    EventKind: {
        EventKind.SUBMITTED: _("The request was sent"),
        EventKind.RECEIVED: _("The authority received the request"),
        EventKind.EXTENDED: _("The authority takes six weeks longer"),
        EventKind.SUSPENDED: _("The authority asks for information: the clock stands"),
        EventKind.RESUMED: _("The authority has the information: the clock runs on"),
        EventKind.ANSWERED: _("The authority answered"),
        EventKind.FOLLOWED: _("What our board does with the answer"),
    },
    StepKind: {
        StepKind.RECEIVED: _("Received by the authority"),
        StepKind.TERM: _("Eight weeks to answer"),
        StepKind.EXTENSION: _("Six weeks more, announced in time"),
        StepKind.SUSPENSION: _("The clock stood"),
    },
}
