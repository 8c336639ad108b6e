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
    Basis,
    LocalMeasure,
)
from dpia_workbench.store.models.after_adoption import (
    AdoptionAgain,
    AdoptionEnding,
    MeasureFollowUp,
)
from dpia_workbench.store.models.agreement import (
    Agreement,
    AgreementAnnex,
    AgreementBoard,
    AgreementClause,
    AgreementDuty,
    AgreementParty,
    AgreementSubprocessor,
    ClauseMeasure,
    Joinder,
    agreement_product,
)
from dpia_workbench.store.models.answer import KeptAnswer
from dpia_workbench.store.models.board_decision import (
    ConditionMark,
    ConsultationEvent,
    DecisionCondition,
    PreparedAcceptance,
)
from dpia_workbench.store.models.catalogue import Edition, ExternalRecord, Product, Service
from dpia_workbench.store.models.content import (
    Entry,
    EntryReference,
    FieldStep,
    NotApplicable,
    Presence,
    SectionText,
)
from dpia_workbench.store.models.correspondence import RequestFile, RequestMessage
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
from dpia_workbench.store.models.fact_check import FactCheck, FactCheckItem, FactCheckPackage
from dpia_workbench.store.models.feedback import AdoptionFeedback, RemarkChange
from dpia_workbench.store.models.following import (
    Follow,
    FollowAttempt,
    Follower,
    SavedSearch,
    Told,
)
from dpia_workbench.store.models.hook import Webhook, WebhookDelivery
from dpia_workbench.store.models.incident import (
    Incident,
    IncidentDeed,
    IncidentMark,
    IncidentName,
    IncidentNote,
    IncidentReceipt,
    boards_of,
    concerned,
)
from dpia_workbench.store.models.invitation import Invitation
from dpia_workbench.store.models.live_text import TextCaret, TextUpdate
from dpia_workbench.store.models.local import (
    AdoptionSchool,
    AdoptionStep,
    LocalAgreement,
    LocalOperation,
    OwnMeasure,
    OwnRisk,
    SchoolDeviation,
    UncoveredUse,
)
from dpia_workbench.store.models.measure_file import MeasureFile
from dpia_workbench.store.models.news import NEWS_JOB
from dpia_workbench.store.models.norm import (
    AnnualNote,
    Norm,
    NormFramework,
    NormScore,
    NormScoreAdoption,
)
from dpia_workbench.store.models.organisation import Organisation
from dpia_workbench.store.models.profile import Method
from dpia_workbench.store.models.proof import (
    ReleaseErratum,
    ReleasePart,
    ReleaseSignature,
    SigningKey,
    SigningKeyRetirement,
)
from dpia_workbench.store.models.publication import PublicationPlan, PublicationPlanEnd
from dpia_workbench.store.models.record_snapshot import RecordSnapshot
from dpia_workbench.store.models.release import Release, ReleaseEvent
from dpia_workbench.store.models.remark import Remark
from dpia_workbench.store.models.remediation import DueDate, Remediation, RequestAuthor
from dpia_workbench.store.models.review_task import ReviewTask
from dpia_workbench.store.models.scan import FileScan
from dpia_workbench.store.models.school import School
from dpia_workbench.store.models.screening import ScreeningForm
from dpia_workbench.store.models.search_change import SearchChange
from dpia_workbench.store.models.sub_processors import (
    SubProcessorBundle,
    SubProcessorChange,
    SubProcessorStance,
)
from dpia_workbench.store.models.subscription import CalendarSubscription
from dpia_workbench.store.models.template import DocumentTemplate
from dpia_workbench.store.models.thread import Comment, Mention, Thread
from dpia_workbench.store.models.token import ApiToken
from dpia_workbench.store.models.trail import AuditEvent, AuditHead, Job
from dpia_workbench.store.models.used_product import AssessmentPlan, UsedProduct
from dpia_workbench.store.models.vendor_statement import VendorStatement, VendorStatementEvent
from dpia_workbench.store.models.worksheet import (
    Worksheet,
    WorksheetAnswer,
    WorksheetFile,
    WorksheetOutcome,
)

__all__ = [
    "NEWS_JOB",
    "Adoption",
    "AdoptionAdvice",
    "AdoptionAgain",
    "AdoptionDecision",
    "AdoptionEnding",
    "AdoptionFeedback",
    "AdoptionFiller",
    "AdoptionSchool",
    "AdoptionStep",
    "AdoptionViews",
    "Agreement",
    "AgreementAnnex",
    "AgreementBoard",
    "AgreementClause",
    "AgreementDuty",
    "AgreementParty",
    "AgreementSubprocessor",
    "AnnualNote",
    "ApiToken",
    "AssessmentPlan",
    "AuditEvent",
    "AuditHead",
    "Basis",
    "CalendarSubscription",
    "Claim",
    "ClaimAuthor",
    "ClauseMeasure",
    "Comment",
    "ConditionMark",
    "ConsultationEvent",
    "DecisionCondition",
    "DocumentTemplate",
    "Dossier",
    "DueDate",
    "Edition",
    "Entry",
    "EntryReference",
    "Evidence",
    "EvidenceLink",
    "EvidenceReader",
    "ExternalRecord",
    "FactCheck",
    "FactCheckItem",
    "FactCheckPackage",
    "FieldStep",
    "FileScan",
    "Finding",
    "Follow",
    "FollowAttempt",
    "Follower",
    "Incident",
    "IncidentDeed",
    "IncidentMark",
    "IncidentName",
    "IncidentNote",
    "IncidentReceipt",
    "Invitation",
    "Job",
    "Joinder",
    "KeptAnswer",
    "LocalAgreement",
    "LocalMeasure",
    "LocalOperation",
    "LoginAttempt",
    "LoginSession",
    "Measure",
    "MeasureFile",
    "MeasureFollowUp",
    "Membership",
    "Mention",
    "Method",
    "Norm",
    "NormFramework",
    "NormScore",
    "NormScoreAdoption",
    "NotApplicable",
    "OneTimeLink",
    "Organisation",
    "OwnMeasure",
    "OwnRisk",
    "PreparedAcceptance",
    "Presence",
    "Product",
    "PublicationPlan",
    "PublicationPlanEnd",
    "RecordSnapshot",
    "Release",
    "ReleaseErratum",
    "ReleaseEvent",
    "ReleasePart",
    "ReleaseSignature",
    "Remark",
    "RemarkChange",
    "Remediation",
    "RequestAuthor",
    "RequestFile",
    "RequestMessage",
    "Review",
    "ReviewTask",
    "Revision",
    "RevisionAuthor",
    "Risk",
    "SavedSearch",
    "School",
    "SchoolDeviation",
    "ScopeCell",
    "ScreeningForm",
    "SearchChange",
    "SectionText",
    "Service",
    "SigningKey",
    "SigningKeyRetirement",
    "SubProcessorBundle",
    "SubProcessorChange",
    "SubProcessorStance",
    "TextCaret",
    "TextUpdate",
    "Thread",
    "Told",
    "UncoveredUse",
    "UsedProduct",
    "User",
    "VendorStatement",
    "VendorStatementEvent",
    "Webhook",
    "WebhookDelivery",
    "Worksheet",
    "WorksheetAnswer",
    "WorksheetFile",
    "WorksheetOutcome",
    "agreement_product",
    "boards_of",
    "concerned",
]
