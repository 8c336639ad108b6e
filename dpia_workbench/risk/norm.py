"""Norms of a sector and how mature a board says that it is (method.md 4.4).

Which norms there are, and by when they count, is data (`data/norms/`): laws and frameworks move.
"""

from enum import StrEnum

from dpia_workbench.risk.rules import RuleViolation


class Domain(StrEnum):
    """The domains of the framework that norms were read from."""

    GOVERNANCE = "governance"
    IDENTITY = "identity"
    SECURITY_MANAGEMENT = "security_management"
    OPERATIONS = "operations"
    CONTINUITY = "continuity"
    RIGHTS = "rights"
    COOPERATION = "cooperation"
    SECURITY = "security"
    ACCOUNTABILITY = "accountability"


class Use(StrEnum):
    """What in the workbench is evidence for a norm."""

    POLICY = "policy"
    CONSENT = "consent"
    PROFILING = "profiling"
    ROLES = "roles"
    TRANSFERS = "transfers"
    BREACHES = "breaches"
    REPORTING = "reporting"
    SETTINGS = "settings"


class Maturity(StrEnum):
    """The five levels of maturity, from the lowest to the highest."""

    AD_HOC = "ad_hoc"
    REPEATABLE = "repeatable"
    DEFINED = "defined"
    MANAGED = "managed"
    IMPROVING = "improving"

    @property
    def level(self) -> int:
        """Return the number of the level, from 1 to 5."""
        return list(Maturity).index(self) + 1


class Certainty(StrEnum):
    """How sure a fact about the framework is."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class EvidenceMissing(RuleViolation):
    """From the third level on a board shows on what its own judgement rests."""

    code = "norm.evidence-missing"


_SHOWN_FROM = Maturity.DEFINED


def require_evidence(maturity: Maturity, *, evidence: str, adoptions: int) -> None:
    """Refuse a level from the third on without words or a product. Raises EvidenceMissing.

    Level 3 means documented, adopted by the board, communicated and evaluated (method.md 4.4).
    """
    shows = bool(evidence.strip()) or adoptions > 0
    if maturity.level >= _SHOWN_FROM.level and not shows:
        raise EvidenceMissing(maturity=maturity)
