"""What a dossier consists of besides risks and measures: registers with references, and texts.

A register is a list of statements of one kind (method.md 1.2 and 1.5). Its entries refer to one
another instead of repeating words: whoever renames a data item has renamed it everywhere. Which
point of which template shows what is data (`data/templates/`).
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dpia_workbench.risk import statements as of
from dpia_workbench.risk.rules import RuleViolation


class Register(StrEnum):
    """The registers of a dossier."""

    DATA_SUBJECT = "data_subject"
    DATA_ITEM = "data_item"
    OPERATION = "operation"
    TECHNIQUE = "technique"
    ASSET = "asset"
    PURPOSE = "purpose"
    PARTY = "party"
    INTEREST = "interest"
    LOCATION = "location"
    FRAMEWORK = "framework"
    RETENTION = "retention"
    LEGAL_BASIS = "legal_basis"
    PROTECTED_DATA = "protected_data"
    OTHER_PURPOSE = "other_purpose"
    RIGHT = "right"
    SAFEGUARD = "safeguard"
    QUALITY = "quality"
    DOCUMENT = "document"


# The letters of human keys: DI1 is the first data item.
LETTERS: Mapping[Register, str] = {
    Register.DATA_SUBJECT: "DS", Register.DATA_ITEM: "DI", Register.OPERATION: "OP",
    Register.TECHNIQUE: "TE", Register.ASSET: "AS", Register.PURPOSE: "PU", Register.PARTY: "PA",
    Register.INTEREST: "IN", Register.LOCATION: "LO", Register.FRAMEWORK: "FR",
    Register.RETENTION: "RE", Register.LEGAL_BASIS: "LB", Register.PROTECTED_DATA: "PD",
    Register.OTHER_PURPOSE: "OT", Register.RIGHT: "RI", Register.SAFEGUARD: "SA",
    Register.QUALITY: "QU", Register.DOCUMENT: "DO",
}  # fmt: skip
REGISTER_OF: Mapping[str, Register] = {letters: register for register, letters in LETTERS.items()}


class Kind(StrEnum):
    """What a field holds."""

    LINE = "line"  # a few words
    TEXT = "text"  # Markdown
    CHOICE = "choice"  # one of a list, or nothing yet
    CHOICES = "choices"  # any of a list
    REFERENCES = "references"  # entries of a register


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a register's entries."""

    name: str
    kind: Kind
    options: type[StrEnum] | None = None
    to: Register | None = None
    required: bool = False  # before a review


class UnknownField(RuleViolation):
    """An entry has the fields of its register and no others."""

    code = "register.unknown-field"


class WrongValue(RuleViolation):
    """A field holds only what it is for."""

    code = "register.wrong-value"


class UnknownReference(RuleViolation):
    """A reference leads to an entry that is there."""

    code = "register.unknown-reference"


class StillReferred(RuleViolation):
    """What others refer to stays until they no longer do."""

    code = "register.still-referred"


class TextTooLong(RuleViolation):
    """A text has an end."""

    code = "register.text-too-long"


LONGEST_LINE, LONGEST_TEXT = 1_000, 1_000_000  # characters
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _line(name: str, *, required: bool = False) -> Field:
    return Field(name=name, kind=Kind.LINE, required=required)


def _text(name: str, *, required: bool = False) -> Field:
    return Field(name=name, kind=Kind.TEXT, required=required)


def _one(name: str, options: type[StrEnum], *, required: bool = False) -> Field:
    return Field(name=name, kind=Kind.CHOICE, options=options, required=required)


def _any(name: str, options: type[StrEnum], *, required: bool = False) -> Field:
    return Field(name=name, kind=Kind.CHOICES, options=options, required=required)


def _to(name: str, to: Register, *, required: bool = False) -> Field:
    return Field(name=name, kind=Kind.REFERENCES, to=to, required=required)


