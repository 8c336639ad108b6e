"""What a board that adopts a verdict says of it to its owner (issue 7, point 9)."""

from collections.abc import Mapping
from enum import StrEnum

from dpia_workbench.risk.remark import Kind


class Found(StrEnum):
    """What a board found while it worked with a verdict."""

    DOES_NOT_WORK = "does_not_work"
    RISK_MISSING = "risk_missing"
    UNCLEAR = "unclear"
    OTHER = "other"


# Feedback lands among the remarks of readers: as which kind of them.
AS_REMARK: Mapping[Found, Kind] = {
    Found.DOES_NOT_WORK: Kind.MISSING_MEASURE,
    Found.RISK_MISSING: Kind.MISSING_RISK,
    Found.UNCLEAR: Kind.OTHER,
    Found.OTHER: Kind.OTHER,
}
