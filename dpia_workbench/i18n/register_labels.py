"""The words of the registers of a dossier: their names, and the labels of their fields."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.i18n import gettext
from dpia_workbench.i18n.register_hints import HINTS, HINTS_OF
from dpia_workbench.i18n.statement_labels import STATEMENT_LABELS
from dpia_workbench.risk.registers import Kind, Register, Section

REGISTER_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    **STATEMENT_LABELS,
    # one entry; the register as a whole has a title
    Register: {
        Register.DATA_SUBJECT: _("Group of data subjects"),
        Register.DATA_ITEM: _("Data item"),
        Register.OPERATION: _("Processing operation"),
        Register.TECHNIQUE: _("Technique or method"),
        Register.ASSET: _("Asset"),
        Register.PURPOSE: _("Purpose"),
        Register.PARTY: _("Party"),
        Register.INTEREST: _("Interest"),
        Register.LOCATION: _("Location of processing"),
        Register.FRAMEWORK: _("Law, policy or code"),
        Register.RETENTION: _("Retention period"),
        Register.LEGAL_BASIS: _("Legal basis"),
        Register.PROTECTED_DATA: _("Use of specially protected data"),
        Register.OTHER_PURPOSE: _("Use for another purpose"),
        Register.RIGHT: _("Right of data subjects"),
        Register.SAFEGUARD: _("Baseline measure"),
        Register.QUALITY: _("Requirement of data quality"),
        Register.DOCUMENT: _("Document of the dossier"),
    },
    Section: {
        Section.INTRODUCTION: _("Introduction"),
        Section.PROPOSAL: _("Proposal"),
        Section.DATA: _("On the personal data"),
        Section.OPERATIONS: _("On the processing operations"),
        Section.TECHNIQUES: _("On the techniques and methods"),
        Section.PURPOSES: _("On the purposes"),
        Section.PARTIES: _("On the parties"),
        Section.INTERESTS: _("On the interests"),
        Section.LOCATIONS: _("On the locations"),
        Section.FRAMEWORK: _("On the laws and policies"),
        Section.RETENTION: _("On the retention periods"),
        Section.LEGAL_BASES: _("On the legal bases"),
        Section.PROTECTED_DATA: _("On the specially protected data"),
        Section.PURPOSE_LIMITATION: _("On purpose limitation"),
        Section.SUBSIDIARITY: _("Necessity: no milder way (subsidiarity)"),
        Section.PROPORTIONALITY: _("Proportionality"),
        Section.RIGHTS: _("On the rights of data subjects"),
        Section.RISKS: _("On the risks"),
        Section.MEASURES: _("On the measures"),
        Section.ACCEPTANCE: _("Why the residual risk is acceptable"),
        Section.CONTEXT: _("Nature, scope and context"),
        Section.PLANNING: _("Planning of the processing"),
        Section.TEAM: _("Team and division of work"),
        Section.RISK_METHOD: _("Method of the risk assessment"),
        Section.PLAN: _("Plan for the measures"),
        Section.OFFICER_ADVICE: _("Advice of the data protection officer"),
        Section.VIEWS: _("Views of those concerned"),
    },
    Kind: {
        Kind.LINE: _("A few words"),
        Kind.TEXT: _("Text"),
        Kind.CHOICE: _("One of a list"),
        Kind.CHOICES: _("Any of a list"),
        Kind.REFERENCES: _("References"),
    },
}

TITLES: Mapping[Register, str] = {
    Register.DATA_SUBJECT: _("Data subjects"),
    Register.DATA_ITEM: _("Data items"),
    Register.OPERATION: _("Processing operations"),
    Register.TECHNIQUE: _("Techniques and methods"),
    Register.ASSET: _("Assets"),
    Register.PURPOSE: _("Purposes"),
    Register.PARTY: _("Parties"),
    Register.INTEREST: _("Interests"),
    Register.LOCATION: _("Locations of processing"),
    Register.FRAMEWORK: _("Laws, policies and codes"),
    Register.RETENTION: _("Retention periods"),
    Register.LEGAL_BASIS: _("Legal bases"),
    Register.PROTECTED_DATA: _("Specially protected data"),
    Register.OTHER_PURPOSE: _("Uses for another purpose"),
    Register.RIGHT: _("Rights of data subjects"),
    Register.SAFEGUARD: _("Baseline measures"),
    Register.QUALITY: _("Requirements of data quality"),
    Register.DOCUMENT: _("Documents of the dossier"),
}

# Labels of fields by name; a register may call a field otherwise.
FIELD_LABELS: Mapping[str, str] = {
    "name": _("Name"),
    "subject_kind": _("Kind of people"),
    "how_many": _("How many"),
    "explanation": _("Explanation"),
    "category": _("Category"),
    "data_type": _("Type of data"),
    "subjects": _("Data subjects"),
    "original_purpose": _("Original purpose"),
    "from_subject": _("Comes from the data subjects"),
    "provider": _("Party that gives it"),
    "tool": _("Tool or platform"),
    "basis": _("Basis on which it is given"),
    "necessity": _("Why it is needed"),
    "description": _("Description"),
    "phases": _("Phases"),
    "data": _("Data items"),
    "flow": _("Flow of the data"),
    "technique": _("Technique or method"),
    "used": _("Used"),
    "asset_kind": _("Kind of asset"),
    "operations": _("Processing operations"),
    "vendors_own": _("Purpose of the vendor itself"),
    "roles": _("Roles"),
    "service": _("Service"),
    "departments": _("Departments and functions with access"),
    "obligations": _("Tasks and obligations"),
    "parties": _("Parties"),
    "interest": _("Interest"),
    "consultation": _("Consultation"),
    "country": _("Country"),
    "mechanism": _("Basis of the transfer"),
    "supplementary": _("Supplementary measures"),
    "transfer_assessed": _("Transfer assessed (DTIA)"),
    "transfer_assessment": _("Outcome of the DTIA"),
    "framework_kind": _("Kind of rule"),
    "articles": _("Articles"),
    "purposes": _("Purposes"),
    "unit": _("Unit of the period"),
    "length": _("Length or event"),
    "motivation": _("Why this period"),
    "supervisor": _("Who sees to it"),
    "destruction": _("Destruction or archiving"),
    "article": _("Ground of GDPR article 6"),
    "conditions": _("How the conditions are met"),
    "balancing": _("Weighing of interests"),
    "protected_kind": _("Kind of data"),
    "special_types": _("Special categories"),
    "ground": _("Why it is allowed"),
    "compatibility": _("Judgement"),
    "reasons": _("Reasons"),
    "right": _("Right"),
    "procedure": _("There is a procedure"),
    "procedure_text": _("The procedure"),
    "restricted": _("Restricted by law"),
    "restriction_ground": _("Ground of the restriction"),
    "serves": _("What it serves"),
    "effectiveness": _("Why it fits and works"),
    "implementation": _("Status"),
    "threshold": _("Measure or limit of quality"),
    "version": _("Version"),
    "location": _("Where it is"),
    "source": _("Source of the statement"),
    "certainty": _("How sure we are"),
    "body": _("Text"),
}
FIELD_LABELS_OF: Mapping[tuple[Register, str], str] = {
    (Register.DATA_SUBJECT, "name"): _("Name of the group"),
    (Register.DATA_ITEM, "name"): _("Data item"),
    (Register.OPERATION, "name"): _("Name of the operation"),
    (Register.ASSET, "name"): _("Name of the asset"),
    (Register.PURPOSE, "name"): _("Purpose"),
    (Register.PARTY, "name"): _("Name of the party"),
    (Register.FRAMEWORK, "name"): _("Name of the law, policy or code"),
    (Register.OTHER_PURPOSE, "name"): _("Other purpose"),
    (Register.OTHER_PURPOSE, "purposes"): _("Original purposes"),
    (Register.OTHER_PURPOSE, "reasons"): _("Article of the law, or reasons"),
    (Register.SAFEGUARD, "name"): _("Measure"),
    (Register.QUALITY, "reasons"): _("Why this is enough"),
    (Register.DOCUMENT, "name"): _("Name of the document"),
}


def register_title(register: Register) -> str:
    """Return the heading of a register, in the current language."""
    return gettext(TITLES[register])


def field_label(register: Register, name: str) -> str:
    """Return the label of a register's field, in the current language."""
    return gettext(FIELD_LABELS_OF.get((register, name)) or FIELD_LABELS[name])


def field_hint(register: Register, name: str) -> str:
    """Return what to write in a register's field, in the current language, or an empty text."""
    hint = HINTS_OF.get((register, name)) or HINTS.get(name)
    return gettext(hint) if hint else ""
