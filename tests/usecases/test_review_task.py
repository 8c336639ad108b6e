"""What people of a board do when they look again, and what is refused."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk import review as rules
from dpia_workbench.risk.adoption import State
from dpia_workbench.risk.change import Weight
from dpia_workbench.risk.review import LocalChange, Resolution, Trigger
from dpia_workbench.store import audit, review_tasks
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.models import Adoption, Membership, ReviewTask
from dpia_workbench.store.review_tasks import Show
from dpia_workbench.usecases import adoption_end, local, review_task
from dpia_workbench.usecases.task import Kind
from dpia_workbench.usecases.tasks import waiting
from tests import make
from tests.making import reviews
from tests.making.adoptions import AdoptionState as Adopted

DAY = timedelta(days=1)
TIMES: dict[str, Any] = {"today": make.TODAY, "now": make.NOW}


@pytest.fixture
def row(session: Session, people: make.People) -> Adoption:
    """An adoption that is in force."""
    return make.adoption(session, people=people, state=Adopted.ACTIVE)


def report(session: Session, row: Adoption, by: make.Person, **words: Any) -> ReviewTask:
    values = {"changes": [LocalChange.MODULE], "text": "Chat staat aan.", **TIMES, **words}
    return review_task.report_change(session, actor=by.actor, adoption_id=row.id, **values)


def ask(session: Session, row: Adoption, by: make.Person, **words: Any) -> ReviewTask:
    values = {"text": "Er is nieuws.", **TIMES, **words}
    return review_task.ask_new_look(session, actor=by.actor, adoption_id=row.id, **values)


def keep(session: Session, task: ReviewTask, by: make.Person, **words: Any) -> ReviewTask:
    values = {"reason": "Wij gebruiken dat niet.", "version": None, **TIMES, **words}
    return review_task.keep(session, actor=by.actor, task_id=task.id, **values)


def stop(session: Session, row: Adoption, by: make.Person, **words: Any) -> Adoption:
    values = {"reason": "Wij stappen over.", "on": make.TODAY, "now": make.NOW, **words}
    return adoption_end.end(session, actor=by.actor, adoption_id=row.id, **values)


def test_what_changed_at_the_board_is_looked_at_once(
    session: Session, people: make.People, row: Adoption
) -> None:
    first = report(session, row, people.officer)
    again = report(session, row, people.officer, now=make.NOW + timedelta(minutes=1))
    other = report(session, row, people.officer, changes=[LocalChange.EDITION])

    assert (first.id, first.trigger, first.weight) == (
        again.id, Trigger.LOCAL_CHANGE, Weight.MATERIAL
    )  # fmt: skip
    assert (first.due, first.facts) == (make.TODAY + 30 * DAY, [{"local": "module"}])
    assert first.said == "Chat staat aan."
    assert other.id != first.id
    assert [mail["to"] for mail in reviews.mails(session, "review-waits")] == [
        people.fg.user.email
    ] * 2
    (told, *_rest) = audit.find(session, subject_id=row.id)
    assert (told.fact, told.detail["changes"]) == ("adoption.change-reported", ["edition"])


def test_after_one_look_the_officer_can_ask_for_another(
    session: Session, people: make.People, row: Adoption
) -> None:
    first = ask(session, row, people.fg)
    assert ask(session, row, people.fg).id == first.id
    keep(session, first, people.officer)

    second = ask(session, row, people.fg)

    assert (second.ref, second.resolved_at) == (f"{make.TODAY}:2", None)
    assert {mail["to"] for mail in reviews.mails(session, "review-waits")} == {
        people.officer.user.email
    }


Act = Callable[..., Any]


@pytest.mark.parametrize(
    ("act", "name", "refusal"),
    [
        (report, "fg", Forbidden), (report, "board", Forbidden),
        (report, "other_officer", NotFound), (report, "analyst", NotFound),
        (ask, "officer", Forbidden), (ask, "board", Forbidden),
        (ask, "other_fg", NotFound), (stop, "fg", Forbidden),
        (stop, "other_officer", NotFound), (stop, "vendor", NotFound),
    ],
)  # fmt: skip
def test_only_who_fills_in_reports_and_only_the_fg_asks(
    session: Session, people: make.People, row: Adoption, act: Act, name: str,
    refusal: type[Exception],
) -> None:  # fmt: skip
    with pytest.raises(refusal):
        act(session, row, getattr(people, name))


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("fg", Forbidden), ("board", Forbidden), ("other_officer", NotFound), ("analyst", NotFound)],
)
def test_only_who_fills_in_says_that_nothing_changes(
    session: Session, people: make.People, row: Adoption, name: str, refusal: type[Exception]
) -> None:
    task = report(session, row, people.officer)

    with pytest.raises(refusal):
        keep(session, task, getattr(people, name))


def test_a_look_of_another_board_is_not_there(
    session: Session, people: make.People, row: Adoption
) -> None:
    task = report(session, row, people.officer)

    for reader in (people.officer, people.fg, people.board):
        assert review_tasks.get(session, task.id, actor=reader.actor) is task
    for stranger in (people.other_officer, people.other_fg, people.vendor, people.publisher):
        with pytest.raises(NotFound):
            review_tasks.get(session, task.id, actor=stranger.actor)
        assert review_tasks.find(session, show=Show.OPEN, actor=stranger.actor) == []


def test_nothing_changes_for_a_reason_and_the_fg_hears_of_it(
    session: Session, people: make.People, row: Adoption
) -> None:
    task = report(session, row, people.officer)

    keep(session, task, people.officer)

    assert (task.resolution, task.reason) == (Resolution.NO_CHANGE, "Wij gebruiken dat niet.")
    assert (task.resolved_at, task.resolved_by_id) == (make.NOW, people.officer.user.id)
    assert [mail["to"] for mail in reviews.mails(session, "review-kept")] == [people.fg.user.email]
    with pytest.raises(rules.AlreadyResolved):
        keep(session, task, people.officer)


def test_what_is_informative_needs_no_mail(
    session: Session, people: make.People, row: Adoption
) -> None:
    task = report(session, row, people.officer)
    task.weight = Weight.INFORMATIVE
    session.flush()

    keep(session, task, people.officer)

    assert reviews.mails(session, "review-kept") == []


def test_without_an_fg_a_material_change_cannot_be_left(
    session: Session, people: make.People, row: Adoption
) -> None:
    task = report(session, row, people.officer)
    session.query(Membership).filter_by(user_id=people.fg.user.id).update({"until": make.TODAY})

    with pytest.raises(rules.NobodyToTell):
        keep(session, task, people.officer)
    assert task.resolved_at is None


@pytest.mark.parametrize(
    ("words", "refusal"),
    [({"reason": " "}, rules.ReasonMissing), ({"version": 7}, Stale)],
)
def test_a_look_ends_with_a_reason_by_who_saw_it_as_it_is(
    session: Session, people: make.People, row: Adoption, words: dict[str, Any],
    refusal: type[Exception],
) -> None:  # fmt: skip
    task = report(session, row, people.officer)

    with pytest.raises(refusal):
        keep(session, task, people.officer, **words)


@pytest.mark.parametrize(
    ("act", "words", "refusal"),
    [
        (report, {"changes": []}, rules.NothingChosen), (report, {"text": ""}, rules.ReasonMissing),
        (stop, {"reason": ""}, adoption_end.EndUnexplained),
    ],
)  # fmt: skip
def test_what_is_said_is_explained(
    session: Session, people: make.People, row: Adoption, act: Act, words: dict[str, Any],
    refusal: type[Exception],
) -> None:  # fmt: skip
    with pytest.raises(refusal):
        act(session, row, people.officer, **words)


def test_a_periodic_review_is_no_matter_of_words(
    session: Session, people: make.People, row: Adoption
) -> None:
    task = report(session, row, people.officer)
    task.trigger = Trigger.REVIEW_DATE
    session.flush()

    with pytest.raises(rules.DecisionNeeded):
        keep(session, task, people.officer)


def test_a_board_that_stops_keeps_its_record_and_is_asked_no_more(
    session: Session, people: make.People, row: Adoption
) -> None:
    report(session, row, people.officer)
    ask(session, row, people.fg)

    stop(session, row, people.officer)
    session.commit()

    assert local.assess(row, on=make.TODAY).state is State.ENDED
    assert row.decision is not None
    tasks = reviews.looks(session, row)
    assert {task.resolution for task in tasks} == {Resolution.STOPPED}
    assert {mail["to"] for mail in reviews.mails(session, "adoption-ended")} == {
        people.fg.user.email, people.board.user.email
    }  # fmt: skip
    assert audit.find(session, subject_id=row.id)[0].fact == "adoption.ended"
    with pytest.raises(rules.NotInForce):
        report(session, row, people.officer)
    made = review_task.incident_reported(
        session, incident_id=uuid4(), product_id=row.basis.product_id, now=make.NOW
    )
    assert made == 0


@pytest.mark.parametrize("state", [Adopted.READY, Adopted.REJECTED])
def test_what_the_board_did_not_adopt_cannot_change(
    session: Session, people: make.People, state: Adopted
) -> None:
    row = make.adoption(session, people=people, state=state)

    with pytest.raises(rules.NotInForce):
        report(session, row, people.officer)
    with pytest.raises(rules.NotInForce):
        ask(session, row, people.fg)


def test_a_look_waits_for_who_fills_in_with_its_day(
    session: Session, people: make.People, row: Adoption
) -> None:
    task = ask(session, row, people.fg)

    def told(person: make.Person, on: date) -> list[Any]:
        found = waiting(session, actor=person.actor, today=on)
        return [(each.kind, each.subject_id, each.due, each.is_late) for each in found]

    assert told(people.officer, task.due) == [(Kind.LOOK_AGAIN, task.id, task.due, False)]
    assert told(people.officer, task.due + DAY) == [(Kind.LOOK_AGAIN, task.id, task.due, True)]
    assert told(people.fg, task.due) == told(people.board, task.due) == []


def test_a_list_shows_what_is_open_by_day_and_what_ended(
    session: Session, people: make.People, row: Adoption
) -> None:
    first, second = ask(session, row, people.fg), report(session, row, people.officer)
    keep(session, first, people.officer)

    def listed(show: Show) -> list[ReviewTask]:
        return list(review_tasks.find(session, show=show, actor=people.board.actor))

    assert listed(Show.OPEN) == [second]
    assert listed(Show.DONE) == [first]
