"""The context of our JSON-LD: namespaces, and which values are links, days, numbers or yes and no.

Every document carries it in itself, so that it is read without a network.
"""

from typing import Any

from dpia_workbench.linked.dpv import NAMESPACES

_LINKS = (
    "dct:isVersionOf", "dct:subject", "dpv:hasStatus", "dpv:hasRisk", "dpv:hasRiskLevel",
    "dpv:hasLikelihood", "dpv:hasSeverity", "dpv:hasResidualRisk", "dpv:isResidualRiskOf",
    "dpv:isMitigatedByMeasure", "dpv:mitigatesRisk", "dpv:hasProcess", "dpv:hasPurpose",
    "dpv:hasPersonalData", "dpv:hasDataSubject", "dpv:hasLegalBasis", "dpv:hasDataController",
    "dpv:hasJointDataControllers", "dpv:hasDataProcessor", "dpv:hasThirdParty",
    "dpv:hasServiceProvider", "dpv:hasRecipient", "dpv:hasLocation", "dpv:hasStorageCondition",
    "dpv:hasProcessing", "dpv:hasRequestStatus", "dpv:hasComplianceStatus", "dpv:hasAssessment",
    "dpv:hasOrganisationalMeasure", "dct:publisher", "wb:verdict", "wb:computedVerdict",
    "wb:method", "wb:riskScale", "wb:vendor", "wb:scopeCell", "wb:cellLevel", "wb:ofRisk",
    "wb:stage", "wb:owner", "wb:claim", "wb:requires", "wb:cap", "wb:finding", "wb:request",
    "wb:agreement", "wb:transferGround",
)  # fmt: skip
_DAYS = (
    "dct:issued", "dct:valid", "wb:due", "wb:firstDue", "wb:deliveredOn", "wb:verifiedOn",
    "wb:verificationExpiresOn", "wb:inForceFrom", "wb:inForceUntil",
)  # fmt: skip
_FLAGS = ("wb:openToSector",)


def namespace(base: str) -> str:
    """Return the namespace of our own words at a site."""
    return f"{base}/ns#"


def context(base: str) -> dict[str, Any]:
    """Return the context for a site at an address."""
    return {
        "@version": 1.1,
        **NAMESPACES,
        "wb": namespace(base),
        **{name: {"@type": "@id"} for name in _LINKS},
        **{name: {"@type": "xsd:date"} for name in _DAYS},
        **{name: {"@type": "xsd:boolean"} for name in _FLAGS},
    }
