"""Labels of the enumerations that are about requests to vendors; `labels` joins them in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.risk.remediation import Move, State

REMEDIATION_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    State: {
        State.DRAFT: _("Not sent"),
        State.REQUESTED: _("Asked"),
        State.ACKNOWLEDGED: _("Read by the vendor"),
        State.COMMITTED: _("Promised"),
        State.DELIVERED: _("Delivered, being checked"),
        State.VERIFIED: _("Checked: it works"),
        State.VERIFIED_PARTIAL: _("Checked: works partly"),
        State.DECLINED: _("Declined"),
        State.WITHDRAWN: _("Withdrawn"),
    },
    Move: {
        Move.SEND: _("Send"),
        Move.ACKNOWLEDGE: _("Confirm that you read it"),
        Move.COMMIT: _("Promise a day"),
        Move.PROPOSE_DATE: _("Propose another day"),
        Move.ACCEPT_DATE: _("Accept the new day"),
        Move.REFUSE_DATE: _("Hold the vendor to the promised day"),
        Move.DECLINE: _("Decline"),
        Move.DELIVER: _("Deliver"),
        Move.VERIFY: _("It works as intended"),
        Move.VERIFY_PARTLY: _("It works partly"),
        Move.REJECT: _("It does not work: ask again"),
        Move.WITHDRAW: _("Withdraw"),
    },
}
