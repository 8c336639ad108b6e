"""A board looks again: what comes over, what a person confirms, and what stays in force."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.adoption import AlreadyDecided, State
from dpia_workbench.risk.adoption_step import DESCRIBING, Step, UseKind
from dpia_workbench.risk.board_decision import Condition
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.readoption import (
    AlreadyAdopted,
    LookAgain,
    News,
    NothingToConfirm,
    ReasonUnexplained,
)
from dpia_workbench.risk.scale import Axis
from dpia_workbench.store import audit
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.models import Adoption, AdoptionFiller, Release
from dpia_workbench.store.models.local import (
    LocalOperation,
    OwnMeasure,
    OwnRisk,
    UncoveredUse,
)
from dpia_workbench.usecases import adoption, carrying, local, readoption, rounds, said, step_news
from dpia_workbench.usecases.rounds import Asked
from tests import make
from tests.making import rounds as making
from tests.usecases.adopting import TIMES, advise, decide, record, state_of, view

NEW_WORDS = {"M3": {"instruction": make.both("Doe het nu anders")}}


@pytest.fixture
def first(session: Session, people: make.People) -> Adoption:
    """An adoption that is in use."""
    return make.adoption(session, people=people, state=State.ACTIVE)


def again(
    session: Session, row: Adoption, by: make.Person, *, asked: Asked | None = None, number: int = 1
) -> Adoption:
    """Begin another round."""
    slug = row.basis.product.slug
    return adoption.start(session, actor=by.actor, slug=slug, number=number, asked=asked, **TIMES)


def seen(row: Adoption, *steps: Step) -> dict[Step, str]:
    """Return the digests of steps as a page shows them."""
    found = {each.step: each.digest for each in step_news.steps(row)}
    kept = readoption.confirmable(carrying.measures(row, on=make.TODAY))
    found[Step.MEASURES] = readoption.measures_digest(kept)
    return {step: found[step] for step in steps}


def confirm(session: Session, row: Adoption, by: make.Person, *steps: Step) -> Adoption:
    """Confirm steps as they are shown now."""
    return readoption.confirm(
        session, actor=by.actor, adoption_id=row.id, seen=seen(row, *steps), **TIMES
    )


def released(session: Session, first: Adoption, people: make.People) -> Release:
    """Publish a next release with another mandatory measure and a worse risk."""
    assert first.release is not None
    return making.next_release(
        session, first.release, people=people, measures=NEW_WORDS, risks={"R2": {"severity": 3}}
    )


def test_what_is_in_use_is_looked_at_again_for_a_reason_only(
    session: Session, people: make.People, first: Adoption
) -> None:
    with pytest.raises(AlreadyAdopted):
        again(session, first, people.officer)
    with pytest.raises(ReasonUnexplained):
        again(session, first, people.officer, asked=Asked(why=LookAgain.LOCAL_CHANGE))

    row = again(session, first, people.officer, asked=Asked(why=LookAgain.REVIEW_DAY))

    assert (row.round, row.follows, first.followed_by) == (2, first, row)
    assert row.again is not None
    assert row.again.why is LookAgain.REVIEW_DAY
    started = audit.find(session, subject_id=row.id)[0]
    assert started.detail["follows"] == str(first.id)
    with pytest.raises(AlreadyAdopted):
        again(session, first, people.officer, asked=Asked(why=LookAgain.OTHER, words="Nog eens."))


def test_everything_that_the_board_said_comes_over_and_nothing_counts_by_itself(
    session: Session, people: make.People
) -> None:
    first = make.adoption(session, people=people, state=State.READY)
    first.uncovered = [UncoveredUse(position=1, kind=UseKind.GROUP, name="Ouders", supplement="")]
    first.operations.append(LocalOperation(number=9, name="Huiswerk", retention="Een jaar"))
    assert first.agreement is not None
    first.agreement.title = "Eigen overeenkomst"
    first.risks = [
        OwnRisk(number=1, title="Telefoons", likelihood=2, severity=1, reason="Gezien."),
        OwnRisk(number=2, title="Weg", likelihood=2, severity=1, is_removed=True),
    ]
    first.risks[0].measures = [
        OwnMeasure(
            number=1, title="Kluisjes", axis=Axis.LIKELIHOOD, cap=1, rationale="Dan niet.",
            state=LocalState.IMPLEMENTED, since=make.TODAY, evidence="Bon.",
        )
    ]  # fmt: skip
    session.commit()
    decide(session, first, people.board)

    row = making.successor(session, first, people=people)

    held = [fact for fact in said.facts(row) if fact.step in DESCRIBING]
    assert held == [fact for fact in said.facts(first) if fact.step in DESCRIBING]
    assert [risk.title for risk in row.risks] == ["Telefoons"]
    assert row.risks[0].measures[0].state is LocalState.IMPLEMENTED
    assert state_of(row) is State.STARTED
    assert not row.steps
    assert {each.state for each in row.measures} == {LocalState.TODO}
    assert (row.advice, row.views, row.decision) == (None, None, None)
    assert state_of(first) is State.ACTIVE
    assert rounds.in_force(row, today=make.TODAY) is first


def test_unchanged_steps_are_confirmed_together_and_then_it_is_the_advisers_turn(
    session: Session, people: make.People, first: Adoption
) -> None:
    row = making.successor(session, first, people=people)
    assert all(each.is_unchanged for each in step_news.steps(row))
    assert {each.since for each in step_news.steps(row)} == {make.TODAY}

    making.confirmed(session, row, people=people)

    assert state_of(row) is State.MEASURES_RECORDED
    assert [m.evidence for m in row.measures] == [m.evidence for m in first.measures]
    assert [m.review_due for m in row.measures] == [m.review_due for m in first.measures]
    facts = [event.fact for event in audit.find(session, subject_id=row.id)]
    assert facts.count("adoption.step-confirmed") == len(DESCRIBING)
    assert facts.count("adoption.measure-confirmed") == len(row.measures)
    with pytest.raises(Forbidden):
        advise(session, row, people.officer)


def test_a_new_release_shows_what_changed_and_keeps_it_from_being_confirmed_unseen(
    session: Session, people: make.People, first: Adoption
) -> None:
    newer = released(session, first, people)
    row = making.successor(session, first, people=people, release=newer)
    assert row.again is not None
    assert row.again.why is LookAgain.NEW_RELEASE
    assert row.round == 1

    carried = {each.row.key: each for each in carrying.measures(row, on=make.TODAY)}
    risks = {item.difference.key: item.news for item in step_news.risks(row) if item.difference}

    assert carried["M3"].news is News.MEASURE_CHANGED
    assert carried["M3"].earlier_item != carried["M3"].item
    assert carried["M4"].news is None
    assert risks == {"R2": News.RISK_HIGHER}
    scope = next(each for each in step_news.steps(row) if each.step is Step.SCOPE)
    assert {item.news for item in scope.items} <= {News.CELL_CHANGED}
    making.confirmed(session, row, people=people)
    assert {m.key: m.state for m in row.measures} == {
        "M3": LocalState.TODO, "M4": LocalState.IMPLEMENTED,
    }  # fmt: skip
    assert first.decision is not None
    assert state_of(first) is State.ACTIVE


def test_a_late_plan_and_a_late_check_are_looked_at(session: Session, people: make.People) -> None:
    first = make.adoption(session, people=people, state=State.CONTEXT_DONE)
    tomorrow = make.TODAY + timedelta(days=1)
    record(session, first, people.officer, number=0, state=LocalState.PLANNED, due=tomorrow,
           evidence="")  # fmt: skip
    record(session, first, people.officer, number=1)
    advise(session, first, people.fg)
    view(session, first, people.officer)
    decide(session, first, people.board, outcome=Outcome.REJECTED)
    row = again(session, first, people.officer)
    assert row.again is not None
    assert row.again.why is LookAgain.REJECTED

    for days, expected in (
        (0, {"M3": None, "M4": None}),
        (2, {"M3": News.PLAN_PASSED, "M4": None}),
        (800, {"M3": News.PLAN_PASSED, "M4": News.CHECK_DUE}),
    ):
        on = make.TODAY + timedelta(days=days)
        assert {c.row.key: c.news for c in carrying.measures(row, on=on)} == expected


@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_decision_ends_the_round_before_in_the_same_transaction(
    session: Session, people: make.People, first: Adoption, outcome: Outcome
) -> None:
    row = making.confirmed(session, making.successor(session, first, people=people), people=people)
    advise(session, row, people.fg)
    view(session, row, people.officer)
    before = first.decision
    due = make.TODAY + timedelta(days=90)
    conditions = [Condition(text="Voor de zomer.", owner="ICT", due=due)]

    decide(
        session, row, people.board, outcome=outcome,
        conditions=conditions if outcome is Outcome.CONDITIONALLY_APPROVED else [],
    )  # fmt: skip

    assert state_of(first) is State.RE_ADOPTED
    assert first.ended_at == make.NOW
    assert first.decision is before
    event = audit.find(session, subject_id=first.id)[0]
    assert (event.fact, event.detail["successor"]) == ("adoption.re-adopted", str(row.id))
    with pytest.raises(AlreadyDecided):
        record(session, first, people.officer)


def test_an_open_round_whose_verdict_ended_is_replaced_and_its_answers_come_over(
    session: Session, people: make.People
) -> None:
    first = make.adoption(session, people=people, state=State.MEASURES_RECORDED)
    with pytest.raises(AlreadyAdopted):
        again(session, first, people.officer, asked=Asked(why=LookAgain.REVIEW_DAY))
    newer = released(session, first, people)

    row = again(session, first, people.officer, number=newer.number)

    assert row.again is not None
    assert row.again.why is LookAgain.NOT_FINISHED
    assert state_of(first) is State.RE_ADOPTED
    carried = {each.row.key: each for each in carrying.measures(row, on=make.TODAY)}
    assert carried["M4"].earlier is first
    assert carried["M4"].news is None
    assert rounds.in_force(row, today=make.TODAY) is None


def test_who_may_confirm_and_what_is_refused(
    session: Session, people: make.People, first: Adoption
) -> None:
    row = making.successor(session, first, people=people)
    for name, person in people.everybody().items():
        if name == "officer":
            continue
        expected = Forbidden if name in ("fg", "board") else NotFound
        with pytest.raises(expected):
            confirm(session, row, person, Step.SCOPE)
    for steps in ({}, {Step.ADVICE: ""}, {Step.PACK: ""}):
        with pytest.raises(NothingToConfirm):
            readoption.confirm(
                session, actor=people.officer.actor, adoption_id=row.id, seen=steps, **TIMES
            )
    with pytest.raises(AlreadyDecided):
        readoption.confirm(
            session, actor=people.officer.actor, adoption_id=first.id, seen={Step.SCOPE: ""},
            **TIMES,
        )  # fmt: skip


def test_a_first_round_has_nothing_to_confirm(session: Session, people: make.People) -> None:
    row = make.adoption(session, people=people, state=State.STARTED)

    with pytest.raises(NothingToConfirm):
        confirm(session, row, people.officer, Step.SCOPE)
    assert carrying.measures(row, on=make.TODAY)[0].news is News.MEASURE_NEW


def test_two_people_in_one_step_the_late_one_sees_what_the_other_wrote(
    session: Session, people: make.People, first: Adoption
) -> None:
    row = making.successor(session, first, people=people)
    shown = seen(row, Step.CIRCUMSTANCES, Step.MEASURES)
    row.circumstances = {**row.circumstances, "under_13": "yes"}
    session.commit()

    with pytest.raises(Stale):
        readoption.confirm(
            session, actor=people.officer.actor, adoption_id=row.id, seen=shown, **TIMES
        )
    session.rollback()
    confirm(session, row, people.officer, Step.CIRCUMSTANCES)
    confirm(session, row, people.officer, Step.CIRCUMSTANCES)  # pressed twice

    assert [step.step for step in row.steps] == [Step.CIRCUMSTANCES]
    confirm(session, row, people.officer, Step.MEASURES)
    confirm(session, row, people.officer, Step.MEASURES)
    measures = {Step.MEASURES: "anders"}
    fresh = making.successor(
        session, make.adoption(session, people=people, state=State.ACTIVE), people=people
    )
    with pytest.raises(Stale):
        readoption.confirm(
            session, actor=people.officer.actor, adoption_id=fresh.id, seen=measures, **TIMES
        )


def test_who_confirms_filled_in_and_does_not_decide(
    session: Session, people: make.People, first: Adoption
) -> None:
    row = making.successor(session, first, people=people)

    confirm(session, row, people.officer, Step.SCOPE)

    assert session.get(AdoptionFiller, (row.id, people.officer.user.id)) is not None


def test_what_the_board_says_otherwise_is_found_field_by_field(
    session: Session, people: make.People, first: Adoption
) -> None:
    row = making.successor(session, first, people=people)
    assert {each.step for each in said.differing(first, row)} == {
        Step.MEASURES, Step.ADVICE, Step.VIEWS, Step.DECISION,
    }  # fmt: skip
    making.confirmed(session, row, people=people)
    row.uncovered = [UncoveredUse(position=1, kind=UseKind.GROUP, name="Ouders", supplement="")]
    row.operations[0].purpose = "Huiswerk"
    session.commit()

    found = {(each.name, str(each.before), str(each.after)) for each in said.differing(first, row)
             if each.step in DESCRIBING}  # fmt: skip

    assert found == {("kind", "None", "group"), ("purpose", "Lessen", "Huiswerk")}


def test_the_since_of_a_step_goes_back_to_who_said_it_first(
    session: Session, people: make.People, first: Adoption
) -> None:
    row = making.confirmed(
        session, making.successor(session, first, people=people), people=people,
        now=make.NOW + timedelta(days=3),
    )  # fmt: skip
    advise(session, row, people.fg)
    view(session, row, people.officer)
    decide(session, row, people.board)

    third = making.successor(session, row, people=people)

    assert third.round == 3
    assert {each.since for each in step_news.steps(third)} == {make.TODAY}


def test_an_open_round_that_was_replaced_stays_as_it_was(
    session: Session, people: make.People
) -> None:
    first = make.adoption(session, people=people, state=State.MEASURES_RECORDED)
    newer = released(session, first, people)
    again(session, first, people.officer, number=newer.number)

    years_later = make.TODAY + timedelta(days=1000)

    assert local.assess(first, on=years_later).levels == local.assess(first, on=make.TODAY).levels
