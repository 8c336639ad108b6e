"""Whether a kept file was looked at for viruses (method.md 9.1, invariant 29)."""

from enum import StrEnum

from dpia_workbench.risk.rules import RuleViolation


class Scan(StrEnum):
    """What is known of a content; the newest look at it counts."""

    NOT_SCANNED = "not_scanned"
    CLEAN = "clean"
    INFECTED = "infected"


class FileInfected(RuleViolation):
    """A file in which a virus was found is given to nobody."""

    code = "file.infected"
