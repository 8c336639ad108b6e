"""Requests to vendors: who asks, answers and checks, what is refused, who is told."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.assessment import NotEditable
from dpia_workbench.risk.remediation import (
    DueDateNotAhead,
    Move,
    MoveRefused,
    NothingProposed,
    State,
    VerifierNotIndependent,
)
from dpia_workbench.store import audit
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.models import Dossier, Job, Remediation
from dpia_workbench.usecases import remediation
from dpia_workbench.usecases.asking import NotTheVendors
from dpia_workbench.usecases.dealing import WordsMissing
from tests import make
from tests.making.writes import save_claim

TIMES: dict[str, Any] = {"today": make.TODAY, "now": make.NOW}
SOON = make.TODAY + timedelta(days=30)
LATER = make.TODAY + timedelta(days=90)
Act = Callable[..., Remediation]


def _acknowledge(session: Session, row: Remediation, by: make.Person, **words: Any) -> Remediation:
    values = {"version": None, "now": make.NOW, **words}
    return remediation.acknowledge(session, actor=by.actor, remediation_id=row.id, **values)


def _commit(session: Session, row: Remediation, by: make.Person, **words: Any) -> Remediation:
    values = {"due": SOON, "words": "In versie 5.", "version": None, **TIMES, **words}
    return remediation.commit(session, actor=by.actor, remediation_id=row.id, **values)


def _decline(session: Session, row: Remediation, by: make.Person, **words: Any) -> Remediation:
    values = {"words": "Dit past niet.", "version": None, **TIMES, **words}
    return remediation.decline(session, actor=by.actor, remediation_id=row.id, **values)


def _deliver(session: Session, row: Remediation, by: make.Person, **words: Any) -> Remediation:
    values = {"words": "Staat in versie 5.", "version": None, **TIMES, **words}
    return remediation.deliver(session, actor=by.actor, remediation_id=row.id, **values)


def _verify(session: Session, row: Remediation, by: make.Person, **words: Any) -> Remediation:
    values = {
        "move": Move.VERIFY, "words": "Gemeten.", "due": None, "version": None, **TIMES, **words
    }  # fmt: skip
    return remediation.verify(session, actor=by.actor, remediation_id=row.id, **values)


def _withdraw(session: Session, row: Remediation, by: make.Person, **words: Any) -> Remediation:
    values = {"words": "Niet meer nodig.", "version": None, "now": make.NOW, **words}
    return remediation.withdraw(session, actor=by.actor, remediation_id=row.id, **values)


def _propose(session: Session, row: Remediation, by: make.Person, **words: Any) -> Remediation:
    values = {"due": LATER, "words": "Het kost meer tijd.", "version": None, **TIMES, **words}
    return remediation.propose_date(session, actor=by.actor, remediation_id=row.id, **values)


def _settle(session: Session, row: Remediation, by: make.Person, **words: Any) -> Remediation:
    values = {"move": Move.ACCEPT_DATE, "words": "", "version": None, **TIMES, **words}
    return remediation.settle_date(session, actor=by.actor, remediation_id=row.id, **values)


ANSWERS: list[tuple[Act, State]] = [
    (_acknowledge, State.REQUESTED),
    (_commit, State.ACKNOWLEDGED),
    (_decline, State.REQUESTED),
    (_deliver, State.COMMITTED),
    (_propose, State.COMMITTED),
]
ALL = [*ANSWERS, (_verify, State.DELIVERED), (_withdraw, State.COMMITTED)]


def _who(act: Act, people: make.People) -> make.Person:
    return people.vendor if act in [answer for answer, _state in ANSWERS] else people.reviewer


def _mails(session: Session, *, kind: str) -> list[str]:
    jobs = session.scalars(select(Job)).all()
    return [job.detail["to"] for job in jobs if job.detail.get("kind") == kind]


def _facts(session: Session, row: Remediation) -> list[str]:
    return [event.fact for event in audit.find(session, subject_id=row.id)][::-1]


def _ask(
    session: Session, dossier: Dossier, by: make.Person, *, number: int = 1, words: str = "Graag."
) -> Remediation:
    measure = dossier.revision.measures[number - 1]
    return remediation.request(
        session, actor=by.actor, dossier_id=dossier.id, measure_id=measure.id, words=words, **TIMES
    )


def test_an_analyst_asks_the_vendor_and_the_vendor_is_told(
    session: Session, people: make.People
) -> None:
    dossier = make.dossier(session, people=people)

    row = _ask(session, dossier, people.analyst)

    assert (row.state, row.request, row.requested_by_id) == (
        State.REQUESTED, "Graag.", people.analyst.user.id
    )  # fmt: skip
    assert row.title == dossier.revision.measures[0].title
    assert dossier.revision.measures[0].remediation_id == row.id
    assert _mails(session, kind="request-requested") == [people.vendor.user.email]
    assert _facts(session, row) == ["remediation.requested"]


def test_only_a_measure_of_the_vendor_is_asked_and_only_once(
    session: Session, people: make.People
) -> None:
    dossier = make.dossier(session, people=people)
    _ask(session, dossier, people.analyst)

    for number in (1, 2, 3, 4):
        with pytest.raises(NotTheVendors):
            _ask(session, dossier, people.analyst, number=number)


def test_a_request_is_asked_in_words_and_while_the_draft_is_open(
    session: Session, people: make.People
) -> None:
    dossier = make.dossier(session, people=people)
    with pytest.raises(WordsMissing):
        _ask(session, dossier, people.analyst, words="  ")
    make.bring_to(session, dossier, people=people, state=make.State.IN_REVIEW)

    with pytest.raises(NotEditable):
        _ask(session, dossier, people.analyst)


def test_only_analysts_of_the_owner_ask(session: Session, people: make.People) -> None:
    dossier = make.dossier(session, people=people)

    for name, person in people.everybody().items():
        if name not in ("analyst", "analyst2"):
            with pytest.raises((Forbidden, NotFound)):
                _ask(session, dossier, person)


def test_a_request_goes_its_way_and_everybody_is_told(
    session: Session, people: make.People
) -> None:
    row = make.remediation(session, people=people)

    _acknowledge(session, row, people.vendor)
    _commit(session, row, people.vendor)
    _deliver(session, row, people.vendor)
    _verify(session, row, people.reviewer)

    assert row.state is State.VERIFIED
    assert (row.due, row.promise, row.delivered_on) == (SOON, "In versie 5.", make.TODAY)
    assert (row.verified_by_id, row.verified_on) == (people.reviewer.user.id, make.TODAY)
    assert row.verification_expires_on == date(2026, 3, 3)
    analysts = sorted([people.analyst.user.email, people.analyst2.user.email])
    assert sorted(_mails(session, kind="request-committed")) == analysts
    assert sorted(_mails(session, kind="request-delivered")) == analysts
    assert _mails(session, kind="request-verified") == [people.vendor.user.email]
    assert _facts(session, row)[1:] == [
        "remediation.acknowledged", "remediation.committed", "remediation.delivered",
        "remediation.checked",
    ]  # fmt: skip


def test_a_proposed_day_holds_only_once_it_is_accepted_and_every_day_stays(
    session: Session, people: make.People
) -> None:
    row = make.remediation(session, people=people, state=State.COMMITTED)
    first = row.due

    _propose(session, row, people.vendor)
    assert (row.due, row.proposed_due, row.proposal) == (first, LATER, "Het kost meer tijd.")
    _settle(session, row, people.analyst2)

    assert (row.due, row.proposed_due, row.proposal) == (LATER, None, "")
    assert [each.due for each in row.due_dates] == [first, LATER]
    analysts = sorted([people.analyst.user.email, people.analyst2.user.email])
    assert sorted(_mails(session, kind="request-date-proposed")) == analysts
    assert _mails(session, kind="request-date-settled") == [people.vendor.user.email]
    assert _facts(session, row)[-2:] == ["remediation.date-proposed", "remediation.date-settled"]


def test_a_refused_day_changes_nothing_and_needs_a_reason(
    session: Session, people: make.People
) -> None:
    row = make.remediation(session, people=people, state=State.COMMITTED)
    first = row.due
    _propose(session, row, people.vendor)

    with pytest.raises(WordsMissing):
        _settle(session, row, people.analyst, move=Move.REFUSE_DATE)
    _settle(session, row, people.analyst, move=Move.REFUSE_DATE, words="Dit duurt te lang.")

    assert (row.due, row.proposed_due) == (first, None)
    assert [each.due for each in row.due_dates] == [first]
    with pytest.raises(NothingProposed):
        _settle(session, row, people.analyst)


def test_a_proposal_ends_with_the_delivery_or_the_request(
    session: Session, people: make.People
) -> None:
    delivered = make.remediation(session, people=people, state=State.COMMITTED)
    withdrawn = make.remediation(session, people=people, state=State.COMMITTED)
    for row in (delivered, withdrawn):
        _propose(session, row, people.vendor)

    _deliver(session, delivered, people.vendor)
    _withdraw(session, withdrawn, people.analyst)

    assert {row.proposed_due for row in (delivered, withdrawn)} == {None}


def test_only_who_may_ask_settles_a_proposal(session: Session, people: make.People) -> None:
    row = make.remediation(session, people=people, state=State.COMMITTED)
    _propose(session, row, people.vendor)

    for name, person in people.everybody().items():
        if name not in ("analyst", "analyst2", "reviewer"):
            with pytest.raises((Forbidden, NotFound)):
                _settle(session, row, person)
    with pytest.raises(MoveRefused):
        _settle(session, row, people.analyst, move=Move.VERIFY)
    with pytest.raises(DueDateNotAhead):
        _settle(session, row, people.analyst, today=LATER)


def test_the_words_of_every_promise_stay(session: Session, people: make.People) -> None:
    row = make.remediation(session, people=people, state=State.ACKNOWLEDGED)
    _commit(session, row, people.vendor, words="De eerste belofte")

    event = audit.find(session, subject_id=row.id)[0]

    assert event.detail == {"due": SOON.isoformat(), "words": "De eerste belofte"}


@pytest.mark.parametrize(("act", "state"), ALL)
def test_others_do_not_find_the_request(
    session: Session, people: make.People, act: Act, state: State
) -> None:
    row = make.remediation(session, people=people, state=state)

    for name in ("other_vendor", "sivon_analyst", "officer", "fg", "board", "administrator",
                 "stranger"):  # fmt: skip
        with pytest.raises(NotFound):
            act(session, row, getattr(people, name))


@pytest.mark.parametrize(("act", "state"), ANSWERS)
def test_only_the_vendor_answers(
    session: Session, people: make.People, act: Act, state: State
) -> None:
    row = make.remediation(session, people=people, state=state)

    for person in (people.analyst, people.reviewer, people.publisher):
        with pytest.raises(Forbidden):
            act(session, row, person)


@pytest.mark.parametrize("act", [_verify, _withdraw])
def test_the_vendor_and_the_publisher_neither_check_nor_take_back(
    session: Session, people: make.People, act: Act
) -> None:
    row = make.remediation(session, people=people, state=State.DELIVERED)

    for person in (people.vendor, people.publisher):
        with pytest.raises(Forbidden):
            act(session, row, person)


@pytest.mark.parametrize(("act", "state"), ALL)
def test_who_read_an_older_version_is_stopped(
    session: Session, people: make.People, act: Act, state: State
) -> None:
    row = make.remediation(session, people=people, state=state)

    with pytest.raises(Stale):
        act(session, row, _who(act, people), version=row.version + 1)
    act(session, row, _who(act, people), version=row.version)


@pytest.mark.parametrize(
    ("act", "state"), [pair for pair in ALL if pair[0] not in (_acknowledge, _commit)]
)
def test_words_are_needed(session: Session, people: make.People, act: Act, state: State) -> None:
    row = make.remediation(session, people=people, state=state)

    with pytest.raises(WordsMissing):
        act(session, row, _who(act, people), words=" \n")


@pytest.mark.parametrize(
    ("act", "state"),
    [
        (_acknowledge, State.ACKNOWLEDGED),
        (_commit, State.REQUESTED),
        (_commit, State.COMMITTED),
        (_decline, State.COMMITTED),
        (_deliver, State.ACKNOWLEDGED),
        (_verify, State.COMMITTED),
        (_withdraw, State.DECLINED),
        (_withdraw, State.VERIFIED),
    ],
)
def test_a_move_that_the_state_does_not_know_is_refused(
    session: Session, people: make.People, act: Act, state: State
) -> None:
    row = make.remediation(session, people=people, state=state)

    with pytest.raises(MoveRefused):
        act(session, row, _who(act, people))


@pytest.mark.parametrize("move", [Move.WITHDRAW, Move.COMMIT, Move.SEND])
@pytest.mark.parametrize("state", [State.DELIVERED, State.VERIFIED_PARTIAL])
def test_a_check_is_no_way_to_another_move(
    session: Session, people: make.People, move: Move, state: State
) -> None:
    row = make.remediation(session, people=people, state=state)

    with pytest.raises(MoveRefused):
        _verify(session, row, people.reviewer, move=move)


@pytest.mark.parametrize("due", [make.TODAY, make.TODAY - timedelta(days=1)])
def test_a_promise_lies_ahead(session: Session, people: make.People, due: date) -> None:
    row = make.remediation(session, people=people, state=State.ACKNOWLEDGED)

    with pytest.raises(DueDateNotAhead):
        _commit(session, row, people.vendor, due=due)


def test_who_asked_cannot_check(session: Session, people: make.People) -> None:
    row = make.remediation(session, people=people, state=State.DELIVERED)

    with pytest.raises(VerifierNotIndependent):
        _verify(session, row, people.analyst)
    _verify(session, row, people.analyst2)


def _claim_the_effect(session: Session, dossier: Dossier, by: make.Person) -> None:
    required = [dossier.revision.measures[0].id]
    save_claim(session, dossier, requires=required, actor=by.actor, now=make.NOW)
    session.commit()


def test_who_claims_the_effect_cannot_check(session: Session, people: make.People) -> None:
    dossier = make.dossier(session, people=people)
    _claim_the_effect(session, dossier, people.analyst2)
    row = make.remediation(session, people=people, dossier=dossier, state=State.DELIVERED)

    with pytest.raises(VerifierNotIndependent):
        _verify(session, row, people.analyst2)


def test_a_partial_result_is_told_and_can_be_promised_again(
    session: Session, people: make.People
) -> None:
    row = make.remediation(session, people=people, state=State.DELIVERED)
    _verify(session, row, people.reviewer, move=Move.VERIFY_PARTLY)
    assert _mails(session, kind="request-verified_partial") == [people.vendor.user.email]

    _commit(session, row, people.vendor, due=SOON + timedelta(days=60))

    assert row.state is State.COMMITTED
    assert len(row.due_dates) == 2


def test_what_does_not_work_is_asked_again_for_a_new_day(
    session: Session, people: make.People
) -> None:
    row = make.remediation(session, people=people, state=State.DELIVERED)
    first, later = row.due_dates[0].due, SOON + timedelta(days=90)
    for due in (None, make.TODAY):
        with pytest.raises(DueDateNotAhead):
            _verify(session, row, people.reviewer, move=Move.REJECT, due=due)

    _verify(session, row, people.reviewer, move=Move.REJECT, due=later)

    assert (row.state, row.due, row.verified_on) == (State.COMMITTED, later, None)
    assert [promised.due for promised in row.due_dates] == [first, later]
    assert _mails(session, kind="request-requested") == [people.vendor.user.email] * 2
    assert people.vendor.user.email not in _mails(session, kind="request-committed")
    detail = audit.find(session, subject_id=row.id)[0].detail
    assert (detail["move"], detail["due"]) == ("reject", later.isoformat())


def test_declining_is_told_to_the_analysts(session: Session, people: make.People) -> None:
    row = make.remediation(session, people=people)

    _decline(session, row, people.vendor)

    assert (row.state, row.refusal) == (State.DECLINED, "Dit past niet.")
    assert people.analyst.user.email in _mails(session, kind="request-declined")


@pytest.mark.parametrize("who", ["analyst", "analyst2", "reviewer"])
def test_a_request_is_taken_back_with_the_reason(
    session: Session, people: make.People, who: str
) -> None:
    row = make.remediation(session, people=people, state=State.VERIFIED_PARTIAL)

    _withdraw(session, row, getattr(people, who))

    assert row.state is State.WITHDRAWN
    assert audit.find(session, subject_id=row.id)[0].detail == {"words": "Niet meer nodig."}


def test_a_check_can_be_repeated_and_counts_anew(session: Session, people: make.People) -> None:
    row = make.remediation(session, people=people, state=State.VERIFIED)
    later = make.TODAY + timedelta(days=300)

    _verify(session, row, people.analyst2, today=later)

    assert (row.verified_on, row.verified_by_id) == (later, people.analyst2.user.id)
    assert row.verification_expires_on is not None
    assert row.verification_expires_on > later
