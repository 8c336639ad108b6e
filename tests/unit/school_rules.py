"""Rules about the schools of boards that are broken, for the tests of sentences."""

from collections.abc import Callable

from dpia_workbench.risk import school
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.schemas import school_list


def _fault(text: str) -> Callable[[], None]:
    def broken() -> None:
        raise school_list.lines_in(text)[-1].faults[0]

    return broken


def _raised(violation: RuleViolation) -> Callable[[], None]:
    def broken() -> None:
        raise violation

    return broken


BROKEN: dict[str, tuple[Callable[[], object], str]] = {
    "school.brin-wrong": (lambda: school.brin_of("9AA"), "“9AA” is no BRIN"),
    "school.brin-taken": (_raised(school.BrinTaken(brin="99AA")), "99AA"),
    "school.brin-twice": (_fault("99AA De Kluut\n99aa De Kluut"), "on line 1 already"),
    "school.value-unknown": (_fault("99AA;De Kluut;bassischool"), "“bassischool”"),
    "school.list-empty": (lambda: school_list.lines_in(" \n;;\n"), "at least one school"),
    "school.list-too-long": (
        lambda: school_list.lines_in("99AA x\n" * (school.MOST_SCHOOLS + 2)),
        "at most 500 schools",
    ),
    "school.column-missing": (lambda: school_list.lines_in("naam;plaats\nx;y"), "BRIN"),
    "school.rows-refused": (_raised(school.RowsRefused(count=3)), "3 lines"),
}
# A use case or a door raises these, with nothing to fill in.
RAISED_ABOVE = frozenset({
    "school.list-unreadable",
    "school.name-missing",
    "school.none-chosen",
    "school.review-outdated",
    "school.sector-missing",
})  # fmt: skip
