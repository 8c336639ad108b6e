"""Labels of the enumerations that are about sub-processors; `labels` joins them in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.risk.sub_processors import ChangeKind, Move, Stance, State

SUB_PROCESSOR_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    ChangeKind: {
        ChangeKind.ADDED: _("A new sub-processor"),
        ChangeKind.REPLACED: _("A sub-processor that replaces another one"),
        ChangeKind.MOVED: _("A sub-processor moves to another country"),
        ChangeKind.OTHER_DATA: _("A sub-processor gets other data"),
        ChangeKind.ENDED: _("A sub-processor stops"),
    },
    State: {
        State.ANNOUNCED: _("Announced"),
        State.OBJECTED: _("Objection made"),
        State.ACCEPTED: _("No objection"),
        State.UPHELD: _("The vendor goes on"),
        State.CHANGED: _("The vendor changes its plan"),
        State.DROPPED: _("The vendor drops the change"),
        State.WITHDRAWN: _("Taken back by the vendor"),
    },
    Move: {
        Move.OBJECT: _("Object"),
        Move.ACCEPT: _("Make no objection"),
        Move.UPHOLD: _("We go on with the change"),
        Move.CHANGE: _("We change the plan and announce it anew"),
        Move.DROP: _("We drop the change"),
        Move.WITHDRAW: _("Take the announcement back"),
        Move.RESTART: _("Announce it anew"),
    },
    Stance: {
        Stance.OBJECTS: _("Objection"),
        Stance.CONCERN: _("Concern"),
        Stance.NO_OBJECTION: _("No objection"),
    },
}
