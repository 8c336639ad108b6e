"""For which schools an adoption holds, what differs at one, and what that does to the levels."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.adoption import (
    AlreadyDecided,
    MeasureDetailMissing,
    OutcomeNotAllowed,
    PlannedDayPassed,
    State,
)
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.risk.decision import Limit, Obstacle, Outcome
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.scale import Level
from dpia_workbench.risk.school import NoneChosen
from dpia_workbench.risk.vocabulary import Sector, Tag
from dpia_workbench.store import audit
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.models import Adoption, School
from dpia_workbench.usecases import covered_school, local, local_schools, school_levels
from tests import make
from tests.usecases.adopting import TIMES, advise, decide, state_of

State_ = make.AdoptionState


def _schools(session: Session, people: make.People) -> list[School]:
    return [
        make.school(session, by=people.officer, brin="99AA", name="De Kluut", pupils=200),
        make.school(session, by=people.officer, brin="99AB", name="De Wulp", pupils=300),
    ]


def _choose(session: Session, row: Adoption, by: make.Person, **words: Any) -> Adoption:
    values = {"every_school": True, "school_ids": [], "version": None, **TIMES, **words}
    return covered_school.choose(session, actor=by.actor, adoption_id=row.id, **values)


def _describe(session: Session, row: Adoption, by: make.Person, **words: Any) -> Any:
    values = {
        "school_id": local_schools.covered(row)[0].id, "tags": [Tag.BYOD_UNMANAGED], "before": None,
        **TIMES, **words,
    }  # fmt: skip
    return covered_school.describe(session, actor=by.actor, adoption_id=row.id, **values)


def _deviate(session: Session, row: Adoption, by: make.Person, **words: Any) -> Any:
    values = {
        "school_id": local_schools.covered(row)[0].id, "measure_id": row.measures[0].id,
        "state": LocalState.TODO, "due": None, "evidence": "", "reason": "", "version": None,
        **TIMES, **words,
    }  # fmt: skip
    return covered_school.deviate(session, actor=by.actor, adoption_id=row.id, **values)


def _rejoin(session: Session, row: Adoption, by: make.Person, **words: Any) -> Any:
    values = {
        "school_id": local_schools.covered(row)[0].id, "measure_id": row.measures[0].id,
        "version": None, **TIMES, **words,
    }  # fmt: skip
    return covered_school.rejoin(session, actor=by.actor, adoption_id=row.id, **values)


ACTS = [_choose, _describe, _deviate, _rejoin]


def _names(row: Adoption) -> list[str]:
    return [place.name for place in local_schools.covered(row)]


def test_an_adoption_holds_for_all_or_for_some(session: Session, people: make.People) -> None:
    row, (kluut, wulp) = make.adoption(session, people=people), _schools(session, people)
    assert (local_schools.covered(row), local_schools.uncovered(row)) == ((), ())

    _choose(session, row, people.officer, every_school=False, school_ids=[wulp.id])
    _describe(session, row, people.officer)

    assert _names(row) == ["De Wulp"]
    assert [place.name for place in local_schools.uncovered(row)] == ["De Kluut"]
    assert Step.SCHOOLS in {each.step for each in row.steps}
    _choose(session, row, people.officer)
    assert _names(row) == ["De Kluut", "De Wulp"]
    assert {each.school_id: each.tags for each in row.school_rows} == {
        kluut.id: [], wulp.id: ["byod_unmanaged"]
    }  # fmt: skip
    newest = audit.find(session, subject_id=row.id)[0]
    assert newest.fact == "adoption.schools-chosen"
    assert newest.detail["changed"] == {"schools": [["De Wulp"], ["De Kluut", "De Wulp"]]}


def test_choosing_needs_a_school_of_this_board(session: Session, people: make.People) -> None:
    row = make.adoption(session, people=people)
    theirs = make.school(session, by=people.other_officer)

    with pytest.raises(NoneChosen):
        _choose(session, row, people.officer)
    with pytest.raises(NoneChosen):
        _choose(session, row, people.officer, every_school=False)
    for school_id in (theirs.id, uuid4()):
        with pytest.raises(NotFound):
            _choose(session, row, people.officer, every_school=False, school_ids=[school_id])


def test_who_chooses_late_is_told_even_if_only_schools_differ(
    session: Session, people: make.People
) -> None:
    row, (kluut, wulp) = make.adoption(session, people=people), _schools(session, people)
    _choose(session, row, people.officer, every_school=False, school_ids=[kluut.id])
    session.commit()
    seen = row.version

    _choose(session, row, people.officer, every_school=False, school_ids=[wulp.id], version=seen)
    session.commit()

    with pytest.raises(Stale):
        _choose(session, row, people.officer, version=seen)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ["fg", "board", "other_officer", "analyst", "vendor", "stranger"])
def test_only_the_privacy_officer_of_this_board_fills_in(
    session: Session, people: make.People, act: Any, who: str
) -> None:
    row = make.adoption(session, people=people, state=State_.CONTEXT_DONE)
    _deviate(session, row, people.officer)

    with pytest.raises((Forbidden, NotFound)):
        act(session, row, getattr(people, who))


@pytest.mark.parametrize("act", ACTS)
def test_nothing_changes_after_the_decision(
    session: Session, people: make.People, act: Any
) -> None:
    row = make.adoption(session, people=people, state=State_.ACTIVE)

    with pytest.raises(AlreadyDecided):
        act(session, row, people.officer)


@pytest.mark.parametrize("act", [_describe, _deviate, _rejoin])
def test_only_a_covered_school_differs(session: Session, people: make.People, act: Any) -> None:
    row = make.adoption(session, people=people, state=State_.CONTEXT_DONE)
    outside = make.school(session, by=people.other_officer, brin="99AB")

    with pytest.raises(NotFound):
        act(session, row, people.officer, school_id=outside.id)


def test_what_does_not_belong_together_is_not_found(session: Session, people: make.People) -> None:
    row = make.adoption(session, people=people, state=State_.CONTEXT_DONE)
    other = make.adoption(session, people=people, at=people.other_school, state=State_.CONTEXT_DONE)

    with pytest.raises(NotFound):
        _deviate(session, row, people.officer, measure_id=other.measures[0].id)
    with pytest.raises(NotFound):  # nothing deviates yet
        _rejoin(session, row, people.officer)


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ({"state": LocalState.IMPLEMENTED}, MeasureDetailMissing),
        ({"state": LocalState.PLANNED}, MeasureDetailMissing),
        ({"state": LocalState.NOT_APPLICABLE}, MeasureDetailMissing),
        ({"state": LocalState.PLANNED, "due": make.TODAY - timedelta(days=1)}, PlannedDayPassed),
    ],
)
def test_a_deviation_rests_on_the_same_as_any_measure(
    session: Session, people: make.People, words: dict[str, Any], rule: type[Exception]
) -> None:
    row = make.adoption(session, people=people, state=State_.CONTEXT_DONE)

    with pytest.raises(rule):
        _deviate(session, row, people.officer, **words)


def test_a_deviation_is_recorded_changed_ended_and_begun_again(
    session: Session, people: make.People
) -> None:
    row = make.adoption(session, people=people, state=State_.MEASURES_RECORDED)
    made = _deviate(session, row, people.officer)
    session.commit()

    with pytest.raises(Stale):
        _deviate(session, row, people.officer, version=0)  # did not know of the first one
    later = make.TODAY + timedelta(days=30)
    _deviate(session, row, people.officer, state=LocalState.PLANNED, due=later, version=1)
    session.commit()
    with pytest.raises(Stale):
        _rejoin(session, row, people.officer, version=1)
    _rejoin(session, row, people.officer, version=2)
    assert local_schools.deviations(row, local_schools.covered(row)[0]) == ()
    again = _deviate(
        session, row, people.officer, state=LocalState.IMPLEMENTED, evidence="Ja", version=0
    )

    assert again is made
    assert (again.ended_at, again.since, again.due) == (None, make.TODAY, None)
    facts = [event.fact for event in audit.find(session, subject_id=row.id)][:4]
    assert facts == [
        "adoption.deviation-recorded", "adoption.deviation-ended",
        "adoption.deviation-recorded", "adoption.deviation-recorded",
    ]  # fmt: skip


def test_circumstances_of_a_school_are_not_overwritten_unseen(
    session: Session, people: make.People
) -> None:
    row = make.adoption(session, people=people, state=State_.CONTEXT_DONE)
    _describe(session, row, people.officer, before=[])

    with pytest.raises(Stale):
        _describe(session, row, people.officer, before=[])
    _describe(session, row, people.officer, tags=[], before=["byod_unmanaged"])

    assert row.school_rows[0].tags == []


def test_a_school_that_is_less_far_keeps_the_board_from_approving(
    session: Session, people: make.People
) -> None:
    row = make.adoption(session, people=people, state=State_.READY)
    make.school(session, by=people.officer, brin="99AB", name="De Wulp")
    before = local.assess(row, on=make.TODAY)

    _deviate(session, row, people.officer)
    after = local.assess(row, on=make.TODAY)

    assert (before.levels["R1"], after.levels["R1"]) == (Level.LOW, Level.HIGH)
    assert Outcome.APPROVED in before.allowed
    assert Outcome.APPROVED not in after.allowed
    assert Limit(obstacle=Obstacle.MEASURE_MISSING, subject="M3") in after.limits.doubts
    assert after.measures[0].lacks_at == ("Basisschool 99AA",)
    views = {view.place.name: view.levels["R1"] for view in school_levels.views(after)}
    assert views == {"Basisschool 99AA": Level.HIGH, "De Wulp": Level.LOW}
    assert state_of(row) is State.READY
    advise(session, row, people.fg)  # facts changed, so the advice may be renewed
    with pytest.raises(OutcomeNotAllowed):
        decide(session, row, people.board)


def test_a_school_that_is_further_helps_only_itself(session: Session, people: make.People) -> None:
    row = make.adoption(session, people=people, state=State_.CONTEXT_DONE)

    _deviate(session, row, people.officer, state=LocalState.IMPLEMENTED, evidence="Gezien")

    assessed = local.assess(row, on=make.TODAY)
    (view,) = school_levels.views(assessed)
    assert (view.levels["R1"], assessed.levels["R1"]) == (Level.LOW, Level.HIGH)
    assert not any(each.is_effective for each in assessed.measures)


def test_special_education_follows_from_the_register(session: Session, people: make.People) -> None:
    make.school(session, by=people.officer, brin="99AA", sector=Sector.SO, name="De Kluut")
    make.school(session, by=people.officer, brin="99AB", name="De Wulp")
    row = make.adoption(session, people=people, state=State_.CONTEXT_DONE)

    kluut, wulp = school_levels.views(local.assess(row, on=make.TODAY))

    assert local_schools.difference(row, kluut.place).tags == {Tag.SPECIAL_EDUCATION}
    assert (kluut.differs, wulp.differs) == (True, False)
    assert kluut.worst is not None


def test_the_number_of_pupils_is_compared_with_the_circumstance(
    session: Session, people: make.People
) -> None:
    _schools(session, people)
    row = make.adoption(session, people=people, state=State_.CONTEXT_DONE)

    assert (local_schools.pupils_of(local_schools.covered(row)), local_schools.is_large(row)) == (
        500, False
    )  # fmt: skip
    make.school(session, by=people.officer, brin="99AC")
    assert local_schools.is_large(row) is None
    make.school(session, by=people.officer, brin="99AD", pupils=9_600)
    assert local_schools.is_large(row) is True
    assert local_schools.says_large(row) is False
    assert local_schools.pupils_of([replace(local_schools.covered(row)[0], pupils=None)]) is None


def test_a_decision_keeps_the_schools_as_they_were_then(
    session: Session, people: make.People
) -> None:
    kluut, _wulp = _schools(session, people)
    row = make.adoption(session, people=people, state=State_.STARTED)
    make.covering(session, row, by=people.officer, only=[kluut])
    assert local_schools.since(row) == ()
    decided = make.adoption(
        session, people=people, state=State_.ACTIVE, release=make.release(session, people=people)
    )
    decided_names = _names(decided)

    taken = decided.decision
    assert taken is not None
    assert [(item["name"], item["covered"]) for item in taken.schools] == [
        ("De Kluut", True), ("De Wulp", True)
    ]  # fmt: skip
    assert decided_names == ["De Kluut", "De Wulp"]
    assert local_schools.frozen(row)[1]["covered"] is False
