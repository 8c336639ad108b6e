"""A vendor's contacts among themselves, and what is asked before it is sent: the refusals."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Role
from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.assessment import NotEditable
from dpia_workbench.risk.correspondence import NotSentYet
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.remediation import MoveRefused, State
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.models import Dossier, Invitation, Membership, Remediation
from dpia_workbench.usecases import asking, delegation, remediation
from dpia_workbench.usecases.asking import AboutUnknown, AlreadyTied, NotTheVendors, TitleMissing
from dpia_workbench.usecases.delegation import (
    AlreadyInvited,
    InvitationEnded,
    TooManyInvitations,
)
from dpia_workbench.usecases.joining import InvitationWithdrawn
from dpia_workbench.usecases.organisation import AlreadyMember, RoleDoesNotFit, Yourself
from tests import make

NOW: dict[str, Any] = {"now": make.NOW}
TIMES: dict[str, Any] = {"today": make.TODAY, **NOW}


def _invite(session: Session, by: make.Person, email: str = "nora@vendor.example") -> Invitation:
    return delegation.invite(session, actor=by.actor, email=email, name="Nora", **TIMES)


def test_who_is_not_invited(
    session: Session, people: make.People, monkeypatch: pytest.MonkeyPatch
) -> None:
    colleague = make.person(
        session, organisation=people.vendor.organisation, role=Role.VENDOR_CONTACT
    )
    for person, refusal in ((people.analyst, Forbidden), (people.stranger, NotFound),
                            (people.administrator, RoleDoesNotFit)):  # fmt: skip
        with pytest.raises(refusal):
            _invite(session, person)
    with pytest.raises(Yourself):
        _invite(session, people.vendor, people.vendor.user.email)
    with pytest.raises(AlreadyMember):
        _invite(session, people.vendor, colleague.user.email)
    _invite(session, people.vendor)
    with pytest.raises(AlreadyInvited):
        _invite(session, people.vendor)
    monkeypatch.setattr(delegation, "MOST_OPEN", 1)
    with pytest.raises(TooManyInvitations):
        _invite(session, people.vendor, "olga@vendor.example")


def test_an_invitation_ends_once(session: Session, people: make.People) -> None:
    row = _invite(session, people.vendor, people.stranger.user.email)
    place: dict[str, Any] = {"invitation_id": row.id, **NOW}
    for person in (people.analyst, people.other_vendor):
        with pytest.raises(NotFound):
            delegation.withdraw(session, actor=person.actor, **place)
        with pytest.raises(NotFound):
            delegation.accept(session, actor=person.actor, **place)
    with pytest.raises(Forbidden):
        delegation.withdraw(session, actor=people.stranger.actor, **place)
    with pytest.raises(Forbidden):
        delegation.accept(session, actor=people.vendor.actor, **place)
    late = {**place, "now": make.NOW + timedelta(days=8)}
    with pytest.raises(InvitationEnded):
        delegation.accept(session, actor=people.stranger.actor, **late)

    for _time in range(2):
        assert delegation.withdraw(session, actor=people.vendor.actor, **place).withdrawn_at
    with pytest.raises(InvitationWithdrawn):
        delegation.accept(session, actor=people.stranger.actor, **place)
    again = _invite(session, people.vendor, people.stranger.user.email)
    delegation.accept(session, actor=people.stranger.actor, invitation_id=again.id, **NOW)
    with pytest.raises(InvitationEnded):
        delegation.withdraw(session, actor=people.vendor.actor, invitation_id=again.id, **NOW)
    held = session.query(Membership).filter(Membership.user_id == people.stranger.user.id).all()
    assert [each.role for each in held] == [Role.VENDOR_CONTACT]


def _hand(session: Session, row: Remediation, by: make.Person, **words: Any) -> Remediation:
    values = {"assignee_id": by.user.id, "version": None, **TIMES, **words}
    return delegation.hand_over(session, actor=by.actor, remediation_id=row.id, **values)


def test_a_request_is_handed_to_oneself_and_back_to_all(
    session: Session, people: make.People
) -> None:
    row = make.remediation(session, people=people)

    assert _hand(session, row, people.vendor).assignee_id == people.vendor.user.id
    assert _hand(session, row, people.vendor).version == row.version
    assert _hand(session, row, people.vendor, assignee_id=None).assignee_id is None
    with pytest.raises(Forbidden):
        _hand(session, row, people.analyst)
    with pytest.raises(Stale):
        _hand(session, row, people.vendor, version=1)
    with pytest.raises(NotFound):
        _hand(session, row, people.other_vendor)
    ended = make.remediation(session, people=people, state=State.DECLINED)
    with pytest.raises(MoveRefused):
        _hand(session, ended, people.vendor)


def test_who_ever_answered_for_the_vendor_does_not_check(
    session: Session, people: make.People
) -> None:
    row = make.remediation(session, people=people, state=State.DELIVERED)
    checker = people.analyst2
    assert row.id in remediation.checkable(session, actor=checker.actor, rows=[row])

    invited = _invite(session, people.vendor, checker.user.email)
    delegation.accept(session, actor=checker.actor, invitation_id=invited.id, **NOW)

    assert row.id not in remediation.checkable(session, actor=checker.actor, rows=[row])


def _ask(session: Session, row: Dossier, by: make.Person, **words: Any) -> Remediation:
    values = {
        "about": Place(part=DossierPart.RISK, key="R1"), "title": make.both("Vraag"),
        "words": "Waar?", "is_draft": True, **TIMES, **words,
    }  # fmt: skip
    return asking.ask(session, actor=by.actor, dossier_id=row.id, **values)


def test_what_cannot_be_asked(session: Session, people: make.People) -> None:
    row = make.dossier(session, people=people)
    for part, key in (("risk", "R77"), ("claim", "K1"), ("measure", "M77"), ("text", "proposal")):
        with pytest.raises(AboutUnknown):
            _ask(session, row, people.analyst, about=Place(part=DossierPart(part), key=key))
    with pytest.raises(TitleMissing):
        _ask(session, row, people.analyst, title=None)
    with pytest.raises(Forbidden):
        _ask(session, row, people.publisher)
    with pytest.raises(NotFound):
        _ask(session, row, people.vendor)
    measure = Place(part=DossierPart.MEASURE, key="M1")
    with pytest.raises(Forbidden):
        _ask(session, row, people.reviewer, about=measure, is_draft=False)
    first, second = (_ask(session, row, people.analyst, about=measure) for _time in range(2))
    send: dict[str, Any] = {"actor": people.analyst.actor, "version": None, **TIMES}
    asking.send(session, remediation_id=first.id, **send)
    with pytest.raises(NotTheVendors):
        asking.send(session, remediation_id=second.id, **send)


def test_a_draft_is_rewritten_until_it_is_sent_and_tied_after_that(
    session: Session, people: make.People
) -> None:
    dossier = make.dossier(session, people=people)
    row = _ask(session, dossier, people.reviewer)
    place: dict[str, Any] = {"actor": people.analyst.actor, "remediation_id": row.id}
    measures = [each.id for each in dossier.revision.measures if each.owner == "vendor"]
    tie = {**place, "measure_id": measures[0], "version": None, **NOW}
    with pytest.raises(TitleMissing):
        asking.rewrite(session, title=None, words="Waar?", version=None, **NOW, **place)
    with pytest.raises(NotSentYet):
        asking.tie(session, **tie)
    asking.send(session, version=None, **TIMES, **place)
    with pytest.raises(MoveRefused):
        asking.rewrite(session, title=None, words="Waar?", version=None, **NOW, **place)
    others = [each.id for each in dossier.revision.measures if each.owner != "vendor"]
    with pytest.raises(NotTheVendors):
        asking.tie(session, **{**tie, "measure_id": others[0]})

    asking.tie(session, **tie)

    with pytest.raises(AlreadyTied):
        asking.tie(session, **tie)


def test_nothing_is_tied_in_what_is_under_review_or_was_withdrawn(
    session: Session, people: make.People
) -> None:
    frozen = make.dossier(session, people=people, state=make.State.IN_REVIEW)
    row = _ask(session, frozen, people.analyst, is_draft=False)
    tie: dict[str, Any] = {
        "actor": people.analyst.actor, "remediation_id": row.id, "version": None, **NOW,
        "measure_id": frozen.revision.measures[0].id,
    }  # fmt: skip
    with pytest.raises(NotEditable):
        asking.tie(session, **tie)
    open_one = make.dossier(session, people=people)
    row = _ask(session, open_one, people.analyst, is_draft=False)
    remediation.withdraw(
        session, actor=people.analyst.actor, remediation_id=row.id, words="x", version=None, **NOW
    )
    measure = open_one.revision.measures[0]
    with pytest.raises(MoveRefused):
        asking.tie(session, **{**tie, "remediation_id": row.id, "measure_id": measure.id})
