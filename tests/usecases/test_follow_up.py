"""What a board does after its decision: follow-ups, levels today, the end; the record stays."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Role
from dpia_workbench.access.policy import Forbidden
from dpia_workbench.report.local import local_report
from dpia_workbench.risk.adoption import MeasureDetailMissing, PlannedDayPassed, State
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.follow_up import (
    Due,
    Followed,
    FollowUpAhead,
    FollowUpRefused,
    FollowUpTooEarly,
    NothingToFollow,
    PlanUnexplained,
    Said,
)
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.release import Status
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.scale import Level
from dpia_workbench.store import audit, followups
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.freezing import Frozen
from dpia_workbench.store.models import Adoption
from dpia_workbench.store.models.measured import Measured
from dpia_workbench.usecases import adoption_end, follow_up, local, local_today
from dpia_workbench.usecases.adoption_end import AlreadyEnded, EndDayWrong, EndUnexplained
from tests import make
from tests.making import rounds as making
from tests.usecases.adopting import advise, decide, record, state_of, view

YEAR = timedelta(days=366)
DAY = timedelta(days=1)
MOVED = Said(kind=Followed.MOVED, due=make.TODAY + 30 * DAY, reason="De leverancier is laat.")


@pytest.fixture
def first(session: Session, people: make.People) -> Adoption:
    """An adoption that is in use."""
    return make.adoption(session, people=people, state=State.ACTIVE)


def follow(session: Session, row: Adoption, by: make.Person, said: Said, **words: Any) -> Measured:
    """Record a follow-up."""
    values = {"place": ("M3", None), "seen": 0, "today": make.TODAY, "now": make.NOW, **words}
    return follow_up.record(session, actor=by.actor, adoption_id=row.id, said=said, **values)


def test_a_check_beside_the_decision_makes_the_next_one_due_later(
    session: Session, people: make.People, first: Adoption
) -> None:
    later = make.NOW + 300 * DAY
    decided = first.measures[0]

    made = making.followed_up(session, first, making.STILL_WORKS, people=people, now=later)

    assert (made.state, made.since) == (LocalState.IMPLEMENTED, decided.since)
    assert made.review_due is not None
    assert decided.review_due is not None
    assert made.review_due > decided.review_due
    assert decided.evidence == "Zie de instelling."
    assert audit.find(session, subject_id=first.id)[0].fact == "adoption.followed-up"
    made.evidence = "Anders"
    with pytest.raises(Frozen):
        session.flush()
    session.rollback()


def test_somebody_else_who_looks_makes_it_checked(
    session: Session, people: make.People, first: Adoption
) -> None:
    first.measures[0].recorded_by_id = people.officer.user.id
    session.commit()
    colleague = make.person(
        session,
        organisation=people.officer.organisation,
        role=Role.PRIVACY_OFFICER,
    )

    made = follow(session, first, colleague, making.STILL_WORKS)
    again = follow(session, first, people.officer, making.STILL_WORKS, seen=1)

    assert made.state is LocalState.CHECKED
    assert again.state is LocalState.IMPLEMENTED


def test_a_measure_that_was_never_checked_again_counts_no_more_and_the_page_can_warn(
    session: Session, people: make.People, first: Adoption
) -> None:
    now = local_today.today(first, on=make.TODAY)
    then = local_today.today(first, on=make.TODAY + YEAR)

    assert now is not None
    assert then is not None
    assert (now.differing, now.lapsed, now.waiting) == ((), (), ())
    assert then.is_worse
    assert set(then.lapsed) == {"M3", "M4"}
    assert {each.key: each.today for each in then.differing}["R1"] is not Level.LOW
    assert {each.due for each in then.waiting} == {Due.CHECK_DUE}
    for key, seen in (("M3", 0), ("M4", 0)):
        follow_up.record(
            session, actor=people.officer.actor, adoption_id=first.id, place=(key, None),
            said=making.STILL_WORKS, seen=seen, today=make.TODAY + YEAR, now=make.NOW + YEAR,
        )  # fmt: skip
    healed = local_today.today(first, on=make.TODAY + YEAR)
    assert healed is not None
    assert not healed.lapsed


def test_what_waits_is_found_for_all_boards(
    session: Session, people: make.People, first: Adoption
) -> None:
    on = make.TODAY + YEAR
    other = make.adoption(
        session, people=people, release=first.release, at=people.other_school, state=State.ACTIVE
    )
    make.adoption(session, people=people, state=State.REJECTED)

    used = followups.in_use(session.scalars(select(Adoption)))
    assert [each for row in used for each in followups.of_adoption(row, on=make.TODAY)] == []
    waiting = [each for row in used for each in followups.of_adoption(row, on=on)]
    found = {(each.adoption.id, each.key, each.due) for each in waiting}
    assert found == {(row.id, key, Due.CHECK_DUE) for row in (first, other) for key in ("M3", "M4")}
    making.followed_up(session, first, MOVED, people=people)
    late = {each.due for each in followups.of_adoption(first, on=on) if each.key == "M3"}
    assert late == {Due.OVERDUE}


REFUSED: list[tuple[Said, type[RuleViolation]]] = [
    (Said(kind=Followed.DONE, evidence="Ja."), FollowUpRefused),
    (Said(kind=Followed.STILL_WORKS), MeasureDetailMissing),
    (Said(kind=Followed.STILL_WORKS, evidence="Ja.", on=make.TODAY + DAY), FollowUpAhead),
    (Said(kind=Followed.STILL_WORKS, evidence="Ja.", on=make.TODAY - DAY), FollowUpTooEarly),
    (Said(kind=Followed.MOVED, due=make.TODAY + DAY), PlanUnexplained),
    (Said(kind=Followed.MOVED, reason="Druk."), MeasureDetailMissing),
    (Said(kind=Followed.MOVED, due=make.TODAY - DAY, reason="Druk."), PlannedDayPassed),
]


@pytest.mark.parametrize(("said", "refusal"), REFUSED)
def test_what_cannot_be_said_of_a_measure(
    session: Session,
    people: make.People,
    first: Adoption,
    said: Said,
    refusal: type[RuleViolation],
) -> None:
    with pytest.raises(refusal):
        follow(session, first, people.officer, said)
    assert first.follow_ups == []


def test_only_the_privacy_officer_of_the_board_follows_up(
    session: Session, people: make.People, first: Adoption
) -> None:
    for name, person in people.everybody().items():
        if name != "officer":
            expected = Forbidden if name in ("fg", "board") else NotFound
            with pytest.raises(expected):
                follow(session, first, person, MOVED)
    with pytest.raises(NotFound):
        follow(session, first, people.officer, MOVED, place=("M9", None))


def test_two_people_with_one_measure_the_late_one_is_told(
    session: Session, people: make.People, first: Adoption
) -> None:
    follow(session, first, people.officer, MOVED)

    with pytest.raises(Stale):
        follow(session, first, people.officer, making.STILL_WORKS)
    follow(session, first, people.officer, Said(kind=Followed.DONE, evidence="Nu wel."), seen=1)

    assert [each.number for each in first.follow_ups] == [1, 2]


@pytest.mark.parametrize("state", [State.READY, State.REJECTED, State.CONSULTING])
def test_only_what_is_in_use_is_followed_up(
    session: Session, people: make.People, state: State
) -> None:
    row = make.adoption(session, people=people, state=state)

    with pytest.raises(NothingToFollow):
        follow(session, row, people.officer, MOVED)
    assert local_today.today(row, on=make.TODAY) is None


def test_a_follow_up_comes_over_into_the_next_round(
    session: Session, people: make.People, first: Adoption
) -> None:
    making.followed_up(
        session, first, Said(kind=Followed.STILL_WORKS, evidence="Nieuw bewijs."), people=people
    )
    row = making.confirmed(session, making.successor(session, first, people=people), people=people)

    assert row.measures[0].evidence == "Nieuw bewijs."
    assert first.measures[0].evidence == "Zie de instelling."


saids = st.lists(
    st.tuples(
        st.sampled_from(["M3", "M4"]),
        st.builds(
            Said, kind=st.sampled_from(Followed), evidence=st.just("Gezien."),
            reason=st.just("Druk."), due=st.integers(0, 900).map(lambda n: make.TODAY + n * DAY),
        ),
        st.integers(0, 200),
    ),
    max_size=4,
)  # fmt: skip


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(saids, st.integers(0, 900), st.integers(0, 900))
def test_follow_ups_never_change_the_record_and_time_alone_never_makes_it_better(
    session: Session,
    people: make.People,
    told: list[tuple[str, Said, int]],
    days: int,
    more: int,
) -> None:
    """Invariants 2 and 21."""
    point = session.begin_nested()
    row = make.adoption(session, people=people, state=State.ACTIVE)
    kept = _record_of(row, days=days)
    passed = 0
    for key, said, after in told:
        passed += after
        moment = make.NOW + passed * DAY
        last = followups.newest(row).get((key, None))
        try:
            follow(
                session, row, people.officer, said, place=(key, None),
                seen=last.number if last else 0, today=make.day_of(moment), now=moment,
            )  # fmt: skip
        except RuleViolation:
            continue
    session.flush()

    on = make.TODAY + (passed + days) * DAY
    sooner, later = (local_today.levels(row, on=each) for each in (on, on + more * DAY))

    assert _record_of(row, days=days + more) == kept
    assert all(later[key].rank >= level.rank for key, level in sooner.items())
    if point.is_active:
        point.rollback()


def _record_of(row: Adoption, *, days: int) -> Any:
    assessed = local.assess(row, on=make.TODAY + days * DAY)
    report = local_report(assessed, status=Status.CURRENT, language="nl")
    measures = [(view.key, view.state, view.evidence) for view in assessed.measures]
    return repr(report), assessed.risks, assessed.state, measures


def test_a_board_stops_using_a_product_and_keeps_the_record(
    session: Session, people: make.People, first: Adoption
) -> None:
    row = making.successor(session, first, people=people)

    adoption_end.end(
        session, actor=people.officer.actor, adoption_id=first.id, reason="Te duur.",
        on=make.TODAY, now=make.NOW,
    )  # fmt: skip

    assert {state_of(each) for each in (first, row)} == {State.ENDED}
    assert first.ending is not None
    assert first.ending.reason == "Te duur."
    assert first.decision is not None
    assert audit.find(session, subject_id=first.id)[0].fact == "adoption.ended"
    with pytest.raises(NothingToFollow):
        follow(session, first, people.officer, MOVED)
    with pytest.raises(AlreadyEnded):
        adoption_end.end(
            session, actor=people.officer.actor, adoption_id=first.id, reason="Nog eens.",
            on=make.TODAY, now=make.NOW,
        )  # fmt: skip
    third = making.successor(session, row, people=people)
    assert third.follows is row
    assert state_of(first) is State.ENDED


def test_how_a_product_is_not_ended(session: Session, people: make.People, first: Adoption) -> None:
    values = {"adoption_id": first.id, "reason": "Klaar.", "on": make.TODAY, "now": make.NOW}
    for name, person in people.everybody().items():
        if name not in ("officer", "board"):
            expected = Forbidden if name == "fg" else NotFound
            with pytest.raises(expected):
                adoption_end.end(session, actor=person.actor, **values)
    with pytest.raises(EndUnexplained):
        adoption_end.end(session, actor=people.board.actor, **{**values, "reason": " "})
    for day in (make.TODAY - DAY, make.TODAY + DAY):
        with pytest.raises(EndDayWrong):
            adoption_end.end(session, actor=people.board.actor, **{**values, "on": day})
    adoption_end.end(session, actor=people.board.actor, **values)


def test_a_plan_of_the_decision_is_late_and_counts_once_it_is_done(
    session: Session, people: make.People
) -> None:
    release = make.release(session, people=people, request=make.RequestState.VERIFIED)
    first = make.adoption(session, people=people, state=State.CONTEXT_DONE, release=release)
    record(session, first, people.officer, number=0, state=LocalState.PLANNED,
           due=make.TODAY + DAY, evidence="")  # fmt: skip
    record(session, first, people.officer, number=1)
    advise(session, first, people.fg)
    view(session, first, people.officer)
    decide(
        session, first, people.board, outcome=Outcome.CONDITIONALLY_APPROVED,
        words={"conditions": "M3 voor morgen."}, acceptances={"R1": "Kort.", "R2": "Kort."},
    )  # fmt: skip
    late = [each.due for each in followups.of_adoption(first, on=make.TODAY + 2 * DAY)]
    assert late == [Due.OVERDUE]
    before = local_today.levels(first, on=make.TODAY)

    making.followed_up(session, first, Said(kind=Followed.DONE, evidence="Gedaan."), people=people)

    after = local_today.today(first, on=make.TODAY)
    assert after is not None
    assert before["R1"] is not Level.LOW
    assert {each.key: each.today for each in after.differing}["R1"] is Level.LOW
    assert not after.is_worse
