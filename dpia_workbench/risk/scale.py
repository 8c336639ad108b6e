"""Scales, levels and the matrix that joins them (method.md 1.2 and 3.2)."""

from dataclasses import dataclass
from enum import StrEnum

from dpia_workbench.risk.rules import RuleViolation

LOWEST, HIGHEST = 1, 3


class Axis(StrEnum):
    """The two axes on which people judge a risk."""

    LIKELIHOOD = "likelihood"
    SEVERITY = "severity"


class Level(StrEnum):
    """The level of a risk; it is computed, never typed."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """Return 1 for low, 2 for medium, 3 for high."""
        return (Level.LOW, Level.MEDIUM, Level.HIGH).index(self) + 1


def worst_level(levels: "list[Level] | tuple[Level, ...]") -> Level:
    """Return the highest of the levels; low if there are none."""
    return max(levels, key=lambda level: level.rank, default=Level.LOW)


class MatrixNotMonotone(RuleViolation):
    """A matrix in which a worse axis gives a better level is refused (invariant 15)."""

    code = "profile.matrix-not-monotone"


Matrix = tuple[tuple[Level, Level, Level], tuple[Level, Level, Level], tuple[Level, Level, Level]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodProfile:
    """A versioned method: matrix (rows severity 1..3, columns likelihood 1..3) and periods.

    Periods are those proposed in method.md 11.7. Raises MatrixNotMonotone.
    """

    id: str
    version: str
    matrix: Matrix
    verification_months: int = 12
    review_months: int = 12
    grace_days: int = 30

    def __post_init__(self) -> None:
        rows = [[level.rank for level in row] for row in self.matrix]
        columns = [list(column) for column in zip(*rows, strict=True)]
        if any(line != sorted(line) for line in rows + columns):
            raise MatrixNotMonotone(profile=self.id)

    def level(self, *, likelihood: int, severity: int) -> Level:
        """Return the level of a cell of the matrix."""
        return self.matrix[severity - LOWEST][likelihood - LOWEST]


_L, _M, _H = Level.LOW, Level.MEDIUM, Level.HIGH

# The Rijksmodel 3.0 matrix, cell for cell that of the ICO (method.md 0, C4, and 1.2).
NL_RIJK = MethodProfile(
    id="nl-rijk-3.0", version="1", matrix=((_L, _L, _L), (_L, _M, _H), (_L, _H, _H))
)
# DPV's stricter table: severity 1 with likelihood 3 and the reverse are medium (method.md 3.1).
DPV_RM3X3 = MethodProfile(
    id="dpv-rm3x3", version="1", matrix=((_L, _L, _M), (_L, _M, _H), (_M, _H, _H))
)
PROFILES = {profile.id: profile for profile in (NL_RIJK, DPV_RM3X3)}
