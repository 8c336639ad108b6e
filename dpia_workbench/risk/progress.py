"""How far a measure is, in the few words in which all measures of an owner are counted together.

Nothing is decided here: whether a measure counts is what `measures` says (method.md 3.3).
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from dpia_workbench.risk.measures import (
    LocalMeasure,
    LocalState,
    Measure,
    Missing,
    Owner,
    contract_lack,
    local_lack,
    vendor_lack,
)
from dpia_workbench.risk.score import School


class Progress(StrEnum):
    """How far a measure is; the order is that of pictures and tables, the best first."""

    COUNTS = "counts"  # the vendor's, checked; or an agreement in force
    APPLIED = "applied"  # a school's own, and it counts
    LAPSED = "lapsed"  # a school's own, applied but without effect on this day
    UNDERWAY = "underway"  # promised, or delivered and not checked
    PLANNED = "planned"
    FOR_SCHOOLS = "for_schools"  # every school answers for itself
    OPEN = "open"  # the vendor's or an agreement, and nothing to count on
    TODO = "todo"
    NOT_APPLICABLE = "not_applicable"


_LOCAL = {
    LocalState.TODO: Progress.TODO,
    LocalState.PLANNED: Progress.PLANNED,
    LocalState.NOT_APPLICABLE: Progress.NOT_APPLICABLE,
}


def central(measure: Measure, *, on: date) -> Progress:
    """Return how far a measure is for all schools together on a day."""
    if measure.is_of_school:
        return Progress.FOR_SCHOOLS
    return _of_others(measure, on=on, party=None)


def at_school(
    measure: Measure, *, on: date, school: School, editions: Iterable[str | None]
) -> Progress:
    """Return how far a measure is for one school that uses some editions; none: not said yet.

    What is meant for other editions does not apply, unless the school says that it works on it.
    """
    used, local = set(editions), school.measures.get(measure.id, LocalMeasure())
    elsewhere = bool(used and measure.editions) and not used & measure.editions
    if elsewhere and local.state is LocalState.TODO:
        return Progress.NOT_APPLICABLE
    if measure.is_of_school:
        return _of_school(local, on=on)
    return _of_others(measure, on=on, party=measure.id in school.party_to)


def _of_school(local: LocalMeasure, *, on: date) -> Progress:
    done = Progress.APPLIED if local_lack(local, on=on) is None else Progress.LAPSED
    return _LOCAL.get(local.state, done)


def _of_others(measure: Measure, *, on: date, party: bool | None) -> Progress:
    if measure.owner is Owner.CONTRACTUAL:
        lack = contract_lack(measure, on=on, party=party)
    else:
        lack = vendor_lack(measure, on=on)
    if lack is None:
        return Progress.COUNTS
    expected = lack in (Missing.PROMISED, Missing.UNVERIFIED)
    return Progress.UNDERWAY if expected else Progress.OPEN
