"""Remarks of readers: who sends, who reads, who settles, and what is forgotten."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import PUBLIC
from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk import remark as rules
from dpia_workbench.risk.remark import Outcome
from dpia_workbench.store import remarks
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.models import AuditEvent, Job, Release, Remark
from dpia_workbench.usecases import remark
from dpia_workbench.usecases.account import TooManyAttempts
from dpia_workbench.usecases.task import Kind
from dpia_workbench.usecases.tasks import waiting
from tests import make

NOW, LATER = make.NOW, make.NOW + timedelta(days=1)


@pytest.fixture
def release(session: Session, people: make.People) -> Release:
    """A published verdict of a cooperative."""
    return make.release(session, people=people)


@pytest.fixture
def said(session: Session, release: Release) -> Remark:
    """What a reader said about its risk R1."""
    return make.remark(session, slug=release.product.slug, place="R1")


def test_a_remark_lands_with_the_owner_of_the_verdict(
    session: Session, people: make.People, release: Release, said: Remark
) -> None:
    assert (said.owner_id, said.release_id) == (release.owner_id, release.id)
    for person in (people.analyst, people.reviewer, people.publisher):
        assert remarks.get(session, said.id, actor=person.actor) is said
        assert list(remarks.find(session, product_id=None, actor=person.actor)) == [said]


def test_nobody_else_knows_of_it(session: Session, people: make.People, said: Remark) -> None:
    others = (
        people.vendor, people.other_vendor, people.sivon_analyst, people.officer, people.fg,
        people.board, people.administrator,
    )  # fmt: skip
    for actor in (PUBLIC, *(person.actor for person in others)):
        assert list(remarks.find(session, product_id=said.product_id, actor=actor)) == []
        assert list(remarks.waiting(session, actor=actor)) == []
        with pytest.raises(NotFound):
            remarks.get(session, said.id, actor=actor)


def test_a_remark_about_a_record_from_elsewhere_is_for_administrators(
    session: Session, people: make.People
) -> None:
    assert people.vendor.organisation is not None
    product = make.recorded_product(session, vendor=people.vendor.organisation)

    said = make.remark(session, slug=product.slug)

    assert said.owner_id is None
    actor = people.administrator.actor
    assert remarks.get(session, said.id, actor=actor) is said
    with pytest.raises(NotFound):
        remarks.get(session, said.id, actor=people.analyst.actor)
    remark.answer(session, actor=actor, remark_id=said.id, words="Dank.", version=1, now=LATER)
    assert said.outcome is Outcome.ANSWERED


def test_an_answer_goes_to_the_reader_and_a_disposal_does_not(
    session: Session, people: make.People, release: Release
) -> None:
    actor, slug = people.analyst.actor, release.product.slug
    answered, disposed, unreachable = (
        make.remark(session, slug=slug, email=email) for email in ("a@b.nl", "c@d.nl", "")
    )

    remark.answer(session, actor=actor, remark_id=answered.id, words="Klopt.", version=1, now=LATER)
    remark.dispose(
        session, actor=actor, remark_id=disposed.id, reason="Reclame.", version=1, now=LATER
    )
    remark.answer(
        session, actor=actor, remark_id=unreachable.id, words="Klopt.", version=1, now=LATER
    )

    jobs = session.scalars(select(Job).where(Job.name == remark.JOB)).all()
    assert [job.detail for job in jobs] == [{"remark_id": str(answered.id)}]
    assert (answered.outcome, disposed.outcome) == (Outcome.ANSWERED, Outcome.DISPOSED)
    assert (answered.email, disposed.email) == ("a@b.nl", None)
    remark.forget(session, remark_id=answered.id)
    assert answered.email is None
    assert answered.wants_answer


def test_it_is_settled_once_with_words_by_who_saw_the_newest(
    session: Session, people: make.People, said: Remark
) -> None:
    actor = people.analyst.actor
    with pytest.raises(rules.WordsMissing):
        remark.answer(session, actor=actor, remark_id=said.id, words=" ", version=1, now=LATER)
    with pytest.raises(Stale):
        remark.answer(session, actor=actor, remark_id=said.id, words="Ja", version=7, now=LATER)
    remark.answer(session, actor=actor, remark_id=said.id, words="Ja", version=1, now=LATER)
    with pytest.raises(rules.AlreadySettled):
        remark.dispose(session, actor=actor, remark_id=said.id, reason="Nee", version=2, now=LATER)


def test_a_publisher_reads_and_leaves_the_answer_to_analysts(
    session: Session, people: make.People, said: Remark
) -> None:
    with pytest.raises(Forbidden):
        remark.answer(
            session, actor=people.publisher.actor, remark_id=said.id, words="Ja", version=1,
            now=LATER,
        )  # fmt: skip


def test_a_form_that_is_sent_twice_is_one_remark(session: Session, release: Release) -> None:
    number = uuid4()
    first = make.remark(session, slug=release.product.slug, remark_id=number)
    second = make.remark(session, slug=release.product.slug, remark_id=number, text="Nog eens.")

    assert first is second
    assert first.text == "De knop heet nu anders."


def test_one_address_sends_no_flood(session: Session, release: Release) -> None:
    slug = release.product.slug
    for _each in range(remark.MOST_PER_ADDRESS):
        make.remark(session, slug=slug)
    with pytest.raises(TooManyAttempts):
        make.remark(session, slug=slug)
    make.remark(session, slug=slug, address="192.0.2.99")
    make.remark(session, slug=slug, now=NOW + timedelta(minutes=16))


def test_what_is_not_there_cannot_be_remarked_upon(session: Session, release: Release) -> None:
    with pytest.raises(rules.PlaceUnknown):
        make.remark(session, slug=release.product.slug, place="R99")
    with pytest.raises(NotFound):
        make.remark(session, slug="nergens")
    with pytest.raises(NotFound):
        make.remark(session, slug=release.product.slug, number=99)


def test_addresses_are_forgotten_after_a_while_and_never_in_the_trail(
    session: Session, said: Remark
) -> None:
    remark.forget_old(session, now=NOW + rules.ADDRESS_KEPT - timedelta(days=1))
    session.refresh(said)
    assert said.email == make.READER

    remark.forget_old(session, now=NOW + rules.ADDRESS_KEPT + timedelta(days=1))
    session.refresh(said)
    assert said.email is None

    trail = session.scalars(select(AuditEvent).where(AuditEvent.fact.startswith("remark."))).all()
    assert trail
    assert not any(make.READER in str(event.detail) for event in trail)


def test_it_is_a_task_of_those_who_answer(
    session: Session, people: make.People, said: Remark
) -> None:
    def tasks(person: make.Person) -> list[tuple[int, object]]:
        found = waiting(session, actor=person.actor, today=make.TODAY)
        return [(each.count, each.subject_id) for each in found if each.kind is Kind.ANSWER_REMARKS]

    assert tasks(people.analyst) == [(1, said.product_id)]
    assert tasks(people.publisher) == tasks(people.sivon_analyst) == tasks(people.vendor) == []
