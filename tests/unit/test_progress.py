"""How far a measure is, in the words of a picture; whether it counts stays what `measures` says."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from dpia_workbench.risk.measures import (
    LocalMeasure,
    LocalState,
    Measure,
    Owner,
    contract_lack,
    local_lack,
    vendor_lack,
)
from dpia_workbench.risk.progress import Progress, at_school, central
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.score import School
from tests.unit.strategies import World, thorough, worlds

TODAY = date(2026, 11, 23)
CHECKED = Measure(
    id="M1", owner=Owner.VENDOR, state=State.VERIFIED, evidence=True, independent=True,
    verified_on=date(2026, 5, 1),
)  # fmt: skip
AGREED = Measure(
    id="M2", owner=Owner.CONTRACTUAL, in_force_from=date(2026, 5, 1), open_to_sector=True
)
MANDATORY = Measure(id="M3", owner=Owner.SCHOOL_MANDATORY)
DONE = LocalMeasure(state=LocalState.IMPLEMENTED, since=date(2026, 5, 1), evidence=True)
LATER = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("measure", "progress"),
    [
        (CHECKED, Progress.COUNTS),
        (AGREED, Progress.COUNTS),
        (replace(CHECKED, state=State.COMMITTED, due=LATER), Progress.UNDERWAY),
        (replace(CHECKED, state=State.DELIVERED), Progress.UNDERWAY),
        (replace(CHECKED, state=State.COMMITTED, due=date(2026, 11, 1)), Progress.OPEN),
        (replace(CHECKED, state=None), Progress.OPEN),
        (replace(CHECKED, state=State.DECLINED), Progress.OPEN),
        (replace(AGREED, in_force_from=LATER), Progress.OPEN),
        (MANDATORY, Progress.FOR_SCHOOLS),
        (replace(MANDATORY, owner=Owner.SCHOOL_OPTIONAL), Progress.FOR_SCHOOLS),
    ],
)
def test_a_measure_is_as_far_as_its_facts_say(measure: Measure, progress: Progress) -> None:
    assert central(measure, on=TODAY) is progress


@pytest.mark.parametrize(
    ("recorded", "progress"),
    [
        (DONE, Progress.APPLIED),
        (replace(DONE, state=LocalState.CHECKED), Progress.APPLIED),
        (replace(DONE, evidence=False), Progress.LAPSED),
        (replace(DONE, review_due=TODAY), Progress.LAPSED),
        (replace(DONE, state=LocalState.PLANNED), Progress.PLANNED),
        (replace(DONE, state=LocalState.TODO), Progress.TODO),
        (replace(DONE, state=LocalState.NOT_APPLICABLE), Progress.NOT_APPLICABLE),
        (None, Progress.TODO),
    ],
)
def test_a_schools_own_measure_is_as_far_as_the_school_recorded(
    recorded: LocalMeasure | None, progress: Progress
) -> None:
    school = School(measures={} if recorded is None else {"M3": recorded})

    assert at_school(MANDATORY, on=TODAY, school=school, editions=[]) is progress


def test_an_agreement_counts_only_for_who_is_party_to_it() -> None:
    outside, inside = School(), School(party_to=frozenset({"M2"}))

    assert at_school(AGREED, on=TODAY, school=outside, editions=[]) is Progress.OPEN
    assert at_school(AGREED, on=TODAY, school=inside, editions=[]) is Progress.COUNTS


def test_what_is_meant_for_another_edition_does_not_apply() -> None:
    meant = replace(CHECKED, editions=frozenset({"plus"}))

    assert at_school(meant, on=TODAY, school=School(), editions=["basic"]) is (
        Progress.NOT_APPLICABLE
    )
    assert at_school(meant, on=TODAY, school=School(), editions=["basic", "plus"]) is (
        Progress.COUNTS
    )
    assert at_school(meant, on=TODAY, school=School(), editions=[]) is Progress.COUNTS


def test_a_school_may_take_what_is_meant_for_another_edition() -> None:
    meant = replace(MANDATORY, editions=frozenset({"plus"}))
    planned = School(measures={"M3": LocalMeasure(state=LocalState.PLANNED)})

    assert at_school(meant, on=TODAY, school=planned, editions=["basic"]) is Progress.PLANNED
    assert at_school(meant, on=TODAY, school=School(), editions=["basic"]) is (
        Progress.NOT_APPLICABLE
    )


@thorough
@given(worlds)
def test_green_always_means_that_the_measure_counts(world: World) -> None:
    school, on = world.school, world.on
    for measure in world.assessment.measures:
        found = at_school(measure, on=on, school=school, editions=[])
        lack = {
            Owner.VENDOR: lambda m: vendor_lack(m, on=on),
            Owner.CONTRACTUAL: lambda m: contract_lack(m, on=on, party=m.id in school.party_to),
        }.get(measure.owner, lambda m: local_lack(school.measures.get(m.id), on=on))(measure)
        assert (found in (Progress.COUNTS, Progress.APPLIED)) == (lack is None)
