"""Evidence of a dossier: what it is, who may read it, how long it holds (method.md 8.1, 8.3).

Whether evidence is valid and whether its file is due to be deleted follow from days; neither is
stored (invariant 21).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.rules import RuleViolation

EXPIRING = timedelta(days=90)  # as an agreement that ends soon (method.md 5.3)
LARGEST_FILE = 50 * 2**20
LARGEST_DOSSIER = 2 * 2**30  # all files of one dossier together


class EvidenceKind(StrEnum):
    """What evidence is (method.md 8.1)."""

    TRAFFIC_CAPTURE = "traffic_capture"
    DOCUMENT = "document"
    SCREENSHOT = "screenshot"
    DSAR_REPLY = "dsar_reply"
    CONTRACT_CLAUSE = "contract_clause"
    ATTESTATION = "attestation"


UP_TO_MEMBERS = (Confidentiality.PUBLIC, Confidentiality.MEMBERS)
UP_TO_COOPERATIVE = (*UP_TO_MEMBERS, Confidentiality.COOPERATIVE)
RESTRICTED = (Confidentiality.COOPERATIVE, Confidentiality.VENDOR_CONFIDENTIAL)


class Validity(StrEnum):
    """Whether evidence still counts on a day; derived."""

    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"


class PersonalDataTooOpen(RuleViolation):
    """Personal data of third parties stay within the cooperative (invariant 30)."""

    code = "evidence.personal-data-too-open"


class DeletionDayMissing(RuleViolation):
    """Personal data of third parties have a day on which the file is deleted (invariant 30)."""

    code = "evidence.deletion-day-missing"


class CollectedAhead(RuleViolation):
    """Nobody collected evidence in the future."""

    code = "evidence.collected-ahead"


class EndsBeforeCollected(RuleViolation):
    """Evidence expires, and its file is deleted, after it was collected."""

    code = "evidence.ends-before-collected"


class FileDeleted(RuleViolation):
    """The file is gone; its hash and what is known of it stay."""

    code = "evidence.file-deleted"


class ReasonMissing(RuleViolation):
    """Who deletes a file says why."""

    code = "evidence.reason-missing"


class DossierFull(RuleViolation):
    """A dossier holds files up to a limit."""

    code = "evidence.dossier-full"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What is kept of a file for ever, also after it was deleted."""

    sha256: str
    name: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The days and the class of evidence that belong together."""

    collected_on: date
    confidentiality: Confidentiality
    has_personal_data: bool
    delete_on: date | None
    expires_on: date | None


def require_sound(terms: Terms, *, today: date) -> None:
    """Refuse days and a class that do not fit.

    Raises CollectedAhead, EndsBeforeCollected, PersonalDataTooOpen or DeletionDayMissing.
    """
    if terms.collected_on > today:
        raise CollectedAhead(today=today)
    for name, end in (("expires_on", terms.expires_on), ("delete_on", terms.delete_on)):
        if end is not None and end <= terms.collected_on:
            raise EndsBeforeCollected(field=name, collected=terms.collected_on)
    if terms.has_personal_data and terms.confidentiality not in RESTRICTED:
        raise PersonalDataTooOpen
    if terms.has_personal_data and terms.delete_on is None:
        raise DeletionDayMissing


def validity(expires_on: date | None, *, on: date) -> Validity:
    """Return whether evidence counts on a day; the day it expires on is the first without."""
    if expires_on is None:
        return Validity.VALID
    if expires_on <= on:
        return Validity.EXPIRED
    return Validity.EXPIRING if expires_on - on <= EXPIRING else Validity.VALID


def is_due(delete_on: date | None, *, on: date) -> bool:
    """Return whether the day has come on which a file must be deleted."""
    return delete_on is not None and delete_on <= on


def require_reason(reason: str) -> None:
    """Refuse a deletion without a reason. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing


def require_room(size: int, *, used: int) -> None:
    """Refuse a file for which the dossier has no room. Raises DossierFull."""
    if used + size > LARGEST_DOSSIER:
        raise DossierFull(most=LARGEST_DOSSIER // 2**30)
