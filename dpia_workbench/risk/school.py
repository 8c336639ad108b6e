"""Schools of a board: their number, their list, and what differs at each (method.md 3.4, 4.2).

A school is known by its BRIN: two digits and two letters, with two digits more for a branch.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from dpia_workbench.risk.measures import LocalMeasure
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.score import School
from dpia_workbench.risk.vocabulary import Sector, Tag

MOST_SCHOOLS = 500  # of one board; boards of a hundred schools are rare
MOST_PUPILS = 100_000  # of one school
LARGE_SCALE = 10_000  # pupils, from which a board processes on a large scale
_BRIN = re.compile(r"[0-9]{2}[A-Z]{2}(?:[0-9]{2})?")
_BETWEEN = re.compile(r"[\s.\-_/]+")
SCHOOL_SECTORS = (
    Sector.PO, Sector.SBO, Sector.SO, Sector.VSO, Sector.VO, Sector.MBO, Sector.HBO, Sector.WO
)  # fmt: skip
_SPECIAL = frozenset({Sector.SBO, Sector.SO, Sector.VSO})


class BrinWrong(RuleViolation):
    """A school has the number of the national register, or no number at all is kept of it."""

    code = "school.brin-wrong"


class BrinTaken(RuleViolation):
    """A school stands in the register of a board once."""

    code = "school.brin-taken"


class BrinTwice(RuleViolation):
    """A list names each school once: two lines on one school are not guessed between."""

    code = "school.brin-twice"


class SchoolNameMissing(RuleViolation):
    """A school has a name."""

    code = "school.name-missing"


class SectorMissing(RuleViolation):
    """Of a new school it is known which kind of education it gives."""

    code = "school.sector-missing"


class ValueUnknown(RuleViolation):
    """What stands in a cell of a list is what its column is about."""

    code = "school.value-unknown"


class SchoolsMissing(RuleViolation):
    """A list of schools names at least one."""

    code = "school.list-empty"


class TooManySchools(RuleViolation):
    """So many schools can still be looked through by a person."""

    code = "school.list-too-long"


class SchoolsUnreadable(RuleViolation):
    """A list is a text, or a table saved as csv."""

    code = "school.list-unreadable"


class ColumnMissing(RuleViolation):
    """A table of schools says which column holds the number, and which the name."""

    code = "school.column-missing"


class RowsRefused(RuleViolation):
    """What is wrong in a list is put right, or left out on purpose."""

    code = "school.rows-refused"


class ReviewOutdated(RuleViolation):
    """What is stored is what was looked through."""

    code = "school.review-outdated"


class NoneChosen(RuleViolation):
    """An adoption holds for at least one school."""

    code = "school.none-chosen"


class RowState(StrEnum):
    """What a line of a list would do to the register."""

    REFUSED = "refused"
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def brin_of(text: str) -> str:
    """Return the number of a school as it is kept. Raises BrinWrong."""
    found = _BETWEEN.sub("", text).upper()
    if not _BRIN.fullmatch(found):
        raise BrinWrong(text=text)
    return found


def is_special(sector: Sector, *, said: bool) -> bool:
    """Return whether a school gives special education: by its kind, or because its board says."""
    return said or sector in _SPECIAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a list of schools. None: not said, so what is known stays as it is."""

    number: int  # of the line in the list
    brin: str
    name: str = ""
    sector: Sector | None = None
    otherwise: Sector | None = None  # the kind of a new school that says none
    special_education: bool | None = None
    pupils: int | None = None
    faults: tuple[RuleViolation, ...] = ()


def require_whole(line: Line) -> None:
    """Refuse a new school that lacks what a register holds of each.

    Raises SchoolNameMissing or SectorMissing.
    """
    if not line.name:
        raise SchoolNameMissing
    if not (line.sector or line.otherwise):
        raise SectorMissing


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What holds at one school only, beside what holds for the whole board."""

    tags: frozenset[str] = frozenset()
    measures: Mapping[str, LocalMeasure] = field(default_factory=dict)


def own_tags(*, special_education: bool, said: frozenset[str]) -> frozenset[str]:
    """Return the circumstances of one school; special education follows from the register."""
    return said | ({Tag.SPECIAL_EDUCATION} if special_education else set())


def at_school(board: School, difference: Difference) -> School:
    """Return what one school brings to the computation (method.md 3.4)."""
    return replace(
        board,
        tags=board.tags | difference.tags,
        measures={**board.measures, **difference.measures},
    )


def kinds_of_school(board: School, differences: Iterable[Difference]) -> list[School]:
    """Return the board as a whole, and what each school brings that differs from the others.

    The board counts even if every school differs from it, so that what is recorded of one school
    never makes the others or the board as a whole look better.
    """
    found = [board]
    for each in differences:
        school = at_school(board, each)
        if school not in found:
            found.append(school)
    return found
