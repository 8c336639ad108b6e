"""A board judges risks itself: its own, and those of a record that nobody gave a level."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.adoption import (
    AlreadyDecided,
    MeasureDetailMissing,
    PlannedDayPassed,
    SamePersonTwice,
    State,
)
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.own_risks import OwnRisksUnanswered, RiskNotYours, RisksNotJudged
from dpia_workbench.risk.scale import Axis, Level
from dpia_workbench.store import audit
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.models import Adoption, OwnMeasure, OwnRisk
from dpia_workbench.usecases import local, local_lowering, own_risk
from tests import make
from tests.making import judging
from tests.making.judging import MEASURE, RISK
from tests.usecases.adopting import TIMES, advise, answer, state_of

JUDGED: dict[str, Any] = {"likelihood": 1, "severity": 1, "reason": "Bij ons klein."}


def _levels(row: Adoption) -> dict[str, Level]:
    return local.assess(row, on=make.TODAY).levels


def _judge(session: Session, row: Adoption, by: make.Person, **words: Any) -> OwnRisk:
    values = {"key": "R2", "version": 0, **words}
    judged = {**JUDGED, **values.pop("values", {})}
    return own_risk.judge(
        session, actor=by.actor, adoption_id=row.id, values=judged, **TIMES, **values
    )


def test_a_risk_of_its_own_counts_beside_the_others(session: Session, people: make.People) -> None:
    row = make.adoption(session, people=people, state=State.MEASURES_RECORDED)
    before = _levels(row)

    risk = judging.own_risk(session, row, by=people.officer)

    assert _levels(row) == {**before, "O1": Level.MEDIUM}
    assert [filler.user_id for filler in row.fillers] == [people.officer.user.id]
    own_risk.change(
        session, actor=people.officer.actor, adoption_id=row.id, risk_id=risk.id,
        values={**RISK, "severity": None}, version=risk.version, **TIMES,
    )  # fmt: skip
    assert _levels(row)["O1"] is Level.HIGH  # invariant 12
    event = audit.find(session, subject_id=row.id)[0]
    assert (event.fact, event.detail["risk"]) == ("adoption.own-risk-recorded", "O1")


def test_a_measure_lowers_it_once_it_is_applied(session: Session, people: make.People) -> None:
    row = make.adoption(session, people=people, state=State.MEASURES_RECORDED)
    risk = judging.own_risk(session, row, by=people.officer)
    due = make.TODAY + timedelta(days=9)

    planned = {"state": LocalState.PLANNED, "due": due, "evidence": ""}
    measure = judging.own_measure(session, risk, by=people.officer, **planned)
    assert (measure.key, measure.since, measure.due) == ("O1.1", None, due)
    assert _levels(row)["O1"] is Level.MEDIUM
    ways = local_lowering.ways(local.assess(row, on=make.TODAY))
    assert ways == {"O1": (local_lowering.Way(keys=("O1.1",), level=Level.LOW),)}

    own_risk.save_measure(
        session, actor=people.officer.actor, adoption_id=row.id, risk_id=risk.id,
        measure_id=measure.id, values=MEASURE, version=measure.version, **TIMES,
    )  # fmt: skip
    assert (measure.since, measure.due) == (make.TODAY, None)
    assert measure.review_due == date(2026, 3, 3)
    assert _levels(row)["O1"] is Level.LOW
    own_risk.take_out_measure(
        session, actor=people.officer.actor, adoption_id=row.id, risk_id=risk.id,
        measure_id=measure.id, version=measure.version, **TIMES,
    )  # fmt: skip
    assert _levels(row)["O1"] is Level.MEDIUM
    assert session.get(OwnMeasure, measure.id) is not None
    with pytest.raises(NotFound):
        own_risk.take_out_measure(
            session, actor=people.officer.actor, adoption_id=row.id, risk_id=risk.id,
            measure_id=measure.id, version=None, **TIMES,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"evidence": ""}, MeasureDetailMissing),
        ({"state": LocalState.PLANNED}, MeasureDetailMissing),
        ({"state": LocalState.PLANNED, "due": date(2025, 3, 2)}, PlannedDayPassed),
    ],
)
def test_a_measure_of_its_own_says_what_it_rests_on(
    session: Session, people: make.People, words: dict[str, Any], refusal: type[Exception]
) -> None:
    row = make.adoption(session, people=people)
    risk = judging.own_risk(session, row, by=people.officer)

    with pytest.raises(refusal):
        judging.own_measure(session, risk, by=people.officer, **words)


def test_the_step_asks_for_a_risk_or_for_words(session: Session, people: make.People) -> None:
    row = make.adoption(session, people=people)
    with pytest.raises(OwnRisksUnanswered):
        answer(session, row, people.officer, explanation=" \n")

    risk = judging.own_risk(session, row, by=people.officer)
    answer(session, row, people.officer, explanation="")
    assert {each.step for each in row.steps} == {Step.OWN_RISKS}
    out: dict[str, Any] = {
        "actor": people.officer.actor, "adoption_id": row.id, "risk_id": risk.id, **TIMES
    }  # fmt: skip
    with pytest.raises(OwnRisksUnanswered):
        own_risk.take_out(session, version=risk.version, **out)
    with pytest.raises(Stale):
        own_risk.take_out(session, version=99, **out)
    answer(session, row, people.officer)
    own_risk.take_out(session, version=risk.version, **out)

    assert own_risk.own(row) == []
    assert session.get(OwnRisk, risk.id) is not None
    with pytest.raises(NotFound):
        own_risk.take_out(session, version=None, **out)
    assert judging.own_risk(session, row, by=people.officer).key == "O2"


def test_two_who_finish_the_step_do_not_overwrite_each_other(
    session: Session, people: make.People
) -> None:
    row = make.adoption(session, people=people)
    read = row.version
    answer(session, row, people.officer, version=read)

    with pytest.raises(Stale):
        answer(session, row, people.officer, version=read, explanation="Anders.")


def test_only_the_privacy_officer_of_the_board_judges(
    session: Session, people: make.People
) -> None:
    row = make.adoption(session, people=people, state=State.MEASURES_RECORDED)
    other = make.adoption(session, people=people, release=row.release, at=people.other_school)
    theirs = judging.own_risk(session, other, by=people.other_officer)

    for person in (people.fg, people.board):
        with pytest.raises(Forbidden):
            judging.own_risk(session, row, by=person)
    for person in (people.other_officer, people.analyst, people.vendor):
        with pytest.raises(NotFound):
            judging.own_risk(session, row, by=person)
    with pytest.raises(NotFound):
        own_risk.change(
            session, actor=people.officer.actor, adoption_id=row.id, risk_id=theirs.id,
            values=RISK, version=None, **TIMES,
        )  # fmt: skip


def test_who_advised_does_not_fill_in(session: Session, people: make.People) -> None:
    row = make.adoption(session, people=people, state=State.MEASURES_RECORDED)
    advise(session, row, people.fg)
    roles = people.fg.actor.roles | people.officer.actor.roles
    both = make.actor(people.fg.user, people.fg.organisation, roles)

    with pytest.raises(SamePersonTwice):
        own_risk.add(session, actor=both, adoption_id=row.id, values=RISK, **TIMES)


def test_nothing_is_judged_after_the_decision(session: Session, people: make.People) -> None:
    row = make.adoption(session, people=people, state=State.ACTIVE)

    with pytest.raises(AlreadyDecided):
        judging.own_risk(session, row, by=people.officer)
    with pytest.raises(AlreadyDecided):
        answer(session, row, people.officer)


def test_a_risk_that_nobody_judged_counts_as_high_and_holds_up_the_step(
    session: Session, people: make.People
) -> None:
    row = judging.unlevelled_adoption(session, people=people)
    assert own_risk.unjudged(row) == ["R2"]
    assert _levels(row)["R2"] is Level.HIGH

    with pytest.raises(RisksNotJudged):
        answer(session, row, people.officer)
    with pytest.raises(RiskNotYours):
        _judge(session, row, people.officer, key="R1")
    judged = _judge(session, row, people.officer)

    assert (judged.key, own_risk.own(row), own_risk.unjudged(row)) == ("R2", [], [])
    assert _levels(row)["R2"] is Level.MEDIUM  # what the publisher left
    answer(session, row, people.officer)
    assert state_of(row) is State.MEASURES_RECORDED
    with pytest.raises(Stale):
        _judge(session, row, people.officer)
    _judge(session, row, people.officer, version=judged.version, values={"likelihood": None})
    assert _levels(row)["R2"] is Level.HIGH
    with pytest.raises(RiskNotYours):
        own_risk.take_out(
            session, actor=people.officer.actor, adoption_id=row.id, risk_id=judged.id,
            version=None, **TIMES,
        )  # fmt: skip


values = st.one_of(st.none(), st.integers(1, 3))
PROPERTY = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


@PROPERTY
@given(values, values, st.sampled_from(Axis), st.integers(1, 2), st.sampled_from(LocalState))
def test_own_risks_and_measures_move_only_what_they_are_about(
    session: Session,
    people: make.People,
    likelihood: int | None,
    severity: int | None,
    axis: Axis,
    cap: int,
    state: LocalState,
) -> None:
    """P2, P9 and invariant 12, for what a board judged itself."""
    row = _once(session, people)
    before = _levels(row)
    risk = OwnRisk(number=1, title="X", likelihood=likelihood, severity=severity)
    row.risks = [risk]
    plain = _levels(row)
    assert {key: level for key, level in plain.items() if key != "O1"} == before

    known = OwnRisk(number=1, title="X", likelihood=likelihood or 2, severity=severity or 1)
    row.risks = [known]
    assert _levels(row)["O1"].rank <= plain["O1"].rank

    row.risks = [risk]
    measure = OwnMeasure(
        number=1, title="M", axis=axis, cap=cap, rationale="Zo.", state=state, since=make.TODAY,
        due=make.TODAY, evidence="Gezien.", reason="Zo.", is_removed=False,
    )  # fmt: skip
    risk.measures = [measure]
    after = _levels(row)
    assert after["O1"].rank <= plain["O1"].rank
    assert {key: level for key, level in after.items() if key != "O1"} == before
    session.expire(row, ["risks"])


@PROPERTY
@given(values, values, st.sampled_from([None, *Level]))
def test_a_judgement_is_never_below_what_the_publisher_left(
    session: Session,
    people: make.People,
    likelihood: int | None,
    severity: int | None,
    after: Level | None,
) -> None:
    row = _once(session, people)
    content = judging.unlevelled_content(local.assess(row, on=make.TODAY).content, after=after)
    cells = tuple(cell for cell in content["cells"] if cell["key"] in row.cells)
    row.risks = [
        OwnRisk(number=1, title="X", central_key="R2", likelihood=likelihood, severity=severity)
    ]

    found = local.local_levels.explanations(row, content=content, cells=cells, on=make.TODAY)

    assert all(each.level.rank >= (after.rank if after else 1) for each in found["R2"])
    if likelihood is None and severity is None:
        assert {each.level for each in found["R2"]} == {Level.HIGH}
    session.expire(row, ["risks"])


def _once(session: Session, people: make.People) -> Adoption:
    """Return the adoption of a test, made at its first example; nothing of an example is kept."""
    session.autoflush = False
    found = session.query(Adoption).one_or_none()
    return found or make.adoption(session, people=people, state=State.MEASURES_RECORDED)
