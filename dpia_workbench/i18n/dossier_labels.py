"""Labels of the enumerations that are about the parts of a dossier; `labels` joins them in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.i18n.register_labels import REGISTER_LABELS
from dpia_workbench.i18n.remark_labels import REMARK_LABELS
from dpia_workbench.risk.agenda import DeadlineKind
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.difference import Kind
from dpia_workbench.risk.discussion import Answer
from dpia_workbench.risk.evidence import EvidenceKind, Validity
from dpia_workbench.risk.merge import Side
from dpia_workbench.risk.place import DossierPart
from dpia_workbench.risk.scanning import Scan
from dpia_workbench.risk.templates import Part
from dpia_workbench.risk.vocabulary import LibraryPart, ReportKind, Start

DOSSIER_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Scan: {
        Scan.NOT_SCANNED: _("Not scanned for viruses"),
        Scan.CLEAN: _("No virus found"),
        Scan.INFECTED: _("Virus found"),
    },
    **REGISTER_LABELS,
    **REMARK_LABELS,
    Confidentiality: {
        Confidentiality.PUBLIC: _("Public"),
        Confidentiality.MEMBERS: _("For affiliated schools"),
        Confidentiality.COOPERATIVE: _("Within the cooperative"),
        Confidentiality.VENDOR_CONFIDENTIAL: _("Confidential, for named people"),
    },
    Part: {
        Part.SUMMARY: _("Summary"),
        Part.SCOPE: _("Scope"),
        Part.SENTENCE: _("The verdict in one sentence"),
        Part.SCREENING: _("Screening"),
        Part.CELLS: _("Scope cells"),
        Part.RISKS: _("Risks"),
        Part.RISK_MATRIX: _("Risk matrix"),
        Part.RISKS_RESIDUAL: _("Residual risks"),
        Part.MEASURES: _("Measures"),
        Part.MEASURES_BY_ACTOR: _("Measures by who must act"),
        Part.CLAIMS: _("Claims"),
        Part.FINDINGS: _("Findings"),
        Part.VERSIONS: _("Versions"),
        Part.REVIEWS: _("Reviews"),
        Part.EVIDENCE: _("Evidence"),
        Part.GLOSSARY: _("Glossary"),
        Part.DECISION: _("Decision"),
    },
    Answer: {Answer.ACCEPTED: _("Accepted"), Answer.REFUSED: _("Refused")},
    DossierPart: {
        DossierPart.DESCRIPTION: _("Summary and scope"),
        DossierPart.CELL: _("Scope cell"),
        DossierPart.RISK: _("Risk"),
        DossierPart.MEASURE: _("Measure"),
        DossierPart.CLAIM: _("Claim"),
        DossierPart.FINDING: _("Finding"),
        DossierPart.TEXT: _("Text"),
        DossierPart.ENTRY: _("Entry"),
        DossierPart.EXEMPTION: _("Why it stays empty"),
    },
    LibraryPart: {
        LibraryPart.RISK: _("Risks"),
        LibraryPart.MEASURE: _("Measures"),
    },
    ReportKind: {
        ReportKind.DPIA: _("DPIA"),
        ReportKind.UPDATE: _("Update DPIA"),
        ReportKind.VERIFICATION: _("Verification report"),
    },
    Start: {
        Start.EMPTY: _("Empty"),
        Start.RECORD: _("From what was published about the product elsewhere"),
        Start.DOSSIER: _("From an earlier dossier"),
    },
    DeadlineKind: {
        DeadlineKind.PROMISE: _("Promised day of the vendor"),
        DeadlineKind.CHECK_ENDS: _("Last day on which a check counts"),
        DeadlineKind.AGREEMENT_ENDS: _("Last day of an agreement"),
        DeadlineKind.RELEASE_ENDS: _("Last day of the published verdict"),
    },
    Kind: {
        Kind.SAME: _("Unchanged"),
        Kind.REMOVED: _("Removed"),
        Kind.ADDED: _("Added"),
    },
    Side: {
        Side.BASE: _("As it was"),
        Side.MINE: _("Yours"),
        Side.THEIRS: _("Saved by someone else"),
    },
    EvidenceKind: {
        EvidenceKind.TRAFFIC_CAPTURE: _("Network capture"),
        EvidenceKind.DOCUMENT: _("Document"),
        EvidenceKind.SCREENSHOT: _("Screenshot"),
        EvidenceKind.DSAR_REPLY: _("Reply to an access request"),
        EvidenceKind.CONTRACT_CLAUSE: _("Contract clause"),
        EvidenceKind.ATTESTATION: _("Statement by somebody"),
    },
    Validity: {
        Validity.VALID: _("Valid"),
        Validity.EXPIRING: _("Expires soon"),
        Validity.EXPIRED: _("Expired"),
    },
}
