"""Where in a dossier something is said: the anchor of comments, evidence and history.

A place is named by human keys, which stay the same in the next revision, and not by row ids.
"""

from dataclasses import dataclass
from enum import StrEnum


class DossierPart(StrEnum):
    """The kinds of thing that a revision is made of."""

    DESCRIPTION = "description"  # summary, scope and the verdict's sentence; without a key
    CELL = "cell"  # C1
    RISK = "risk"  # R1
    MEASURE = "measure"  # M1
    CLAIM = "claim"  # K1
    FINDING = "finding"  # the topic
    TEXT = "text"  # the section
    ENTRY = "entry"  # a row of a register: the register's letters and a number, such as DI1
    EXEMPTION = "exemption"  # why a text or register is empty: text:<section>, register:<register>


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """One field of one part of a dossier; without a field, the part as a whole."""

    part: DossierPart
    key: str = ""
    field: str = ""