_NAME = _line("name", required=True)
_OPERATIONS = _to("operations", Register.OPERATION, required=True)
_DATA = _to("data", Register.DATA_ITEM)
_SUBJECTS = _to("subjects", Register.DATA_SUBJECT)

FIELDS: Mapping[Register, tuple[Field, ...]] = {
    Register.DATA_SUBJECT: (
        _NAME, _one("subject_kind", of.SubjectKind, required=True), _line("how_many"),
        _text("explanation"),
    ),
    Register.DATA_ITEM: (
        _NAME, _one("category", of.DataCategory, required=True),
        _one("data_type", of.DataType, required=True),
        _to("subjects", Register.DATA_SUBJECT, required=True), _line("original_purpose"),
        _one("from_subject", of.Answer), _line("provider"), _line("tool"), _line("basis"),
        _text("necessity"), _text("explanation"),
    ),
    Register.OPERATION: (
        _NAME, _text("description", required=True), _any("phases", of.Phase),
        _to("data", Register.DATA_ITEM, required=True), _text("flow"),
    ),
    Register.TECHNIQUE: (
        _one("technique", of.TechniqueKind, required=True), _one("used", of.Answer, required=True),
        _text("explanation"),
    ),
    Register.ASSET: (
        _NAME, _one("asset_kind", of.AssetKind, required=True), _any("phases", of.Phase),
        _text("explanation"),
    ),
    Register.PURPOSE: (
        _NAME, _text("description"), _OPERATIONS, _DATA, _one("vendors_own", of.Answer),
    ),
    Register.PARTY: (
        _NAME, _any("roles", of.PartyRole, required=True), _OPERATIONS, _line("service"),
        _line("departments"), _DATA, _SUBJECTS, _text("obligations"),
    ),
    Register.INTEREST: (
        _to("parties", Register.PARTY, required=True), _text("interest", required=True),
        _text("consultation"),
    ),
    Register.LOCATION: (
        _line("country", required=True), _OPERATIONS, _to("parties", Register.PARTY),
        _one("mechanism", of.Mechanism, required=True), _text("supplementary"),
        _one("transfer_assessed", of.Answer), _text("transfer_assessment"),
    ),
    Register.FRAMEWORK: (
        _NAME, _one("framework_kind", of.FrameworkKind, required=True), _line("articles"),
        _to("operations", Register.OPERATION), _text("explanation"),
    ),
    Register.RETENTION: (
        _to("data", Register.DATA_ITEM, required=True), _OPERATIONS,
        _to("purposes", Register.PURPOSE), _SUBJECTS, _one("unit", of.Period, required=True),
        _line("length"), _text("motivation", required=True), _line("supervisor"),
        _text("destruction"),
    ),
    Register.LEGAL_BASIS: (
        _OPERATIONS, _to("purposes", Register.PURPOSE), _one("article", of.Article6, required=True),
        _text("conditions", required=True), _text("balancing"),
    ),
    Register.PROTECTED_DATA: (
        _one("protected_kind", of.ProtectedKind, required=True), _OPERATIONS, _DATA, _SUBJECTS,
        _any("special_types", of.SpecialType), _text("ground", required=True),
    ),
    Register.OTHER_PURPOSE: (
        _NAME, _OPERATIONS, _to("purposes", Register.PURPOSE), _DATA, _SUBJECTS,
        _one("compatibility", of.Compatibility, required=True), _text("reasons"),
    ),
    Register.RIGHT: (
        _one("right", of.RightKind, required=True), _one("procedure", of.Answer, required=True),
        _text("procedure_text"), _one("restricted", of.Answer), _text("restriction_ground"),
    ),
    Register.SAFEGUARD: (
        _NAME, _one("serves", of.Safeguarded, required=True), _text("effectiveness"),
        _one("implementation", of.Implementation, required=True),
    ),
    Register.QUALITY: (
        _to("data", Register.DATA_ITEM, required=True), _line("threshold", required=True),
        _text("reasons"),
    ),
    Register.DOCUMENT: (_NAME, _line("version"), _line("location")),
}  # fmt: skip

