"""Labels of the enumerations that are about the parts of a dossier; `labels` joins them in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.risk.evidence import Confidentiality, EvidenceKind, Validity
from dpia_workbench.risk.place import DossierPart

DOSSIER_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
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
    EvidenceKind: {
        EvidenceKind.TRAFFIC_CAPTURE: _("Network capture"),
        EvidenceKind.DOCUMENT: _("Document"),
        EvidenceKind.SCREENSHOT: _("Screenshot"),
        EvidenceKind.DSAR_REPLY: _("Reply to an access request"),
        EvidenceKind.CONTRACT_CLAUSE: _("Contract clause"),
        EvidenceKind.ATTESTATION: _("Statement by somebody"),
    },
    Confidentiality: {
        Confidentiality.PUBLIC: _("Public"),
        Confidentiality.MEMBERS: _("For affiliated schools"),
        Confidentiality.COOPERATIVE: _("Within the cooperative"),
        Confidentiality.VENDOR_CONFIDENTIAL: _("Confidential, for named people"),
    },
    Validity: {
        Validity.VALID: _("Valid"),
        Validity.EXPIRING: _("Expires soon"),
        Validity.EXPIRED: _("Expired"),
    },
}
