"""One module per aggregate. Importing this package makes all tables known."""

from dpia_workbench.store.models.account import (
    LoginAttempt,
    LoginSession,
    Membership,
    OneTimeLink,
    User,
)
from dpia_workbench.store.models.adoption import (
    Adoption,
    AdoptionAdvice,
    AdoptionDecision,
    AdoptionFiller,
    AdoptionViews,
    LocalMeasure,
)
from dpia_workbench.store.models.catalogue import Edition, ExternalRecord, Product, Service
from dpia_workbench.store.models.dossier import (
    Claim,
    ClaimAuthor,
    Dossier,
    Finding,
    Measure,
    Review,
    Revision,
    RevisionAuthor,
    Risk,
    ScopeCell,
)
from dpia_workbench.store.models.evidence import Evidence, EvidenceLink, EvidenceReader
from dpia_workbench.store.models.organisation import Organisation
from dpia_workbench.store.models.profile import Method
from dpia_workbench.store.models.release import Release, ReleaseEvent
from dpia_workbench.store.models.remediation import DueDate, Remediation
from dpia_workbench.store.models.screening import ScreeningForm
from dpia_workbench.store.models.trail import AuditEvent, AuditHead, Job

__all__ = [
    "Adoption",
    "AdoptionAdvice",
    "AdoptionDecision",
    "AdoptionFiller",
    "AdoptionViews",
    "AuditEvent",
    "AuditHead",
    "Claim",
    "ClaimAuthor",
    "Dossier",
    "DueDate",
    "Edition",
    "Evidence",
    "EvidenceLink",
    "EvidenceReader",
    "ExternalRecord",
    "Finding",
    "Job",
    "LocalMeasure",
    "LoginAttempt",
    "LoginSession",
    "Measure",
    "Membership",
    "Method",
    "OneTimeLink",
    "Organisation",
    "Product",
    "Release",
    "ReleaseEvent",
    "Remediation",
    "Review",
    "Revision",
    "RevisionAuthor",
    "Risk",
    "ScopeCell",
    "ScreeningForm",
    "Service",
    "User",
]
