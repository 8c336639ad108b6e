"""Closed lists of the field (method.md 3.2, 6.1 and 6.2); labels are in i18n."""

from enum import StrEnum


class Sector(StrEnum):
    """Sectors of education, and the others that DPIAs are made for."""

    PO = "po"
    SBO = "sbo"
    SO = "so"
    VSO = "vso"
    VO = "vo"
    MBO = "mbo"
    HBO = "hbo"
    WO = "wo"
    RESEARCH = "research"
    GOVERNMENT = "government"
    OTHER = "other"


class SubjectGroup(StrEnum):
    """Whose data are processed."""

    PUPILS_UNDER_13 = "pupils_under_13"
    PUPILS_13_15 = "pupils_13_15"
    PUPILS_16_17 = "pupils_16_17"
    ADULT_STUDENTS = "adult_students"
    PARENTS = "parents"
    STAFF = "staff"


class Tag(StrEnum):
    """Circumstances that raise a floor under a risk or void a claim."""

    UNDER_13 = "under_13"
    UNDER_16 = "under_16"
    SPECIAL_EDUCATION = "special_education"
    SPECIAL_CATEGORY_CONTENT = "special_category_content"
    SPECIAL_CARE_RECORDS = "special_care_records"
    LARGE_SCALE_10K = "large_scale_10k"
    FREE_EDITION = "free_edition"
    NO_EU_RESIDENCY = "no_eu_residency"
    CONSUMER_ACCOUNT_LINKED = "consumer_account_linked"
    AI_FEATURES_ON = "ai_features_on"
    ADDITIONAL_SERVICES_ON = "additional_services_on"
    BYOD_UNMANAGED = "byod_unmanaged"


# The age tags that a group of pupils brings by itself, so that no scope cell forgets them.
GROUP_TAGS: dict[SubjectGroup, frozenset[str]] = {
    SubjectGroup.PUPILS_UNDER_13: frozenset({Tag.UNDER_13, Tag.UNDER_16}),
    SubjectGroup.PUPILS_13_15: frozenset({Tag.UNDER_16}),
}


_PUPILS = (SubjectGroup.PUPILS_13_15, SubjectGroup.PUPILS_16_17)
_STUDENTS = (SubjectGroup.PUPILS_16_17, SubjectGroup.ADULT_STUDENTS, SubjectGroup.STAFF)
# Whose data a product for a sector can process; where no source says it, all are asked about.
GROUPS_OF_SECTOR: dict[Sector, tuple[SubjectGroup, ...]] = {
    Sector.PO: (SubjectGroup.PUPILS_UNDER_13, SubjectGroup.STAFF),
    Sector.SBO: (SubjectGroup.PUPILS_UNDER_13, SubjectGroup.STAFF),
    Sector.SO: (SubjectGroup.PUPILS_UNDER_13, SubjectGroup.STAFF),
    Sector.VSO: (*_PUPILS, SubjectGroup.STAFF),
    Sector.VO: (*_PUPILS, SubjectGroup.STAFF),
    Sector.MBO: _STUDENTS,
    Sector.HBO: _STUDENTS,
    Sector.WO: _STUDENTS,
    Sector.RESEARCH: (SubjectGroup.STAFF,),
    Sector.GOVERNMENT: (SubjectGroup.STAFF,),
}


class Origin(StrEnum):
    """Where a risk comes from: the design as it works, or an event."""

    BY_DESIGN = "by_design"
    EVENT = "event"


class ReportKind(StrEnum):
    """What kind of report a dossier leads to: the first one, or one that follows an earlier one."""

    DPIA = "dpia"
    UPDATE = "update"
    VERIFICATION = "verification"


class Start(StrEnum):
    """What a dossier begins with."""

    EMPTY = "empty"
    RECORD = "record"
    DOSSIER = "dossier"


class LibraryPart(StrEnum):
    """What the library holds."""

    RISK = "risk"
    MEASURE = "measure"


class MeasureKind(StrEnum):
    """What kind of measure it is."""

    TECHNICAL = "technical"
    ORGANISATIONAL = "organisational"
    CONTRACTUAL = "contractual"
