"""Labels of the enumerations that are about the parts of a dossier; `labels` joins them in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.risk.discussion import Answer
from dpia_workbench.risk.place import DossierPart

DOSSIER_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Answer: {Answer.ACCEPTED: _("Accepted"), Answer.REFUSED: _("Refused")},
    DossierPart: {
        DossierPart.DESCRIPTION: _("Summary and scope"),
        DossierPart.CELL: _("Scope cell"),
        DossierPart.RISK: _("Risk"),
        DossierPart.MEASURE: _("Measure"),
        DossierPart.CLAIM: _("Claim"),
        DossierPart.FINDING: _("Finding"),
        DossierPart.TEXT: _("Text"),
        DossierPart.ENTRY: _("Entry"),
    },
}
