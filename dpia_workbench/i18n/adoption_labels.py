"""Labels of the steps in which a board adopts a verdict; `labels` joins them in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.risk.adoption_step import AgreementForm, Step, UseKind

ADOPTION_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Step: {
        Step.SCHOOLS: _("Schools"),
        Step.SCOPE: _("What you use"),
        Step.CIRCUMSTANCES: _("Circumstances"),
        Step.OPERATIONS: _("What you use it for"),
        Step.AGREEMENT: _("Processor agreement"),
        Step.MEASURES: _("Measures"),
        Step.OWN_RISKS: _("Own risks"),
        Step.ADVICE: _("Advice of the FG"),
        Step.VIEWS: _("Views"),
        Step.RISKS: _("Risks that remain"),
        Step.DECISION: _("Decision"),
        Step.PACK: _("Documents"),
    },
    UseKind: {
        UseKind.EDITION: _("Edition or licence"),
        UseKind.SERVICE: _("Service or module"),
        UseKind.AI_FEATURE: _("AI feature"),
        UseKind.GROUP: _("Group of people"),
        UseKind.PURPOSE: _("Use"),
    },
    AgreementForm: {
        AgreementForm.OWN: _("An agreement of your own"),
        AgreementForm.COOPERATIVE: _("An agreement of your cooperative"),
        AgreementForm.JOINED: _("An agreement that you joined"),
        AgreementForm.NONE: _("No agreement"),
    },
}
