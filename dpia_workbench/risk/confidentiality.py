"""Who may read something at most (method.md 8.3)."""

from enum import StrEnum


class Confidentiality(StrEnum):
    """Classes of confidentiality, the most open first."""

    PUBLIC = "public"
    MEMBERS = "members"  # affiliated schools
    COOPERATIVE = "cooperative"
    VENDOR_CONFIDENTIAL = "vendor_confidential"  # named people; never exported

    def rank(self) -> int:
        """Return how confidential this is: 0 for what is public."""
        return list(Confidentiality).index(self)
