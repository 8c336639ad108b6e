"""What happens to a release makes each board that it concerns look again, once (invariant 24)."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dpia_workbench.risk.change import Change, Weight
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState, Owner
from dpia_workbench.risk.release import Event
from dpia_workbench.risk.review import Resolution, Trigger
from dpia_workbench.risk.scale import Axis
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store import releases
from dpia_workbench.store.models import (
    Adoption,
    AdoptionDecision,
    LocalMeasure,
    RecordSnapshot,
    Release,
    ReleaseEvent,
    ReviewTask,
)
from dpia_workbench.usecases import measure, review_sweep, review_task, reviewing
from tests import make
from tests.making import reviews
from tests.making.adoptions import AdoptionState as Adopted

DAY = timedelta(days=1)
LATER = make.NOW + DAY
FLOOR = {"tag": "under_16", "axis": Axis.SEVERITY, "level": 3}


@pytest.fixture
def first(session: Session, people: make.People) -> Release:
    """A release with a promise that is still open."""
    return make.release(session, people=people, request=make.RequestState.COMMITTED)


def adopted(session: Session, people: make.People, release: Release, **words: Any) -> Adoption:
    """Return an active adoption of a release; `words` are columns that differ."""
    at = words.pop("at", people.school)
    row = make.adoption(session, people=people, release=release, at=at, state=Adopted.ACTIVE)
    for name, value in words.items():
        setattr(row, name, value)
    session.commit()
    return row


def asked(session: Session, row: Adoption) -> list[tuple[Trigger, Weight]]:
    return [(each.trigger, each.weight) for each in reviews.looks(session, row)]


def changes(task: ReviewTask) -> set[str]:
    return {fact["change"] for fact in task.facts}


def test_a_worse_risk_concerns_the_boards_that_rely_on_it(
    session: Session, people: make.People
) -> None:
    """Adopters A and B: one affected by scope, one not (issue 7)."""
    first = make.release(session, people=people)
    here = adopted(session, people, first, cells=["C1"])
    elsewhere = adopted(session, people, first, cells=["C2"], at=people.other_school)
    newer = reviews.next_release(session, people, first, now=LATER, floors=[FLOOR])

    reviews.spread(session, now=LATER)

    (mine,) = reviews.looks(session, here)
    assert (mine.trigger, mine.ref, mine.weight) == (
        Trigger.RELEASE, str(newer.id), Weight.MATERIAL
    )  # fmt: skip
    assert mine.due == make.TODAY + 31 * DAY
    assert {"change": "level_higher", "subject": "R1", "cell": "C1"} in mine.facts
    (theirs,) = reviews.looks(session, elsewhere)
    assert (theirs.weight, changes(theirs)) == (Weight.INFORMATIVE, {Change.TEXT_CLARIFIED})
    assert elsewhere.decision is not None
    assert theirs.due == elsewhere.decision.next_review


def test_the_same_again_asks_nobody(session: Session, people: make.People) -> None:
    first = make.release(session, people=people)
    row = adopted(session, people, first)
    reviews.next_release(session, people, first, now=LATER)

    assert reviews.spread(session, now=LATER) == 0
    assert asked(session, row) == []
    assert reviews.mails(session, "review-waits") == []


def test_every_piece_of_news_asks_once_however_often_it_is_told(
    session: Session, people: make.People
) -> None:
    first = make.release(session, people=people)
    row = adopted(session, people, first)
    newer = reviews.next_release(session, people, first, now=LATER, severity=3)
    session.add(ReleaseEvent(release_id=first.id, kind=Event.WITHDRAWN, reason="Fout", at=LATER))
    session.commit()

    for _time in range(3):
        reviews.spread(session, now=LATER)
        review_sweep.sweep(session, product_id=first.product_id, now=LATER)
        review_task.incident_reported(
            session, incident_id=newer.id, product_id=first.product_id, now=LATER
        )
        session.commit()

    assert sorted(asked(session, row)) == sorted(
        (each, Weight.MATERIAL) for each in (Trigger.RELEASE, Trigger.STATUS, Trigger.INCIDENT)
    )
    assert len(reviews.mails(session, "review-waits")) == 4  # officer and FG, of two events


def test_the_table_refuses_a_second_look_because_of_one_event(
    session: Session, people: make.People, first: Release
) -> None:
    row = adopted(session, people, first)
    values = {
        "adoption_id": row.id, "trigger": Trigger.INCIDENT, "ref": "x", "due": make.TODAY,
        "weight": Weight.MATERIAL, "made_at": make.NOW,
    }  # fmt: skip
    session.add(ReviewTask(**values))
    session.flush()

    session.add(ReviewTask(**values))
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize(
    ("event", "weight", "due"),
    [
        (Event.WITHDRAWN, Weight.MATERIAL, date(2025, 3, 10)),
        (Event.UNDER_REVIEW, Weight.MATERIAL, date(2025, 4, 2)),
        (Event.ATTENTION, Weight.INFORMATIVE, make.TODAY + 300 * DAY),
        (Event.ATTENTION_CLOSED, None, None),
        (Event.SUPERSEDED, None, None),
    ],
)
def test_what_people_decide_about_a_release_reaches_its_adopters(
    session: Session, people: make.People, first: Release, event: Event,
    weight: Weight | None, due: date | None,
) -> None:  # fmt: skip
    row = adopted(session, people, first)
    session.add(ReleaseEvent(release_id=first.id, kind=event, reason="Zie daar.", at=make.NOW))
    session.commit()

    reviews.spread(session)

    found = [(each.weight, each.due) for each in reviews.looks(session, row)]
    assert found == ([(weight, due)] if weight else [])


def test_an_incident_that_marks_the_release_is_one_event(
    session: Session, people: make.People, first: Release
) -> None:
    row = adopted(session, people, first)
    session.add(ReleaseEvent(release_id=first.id, kind=Event.ATTENTION, reason="Lek", at=LATER))
    made = review_task.incident_reported(
        session, incident_id=uuid4(), product_id=first.product_id, now=LATER
    )
    session.commit()

    reviews.spread(session, now=LATER)

    assert made == 1
    (task,) = reviews.looks(session, row)
    assert (task.trigger, task.due) == (Trigger.INCIDENT, date(2025, 3, 11))
    assert reviews.mails(session, "review-waits") == []  # who reports it mails


def test_boards_that_rejected_or_ended_or_did_not_decide_are_asked_nothing(
    session: Session, people: make.People, first: Release
) -> None:
    ended = adopted(session, people, first, ended_at=make.NOW)
    make.adoption(
        session, people=people, release=first, at=people.other_school, state=Adopted.REJECTED
    )
    session.add(ReleaseEvent(release_id=first.id, kind=Event.WITHDRAWN, reason="Fout", at=LATER))
    session.commit()

    assert reviews.spread(session, now=LATER) == 0
    assert review_sweep.sweep(session, product_id=first.product_id, now=LATER) == 0
    assert asked(session, ended) == []


def test_who_decided_after_it_knew_of_it(
    session: Session, people: make.People, first: Release
) -> None:
    session.add(
        ReleaseEvent(release_id=first.id, kind=Event.ATTENTION, reason="Zie", at=make.NOW - DAY)
    )
    session.commit()
    row = adopted(session, people, first)

    reviews.spread(session)

    assert asked(session, row) == []


def test_a_decision_about_the_newer_verdict_ends_what_was_asked(
    session: Session, people: make.People
) -> None:
    first = make.release(session, people=people)
    row = adopted(session, people, first)
    newer = reviews.next_release(session, people, first, now=LATER, description=make.both("Beter"))
    reviews.spread(session, now=LATER)
    (task,) = reviews.looks(session, row)
    assert task.resolved_at is None

    make.adoption(session, people=people, release=newer, state=Adopted.ACTIVE, now=LATER)
    session.expire_all()

    (task,) = reviews.looks(session, row)
    assert (task.resolution, task.resolved_at) == (Resolution.DECIDED_ANEW, LATER)
    assert task.resolved_by_id == people.board.user.id
    session.add(ReleaseEvent(release_id=first.id, kind=Event.WITHDRAWN, reason="X", at=LATER))
    session.commit()
    assert reviews.spread(session, now=LATER) == 0  # the board no longer relies on it


def test_a_correction_beside_a_release_can_wait(
    session: Session, people: make.People, first: Release
) -> None:
    row = adopted(session, people, first)
    make.erratum(session, first, people=people, now=LATER)

    reviews.spread(session, now=LATER)

    assert asked(session, row) == [(Trigger.STATUS, Weight.INFORMATIVE)]


def sweep(session: Session, basis: Release, *, on: date) -> None:
    """Do what the worker does on the morning of a day."""
    now = make.NOW + (on - make.TODAY)
    for _time in range(2):
        review_sweep.sweep(session, product_id=basis.product_id, now=now)
    session.commit()


def test_a_promise_that_is_late_beyond_grace_asks_for_a_look(
    session: Session, people: make.People, first: Release
) -> None:
    row = adopted(session, people, first)
    due = date.fromisoformat(releases.content(first)["tolerated"][0]["due"])

    sweep(session, first, on=due + 30 * DAY)
    assert asked(session, row) == []
    sweep(session, first, on=due + 31 * DAY)
    sweep(session, first, on=due + 32 * DAY)

    (task,) = reviews.looks(session, row)
    assert (task.trigger, task.due) == (Trigger.PROMISE, due + 61 * DAY)
    assert task.facts[0]["subject"] == "M1"


def test_a_check_that_no_longer_counts_asks_for_a_look(
    session: Session, people: make.People
) -> None:
    first = make.release(session, people=people, request=make.RequestState.VERIFIED)
    row = adopted(session, people, first)
    assert row.decision is not None
    promise = releases.content(first)["measures"][0]["promise"]
    ends = date.fromisoformat(promise["verification_expires_on"])

    sweep(session, first, on=ends)

    found = {each.trigger: each for each in reviews.looks(session, row)}
    assert found[Trigger.VERIFICATION].due == ends + 30 * DAY


def test_a_release_that_came_to_its_end_asks_for_a_look(
    session: Session, people: make.People, first: Release
) -> None:
    row = adopted(session, people, first)
    ends = first.valid_until + DAY

    reviewing.spread(session, key=f"expired:{first.id}", now=make.NOW + (ends - make.TODAY))
    sweep(session, first, on=ends)

    tasks = [task for task in reviews.looks(session, row) if task.trigger is Trigger.STATUS]
    assert [(task.due, task.facts) for task in tasks] == [
        (ends + 30 * DAY, [{"status": "expired"}])
    ]


def test_the_next_review_is_asked_for_sixty_days_ahead(
    session: Session, people: make.People
) -> None:
    first = make.release(session, people=people)
    row = adopted(session, people, first)
    assert row.decision is not None
    due = row.decision.next_review

    sweep(session, first, on=due - 61 * DAY)
    assert asked(session, row) == []
    sweep(session, first, on=due - 60 * DAY)
    sweep(session, first, on=due + DAY)

    assert [(each.trigger, each.due) for each in reviews.looks(session, row)] == [
        (Trigger.REVIEW_DATE, due)
    ]


def test_measures_of_a_day_are_one_look(session: Session, people: make.People) -> None:
    first = make.release(session, people=people)
    row = adopted(session, people, first)
    again = make.TODAY + 100 * DAY
    session.execute(update(LocalMeasure).values(review_due=again))
    session.execute(
        update(LocalMeasure).where(LocalMeasure.key == "M4").values(
            state=LocalState.PLANNED, due=again + 5 * DAY
        )
    )  # fmt: skip
    session.commit()

    sweep(session, first, on=again - 31 * DAY)
    assert asked(session, row) == []
    sweep(session, first, on=again)

    assert [(each.trigger, each.due, each.facts) for each in reviews.looks(session, row)] == [
        (Trigger.MEASURE, again, [{"measure": "M3", "day": again.isoformat()}]),
        (Trigger.MEASURE, again + 5 * DAY,
         [{"measure": "M4", "day": (again + 5 * DAY).isoformat()}]),
    ]  # fmt: skip


def _resting(session: Session, people: make.People, **words: Any) -> tuple[Release, Any]:
    """Return a release whose contractual measure rests on a recorded agreement."""
    agreement = make.agreement(session, people=people)
    row = make.dossier(session, people=people)
    values = {**make.measure_values(owner=Owner.CONTRACTUAL), "agreement_id": agreement.id}
    measure.save(
        session, actor=people.analyst.actor, dossier_id=row.id, values={**values, **words},
        version=None, measure_id=row.revision.measures[1].id, now=make.NOW,
    )  # fmt: skip
    make.bring_to(session, row, people=people, state=make.State.PUBLISHED)
    found = releases.newest_of_dossier(session, row.id)
    assert found is not None
    return found, agreement


def _decided(session: Session, people: make.People, first: Release, *, at: make.School) -> Adoption:
    """Return an adoption that names no agreement of its own, with a decision."""
    row = make.adoption(session, people=people, release=first, at=at)
    row.decision = AdoptionDecision(
        outcome=Outcome.APPROVED, reason="Goed.", mandate="Besluit 3", on=make.TODAY,
        next_review=make.TODAY + 300 * DAY, levels={}, by_id=at.board.user.id, at=make.NOW,
    )  # fmt: skip
    session.commit()
    return row


def test_an_agreement_that_ends_concerns_who_joined_it(
    session: Session, people: make.People
) -> None:
    first, agreement = _resting(session, people)
    make.joined(session, agreement, by=people.board)
    here = _decided(session, people, first, at=people.school)
    elsewhere = _decided(session, people, first, at=people.other_school)
    ends = make.TODAY + 20 * DAY
    make.terminated(session, agreement, people=people, on=ends, now=LATER)

    reviews.spread(session, now=LATER)
    sweep(session, first, on=ends)

    (task,) = reviews.looks(session, here)
    assert (task.trigger, task.weight) == (Trigger.AGREEMENT, Weight.MATERIAL)
    assert (task.ref, task.due) == (f"{agreement.id}:{ends}", make.TODAY + 31 * DAY)
    assert asked(session, elsewhere) == []


def test_an_agreement_that_a_board_named_itself_is_told_ninety_days_ahead(
    session: Session, people: make.People
) -> None:
    ends = make.TODAY + 200 * DAY
    row = make.dossier(session, people=people)
    values = make.measure_values(owner=Owner.CONTRACTUAL, in_force_until=ends)
    measure.save(
        session, actor=people.analyst.actor, dossier_id=row.id, values=values, version=None,
        measure_id=row.revision.measures[1].id, now=make.NOW,
    )  # fmt: skip
    make.bring_to(session, row, people=people, state=make.State.PUBLISHED)
    first = session.query(Release).filter_by(revision_id=row.revision.id).one()
    here = adopted(session, people, first)
    elsewhere = adopted(session, people, first, party_to=[], at=people.other_school)

    sweep(session, first, on=ends - 91 * DAY)
    assert reviews.looks(session) == []
    sweep(session, first, on=ends - 90 * DAY)

    assert [(each.ref, each.due) for each in reviews.looks(session, here)] == [
        (f"M2:{ends}", ends - 60 * DAY)
    ]
    assert asked(session, elsewhere) == []


def test_a_product_is_swept_only_where_boards_rely_on_it(
    session: Session, people: make.People, first: Release
) -> None:
    assert review_sweep.collect(session, now=make.NOW) == 0
    adopted(session, people, first)

    assert review_sweep.collect(session, now=make.NOW) == 1


def test_each_person_gets_one_mail_about_a_product_in_their_language(
    session: Session, people: make.People, first: Release
) -> None:
    adopted(session, people, first)
    people.fg.user.language = "en"
    session.add(ReleaseEvent(release_id=first.id, kind=Event.WITHDRAWN, reason="Fout", at=LATER))
    session.commit()
    due = date.fromisoformat(releases.content(first)["tolerated"][0]["due"])

    sweep(session, first, on=due + 40 * DAY)  # withdrawn, and a promise is late

    told = reviews.mails(session, "review-waits")
    assert {(mail["to"], mail["language"]) for mail in told} == {
        (people.officer.user.email, "nl"), (people.fg.user.email, "en")
    }  # fmt: skip
    assert len(told) == 2
    assert {mail["values"]["day"] for mail in told} == {"11 maart 2025", "11 March 2025"}


def test_reminders_come_once_a_day_to_officers_who_want_them(
    session: Session, people: make.People, first: Release
) -> None:
    row = adopted(session, people, first)
    adopted(session, people, first, at=people.other_school)
    people.other_officer.user.wants_reminders = False
    session.add(ReleaseEvent(release_id=first.id, kind=Event.UNDER_REVIEW, reason="X", at=LATER))
    session.commit()
    reviews.spread(session, now=LATER)
    due = reviews.looks(session, row)[0].due

    sent = [
        review_sweep.remind(session, now=LATER + (due + days * DAY - make.TODAY - DAY))
        for days in (-15, -14, -14, -5, -3, 0, 1, 2, 40)
    ]

    assert sent == [0, 1, 0, 0, 1, 1, 1, 0, 1]
    assert {mail["to"] for mail in reviews.mails(session, "review-reminder")} == {
        people.officer.user.email
    }


def _of_record(session: Session, people: make.People) -> Adoption:
    """Return an adoption of what an external record said; its text is that of a release."""
    first = make.release(session, people=people)
    row = adopted(session, people, first)
    said = RecordSnapshot(
        product_id=first.product_id, number=1, canonical=first.canonical, sha256="of a record",
        verdict=Verdict.GREEN, made_at=make.NOW, valid_until=make.TODAY + 99 * DAY,
    )  # fmt: skip
    session.add(said)
    session.flush()
    row.release_id, row.snapshot_id = None, said.id
    session.commit()
    session.expire_all()
    return row


def test_a_release_takes_the_place_of_a_record(session: Session, people: make.People) -> None:
    row = _of_record(session, people)
    first = session.query(Release).one()

    reviews.spread(session)
    review_sweep.sweep(session, product_id=first.product_id, now=make.NOW)

    tasks = [task for task in reviews.looks(session, row) if task.trigger is Trigger.RELEASE]
    assert [(task.ref, task.due) for task in tasks] == [(str(first.id), make.TODAY + 30 * DAY)]
    assert changes(tasks[0]) == {Change.SCOPE_CHANGED, Change.VERDICT_WORSE}


def test_a_record_that_is_gone_asks_for_a_look_within_a_week(
    session: Session, people: make.People
) -> None:
    row = _of_record(session, people)

    review_sweep.sweep(session, product_id=row.basis.product_id, now=make.NOW)

    tasks = [task for task in reviews.looks(session, row) if task.trigger is Trigger.STATUS]
    assert [(task.ref, task.due) for task in tasks] == [("withdrawn:1", date(2025, 3, 10))]
