"""What the papers of an adoption are made of: cut by policy, and as on the day of the decision."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Role
from dpia_workbench.report import pack
from dpia_workbench.risk.adoption_step import Step, UseKind
from dpia_workbench.risk.release import Event, Status
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import (
    Adoption,
    DocumentTemplate,
    Membership,
    ReleaseEvent,
    UncoveredUse,
)
from dpia_workbench.usecases import adoption_pack
from dpia_workbench.usecases.adoption_pack import Pack
from dpia_workbench.usecases.points import DEFAULT
from tests import make

AT_ONCE, YEAR = timedelta(), timedelta(days=365)


def gathered(
    session: Session, row: Adoption, *, by: make.Person, later: timedelta = AT_ONCE, **words: Any
) -> Pack:
    """Gather what the papers tell, at NOW or later."""
    now = make.NOW + later
    asked = {"adoption_id": row.id, "template": DEFAULT, **words}
    return adoption_pack.gather(session, actor=by.actor, today=make.day_of(now), now=now, **asked)


def adopted(session: Session, people: make.People, state: make.AdoptionState) -> Adoption:
    """Return an adoption as far as a state, with the templates loaded."""
    row = make.adoption(session, people=people, state=state)
    make.document_templates(session)
    return row


def test_only_the_people_of_the_board_know_of_it(session: Session, people: make.People) -> None:
    row = adopted(session, people, make.AdoptionState.READY)

    for person in (people.officer, people.fg, people.board):
        assert gathered(session, row, by=person).adoption is row
    for person in (people.analyst, people.vendor, people.administrator, people.stranger):
        with pytest.raises(NotFound):
            gathered(session, row, by=person)


def test_another_board_and_an_unknown_form_are_not_there(
    session: Session, people: make.People
) -> None:
    row = adopted(session, people, make.AdoptionState.READY)

    with pytest.raises(NotFound):
        gathered(session, row, by=people.other_school.officer)
    with pytest.raises(NotFound):
        gathered(session, row, by=people.officer, template="unknown")
    with pytest.raises(NotFound):
        gathered(session, row, by=people.officer, adoption_id=uuid4())


def test_what_is_missing_follows_the_steps(session: Session, people: make.People) -> None:
    begun = adopted(session, people, make.AdoptionState.STARTED)
    assert gathered(session, begun, by=people.officer).missing == (
        Step.SCHOOLS, Step.SCOPE, Step.CIRCUMSTANCES, Step.OPERATIONS, Step.AGREEMENT,
        Step.MEASURES, Step.OWN_RISKS, Step.ADVICE, Step.VIEWS, Step.DECISION,
    )  # fmt: skip

    ready = make.adoption(
        session, people=people, state=make.AdoptionState.READY, at=people.other_school,
        release=begun.release,
    )  # fmt: skip

    told = gathered(session, ready, by=people.other_school.officer)
    assert told.missing == (Step.DECISION,)
    assert told.is_draft


def test_use_without_an_assessment_of_the_board_is_known(
    session: Session, people: make.People
) -> None:
    row = adopted(session, people, make.AdoptionState.READY)
    for position, supplement in enumerate(("Wij zetten dit uit.", " ")):
        row.uncovered.append(
            UncoveredUse(position=position, kind=UseKind.SERVICE, name=f"Dienst {position}",
                         supplement=supplement)
        )  # fmt: skip
    session.commit()

    told = gathered(session, row, by=people.officer)

    assert [each.name for each in told.unwritten] == ["Dienst 1"]


def test_the_contacts_are_those_of_the_day_of_the_decision(
    session: Session, people: make.People
) -> None:
    row = adopted(session, people, make.AdoptionState.ACTIVE)
    before = gathered(session, row, by=people.board).officers
    assert [each.email for each in before] == [people.fg.user.email]

    changed = make.TODAY + timedelta(days=20)
    for each in session.query(Membership).filter_by(organisation_id=row.board_id):
        each.until = changed if each.role is Role.DATA_PROTECTION_OFFICER else None
    make.person(session, organisation=row.board, role=Role.DATA_PROTECTION_OFFICER, since=changed)

    assert gathered(session, row, by=people.board, later=YEAR).officers == before


def test_a_decided_adoption_gives_the_same_files_whatever_happens_later(
    session: Session, people: make.People
) -> None:
    row = adopted(session, people, make.AdoptionState.ACTIVE)
    before = _files(gathered(session, row, by=people.board))

    basis = row.release
    assert basis is not None
    session.add(
        ReleaseEvent(release_id=basis.id, kind=Event.WITHDRAWN, at=make.NOW + YEAR,
                     by_id=people.publisher.user.id, reason="Fout.")
    )  # fmt: skip
    template = session.query(DocumentTemplate).filter_by(key=DEFAULT).one()
    session.add(
        DocumentTemplate(key=DEFAULT, version=2, sha256="ab" * 32, loaded_at=make.NOW + YEAR,
                         content={**template.content, "version": 2, "nodes": []})
    )  # fmt: skip
    session.commit()
    session.expire_all()
    later = gathered(session, row, by=people.board, later=2 * YEAR)

    assert later.status is Status.WITHDRAWN
    assert _files(later) == before
    assert "draft" not in "".join(before)


def _files(told: Pack) -> dict[str, bytes]:
    made = pack.files(told, languages=["nl"], address="https://x.example/")
    return {each.name: each.content for each in made}


def test_a_draft_is_in_the_newest_form(session: Session, people: make.People) -> None:
    row = adopted(session, people, make.AdoptionState.READY)
    template = session.query(DocumentTemplate).filter_by(key=DEFAULT).one()
    session.add(
        DocumentTemplate(key=DEFAULT, version=2, sha256="ab" * 32, loaded_at=make.NOW + YEAR,
                         content={**template.content, "version": 2})
    )  # fmt: skip
    session.commit()

    assert gathered(session, row, by=people.officer).template.version == 1
    assert gathered(session, row, by=people.officer, later=2 * YEAR).template.version == 2
