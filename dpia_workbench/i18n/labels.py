"""A label for every member of every enumeration that people see.

`label(member)` is the only way to a label; a house test proves that none is missing.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.access.actor import OrganisationKind, Role
from dpia_workbench.i18n import deferred as _
from dpia_workbench.i18n import gettext
from dpia_workbench.i18n.adoption_labels import ADOPTION_LABELS
from dpia_workbench.i18n.agreement_labels import AGREEMENT_LABELS
from dpia_workbench.i18n.board_labels import BOARD_LABELS
from dpia_workbench.i18n.change_labels import CHANGE_LABELS
from dpia_workbench.i18n.decision_labels import DECISION_LABELS
from dpia_workbench.i18n.describing_labels import DESCRIBING_LABELS
from dpia_workbench.i18n.dossier_labels import DOSSIER_LABELS
from dpia_workbench.i18n.fact_check_labels import FACT_CHECK_LABELS
from dpia_workbench.i18n.following_labels import FOLLOWING_LABELS
from dpia_workbench.i18n.incident_labels import INCIDENT_LABELS
from dpia_workbench.i18n.pack_labels import PACK_LABELS
from dpia_workbench.i18n.promise_labels import PROMISE_LABELS
from dpia_workbench.i18n.publication_labels import PUBLICATION_LABELS
from dpia_workbench.i18n.readoption_labels import READOPTION_LABELS
from dpia_workbench.i18n.remediation_labels import REMEDIATION_LABELS
from dpia_workbench.i18n.review_labels import REVIEW_LABELS
from dpia_workbench.i18n.school_labels import SCHOOL_LABELS
from dpia_workbench.i18n.sub_processor_labels import SUB_PROCESSOR_LABELS
from dpia_workbench.i18n.timeline_labels import TIMELINE_LABELS
from dpia_workbench.i18n.trust_labels import TRUST_LABELS
from dpia_workbench.i18n.uptake_labels import UPTAKE_LABELS
from dpia_workbench.i18n.worksheet_labels import WORKSHEET_LABELS
from dpia_workbench.risk import adoption, assessment, release
from dpia_workbench.risk.consultation import ClockState
from dpia_workbench.risk.deadlines import Force
from dpia_workbench.risk.decision import Obstacle, Outcome
from dpia_workbench.risk.measures import LocalState, Missing, Owner
from dpia_workbench.risk.progress import Progress
from dpia_workbench.risk.questionnaire import Ground, Instrument, Part
from dpia_workbench.risk.scale import Axis, Level
from dpia_workbench.risk.score import Basis, Stage
from dpia_workbench.risk.screening import Need
from dpia_workbench.risk.verdict import Result, Topic, Verdict
from dpia_workbench.risk.vocabulary import MeasureKind, Origin, Sector, SubjectGroup, Tag

LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    **ADOPTION_LABELS,
    **BOARD_LABELS,
    **DESCRIBING_LABELS,
    **DECISION_LABELS,
    **READOPTION_LABELS,
    **DOSSIER_LABELS,
    **PACK_LABELS,
    **SCHOOL_LABELS,
    **FACT_CHECK_LABELS,
    **PUBLICATION_LABELS,
    **REVIEW_LABELS,
    **AGREEMENT_LABELS,
    **CHANGE_LABELS,
    **REMEDIATION_LABELS,
    **SUB_PROCESSOR_LABELS,
    **PROMISE_LABELS,
    **TIMELINE_LABELS,
    **TRUST_LABELS,
    **WORKSHEET_LABELS,
    **FOLLOWING_LABELS,
    **INCIDENT_LABELS,
    **UPTAKE_LABELS,
    Verdict: {
        Verdict.GREEN: _("Usable"),
        Verdict.GREEN_WITH_MEASURES: _("Usable if you take these measures"),
        Verdict.AMBER: _("Be restrained: only for described use"),
        Verdict.RED: _("Do not use"),
        Verdict.GREY: _("No current verdict"),
    },
    Level: {Level.LOW: _("Low"), Level.MEDIUM: _("Medium"), Level.HIGH: _("High")},
    Axis: {Axis.LIKELIHOOD: _("Likelihood"), Axis.SEVERITY: _("Severity")},
    Stage: {
        Stage.AS_TESTED: _("As tested"),
        Stage.AFTER_VENDOR: _("After the vendor's measures"),
        Stage.ATTAINABLE: _("After your measures"),
        Stage.BEST: _("With all optional measures"),
        Stage.PROJECTED: _("If promises are kept"),
        Stage.LOCAL: _("At this school"),
    },
    Basis: {
        Basis.VERIFIED: _("Checked by somebody independent"),
        Basis.IN_FORCE: _("Agreement in force"),
        Basis.ASSUMED: _("To be done by schools"),
        Basis.APPLIED: _("Applied at this school"),
        Basis.PROMISED: _("Promised"),
        Basis.DELIVERED: _("Delivered, not checked yet"),
    },
    Obstacle: {
        Obstacle.RISK_HIGH: _("A risk is high"),
        Obstacle.NOT_COMPLIANT: _("Something is not lawful"),
        Obstacle.NOT_ASSESSED: _("Lawfulness was not assessed"),
        Obstacle.RISK_MEDIUM: _("A risk is medium"),
        Obstacle.REMEDIABLE: _("Lawfulness has an open point"),
        Obstacle.PUBLISHED_RED: _("The published verdict says: do not use"),
        Obstacle.PUBLISHED_AMBER: _("The published verdict asks for restraint"),
        Obstacle.MEASURE_MISSING: _("A mandatory measure is not in effect"),
    },
    ClockState: {
        ClockState.RUNNING: _("The term runs"),
        ClockState.STANDING: _("The term is suspended"),
        ClockState.PASSED: _("The term has passed"),
    },
    Force: {
        Force.NOT_SIGNED: _("Not signed by all parties"),
        Force.NOT_YET: _("Not in force yet"),
        Force.IN_FORCE: _("In force"),
        Force.EXPIRING: _("In force, ends soon"),
        Force.EXPIRED: _("No longer in force"),
    },
    Progress: {
        Progress.COUNTS: _("Counts"),
        Progress.APPLIED: _("Applied"),
        Progress.LAPSED: _("Applied, but does not count"),
        Progress.UNDERWAY: _("Promised or delivered, not checked"),
        Progress.PLANNED: _("Planned"),
        Progress.FOR_SCHOOLS: _("For schools to take"),
        Progress.OPEN: _("Does not count"),
        Progress.TODO: _("To do"),
        Progress.NOT_APPLICABLE: _("Not applicable"),
    },
    Owner: {
        Owner.VENDOR: _("Vendor"),
        Owner.CONTRACTUAL: _("By agreement"),
        Owner.SCHOOL_MANDATORY: _("School, mandatory"),
        Owner.SCHOOL_OPTIONAL: _("School, optional"),
    },
    MeasureKind: {
        MeasureKind.TECHNICAL: _("Technical"),
        MeasureKind.ORGANISATIONAL: _("Organisational"),
        MeasureKind.CONTRACTUAL: _("Contractual"),
    },
    Origin: {
        Origin.BY_DESIGN: _("Follows from how the product works"),
        Origin.EVENT: _("Follows from something that goes wrong"),
    },
    Result: {
        Result.COMPLIANT: _("In order"),
        Result.REMEDIABLE: _("Can be put in order"),
        Result.NON_COMPLIANT: _("Not in order"),
        Result.NOT_ASSESSED: _("Not assessed yet"),
    },
    Topic: {
        Topic.LEGAL_BASIS: _("Legal basis"),
        Topic.SPECIAL_DATA: _("Special categories of data"),
        Topic.ROLES: _("Roles of the parties"),
        Topic.PURPOSE_LIMITATION: _("Purpose limitation"),
        Topic.TRANSFERS: _("Transfers outside the EEA"),
        Topic.PROCESSOR_CONTRACT: _("Processor agreement"),
        Topic.SUB_PROCESSORS: _("Sub-processors"),
        Topic.RIGHTS: _("Rights of data subjects"),
        Topic.NECESSITY: _("Necessity"),
        Topic.PROPORTIONALITY: _("Proportionality"),
        Topic.RETENTION: _("Retention"),
    },
    assessment.State: {
        assessment.State.DRAFT: _("Draft"),
        assessment.State.IN_REVIEW: _("In review"),
        assessment.State.CHANGES_REQUESTED: _("Changes requested"),
        assessment.State.APPROVED: _("Approved"),
        assessment.State.PUBLISHED: _("Published"),
        assessment.State.ABANDONED: _("Abandoned"),
    },
    assessment.Move: {
        assessment.Move.SUBMIT: _("Submit for review"),
        assessment.Move.REQUEST_CHANGES: _("Ask for changes"),
        assessment.Move.RESUME: _("Take it up again"),
        assessment.Move.APPROVE: _("Approve"),
        assessment.Move.REOPEN: _("Reopen"),
        assessment.Move.PUBLISH: _("Publish"),
        assessment.Move.ABANDON: _("Abandon"),
    },
    Missing: {
        Missing.NOT_ASKED: _("not asked of the vendor"),
        Missing.ASKED: _("asked, no promise yet"),
        Missing.PROMISED: _("only promised"),
        Missing.OVERDUE: _("promised, but overdue"),
        Missing.UNVERIFIED: _("delivered, not checked yet"),
        Missing.PARTIAL: _("works only partly"),
        Missing.DECLINED: _("declined by the vendor"),
        Missing.WITHDRAWN: _("withdrawn"),
        Missing.NO_EVIDENCE: _("no evidence"),
        Missing.NOT_INDEPENDENT: _("not checked by somebody independent"),
        Missing.NOT_YET: _("not yet on this day"),
        Missing.VERIFICATION_EXPIRED: _("the check is too old"),
        Missing.NOT_IN_FORCE: _("the agreement is not in force"),
        Missing.NOT_OPEN: _("schools cannot join the agreement"),
        Missing.NOT_PARTY: _("this school is not party to the agreement"),
        Missing.SCHOOL_NOT_DONE: _("not done by this school"),
        Missing.SCHOOL_REVIEW_DUE: _("must be checked again by this school"),
        Missing.OTHER_EDITION: _("meant for another edition"),
        Missing.BEYOND_STAGE: _("not counted at this stage"),
    },
    LocalState: {
        LocalState.TODO: _("To do"),
        LocalState.PLANNED: _("Planned"),
        LocalState.IMPLEMENTED: _("Applied"),
        LocalState.CHECKED: _("Applied and checked"),
        LocalState.NOT_APPLICABLE: _("Not applicable"),
    },
    release.Status: {
        release.Status.CURRENT: _("Current"),
        release.Status.ATTENTION: _("Current, needs attention"),
        release.Status.UNDER_REVIEW: _("Under review"),
        release.Status.EXPIRED: _("Expired"),
        release.Status.SUPERSEDED: _("Replaced by a newer release"),
        release.Status.WITHDRAWN: _("Withdrawn"),
    },
    release.Event: {
        release.Event.SUPERSEDED: _("Replaced by a newer release"),
        release.Event.WITHDRAWN: _("Withdrawn"),
        release.Event.AGREEMENT_ENDS: _("An agreement that it rests on ends"),
        release.Event.UNDER_REVIEW: _("Taken under review"),
        release.Event.REVIEW_CLOSED: _("Review closed"),
        release.Event.ATTENTION: _("Attention asked for"),
        release.Event.ATTENTION_CLOSED: _("Attention no longer needed"),
    },
    adoption.State: {
        adoption.State.STARTED: _("Started"),
        adoption.State.CONTEXT_DONE: _("Own situation described"),
        adoption.State.MEASURES_RECORDED: _("Measures recorded"),
        adoption.State.READY: _("Ready for the board's decision"),
        adoption.State.ACTIVE: _("Adopted"),
        adoption.State.CONSULTING: _("Consulting the authority"),
        adoption.State.REJECTED: _("Rejected"),
        adoption.State.ENDED: _("Ended"),
        adoption.State.RE_ADOPTED: _("Replaced by a newer assessment"),
    },
    Outcome: {
        Outcome.APPROVED: _("Approved"),
        Outcome.CONDITIONALLY_APPROVED: _("Approved under conditions"),
        Outcome.CONSULTATION: _("Consult the Data Protection Authority first"),
        Outcome.REJECTED: _("Rejected"),
    },
    Sector: {
        Sector.PO: _("Primary education"),
        Sector.SBO: _("Special primary education (sbo)"),
        Sector.SO: _("Special education (so)"),
        Sector.VSO: _("Special secondary education (vso)"),
        Sector.VO: _("Secondary education"),
        Sector.MBO: _("Vocational education"),
        Sector.HBO: _("Universities of applied sciences"),
        Sector.WO: _("Universities"),
        Sector.RESEARCH: _("Research"),
        Sector.GOVERNMENT: _("Central government"),
        Sector.OTHER: _("Other"),
    },
    SubjectGroup: {
        SubjectGroup.PUPILS_UNDER_13: _("Pupils under 13"),
        SubjectGroup.PUPILS_13_15: _("Pupils aged 13 to 15"),
        SubjectGroup.PUPILS_16_17: _("Pupils aged 16 and 17"),
        SubjectGroup.ADULT_STUDENTS: _("Adult students"),
        SubjectGroup.PARENTS: _("Parents and guardians"),
        SubjectGroup.STAFF: _("Staff"),
    },
    Tag: {
        Tag.UNDER_13: _("Pupils under 13"),
        Tag.UNDER_16: _("Pupils under 16"),
        Tag.SPECIAL_EDUCATION: _("Special education"),
        Tag.SPECIAL_CATEGORY_CONTENT: _("Content with special categories of data"),
        Tag.SPECIAL_CARE_RECORDS: _("Care records"),
        Tag.LARGE_SCALE_10K: _("10,000 people or more"),
        Tag.FREE_EDITION: _("Free edition"),
        Tag.NO_EU_RESIDENCY: _("No storage in the EU"),
        Tag.CONSUMER_ACCOUNT_LINKED: _("Linked to private accounts"),
        Tag.AI_FEATURES_ON: _("AI features switched on"),
        Tag.ADDITIONAL_SERVICES_ON: _("Additional services switched on"),
        Tag.BYOD_UNMANAGED: _("Own devices that the school does not manage"),
    },
    Role: {
        Role.ANALYST: _("Analyst"),
        Role.REVIEWER: _("Reviewer"),
        Role.PUBLISHER: _("Publisher"),
        Role.VENDOR_CONTACT: _("Contact of the vendor"),
        Role.PRIVACY_OFFICER: _("Privacy officer"),
        Role.DATA_PROTECTION_OFFICER: _("Data protection officer (FG)"),
        Role.BOARD: _("Board"),
        Role.ADMINISTRATOR: _("Administrator"),
        Role.PUBLIC: _("Everybody"),
    },
    OrganisationKind: {
        OrganisationKind.COOPERATIVE: _("Cooperative"),
        OrganisationKind.VENDOR: _("Vendor"),
        OrganisationKind.SCHOOL_BOARD: _("School board"),
        OrganisationKind.OPERATOR: _("Operator"),
    },
    assessment.Purpose: {
        assessment.Purpose.DRAFT: _("A first draft"),
        assessment.Purpose.REVIEW: _("Review"),
        assessment.Purpose.PUBLICATION: _("Publication"),
    },
    assessment.Lack: {
        assessment.Lack.SCREENING: _("Answer all questions of the screening."),
        assessment.Lack.SUMMARY: _("Write the summary in Dutch and English."),
        assessment.Lack.SCOPE: _("Describe the scope in Dutch and English."),
        assessment.Lack.CELL: _("Add at least one scope cell."),
        assessment.Lack.RISK: _("Add at least one risk."),
        assessment.Lack.RATIONALE: _("Say why likelihood and severity are what they are."),
        assessment.Lack.UNKNOWN_AXIS: _(
            "An axis is unknown: judge it, or say why that is accepted."
        ),
        assessment.Lack.WAIVER_REASON: _("Say why a severe risk may count as low."),
        assessment.Lack.INSTRUCTION: _("Tell schools in Dutch and English how to do this."),
        assessment.Lack.CLAIM_RATIONALE: _("Say why these measures have this effect."),
        assessment.Lack.UNUSED_MEASURE: _("No claim or finding uses this measure."),
        assessment.Lack.FINDING: _("Assess this topic."),
        assessment.Lack.FINDING_NOTE: _("Explain the finding in Dutch and English."),
        assessment.Lack.REMEDY: _("Link the measure that puts this in order."),
        assessment.Lack.TO_CHECK: _("Carried over: look at it again."),
        assessment.Lack.POINT: _("Something in this point is empty"),
        assessment.Lack.TRANSLATION: _("A text is there in one language only."),
        assessment.Lack.VERDICT_SENTENCE: _(
            "Write the verdict in one sentence, in both languages."
        ),
    },
    Instrument: {
        Instrument.DPIA: _("Data protection impact assessment (DPIA)"),
        Instrument.DTIA: _("Data transfer impact assessment (DTIA)"),
        Instrument.CHILD_RIGHTS: _("Child rights impact assessment (KIA)"),
        Instrument.ALGORITHMS: _("Impact assessment for human rights and algorithms (IAMA)"),
    },
    Need: {
        Need.NOT_REQUIRED: _("Not required"),
        Need.RECOMMENDED: _("Recommended"),
        Need.REQUIRED: _("Required"),
    },
    Part: {
        Part.ORDINARY: _("Ordinary personal data"),
        Part.SENSITIVE: _("Sensitive data"),
        Part.SPECIAL: _("Special categories of data"),
        Part.SUBJECTS: _("Groups of people"),
        Part.SCALE: _("Number of people"),
        Part.FREQUENCY: _("How often"),
        Part.RETENTION: _("How long data are kept"),
        Part.TRANSFERS: _("Transfers outside the EEA"),
        Part.BASE_REGISTERS: _("Base registers"),
        Part.MINORS: _("Service for minors"),
    },
    # Reasons as sentences; what they rest on stands below them.
    Ground: {
        Ground.NEW_LEGISLATION: _("It is a proposal for a new law or regulation."),
        Ground.GDPR_CASE: _("The law names this case (GDPR article 35(3))."),
        Ground.AP_LIST: _("This is on the list of the Data Protection Authority."),
        Ground.EDPB_CRITERION: _("One of the nine criteria of the European authorities applies."),
        Ground.EDPB_CRITERIA: _(
            "Two or more of the nine criteria of the European authorities apply."
        ),
        Ground.SCORE: _("The points together are above the limit."),
        Ground.TRANSFER_TOOL: _(
            "Data leave the EEA on a basis that alone does not show that they are safe there."
        ),
        Ground.ADEQUACY: _(
            "The European Commission found the protection in the country adequate, so this basis"
            " needs no DTIA."
        ),
        Ground.DEROGATION: _(
            "The transfer rests on a derogation (GDPR article 49). That is a narrow exception, not"
            " for what happens regularly. Ask for legal advice."
        ),
        Ground.FOR_CHILDREN: _("The service is mainly meant for people under 18."),
        Ground.HIGH_RISK_AI: _("It is high-risk AI under the AI Act."),
        Ground.IMPACTFUL_ALGORITHM: _("An algorithm counts in what happens to people."),
        Ground.UNCERTAIN: _("You do not know this, or did not answer it yet; we count the worst."),
    },
}

# The sentence under the colour, in the words of a school (method.md 3.6).
VERDICT_SENTENCES: Mapping[Verdict, str] = {
    Verdict.GREEN: _("You can use this product."),
    Verdict.GREEN_WITH_MEASURES: _("You can use this product if you take the measures below."),
    Verdict.AMBER: _("Be restrained. Use it only as described below; your board decides."),
    Verdict.RED: _("Do not use this product, or stop using it."),
    Verdict.GREY: _("There is no verdict that you can rely on now."),
}


def label(member: StrEnum) -> str:
    """Return the label of a member in the current language."""
    return gettext(LABELS[type(member)][member])


def sentence(verdict: Verdict) -> str:
    """Return what a verdict means for a school, in the current language."""
    return gettext(VERDICT_SENTENCES[verdict])


def options(members: type[StrEnum]) -> list[tuple[str, str]]:
    """Return (value, label) of all members, in their own order, for a list to choose from."""
    return [(member.value, label(member)) for member in members]
