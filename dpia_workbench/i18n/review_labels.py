"""Labels of what makes a board look again at what it adopted; `labels` joins them in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.risk.change import Weight
from dpia_workbench.risk.review import LocalChange, Resolution, Trigger

REVIEW_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Weight: {
        Weight.MATERIAL: _("Look at this again"),
        Weight.INFORMATIVE: _("Look at this at your yearly review"),
        Weight.EDITORIAL: _("Nothing to do"),
    },
    Trigger: {
        Trigger.RELEASE: _("There is a newer verdict"),
        Trigger.STATUS: _("Something happened to the verdict"),
        Trigger.PROMISE: _("The vendor did not keep a promise"),
        Trigger.AGREEMENT: _("An agreement ends"),
        Trigger.VERIFICATION: _("What was checked at the vendor must be checked again"),
        Trigger.REVIEW_DATE: _("It is time for your periodic review"),
        Trigger.MEASURE: _("Something that your board planned is due"),
        Trigger.LOCAL_CHANGE: _("Something changed at your board"),
        Trigger.OFFICER: _("Your data protection officer (FG) asks for a new look"),
        Trigger.INCIDENT: _("An incident with this product was reported"),
    },
    Resolution: {
        Resolution.DECIDED_ANEW: _("The board decided anew"),
        Resolution.NO_CHANGE: _("Looked at, nothing changes"),
        Resolution.STOPPED: _("The board stopped using it"),
        Resolution.DONE: _("Done"),
    },
    LocalChange: {
        LocalChange.EDITION: _("We use another edition or licence"),
        LocalChange.MODULE: _("We switched on another service, module or AI feature"),
        LocalChange.AGE_GROUP: _("Pupils of another age, or another group of people, use it"),
        LocalChange.NUMBERS: _("Many more people use it than before"),
        LocalChange.LINKS: _("It is linked to another system"),
    },
}
