"""Labels of fact checks and of vendors' statements; `labels` joins them in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.risk import fact_check, vendor_statement

FACT_CHECK_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    fact_check.State: {
        fact_check.State.PREPARED: _("Prepared, not sent"),
        fact_check.State.SENT: _("With the vendor"),
        fact_check.State.ANSWERED: _("Answered, being processed"),
        fact_check.State.EXPIRED: _("Deadline passed"),
        fact_check.State.PROCESSED: _("Closed"),
    },
    fact_check.Move: {
        fact_check.Move.SELECT: _("Select again"),
        fact_check.Move.SEND: _("Send"),
        fact_check.Move.ANSWER: _("Answer"),
        fact_check.Move.HAND_IN: _("Hand in"),
        fact_check.Move.DISPOSE: _("Process an answer"),
        fact_check.Move.CLOSE: _("Close"),
    },
    fact_check.Answer: {
        fact_check.Answer.AGREE: _("This is right"),
        fact_check.Answer.CORRECT: _("This must be corrected"),
        fact_check.Answer.DISPUTE: _("We dispute this"),
        fact_check.Answer.CONFIDENTIAL: _("This is confidential"),
    },
    fact_check.Disposition: {
        fact_check.Disposition.TAKEN_OVER: _("Taken over"),
        fact_check.Disposition.PARTLY: _("Taken over in part"),
        fact_check.Disposition.NOT_TAKEN_OVER: _("Not taken over"),
    },
    vendor_statement.State: {
        vendor_statement.State.WAITING: _("Waits for a decision"),
        vendor_statement.State.ACCEPTED: _("Stands beside the verdict"),
        vendor_statement.State.REFUSED: _("Refused"),
        vendor_statement.State.REPLACED: _("Replaced by a newer version"),
        vendor_statement.State.WITHDRAWN: _("Taken away by the vendor"),
        vendor_statement.State.REMOVED: _("Taken away by the publisher"),
    },
    vendor_statement.Move: {
        vendor_statement.Move.ACCEPT: _("Accept: it stands beside the verdict"),
        vendor_statement.Move.REFUSE: _("Refuse, with a reason"),
        vendor_statement.Move.REPLACE: _("Replace by a newer version"),
        vendor_statement.Move.WITHDRAW: _("Take away"),
        vendor_statement.Move.REMOVE: _("Take away, with a reason"),
    },
}
