"""What waits for whom: each role sees its own work, and nobody sees another's."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.risk.adoption import State as Adopted
from dpia_workbench.risk.board_decision import Hearing
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.release import Event
from dpia_workbench.risk.remediation import State as Asked
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store.models import Adoption, Release, ReleaseEvent
from dpia_workbench.usecases import adoption, dossier, review
from dpia_workbench.usecases.task import Kind, Task
from dpia_workbench.usecases.tasks import waiting
from tests import make
from tests.making import reviews
from tests.usecases import adopting


def _waiting(session: Session, person: make.Person, *, today: date = make.TODAY) -> list[Task]:
    return waiting(session, actor=person.actor, today=today)


def _kinds(session: Session, person: make.Person, *, today: date = make.TODAY) -> list[Kind]:
    return [task.kind for task in _waiting(session, person, today=today)]


def test_nothing_waits_in_an_empty_workbench(session: Session, people: make.People) -> None:
    for person in people.everybody().values():
        assert _kinds(session, person) == []


def test_a_draft_with_gaps_waits_for_who_leads_it(session: Session, people: make.People) -> None:
    row = make.empty_dossier(session, people=people)

    task = _waiting(session, people.analyst)[0]
    assert (task.kind, task.subject_id, task.since) == (Kind.COMPLETE_DRAFT, row.id, make.TODAY)
    for person in (people.analyst2, people.reviewer, people.publisher, people.sivon_analyst):
        assert _kinds(session, person) == []


def test_a_complete_draft_waits_for_nobody(session: Session, people: make.People) -> None:
    make.dossier(session, people=people)

    for person in people.everybody().values():
        assert _kinds(session, person) == []


def test_a_review_waits_for_who_wrote_nothing(session: Session, people: make.People) -> None:
    row = make.dossier(session, people=people, state=make.State.IN_REVIEW)

    task = _waiting(session, people.reviewer)[0]
    assert (task.kind, task.subject_id, task.since) == (Kind.REVIEW, row.id, make.TODAY)
    assert _kinds(session, people.analyst) == []
    assert _kinds(session, people.publisher) == []


def test_changes_wait_for_the_analysts_of_the_owner(session: Session, people: make.People) -> None:
    row = make.dossier(session, people=people, state=make.State.IN_REVIEW)
    review.request_changes(
        session, actor=people.reviewer.actor, dossier_id=row.id, note="Meer uitleg.",
        today=make.TODAY, now=make.NOW,
    )  # fmt: skip

    for person in (people.analyst, people.analyst2):
        assert _kinds(session, person) == [Kind.MAKE_CHANGES]
    assert _kinds(session, people.sivon_analyst) == []
    assert _kinds(session, people.reviewer) == []


def test_a_publication_waits_for_who_is_not_involved(session: Session, people: make.People) -> None:
    make.dossier(session, people=people, state=make.State.APPROVED)

    assert _kinds(session, people.publisher) == [Kind.PUBLISH]
    assert _kinds(session, people.analyst) == [Kind.FOLLOW_APPROVED]
    assert _kinds(session, people.reviewer) == []


@pytest.mark.parametrize(
    ("state", "kind"),
    [(Asked.REQUESTED, Kind.READ_REQUEST), (Asked.ACKNOWLEDGED, Kind.PROMISE_DAY)],
)
def test_a_request_waits_for_its_vendor_only(
    session: Session, people: make.People, state: Asked, kind: Kind
) -> None:
    row = make.remediation(session, people=people, state=state)

    found = _waiting(session, people.vendor)
    assert [(task.kind, task.subject_id) for task in found] == [(kind, row.id)]
    for person in (people.other_vendor, people.analyst, people.reviewer, people.officer):
        assert _kinds(session, person) == []


def test_a_promise_waits_from_the_day_after_it_was_due(
    session: Session, people: make.People
) -> None:
    row = make.remediation(session, people=people, state=Asked.COMMITTED)
    assert row.due is not None

    assert _kinds(session, people.vendor, today=row.due) == []
    late = _waiting(session, people.vendor, today=row.due + timedelta(days=1))
    assert [(task.kind, task.due, task.is_late) for task in late] == [
        (Kind.DELIVER_OVERDUE, row.due, True)
    ]


def test_a_delivery_waits_for_who_is_independent(session: Session, people: make.People) -> None:
    make.remediation(session, people=people, state=Asked.DELIVERED)

    assert _kinds(session, people.reviewer) == [Kind.CHECK_DELIVERY]
    assert _kinds(session, people.analyst2) == [Kind.CHECK_DELIVERY]
    for person in (people.analyst, people.sivon_analyst, people.publisher, people.vendor):
        assert _kinds(session, person) == []


@pytest.mark.parametrize(
    ("state", "officer", "fg", "board"),
    [
        (Adopted.STARTED, [Kind.DESCRIBE_SITUATION], [], []),
        (Adopted.CONTEXT_DONE, [Kind.RECORD_MEASURES], [], []),
        (Adopted.MEASURES_RECORDED, [Kind.RECORD_VIEWS], [Kind.ADVISE], []),
        (Adopted.READY, [], [], [Kind.DECIDE]),
        (Adopted.ACTIVE, [], [], []),
        (Adopted.REJECTED, [], [], []),
    ],
)
def test_a_step_waits_for_whose_turn_it_is(
    session: Session,
    people: make.People,
    state: Adopted,
    officer: list[Kind],
    fg: list[Kind],
    board: list[Kind],
) -> None:
    make.adoption(session, people=people, state=state)

    assert _kinds(session, people.officer) == officer
    assert _kinds(session, people.fg) == fg
    assert _kinds(session, people.board) == board
    for person in (people.other_officer, people.other_fg, people.other_board):
        assert _kinds(session, person) == []


def test_who_filled_in_is_not_asked_to_advise_or_decide(
    session: Session, people: make.People
) -> None:
    row = make.adoption(session, people=people, state=Adopted.MEASURES_RECORDED)
    assert people.officer.organisation is not None
    roles = [member.role for member in people.officer.user.memberships]
    both = make.actor(
        people.officer.user,
        people.officer.organisation,
        [*roles, *people.fg.actor.roles, *people.board.actor.roles],
    )

    assert [t.kind for t in waiting(session, actor=both, today=make.TODAY)] == [Kind.RECORD_VIEWS]
    _hear(session, row, people)
    assert waiting(session, actor=both, today=make.TODAY) == []


def _hear(session: Session, row: Adoption, people: make.People) -> None:
    common = {"adoption_id": row.id, "on": make.TODAY, "today": make.TODAY, "now": make.NOW}
    adoption.advise(session, actor=people.fg.actor, text="Akkoord.", **common)
    adoption.record_views(
        session, actor=people.officer.actor, asked=True, text="Akkoord.",
        heard=[Hearing.PARENTS], version=None, **common,
    )  # fmt: skip


def test_a_verdict_that_no_longer_holds_waits_for_who_began_with_it(
    session: Session, people: make.People
) -> None:
    row = make.adoption(session, people=people, state=Adopted.MEASURES_RECORDED)
    other = make.adoption(
        session, people=people, state=Adopted.REJECTED, release=row.release, at=people.other_school
    )
    session.add(
        ReleaseEvent(release_id=row.release_id, kind=Event.WITHDRAWN, reason="Fout", at=make.NOW)
    )
    session.commit()
    session.expire_all()

    found = {task.kind: task for task in _waiting(session, people.officer)}
    replace = found[Kind.REPLACE_RELEASE]
    assert (replace.since, replace.due, replace.is_late) == (make.TODAY, None, False)
    assert other.decision is not None
    assert _kinds(session, people.other_officer) == []


def test_facts_that_changed_after_the_advice_wait_for_who_gave_it(
    session: Session, people: make.People
) -> None:
    row = make.adoption(session, people=people, state=Adopted.READY)
    assert _kinds(session, people.fg) == []
    adopting.answer(session, row, people.officer, explanation="Ook thuis.")
    session.commit()

    assert _kinds(session, people.fg) == [Kind.RENEW_ADVICE]
    assert _kinds(session, people.board) == [Kind.DECIDE]

    adopting.advise(session, row, people.fg, text="Nog steeds.")
    session.commit()
    assert _kinds(session, people.fg) == []


@pytest.mark.parametrize(("verdict", "days"), [(None, None), (Verdict.RED, 7)])
def test_a_newer_verdict_that_is_red_leaves_a_working_week(
    session: Session, people: make.People, verdict: Verdict | None, days: int | None
) -> None:
    row = make.dossier(session, people=people, state=make.State.PUBLISHED)
    first = session.query(Release).one()
    make.adoption(session, people=people, state=Adopted.ACTIVE, release=first)
    dossier.revise(session, actor=people.analyst.actor, dossier_id=row.id, now=make.NOW)
    make.bring_to(session, row, people=people, state=make.State.APPROVED)
    make.publish(session, row, people=people, chosen=verdict, reason="Strenger." if verdict else "")
    reviews.spread(session)

    found = [(task.kind, task.due, task.is_late) for task in _waiting(session, people.officer)]

    due = make.TODAY + timedelta(days=days) if days else None
    assert found == ([(Kind.LOOK_AGAIN, due, False)] if due else [])


def test_an_ended_adoption_asks_for_nothing(session: Session, people: make.People) -> None:
    row = make.adoption(session, people=people, state=Adopted.STARTED)
    row.ended_at = make.NOW
    session.commit()

    assert _kinds(session, people.officer) == []


def test_what_is_late_comes_first_and_then_the_nearest_day(
    session: Session, people: make.People
) -> None:
    first = make.remediation(session, people=people, state=Asked.REQUESTED)
    late = make.remediation(session, people=people, state=Asked.COMMITTED)
    assert late.due is not None

    found = _waiting(session, people.vendor, today=late.due + timedelta(days=1))

    assert [task.subject_id for task in found] == [late.id, first.id]


def test_discussions_wait_for_who_is_asked_called_or_must_answer(
    session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people)
    title = Place(part=DossierPart.RISK, key="R1", field="title")
    for _ in range(2):
        make.thread(
            session, row, by=people.publisher, place=title, language="nl", proposed="Beter",
            assignee=people.reviewer, mentions=[people.publisher],
        )  # fmt: skip

    answers = _waiting(session, people.analyst)
    assert [(task.kind, task.subject_id, task.count, task.since) for task in answers] == [
        (Kind.ANSWER_SUGGESTIONS, row.id, 2, make.TODAY)
    ]
    assert _kinds(session, people.reviewer) == [Kind.SEE_TO_THREADS]
    assert _kinds(session, people.publisher) == [Kind.READ_MENTIONS]
    for person in (people.sivon_analyst, people.administrator, people.vendor, people.officer):
        assert _kinds(session, person) == []


def test_open_discussions_wait_with_the_review(session: Session, people: make.People) -> None:
    row = make.dossier(session, people=people, state=make.State.IN_REVIEW)
    make.thread(session, row, by=people.publisher)

    assert set(_kinds(session, people.reviewer)) == {Kind.REVIEW, Kind.RESOLVE_THREADS}
    assert _kinds(session, people.analyst) == [Kind.RESOLVE_THREADS]
    assert _kinds(session, people.publisher) == []
