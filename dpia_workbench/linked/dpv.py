"""Which word of the Data Privacy Vocabulary stands for which of ours (method.md 6.8).

The identifiers of DPV's risk matrix are not used: two of its cells differ from the Rijksmodel's.
"""

from collections.abc import Mapping

from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.questionnaire import Instrument
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.scale import Axis, Level
from dpia_workbench.risk.score import Stage
from dpia_workbench.risk.screening import Need
from dpia_workbench.risk.statements import (
    Article6,
    DataType,
    Mechanism,
    PartyRole,
    Phase,
    SubjectKind,
)
from dpia_workbench.risk.verdict import Result, Verdict
from dpia_workbench.risk.vocabulary import MeasureKind, SubjectGroup

NAMESPACES: Mapping[str, str] = {
    "dpv": "https://w3id.org/dpv#",
    "risk": "https://w3id.org/dpv/risk#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "dct": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

SCALE = "risk:3RiskLevels"
_GRADES = {1: "Low", 2: "Moderate", 3: "High"}
LEVEL: Mapping[str, str] = {
    Level.LOW: "risk:LowRisk", Level.MEDIUM: "risk:ModerateRisk", Level.HIGH: "risk:HighRisk"
}  # fmt: skip
LIKELIHOOD = {grade: f"risk:{name}Likelihood" for grade, name in _GRADES.items()}
SEVERITY = {grade: f"risk:{name}Severity" for grade, name in _GRADES.items()}
AXES: Mapping[str, Mapping[int, str]] = {Axis.LIKELIHOOD: LIKELIHOOD, Axis.SEVERITY: SEVERITY}
CONTROL: Mapping[str, str] = {
    Axis.LIKELIHOOD: "risk:ReduceLikelihood", Axis.SEVERITY: "risk:ReduceSeverity"
}  # fmt: skip

STATUS: Mapping[str, tuple[str, ...]] = {
    Verdict.GREEN: (
        "eu-gdpr:DPIAOutcomeRisksMitigated", "eu-gdpr:DPIARecommendsProcessingContinue",
    ),
    Verdict.GREEN_WITH_MEASURES: (
        "eu-gdpr:DPIAOutcomeRisksAcceptable", "dpv:AuditConditionallyApproved",
    ),
    Verdict.AMBER: ("dpv:AuditConditionallyApproved",),
    Verdict.RED: (
        "eu-gdpr:DPIAOutcomeHighResidualRisk", "eu-gdpr:DPIARecommendsProcessingNotContinue",
    ),
    Verdict.GREY: (),
}  # fmt: skip
RISK_OF_VERDICT: Mapping[str, str] = {Verdict.AMBER: LEVEL[Level.MEDIUM]}

NECESSITY: Mapping[str, str] = {
    Need.REQUIRED: "eu-gdpr:DPIARequired", Need.NOT_REQUIRED: "eu-gdpr:DPIANotRequired"
}  # fmt: skip
DPIA, TRANSFERS = Instrument.DPIA, Instrument.DTIA

MEASURE: Mapping[str, str] = {
    MeasureKind.TECHNICAL: "dpv:TechnicalMeasure",
    MeasureKind.ORGANISATIONAL: "dpv:OrganisationalMeasure",
    MeasureKind.CONTRACTUAL: "dpv:LegalMeasure",
}
REQUEST: Mapping[str, str] = {
    State.REQUESTED: "dpv:RequestInitiated",
    State.ACKNOWLEDGED: "dpv:RequestAcknowledged",
    State.COMMITTED: "dpv:RequestAccepted",
    State.DELIVERED: "dpv:RequestRequiredActionPerformed",
    State.VERIFIED: "dpv:RequestFulfilled",
    State.VERIFIED_PARTIAL: "dpv:RequestUnfulfilled",
    State.DECLINED: "dpv:RequestRejected",
    State.WITHDRAWN: "dpv:RequestUnfulfilled",
}
OVERDUE = "dpv:RequestActionDelayed"

COMPLIANCE: Mapping[str, str] = {
    Result.COMPLIANT: "dpv:Compliant",
    Result.REMEDIABLE: "dpv:PartiallyCompliant",
    Result.NON_COMPLIANT: "dpv:NonCompliant",
    Result.NOT_ASSESSED: "dpv:ComplianceUnknown",
}

_PUPIL = ("dpv:Student", "dpv:Child", "dpv:VulnerableDataSubject")
SUBJECT: Mapping[str, tuple[str, ...]] = {
    SubjectKind.PUPILS_UNDER_13: _PUPIL,
    SubjectKind.PUPILS_13_15: _PUPIL,
    SubjectKind.PUPILS_16_17: _PUPIL,
    SubjectKind.ADULT_STUDENTS: ("dpv:Student",),
    SubjectKind.PARENTS: ("dpv:ParentOfDataSubject", "dpv:GuardianOfDataSubject"),
    SubjectKind.STAFF: ("dpv:Employee",),
    SubjectKind.APPLICANTS: ("dpv:JobApplicant",),
}
GROUP: Mapping[str, tuple[str, ...]] = {group: SUBJECT[group] for group in SubjectGroup}

DATA: Mapping[str, tuple[str, ...]] = {
    DataType.SENSITIVE: ("dpv:SensitivePersonalData",),
    DataType.SPECIAL: ("dpv:SpecialCategoryPersonalData",),
    DataType.CRIMINAL: ("dpv:SensitivePersonalData",),
    DataType.NATIONAL_ID: ("dpv:SensitivePersonalData",),
}
PROCESSING: Mapping[str, str] = {
    Phase.COLLECT: "dpv:Collect", Phase.USE: "dpv:Use", Phase.STORE: "dpv:Store",
    Phase.SHARE: "dpv:Share", Phase.DELETE: "dpv:Erase",
}  # fmt: skip
# Per role: how an operation points to the party, and what the party then is.
ROLE: Mapping[str, tuple[str, str]] = {
    PartyRole.CONTROLLER: ("dpv:hasDataController", "dpv:DataController"),
    PartyRole.JOINT_CONTROLLER: ("dpv:hasJointDataControllers", "dpv:JointDataControllers"),
    PartyRole.PROCESSOR: ("dpv:hasDataProcessor", "dpv:DataProcessor"),
    PartyRole.SUB_PROCESSOR: ("dpv:hasDataProcessor", "dpv:DataSubProcessor"),
    PartyRole.THIRD_PARTY: ("dpv:hasThirdParty", "dpv:ThirdParty"),
    PartyRole.PROVIDER: ("dpv:hasServiceProvider", "dpv:ServiceProvider"),
    PartyRole.RECIPIENT: ("dpv:hasRecipient", "dpv:Recipient"),
}
BASIS: Mapping[str, str] = {
    Article6.CONSENT: "eu-gdpr:A6-1-a",
    Article6.CONTRACT: "eu-gdpr:A6-1-b",
    Article6.LEGAL_OBLIGATION: "eu-gdpr:A6-1-c",
    Article6.VITAL_INTEREST: "eu-gdpr:A6-1-d",
    Article6.PUBLIC_TASK: "eu-gdpr:A6-1-e",
    Article6.LEGITIMATE_INTEREST: "eu-gdpr:A6-1-f",
}
TRANSFER: Mapping[str, str] = {
    Mechanism.ADEQUACY: "eu-gdpr:A45-3",
    Mechanism.INSTRUMENT: "eu-gdpr:A46-2-a",
    Mechanism.BINDING_RULES: "eu-gdpr:A46-2-b",
    Mechanism.STANDARD_CLAUSES: "eu-gdpr:A46-2-c",
    Mechanism.CODE_OF_CONDUCT: "eu-gdpr:A46-2-e",
    Mechanism.CERTIFICATION: "eu-gdpr:A46-2-f",
}
STAGES: Mapping[str, str] = {
    Stage.AS_TESTED: "wb:AsTested",
    Stage.AFTER_VENDOR: "wb:AfterVendor",
    Stage.ATTAINABLE: "wb:Attainable",
    Stage.BEST: "wb:BestCase",
    Stage.PROJECTED: "wb:Projected",
}
OWNERS: Mapping[str, str] = {
    Owner.VENDOR: "wb:Vendor",
    Owner.CONTRACTUAL: "wb:Contract",
    Owner.SCHOOL_MANDATORY: "wb:SchoolMust",
    Owner.SCHOOL_OPTIONAL: "wb:SchoolMay",
}
VERDICTS: Mapping[str, str] = {
    Verdict.GREEN: "wb:Green",
    Verdict.GREEN_WITH_MEASURES: "wb:GreenWithMeasures",
    Verdict.AMBER: "wb:Amber",
    Verdict.RED: "wb:Red",
    Verdict.GREY: "wb:Grey",
}
