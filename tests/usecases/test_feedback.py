"""Feedback of boards: who sends and reads it, what is known of the board, what comes of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import PUBLIC
from dpia_workbench.risk import remark as rules
from dpia_workbench.risk.feedback import Found
from dpia_workbench.risk.remark import Kind
from dpia_workbench.store import remarks
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Adoption, AuditEvent, Job, Membership
from dpia_workbench.usecases import remark
from tests import make

LATER = make.NOW + timedelta(days=1)


@pytest.fixture
def adoption(session: Session, people: make.People) -> Adoption:
    """An adoption on which the board decided."""
    return make.adoption(session, people=people, state=make.AdoptionState.ACTIVE)


def _mails(session: Session) -> list[tuple[str, str]]:
    jobs = session.scalars(select(Job).where(Job.name == "mail.send")).all()
    found = [(job.detail["kind"], job.detail["to"]) for job in jobs]
    return sorted(each for each in found if each[0].startswith("feedback"))


def test_feedback_lands_with_the_owner_of_the_release_at_its_place(
    session: Session, people: make.People, adoption: Adoption
) -> None:
    said = make.feedback(session, adoption, by=people.fg, place="M1")

    row = said.remark
    assert (row.kind, row.place, row.email) == (Kind.MISSING_MEASURE, "M1", None)
    actor = people.analyst.actor
    assert list(remarks.find(session, product_id=None, place="M1", actor=actor)) == [row]
    assert remarks.open_places(session, product_id=row.product_id, actor=actor) == {"M1": 1}
    others = (people.sivon_analyst, people.vendor, people.officer, people.administrator)
    for person in others:
        assert not remarks.find(session, product_id=None, actor=person.actor)
        assert not remarks.open_places(session, product_id=row.product_id, actor=person.actor)


def test_only_its_own_board_sends_and_reads_it(
    session: Session, people: make.People, adoption: Adoption
) -> None:
    make.feedback(session, adoption, by=people.officer)

    for person in (people.officer, people.fg, people.board):
        assert len(remarks.feedback(session, adoption_id=adoption.id, actor=person.actor)) == 1
    others = (people.other_officer, people.analyst, people.vendor, people.administrator)
    for actor in (PUBLIC, *(person.actor for person in others)):
        assert not remarks.feedback(session, adoption_id=adoption.id, actor=actor)
    for person in others:
        with pytest.raises(NotFound):
            make.feedback(session, adoption, by=person)


def test_it_is_kept_once_with_words_and_a_place_that_is_there(
    session: Session, people: make.People, adoption: Adoption
) -> None:
    number = uuid4()
    first = make.feedback(session, adoption, by=people.officer, remark_id=number)
    assert make.feedback(session, adoption, by=people.officer, remark_id=number) is first
    theirs = make.adoption(session, people=people, release=adoption.release, at=people.other_school)
    with pytest.raises(NotFound):
        make.feedback(session, theirs, by=people.other_officer, remark_id=number)
    with pytest.raises(rules.PlaceUnknown):
        make.feedback(session, adoption, by=people.officer, place="M99")
    with pytest.raises(rules.WordsMissing):
        make.feedback(session, adoption, by=people.officer, text=" ")


def test_the_answer_is_mailed_to_who_asked_or_to_who_took_their_place(
    session: Session, people: make.People, adoption: Adoption
) -> None:
    first, second = (
        make.feedback(session, adoption, by=people.fg, found=Found.UNCLEAR) for _each in range(2)
    )
    actor = people.analyst.actor
    remark.answer(
        session, actor=actor, remark_id=first.remark_id, words="Zo.", version=1, now=LATER
    )
    assert _mails(session) == [("feedback-settled", people.fg.user.email)]

    held = session.scalars(select(Membership).where(Membership.user_id == people.fg.user.id)).one()
    held.until = make.TODAY - timedelta(days=1)
    remark.dispose(
        session, actor=actor, remark_id=second.remark_id, reason="Dubbel.", version=1, now=LATER
    )
    assert ("feedback-settled", people.officer.user.email) in _mails(session)


def test_what_leads_to_a_change_shows_in_the_next_release(
    session: Session, people: make.People
) -> None:
    release = make.release(session, people=people)
    adoption = make.adoption(session, people=people, release=release)
    wanted, plain = (make.feedback(session, adoption, by=people.officer) for _each in range(2))
    read_before = (release.canonical, release.sha256)
    for said, leads in ((wanted, True), (plain, False)):
        remark.answer(
            session, actor=people.analyst.actor, remark_id=said.remark_id, words="Klopt.",
            version=1, now=LATER, leads_to_change=leads,
        )  # fmt: skip
    assert remarks.change_of(session, plain.remark_id) is None
    change = remarks.change_of(session, wanted.remark_id)
    assert change is not None
    assert change.release is None

    dossier = make.dossier(session, people=people, product=release.product,
                           state=make.State.APPROVED)  # fmt: skip
    newer = make.publish(session, dossier, people=people)

    assert change.release is newer
    assert ("feedback-shown", people.officer.user.email) in _mails(session)
    assert (release.canonical, release.sha256) == read_before
    for kept in ("De knop staat er niet", "Waterlelie"):
        assert kept not in newer.canonical


def test_the_trail_holds_no_words_of_a_board(
    session: Session, people: make.People, adoption: Adoption
) -> None:
    make.feedback(session, adoption, by=people.officer)

    trail = session.scalars(select(AuditEvent).where(AuditEvent.fact == "feedback.sent")).all()
    assert trail
    assert not any("De knop" in str(event.detail) for event in trail)
