"""Closed lists for what a dossier states (method.md 1.2, 2.2 to 2.4, 6.2 to 6.6)."""

from enum import StrEnum


class StatementSource(StrEnum):
    """Where a statement comes from."""

    OBSERVED = "observed"
    DOCUMENTED = "documented"
    VENDOR_STATED = "vendor_stated"
    CONTRACT = "contract"


class Certainty(StrEnum):
    """How sure the analysts are of a statement."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Answer(StrEnum):
    """Yes, no, or not a question here."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"


class SubjectKind(StrEnum):
    """Whose data are processed (method.md 6.2)."""

    PUPILS_UNDER_13 = "pupils_under_13"
    PUPILS_13_15 = "pupils_13_15"
    PUPILS_16_17 = "pupils_16_17"
    ADULT_STUDENTS = "adult_students"
    ALUMNI = "alumni"
    PARENTS = "parents"
    STAFF = "staff"
    APPLICANTS = "applicants"
    SUPERVISORS = "supervisors"
    EXTERNAL_CONTACTS = "external_contacts"
    MENTIONED = "mentioned"


class DataCategory(StrEnum):
    """Which kind of data it is, seen from the product (method.md 6.3)."""

    CONTENT = "content"
    DIAGNOSTIC = "diagnostic"
    SERVICE_LOGS = "service_logs"
    FUNCTIONAL = "functional"
    ACCOUNT = "account"
    SUPPORT = "support"
    WEBSITE = "website"
    FEEDBACK = "feedback"
    METADATA = "metadata"
    DERIVED = "derived"
    AI_PROMPTS = "ai_prompts"


class DataType(StrEnum):
    """How much protection the law gives the data (Rijksmodel point 2)."""

    ORDINARY = "ordinary"
    SENSITIVE = "sensitive"
    SPECIAL = "special"
    CRIMINAL = "criminal"
    NATIONAL_ID = "national_id"


class SpecialType(StrEnum):
    """The special categories of GDPR art. 9(1)."""

    RACE = "race"
    POLITICS = "politics"
    BELIEF = "belief"
    UNION = "union"
    GENETIC = "genetic"
    BIOMETRIC = "biometric"
    HEALTH = "health"
    SEX_LIFE = "sex_life"


class Phase(StrEnum):
    """Where in the life of data an operation stands (EDPB template 1.2)."""

    COLLECT = "collect"
    USE = "use"
    STORE = "store"
    SHARE = "share"
    DELETE = "delete"


class TechniqueKind(StrEnum):
    """What needs an explanation of its own when it is used (Rijksmodel point 4)."""

    AUTOMATED_DECISIONS = "automated_decisions"
    PROFILING = "profiling"
    CLOUD = "cloud"
    ARTIFICIAL_INTELLIGENCE = "artificial_intelligence"
    BIG_DATA = "big_data"


class AssetKind(StrEnum):
    """What processing rests on (EDPB template 1.3)."""

    HARDWARE = "hardware"
    SOFTWARE = "software"
    INTERFACES = "interfaces"
    PERSONNEL = "personnel"
    SITES = "sites"
    ORGANISATION = "organisation"


class PartyRole(StrEnum):
    """The role of a party in an operation (Rijksmodel point 6)."""

    CONTROLLER = "controller"
    JOINT_CONTROLLER = "joint_controller"
    PROCESSOR = "processor"
    SUB_PROCESSOR = "sub_processor"
    THIRD_PARTY = "third_party"
    PROVIDER = "provider"
    RECIPIENT = "recipient"


class Mechanism(StrEnum):
    """On what a transfer outside the EEA rests (GDPR ch. V; Rijksmodel point 8)."""

    NONE_NEEDED = "none_needed"
    ADEQUACY = "adequacy"
    STANDARD_CLAUSES = "standard_clauses"
    BINDING_RULES = "binding_rules"
    CERTIFICATION = "certification"
    CODE_OF_CONDUCT = "code_of_conduct"
    INSTRUMENT = "instrument"
    DEROGATION = "derogation"
    OTHER = "other"


class FrameworkKind(StrEnum):
    """What kind of rule it is (Rijksmodel point 9; EDPB template 1.4)."""

    LAW = "law"
    POLICY = "policy"
    CODE_OF_CONDUCT = "code_of_conduct"
    CERTIFICATION = "certification"


class Article6(StrEnum):
    """The legal bases of GDPR art. 6(1)."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    VITAL_INTEREST = "vital_interest"
    PUBLIC_TASK = "public_task"
    LEGITIMATE_INTEREST = "legitimate_interest"


class ProtectedKind(StrEnum):
    """The three kinds of data that need a ground of their own (Rijksmodel point 12)."""

    SPECIAL = "special"
    CRIMINAL = "criminal"
    NATIONAL_ID = "national_id"


class Compatibility(StrEnum):
    """Whether data may be used for another purpose (Rijksmodel point 13)."""

    BY_LAW = "by_law"
    COMPATIBLE = "compatible"
    NOT_COMPATIBLE = "not_compatible"
    NOT_APPLICABLE = "not_applicable"


class RightKind(StrEnum):
    """The eight rights of data subjects (Rijksmodel point 15)."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    PORTABILITY = "portability"
    NO_AUTOMATED_DECISION = "no_automated_decision"
    OBJECTION = "objection"
    INFORMATION = "information"


class Safeguarded(StrEnum):
    """What a baseline measure serves (EDPB template 2.3)."""

    FAIRNESS = "fairness"
    TRANSPARENCY = "transparency"
    PURPOSE_LIMITATION = "purpose_limitation"
    MINIMISATION = "minimisation"
    ACCURACY = "accuracy"
    STORAGE_LIMITATION = "storage_limitation"
    CONFIDENTIALITY = "confidentiality"
    ACCOUNTABILITY = "accountability"
    CONSENT = "consent"
    PROCESSORS = "processors"
    TRANSFERS = "transfers"
    BY_DESIGN = "by_design"
    SECURITY = "security"


class Implementation(StrEnum):
    """How far a baseline measure is (EDPB 2.3): implemented means evidence that it works."""

    PLANNED = "planned"
    PARTIAL = "partial"
    IMPLEMENTED = "implemented"


class Period(StrEnum):
    """How a retention period is given (Rijksmodel point 10)."""

    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    UNTIL_EVENT = "until_event"
    INDEFINITE = "indefinite"
