"""Advice, views and decision: who gives them, what is refused, what is kept."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.risk.adoption import (
    AcceptanceMissing,
    ConditionMissing,
    NotReady,
    OutcomeNotAllowed,
    SamePersonTwice,
    State,
)
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.risk.board_decision import Condition
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.scale import Level
from dpia_workbench.store import audit
from dpia_workbench.store.models import Adoption, Release
from dpia_workbench.usecases import local, readoption
from dpia_workbench.usecases.adoption import (
    AdviceGiven,
    DayAhead,
    ReviewTooLate,
    WordsMissing,
)
from tests import make
from tests.making import rounds
from tests.usecases.adopting import (
    NEXT_YEAR,
    TIMES,
    Act,
    advise,
    agree,
    answer,
    circumstances,
    decide,
    fit,
    operate,
    record,
    state_of,
    view,
)

LATER = Condition(text="De afspraken staan vast.", owner="ICT", due=make.TODAY + timedelta(days=30))


def test_advice_is_given_once_and_stays(session: Session, people: make.People) -> None:
    row = make.adoption(session, people=people, state=State.MEASURES_RECORDED)

    given = advise(session, row, people.fg)

    assert (given.text, given.on, given.by_id) == ("Doe het.", make.TODAY, people.fg.user.id)
    with pytest.raises(AdviceGiven):
        advise(session, row, people.fg)


@pytest.mark.parametrize(("act", "who"), [(advise, "fg"), (view, "officer")])
def test_what_was_said_has_words_and_lies_behind(
    session: Session, people: make.People, act: Act, who: str
) -> None:
    row = make.adoption(session, people=people, state=State.MEASURES_RECORDED)

    with pytest.raises(WordsMissing):
        act(session, row, getattr(people, who), text="\n ")
    with pytest.raises(DayAhead):
        act(session, row, getattr(people, who), on=make.TODAY + timedelta(days=1))


def test_views_are_recorded_and_can_change(session: Session, people: make.People) -> None:
    row = make.adoption(session, people=people, state=State.MEASURES_RECORDED)

    view(session, row, people.officer)
    changed = view(session, row, people.officer, asked=False, text="Past niet.")

    assert row.views is changed
    assert (changed.asked, changed.text) == (False, "Past niet.")
    texts = [e.detail["text"] for e in audit.find(session, subject_id=row.id)[:2]]
    assert texts == ["Past niet.", "Akkoord."]


def _also(person: make.Person, other: make.Person) -> make.Person:
    """Return a person who holds the role of another as well."""
    actor = make.actor(person.user, person.organisation, person.actor.roles | other.actor.roles)
    return make.Person(user=person.user, organisation=person.organisation, actor=actor)


def test_nobody_does_two_of_fill_advise_and_decide(session: Session, people: make.People) -> None:
    row = make.adoption(session, people=people, state=State.MEASURES_RECORDED)

    with pytest.raises(SamePersonTwice):
        advise(session, row, _also(people.officer, people.fg))
    advise(session, row, people.fg)
    view(session, row, people.officer)
    with pytest.raises(SamePersonTwice):
        decide(session, row, _also(people.officer, people.board))
    adviser = make.actor(people.fg.user, people.fg.organisation, people.board.actor.roles)
    with pytest.raises(SamePersonTwice):
        decide(
            session,
            row,
            make.Person(user=people.fg.user, organisation=people.fg.organisation, actor=adviser),
        )


def _choose(session: Session, row: Adoption, by: make.Person) -> Adoption:
    return make.covering(session, row, by=by)


@pytest.mark.parametrize("act", [_choose, fit, circumstances, operate, agree, record, answer, view])
def test_who_advised_fills_in_no_step(session: Session, people: make.People, act: Act) -> None:
    row = make.adoption(session, people=people, state=State.MEASURES_RECORDED)
    advise(session, row, people.fg)

    with pytest.raises(SamePersonTwice):
        act(session, row, _also(people.fg, people.officer))


def test_who_advised_confirms_nothing_of_the_round_before(
    session: Session, people: make.People
) -> None:
    before = make.adoption(session, people=people, state=State.READY)
    decide(session, before, people.board)
    row = rounds.successor(session, before, people=people)
    advise(session, row, people.fg)

    with pytest.raises(SamePersonTwice):
        readoption.confirm(
            session, actor=_also(people.fg, people.officer).actor, adoption_id=row.id,
            seen={Step.SCOPE: "x"}, **TIMES,
        )  # fmt: skip


def test_the_board_decides_last(session: Session, people: make.People) -> None:
    row = make.adoption(session, people=people, state=State.MEASURES_RECORDED)
    with pytest.raises(NotReady):
        decide(session, row, people.board)
    advise(session, row, people.fg)
    with pytest.raises(NotReady):
        decide(session, row, people.board)


def test_a_decision_keeps_the_levels_on_which_it_was_taken(
    session: Session, people: make.People
) -> None:
    row = make.adoption(session, people=people, state=State.READY)

    taken = decide(session, row, people.board)

    assert (taken.outcome, taken.on, taken.next_review) == (
        Outcome.APPROVED, make.TODAY, NEXT_YEAR
    )  # fmt: skip
    assert taken.levels == {"R1": "low", "R2": "low"}
    assert state_of(row) is State.ACTIVE
    assessed = local.assess(row, on=make.TODAY + timedelta(days=2_000))
    assert assessed.levels == {"R1": Level.LOW, "R2": Level.LOW}


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"outcome": Outcome.CONDITIONALLY_APPROVED}, ConditionMissing),
        ({"next_review": make.TODAY}, ReviewTooLate),
        ({"next_review": NEXT_YEAR + timedelta(days=1)}, ReviewTooLate),
        ({"words": {"reason": ""}}, WordsMissing),
        ({"words": {"mandate": " "}}, WordsMissing),
    ],
)
def test_a_decision_says_what_it_rests_on(
    session: Session, people: make.People, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    row = make.adoption(session, people=people, state=State.READY)

    with pytest.raises(refusal):
        decide(session, row, people.board, **changes)


def _planned(session: Session, people: make.People, *, release: Release | None = None) -> Adoption:
    """Return an adoption in which the mandatory measure is only planned."""
    row = make.adoption(session, people=people, state=State.CONTEXT_DONE, release=release)
    due = make.TODAY + timedelta(days=30)
    record(session, row, people.officer, state=LocalState.PLANNED, due=due)
    advise(session, row, people.fg)
    view(session, row, people.officer)
    return row


def test_with_a_high_risk_the_board_rejects_or_consults(
    session: Session, people: make.People
) -> None:
    row = _planned(session, people)
    assert local.assess(row, on=make.TODAY).levels["R1"] is Level.HIGH

    for outcome in (Outcome.APPROVED, Outcome.CONDITIONALLY_APPROVED):
        with pytest.raises(OutcomeNotAllowed):
            decide(session, row, people.board, outcome=outcome, conditions=[LATER])
    decide(session, row, people.board, outcome=Outcome.CONSULTATION)
    assert state_of(row) is State.CONSULTING


def test_each_medium_risk_is_accepted_with_its_own_reason(
    session: Session, people: make.People
) -> None:
    release = make.release(session, people=people, request=make.RequestState.VERIFIED)
    row = _planned(session, people, release=release)
    conditional: dict[str, Any] = {
        "outcome": Outcome.CONDITIONALLY_APPROVED, "conditions": [LATER]
    }  # fmt: skip
    assert local.assess(row, on=make.TODAY).levels == {"R1": Level.MEDIUM, "R2": Level.LOW}

    with pytest.raises(AcceptanceMissing):
        decide(session, row, people.board, **{**conditional, "acceptances": {"R2": "Ja."}})
    taken = decide(
        session, row, people.board, **{**conditional, "acceptances": {"R1": "Even.", "R2": "Ja."}}
    )

    assert taken.acceptances == {"R1": "Even."}
    assert [risk.acceptance for risk in local.assess(row, on=make.TODAY).risks] == ["Even.", ""]


def test_a_rejection_keeps_no_conditions(session: Session, people: make.People) -> None:
    row = make.adoption(session, people=people, state=State.READY)

    taken = decide(session, row, people.board, outcome=Outcome.REJECTED, conditions=[LATER])

    assert taken.condition_rows == []


def test_advice_is_renewed_after_facts_changed_and_the_earlier_one_stays(
    session: Session, people: make.People
) -> None:
    row = make.adoption(session, people=people, state=State.READY)
    first = row.advice
    record(session, row, people.officer, evidence="Anders.")

    with pytest.raises(SamePersonTwice):
        advise(session, row, _also(people.officer, people.fg))
    again = advise(session, row, people.fg, text="Nog steeds akkoord.")
    session.commit()
    session.expire_all()

    assert row.advices == [first, again]
    assert row.advice == again
    facts = [event.fact for event in audit.find(session, subject_id=row.id)]
    assert facts.count("adoption.advised") == 2
    with pytest.raises(AdviceGiven):
        advise(session, row, people.fg)


def test_facts_that_changed_after_the_advice_do_not_hold_up_the_board(
    session: Session, people: make.People
) -> None:
    row = make.adoption(session, people=people, state=State.READY)
    record(session, row, people.officer, evidence="Anders.")

    assert decide(session, row, people.board).outcome is Outcome.APPROVED
