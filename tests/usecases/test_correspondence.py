"""What both sides of a request write: who may, how much fits, what stays as it is."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.correspondence import LARGEST_THREAD, ThreadFull
from dpia_workbench.risk.remediation import State
from dpia_workbench.store import correspondence as queries
from dpia_workbench.store import evidence
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.freezing import Frozen
from dpia_workbench.store.models import Remediation, RequestMessage
from dpia_workbench.usecases import correspondence
from dpia_workbench.usecases.dealing import WordsMissing
from tests import make


def _say(session: Session, row: Remediation, by: make.Person, **words: Any) -> RequestMessage:
    values = {"words": "Een vraag.", "files": [], "today": make.TODAY, "now": make.NOW, **words}
    return correspondence.say(session, actor=by.actor, remediation_id=row.id, **values)


def test_who_may_write_and_who_may_not_even_know(session: Session, people: make.People) -> None:
    row = make.remediation(session, people=people)

    for person in (people.analyst, people.reviewer, people.vendor):
        assert _say(session, row, person).words == "Een vraag."
    with pytest.raises(Forbidden):
        _say(session, row, people.publisher)
    for person in (people.other_vendor, people.sivon_analyst, people.officer):
        with pytest.raises(NotFound):
            _say(session, row, person)
        assert not queries.find(session, remediation_id=row.id, actor=person.actor)
    assert len(queries.find(session, remediation_id=row.id, actor=people.vendor.actor)) == 3


@pytest.mark.parametrize("state", sorted(set(State) - {State.DRAFT}))
def test_writing_moves_no_request(session: Session, people: make.People, state: State) -> None:
    row = make.remediation(session, people=people, state=state)

    _say(session, row, people.vendor, files=[make.file_facts()])

    assert row.state is state


def test_words_are_needed_and_the_files_of_a_request_take_room_up_to_a_limit(
    session: Session, people: make.People
) -> None:
    row = make.remediation(session, people=people)
    half = make.file_facts(size=LARGEST_THREAD // 2)

    with pytest.raises(WordsMissing):
        _say(session, row, people.vendor, words=" ", files=[half])
    _say(session, row, people.vendor, files=[half, half])
    with pytest.raises(ThreadFull):
        _say(session, row, people.vendor, files=[make.file_facts(size=1)])

    assert queries.bytes_used(session, row.id) == LARGEST_THREAD


def test_what_was_written_never_changes_and_its_file_is_needed(
    session: Session, people: make.People
) -> None:
    row = make.remediation(session, people=people)
    facts = make.file_facts("verslag")

    said = _say(session, row, people.vendor, files=[facts])
    session.commit()

    assert said.files[0].facts == facts
    assert evidence.is_needed(session, facts.sha256)
    assert facts.sha256 in evidence.hashes_needed(session)
    said.words = "Anders."
    with pytest.raises(Frozen):
        session.flush()
    session.rollback()
