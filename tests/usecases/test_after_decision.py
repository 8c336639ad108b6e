"""After the decision: conditions that are met or not, and the consultation of the authority."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.adoption import PlannedDayPassed, State
from dpia_workbench.risk.board_decision import (
    AdviceStance,
    Condition,
    ConditionDayPassed,
    ConditionIncomplete,
    ConditionState,
    DeviationUnexplained,
    HearingMissing,
)
from dpia_workbench.risk.consultation_record import (
    Applicant,
    ApplicantMissing,
    EventAhead,
    EventKind,
    EventOutOfOrder,
    StillNeeded,
)
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.freezing import Frozen
from dpia_workbench.store.models import Adoption
from dpia_workbench.usecases import accepting, condition, consultation, local
from dpia_workbench.usecases.adoption import DayAhead, WordsMissing
from dpia_workbench.usecases.task import Kind
from dpia_workbench.usecases.tasks import waiting
from tests import make
from tests.making import judging
from tests.usecases.adopting import TIMES, advise, decide, record, view

DAY = timedelta(days=1)


def _kinds(session: Session, by: make.Person, *, today: date = make.TODAY) -> list[Kind]:
    return [task.kind for task in waiting(session, actor=by.actor, today=today)]


def _mark(session: Session, row: Adoption, by: make.Person, **words: Any) -> Any:
    assert row.decision is not None
    values = {
        "condition_id": row.decision.condition_rows[0].id, "is_met": True, "on": make.TODAY,
        "note": "Staat op de site.", "version": None, **TIMES, **words,
    }  # fmt: skip
    return condition.mark(session, actor=by.actor, adoption_id=row.id, **values)


def _note(session: Session, row: Adoption, by: make.Person, kind: EventKind, **words: Any) -> Any:
    asks = kind is EventKind.SUBMITTED
    values = {
        "on": make.TODAY, "applicant": Applicant.BOARD if asks else None, "text": "Zo.",
        "version": None, **TIMES, **words,
    }  # fmt: skip
    return consultation.note(session, actor=by.actor, adoption_id=row.id, kind=kind, **values)


def test_a_planned_mandatory_measure_becomes_a_condition_by_itself(
    session: Session, people: make.People
) -> None:
    release = make.release(session, people=people, request=make.RequestState.VERIFIED)
    row = make.adoption(session, people=people, state=State.CONTEXT_DONE, release=release)
    due = make.TODAY + 30 * DAY
    record(session, row, people.officer, state=LocalState.PLANNED, due=due)
    advise(session, row, people.fg)
    view(session, row, people.officer)
    chosen: dict[str, Any] = {
        "outcome": Outcome.CONDITIONALLY_APPROVED, "acceptances": {"R1": "Even."}
    }  # fmt: skip
    with pytest.raises(PlannedDayPassed):
        decide(session, row, people.board, **chosen, today=due + DAY)

    taken = decide(session, row, people.board, **chosen)

    assert [(each.measure, each.due, each.number) for each in taken.condition_rows] == [
        ("M3", due, 1)
    ]
    session.commit()
    taken.condition_rows[0].text = "Anders"
    with pytest.raises(Frozen):
        session.flush()
    session.rollback()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"stance": AdviceStance.DEVIATED, "words": {"follows_advice": " "}}, DeviationUnexplained),
        ({"conditions": [("", "ICT", 9)]}, ConditionIncomplete),
        ({"conditions": [("Sluit af.", "", 9)]}, ConditionIncomplete),
        ({"conditions": [("Sluit af.", "ICT", 0)]}, ConditionDayPassed),
    ],
)
def test_a_decision_binds_people_to_days_and_answers_the_advice(
    session: Session, people: make.People, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    row = make.adoption(session, people=people, state=State.READY)
    told = [
        Condition(text=text, owner=owner, due=make.TODAY + days * DAY)
        for text, owner, days in changes.pop("conditions", [])
    ]

    with pytest.raises(refusal):
        decide(session, row, people.board, conditions=told, **changes)
    assert row.decision is None


def test_views_say_through_whom_and_do_not_overwrite_each_other(
    session: Session, people: make.People
) -> None:
    row = make.adoption(session, people=people, state=State.MEASURES_RECORDED)
    with pytest.raises(HearingMissing):
        view(session, row, people.officer, heard=[])

    found = view(session, row, people.officer, version=0)
    session.flush()
    with pytest.raises(Stale):
        view(session, row, people.officer, version=0)
    changed = view(session, row, people.officer, asked=False, version=found.version)

    assert changed.heard == []


def test_an_advice_can_be_a_document_that_is_kept_elsewhere(
    session: Session, people: make.People
) -> None:
    row = make.adoption(session, people=people, state=State.MEASURES_RECORDED)
    with pytest.raises(WordsMissing):
        advise(session, row, people.fg, text="", document=" ")

    given = advise(session, row, people.fg, text="", document="DOC-2026-14")

    assert (given.text, given.document) == ("", "DOC-2026-14")


def test_an_acceptance_is_prepared_and_is_the_boards_own_later(
    session: Session, people: make.People
) -> None:
    row = make.adoption(session, people=people, state=State.MEASURES_RECORDED)
    judging.own_risk(session, row, by=people.officer)
    here: dict[str, Any] = {"actor": people.officer.actor, "adoption_id": row.id, **TIMES}

    accepting.prepare(session, texts={"O1": "Klein."}, version=0, **here)
    session.flush()
    with pytest.raises(Stale):
        accepting.prepare(session, texts={"O1": "Anders."}, version=0, **here)
    with pytest.raises(NotFound):
        accepting.prepare(session, texts={"R9": "Anders."}, version=1, **here)
    accepting.prepare(session, texts={"O1": "Klein, en kort."}, version=1, **here)

    assert [each.text for each in row.prepared] == ["Klein, en kort."]
    assert [view.acceptance for view in local.assess(row, on=make.TODAY).risks] == ["", "", ""]
    with pytest.raises(Forbidden):
        accepting.prepare(session, texts={}, version=None, **{**here, "actor": people.board.actor})


def test_a_condition_is_marked_and_may_turn_out_otherwise(
    session: Session, people: make.People
) -> None:
    row = judging.conditional(session, people=people)
    assert row.decision is not None
    asked = row.decision.condition_rows[0]
    late = asked.due + DAY
    assert condition.state_of(asked, on=asked.due) is ConditionState.OPEN
    rows = row.decision.condition_rows
    overdue = [c for c in rows if condition.state_of(c, on=late) is ConditionState.OVERDUE]
    assert overdue == [asked]
    assert _kinds(session, people.officer) == [Kind.MEET_CONDITION]
    assert _kinds(session, people.board) == []
    assert _kinds(session, people.board, today=late) == [Kind.WATCH_CONDITION]

    _mark(session, row, people.officer, version=0)
    session.flush()
    with pytest.raises(Stale):
        _mark(session, row, people.officer, version=0)
    assert condition.state_of(asked, on=late) is ConditionState.MET
    assert _kinds(session, people.officer, today=late) == []
    _mark(session, row, people.officer, is_met=False, note="Toch weg.")
    assert condition.state_of(asked, on=late) is ConditionState.OVERDUE
    assert len(asked.marks) == 2


def test_a_mark_has_words_and_a_day_and_is_of_the_own_board(
    session: Session, people: make.People
) -> None:
    row = judging.conditional(session, people=people)
    other = judging.conditional(session, people=people, release=row.release, at=people.other_school)
    assert other.decision is not None

    with pytest.raises(WordsMissing):
        _mark(session, row, people.officer, note=" ")
    with pytest.raises(DayAhead):
        _mark(session, row, people.officer, on=make.TODAY + DAY)
    theirs = other.decision.condition_rows[0].id
    with pytest.raises(NotFound):
        _mark(session, row, people.officer, condition_id=theirs)
    for person in (people.fg, people.board):
        with pytest.raises(Forbidden):
            _mark(session, row, person)
    with pytest.raises(NotFound):
        _mark(session, row, people.other_officer)


def test_a_consultation_is_noted_event_by_event(session: Session, people: make.People) -> None:
    row = make.adoption(session, people=people, state=State.CONSULTING)
    officer = people.officer
    assert row.decision is not None
    assert _kinds(session, officer) == [Kind.SUBMIT_CONSULTATION]
    with pytest.raises(ApplicantMissing):
        _note(session, row, officer, EventKind.SUBMITTED, applicant=None)
    with pytest.raises(EventAhead):
        _note(session, row, officer, EventKind.SUBMITTED, on=make.TODAY + DAY)
    with pytest.raises(EventOutOfOrder):
        _note(session, row, officer, EventKind.ANSWERED)

    for kind in (EventKind.SUBMITTED, EventKind.RECEIVED):
        _note(session, row, officer, kind)
    assert _kinds(session, officer) == [Kind.FOLLOW_CONSULTATION]
    assert _kinds(session, officer, today=make.TODAY + 57 * DAY) == [Kind.REMIND_AUTHORITY]
    with pytest.raises(Stale):
        _note(session, row, officer, EventKind.ANSWERED, version=1)
    with pytest.raises(WordsMissing):
        _note(session, row, officer, EventKind.ANSWERED, text=" ")
    _note(session, row, officer, EventKind.ANSWERED, version=2)
    assert _kinds(session, officer) == [Kind.RECORD_FOLLOWING]
    assert _kinds(session, people.board) == [Kind.DECIDE_ANEW]
    _note(session, row, officer, EventKind.FOLLOWED)
    assert _kinds(session, officer) == []


def test_what_was_noted_wrongly_is_taken_back_and_stays(
    session: Session, people: make.People
) -> None:
    row = make.adoption(session, people=people, state=State.CONSULTING)
    here: dict[str, Any] = {"actor": people.officer.actor, "adoption_id": row.id, **TIMES}
    for kind in (EventKind.SUBMITTED, EventKind.RECEIVED):
        _note(session, row, people.officer, kind)

    with pytest.raises(StillNeeded):
        consultation.take_back(session, number=1, text="Verkeerde dag.", **here)
    with pytest.raises(WordsMissing):
        consultation.take_back(session, number=2, text=" ", **here)
    consultation.take_back(session, number=2, text="Verkeerde dag.", **here)
    with pytest.raises(NotFound):
        consultation.take_back(session, number=2, text="Nog eens.", **here)

    assert row.decision is not None
    assert [each.kind for each in row.decision.consultation] == [
        EventKind.SUBMITTED, EventKind.RECEIVED, None
    ]  # fmt: skip
    assert consultation.record_of(row.decision).received is None


def test_who_may_not_does_not_note_and_without_a_consultation_there_is_none(
    session: Session, people: make.People
) -> None:
    row = make.adoption(session, people=people, state=State.CONSULTING)
    other = make.adoption(
        session, people=people, release=row.release, at=people.other_school, state=State.ACTIVE
    )

    for person in (people.fg, people.board):
        with pytest.raises(Forbidden):
            _note(session, row, person, EventKind.SUBMITTED)
    with pytest.raises(NotFound):
        _note(session, row, people.other_officer, EventKind.SUBMITTED)
    with pytest.raises(NotFound):
        _note(session, other, people.other_officer, EventKind.SUBMITTED)