# Every statement also says where it comes from and how sure it is.
COMMON: tuple[Field, ...] = (
    _one("source", of.StatementSource), _one("certainty", of.Certainty),
)  # fmt: skip


def fields_of(register: Register) -> tuple[Field, ...]:
    """Return the fields of a register's entries, those that all have last."""
    return (*FIELDS[register], *COMMON)


def field_of(register: Register, name: str) -> Field:
    """Return a field by its name. Raises UnknownField."""
    for field in fields_of(register):
        if field.name == name:
            return field
    raise UnknownField(field=name)


Value = str | list[str]


def empty(field: Field) -> Value:
    """Return what a field holds before anybody filled it."""
    return [] if field.kind in (Kind.CHOICES, Kind.REFERENCES) else ""


def checked(field: Field, value: object) -> Value:
    """Return a value as the field keeps it: a text, or a list without doubles in its order.

    Raises WrongValue or TextTooLong. Whether references lead somewhere is not checked here.
    """
    if isinstance(empty(field), list):
        return _checked_list(field, value)
    if not isinstance(value, str):
        raise WrongValue(field=field.name)
    text = normal(value)
    if field.kind is Kind.CHOICE:
        _require_option(field, text, blank_allowed=True)
        return text
    longest = LONGEST_LINE if field.kind is Kind.LINE else LONGEST_TEXT
    if len(text) > longest:
        raise TextTooLong(field=field.name, longest=longest)
    return " ".join(text.split()) if field.kind is Kind.LINE else text


def started_from(field: Field, value: object) -> Value:
    """Return what a writer started from, however long it is. Raises WrongValue."""
    if field.kind in (Kind.LINE, Kind.TEXT) and isinstance(value, str):
        text = normal(value)
        return " ".join(text.split()) if field.kind is Kind.LINE else text
    return checked(field, value)


def normal(text: str) -> str:
    """Return text in NFC with one kind of line end and without control characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", unicodedata.normalize("NFC", lines))


def _checked_list(field: Field, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise WrongValue(field=field.name)
    for each in value if field.kind is Kind.CHOICES else ():
        _require_option(field, each, blank_allowed=False)
    return list(dict.fromkeys(value))


def _require_option(field: Field, value: str, *, blank_allowed: bool) -> None:
    if blank_allowed and not value:
        return
    if field.options is None or value not in list(field.options):
        raise WrongValue(field=field.name)


def key_of(register: Register, number: int) -> str:
    """Return the human key of an entry, such as DI1."""
    return f"{LETTERS[register]}{number}"


def missing(register: Register, values: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the names of required fields that an entry leaves empty."""
    return tuple(
        field.name for field in fields_of(register) if field.required and not values.get(field.name)
    )


class Section(StrEnum):
    """The texts of a dossier: one document each."""

    INTRODUCTION = "introduction"
    PROPOSAL = "proposal"
    DATA = "data"
    OPERATIONS = "operations"
    TECHNIQUES = "techniques"
    PURPOSES = "purposes"
    PARTIES = "parties"
    INTERESTS = "interests"
    LOCATIONS = "locations"
    FRAMEWORK = "framework"
    RETENTION = "retention"
    LEGAL_BASES = "legal_bases"
    PROTECTED_DATA = "protected_data"
    PURPOSE_LIMITATION = "purpose_limitation"
    SUBSIDIARITY = "subsidiarity"
    PROPORTIONALITY = "proportionality"
    RIGHTS = "rights"
    RISKS = "risks"
    MEASURES = "measures"
    ACCEPTANCE = "acceptance"
    CONTEXT = "context"
    PLANNING = "planning"
    TEAM = "team"
    RISK_METHOD = "risk_method"
    PLAN = "plan"
    OFFICER_ADVICE = "officer_advice"
    VIEWS = "views"


# A text as a field, so that it is checked, merged and kept like any other.
BODY = _text("body")
