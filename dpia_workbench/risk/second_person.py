"""Evidence of a board's own measures, and the second person who looks (method.md 3.3)."""

from dpia_workbench.risk.measures import APPLIED, LocalState
from dpia_workbench.risk.rules import RuleViolation

MOST_FILES, ROOM = 200, 500 * 2**20  # of one adoption


class CheckIsSeparate(RuleViolation):
    """That somebody else looked is said by that other person."""

    code = "adoption.check-is-separate"


class NothingToCheck(RuleViolation):
    """Only what is applied, and was not checked yet, can be checked."""

    code = "adoption.nothing-to-check"


class CheckerRecorded(RuleViolation):
    """Nobody checks what they recorded themselves."""

    code = "adoption.checker-recorded"


class EvidenceNeeded(RuleViolation):
    """What is applied keeps at least one piece of evidence."""

    code = "adoption.evidence-needed"


class EvidenceFull(RuleViolation):
    """The files of an adoption take room up to a limit."""

    code = "adoption.evidence-full"


def require_recordable(state: LocalState) -> None:
    """Refuse to record a check as one's own word. Raises CheckIsSeparate."""
    if state is LocalState.CHECKED:
        raise CheckIsSeparate


def require_checkable(state: LocalState, *, recorded_by: object, checker: object) -> None:
    """Refuse a check of what is not applied, or by who recorded it.

    `recorded_by` is None for what came from an ICT partner by a worksheet: then whoever of the
    board looks is the second person. Raises NothingToCheck or CheckerRecorded.
    """
    if state is not LocalState.IMPLEMENTED:
        raise NothingToCheck(state=state)
    if recorded_by is not None and recorded_by == checker:
        raise CheckerRecorded


def require_room(sizes: list[int], *, used: int, count: int) -> None:
    """Refuse files for which the adoption has no room. Raises EvidenceFull."""
    if used + sum(sizes) > ROOM or count + len(sizes) > MOST_FILES:
        raise EvidenceFull(most=ROOM // 2**20, files=MOST_FILES)


def evidence_left(evidence: str, *, names: list[str], state: LocalState, taken: str) -> str:
    """Return the evidence of a measure after one of its files was taken out.

    Where the evidence only names the files, it goes on naming those that are left. Raises
    EvidenceNeeded if what is applied would have none.
    """
    if evidence != named(names):
        return evidence
    left = list(names)
    left.remove(taken)
    if not left and state in APPLIED:
        raise EvidenceNeeded
    return named(left)


def named(names: list[str]) -> str:
    """Return the evidence that files are by themselves: their names."""
    return ", ".join(names)
