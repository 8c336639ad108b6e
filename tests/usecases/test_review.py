"""Review: who submits, who reviews, what must be complete, what is told to whom."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.assessment import (
    Incomplete,
    Lack,
    MoveRefused,
    Purpose,
    ReviewerIsAuthor,
)
from dpia_workbench.risk.verdict import Result, Topic, Verdict
from dpia_workbench.store import audit
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Dossier, Job
from dpia_workbench.usecases import dossier, review
from dpia_workbench.usecases.content import content_hash
from dpia_workbench.usecases.review import NoteMissing
from tests import make

Move = Callable[..., Any]
TIMES: dict[str, Any] = {"today": make.TODAY, "now": make.NOW}


def _submit(session: Session, row: Dossier, person: make.Person) -> None:
    review.submit(session, actor=person.actor, dossier_id=row.id, **TIMES)


def _request_changes(
    session: Session, row: Dossier, person: make.Person, note: str = "Leg R1 beter uit."
) -> None:
    review.request_changes(session, actor=person.actor, dossier_id=row.id, note=note, **TIMES)


def _approve(session: Session, row: Dossier, person: make.Person) -> None:
    review.approve(session, actor=person.actor, dossier_id=row.id, note="", **TIMES)


def _resume(session: Session, row: Dossier, person: make.Person) -> None:
    review.resume(session, actor=person.actor, dossier_id=row.id, now=make.NOW)


def _reopen(session: Session, row: Dossier, person: make.Person) -> None:
    review.reopen(session, actor=person.actor, dossier_id=row.id, now=make.NOW)


STATES = (make.State.DRAFT, make.State.IN_REVIEW, make.State.APPROVED, make.State.PUBLISHED)
# Move, the state in which it is possible, who may make it, and whom it leaves out by name.
MOVES: list[tuple[Move, make.State, set[str]]] = [
    (_submit, make.State.DRAFT, {"analyst", "analyst2"}),
    (_request_changes, make.State.IN_REVIEW, {"reviewer"}),
    (_approve, make.State.IN_REVIEW, {"reviewer"}),
    (_reopen, make.State.APPROVED, {"analyst", "analyst2", "reviewer"}),
]
READERS = {"analyst", "analyst2", "reviewer", "publisher"}


def _mails(session: Session) -> list[tuple[str, str]]:
    jobs = session.scalars(select(Job).where(Job.name == "mail.send"))
    return sorted((job.detail["kind"], job.detail["to"]) for job in jobs)


@pytest.mark.parametrize(("move", "state", "able"), MOVES)
def test_each_move_is_for_its_own_people(
    session: Session, people: make.People, move: Move, state: make.State, able: set[str]
) -> None:
    row = make.dossier(session, people=people, state=state)

    for name, person in people.everybody().items():
        if name in able:
            continue
        with pytest.raises(Forbidden if name in READERS else NotFound):
            move(session, row, person)
    for name in sorted(able):
        with session.begin_nested() as attempt:
            move(session, row, people.everybody()[name])
            attempt.rollback()


@pytest.mark.parametrize(("move", "state", "able"), MOVES)
def test_a_move_is_refused_in_any_other_state(
    session: Session, people: make.People, move: Move, state: make.State, able: set[str]
) -> None:
    person = people.everybody()[min(able)]
    for other in STATES:
        if other is state:
            continue
        row = make.dossier(session, people=people, state=other)

        with pytest.raises(MoveRefused):
            move(session, row, person)


def test_only_what_was_sent_back_is_resumed_by_its_analysts(
    session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, state=make.State.IN_REVIEW)
    _request_changes(session, row, people.reviewer)

    for name, refusal in (("reviewer", Forbidden), ("sivon_analyst", NotFound)):
        with pytest.raises(refusal):
            _resume(session, row, people.everybody()[name])
    _resume(session, row, people.analyst2)

    assert row.revision.state is make.State.DRAFT
    with pytest.raises(MoveRefused):
        _resume(session, row, people.analyst2)


def test_an_empty_draft_is_not_submitted(session: Session, people: make.People) -> None:
    row = make.empty_dossier(session, people=people)

    with pytest.raises(Incomplete) as refused:
        _submit(session, row, people.analyst)

    lacks = {gap.lack for gap in refused.value.params["gaps"]}  # type: ignore[attr-defined]
    assert {Lack.SCREENING, Lack.SUMMARY, Lack.SCOPE, Lack.CELL, Lack.RISK} <= lacks
    assert refused.value.params["purpose"] is Purpose.REVIEW
    assert _mails(session) == []


def test_what_publication_needs_is_asked_at_the_approval(
    session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, results={Topic.RIGHTS: Result.NOT_ASSESSED})
    dossier.describe(
        session, actor=people.analyst.actor, dossier_id=row.id, summary=make.both("S"),
        scope=make.both("R"), sentence=Bilingual(nl="Alleen Nederlands"), version=None,
        now=make.NOW,
    )  # fmt: skip
    _submit(session, row, people.analyst)

    with pytest.raises(Incomplete) as refused:
        _approve(session, row, people.reviewer)

    gaps = {(gap.lack, gap.key) for gap in refused.value.params["gaps"]}  # type: ignore[attr-defined]
    assert gaps == {(Lack.VERDICT_SENTENCE, ""), (Lack.FINDING, Topic.RIGHTS)}
    assert row.revision.reviews == []


def test_who_wrote_in_a_revision_does_not_review_it(session: Session, people: make.People) -> None:
    row = make.dossier(session, people=people)
    _submit(session, row, people.analyst)
    roles = [Role.ANALYST, Role.REVIEWER]
    actor = make.actor(people.analyst.user, people.analyst.organisation, roles)
    both = replace(people.analyst, actor=actor)

    for move in (_approve, _request_changes):
        with pytest.raises(ReviewerIsAuthor):
            move(session, row, both)

    assert row.revision.state is make.State.IN_REVIEW


def test_a_review_is_a_persons(session: Session, people: make.People) -> None:
    row = make.dossier(session, people=people, state=make.State.IN_REVIEW)
    nobody = replace(people.reviewer, actor=Actor(roles=frozenset({Role.REVIEWER})))

    with pytest.raises(ReviewerIsAuthor):
        _approve(session, row, nobody)


def test_who_asks_for_changes_says_which(session: Session, people: make.People) -> None:
    row = make.dossier(session, people=people, state=make.State.IN_REVIEW)

    with pytest.raises(NoteMissing):
        _request_changes(session, row, people.reviewer, note="  ")


def test_an_approval_holds_what_was_read_and_its_verdict(
    session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, state=make.State.IN_REVIEW)

    _approve(session, row, people.reviewer)
    session.commit()

    [found] = row.revision.reviews
    assert (found.approved, found.reviewer_id) == (True, people.reviewer.user.id)
    assert found.content_hash == row.revision.approved_hash
    assert found.content_hash == content_hash(row.revision, on=make.TODAY)
    assert found.verdict is Verdict.GREEN_WITH_MEASURES


def test_a_reopened_revision_has_no_approval_and_can_go_round_again(
    session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, state=make.State.APPROVED)

    _reopen(session, row, people.reviewer)

    assert (row.revision.state, row.revision.approved_hash) == (make.State.DRAFT, None)
    _submit(session, row, people.analyst)
    _approve(session, row, people.reviewer)
    assert row.revision.state is make.State.APPROVED
    assert len(row.revision.reviews) == 2


def test_every_step_tells_the_next_person_of_the_same_cooperative(
    session: Session, people: make.People
) -> None:
    make.person(session, organisation=people.sivon_analyst.organisation, role=Role.REVIEWER)
    row = make.dossier(session, people=people)

    _submit(session, row, people.analyst)
    _request_changes(session, row, people.reviewer)
    _resume(session, row, people.analyst)
    _submit(session, row, people.analyst)
    _approve(session, row, people.reviewer)
    session.flush()

    assert _mails(session) == [
        ("changes-asked", "analyst2@surf.example"),
        ("changes-asked", "analyst@surf.example"),
        ("publication-waits", "publisher@surf.example"),
        ("review-asked", "reviewer@surf.example"),
        ("review-asked", "reviewer@surf.example"),
    ]
    facts = [event.fact for event in audit.find(session, subject_id=row.id)][:5]
    assert facts == [
        "dossier.approved", "dossier.submitted", "dossier.resumed", "dossier.changes-requested",
        "dossier.submitted",
    ]  # fmt: skip


def test_nobody_is_mailed_whose_role_has_ended(session: Session, people: make.People) -> None:
    row = make.dossier(session, people=people)
    people.reviewer.user.memberships[0].until = make.TODAY
    session.commit()

    _submit(session, row, people.analyst)

    assert _mails(session) == []
