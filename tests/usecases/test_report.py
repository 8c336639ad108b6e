"""What the report of a dossier is made of, and who may have it."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.risk.assessment import State
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.registers import Register
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier, Revision
from dpia_workbench.usecases import entry
from dpia_workbench.usecases.content import content_hash
from dpia_workbench.usecases.points import DEFAULT
from dpia_workbench.usecases.report import Reported, reported
from tests import make

TODAY = make.day_of(make.NOW)


def told(session: Session, row: Dossier, *, by: make.Person, **words: Any) -> Reported:
    """Return what a report of the dossier tells."""
    values = {"template": DEFAULT, "on": TODAY, **words}
    return reported(session, actor=by.actor, dossier_id=row.id, **values)


@pytest.mark.parametrize("who", ["analyst", "reviewer", "publisher"])
def test_who_may_read_the_dossier_may_have_its_report(
    session: Session, people: make.People, who: str
) -> None:
    row = make.dossier(session, people=people)
    make.document_templates(session)

    assert told(session, row, by=getattr(people, who)).is_concept


@pytest.mark.parametrize(
    "who", ["sivon_analyst", "vendor", "officer", "fg", "board", "administrator", "stranger"]
)
def test_nobody_else_finds_it(session: Session, people: make.People, who: str) -> None:
    row = make.dossier(session, people=people)
    make.document_templates(session)

    with pytest.raises(NotFound):
        told(session, row, by=getattr(people, who))


def test_a_form_that_is_not_there_is_not_found(session: Session, people: make.People) -> None:
    row = make.dossier(session, people=people)
    make.document_templates(session)

    with pytest.raises(NotFound):
        told(session, row, by=people.analyst, template="no-such-form")


def test_a_draft_is_told_as_it_is_on_the_day(session: Session, people: make.People) -> None:
    row = make.dossier(session, people=people)
    make.document_templates(session)
    values = {"name": "Leerlingen", "subject_kind": "pupils_13_15"}
    entry.add(
        session, actor=people.analyst.actor, dossier_id=row.id, register=Register.DATA_SUBJECT,
        values=values, now=make.NOW,
    )  # fmt: skip

    found = told(session, row, by=people.analyst)

    assert found.sha256 == content_hash(row.revision, on=TODAY)
    assert found.content["published_on"] == TODAY.isoformat()
    assert [item["key"] for item in found.content["entries"]] == ["DS1"]
    assert found.authors == (people.analyst.user.name,)
    assert found.versions[0].release is None
    assert found.open > 0
    assert found.questions is not None


def test_a_published_revision_is_told_as_it_was_published(
    session: Session, people: make.People
) -> None:
    release = make.release(session, people=people)
    row = session.get_one(Dossier, _dossier_of(session, release.revision_id))
    make.document_templates(session)

    found = told(session, row, by=people.publisher)

    assert found.state is State.PUBLISHED
    assert not found.is_concept
    assert found.sha256 == release.sha256
    assert found.content["number"] == release.number
    assert found.versions[-1].release == release.number
    assert [review.approved for review in found.reviews] == [True]


def test_it_tells_the_evidence_that_the_reader_may_see(
    session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people)
    make.document_templates(session)
    make.evidence(session, row, by=people.analyst, title="Voor ons")
    make.evidence(
        session, row, by=people.analyst, title="Voor mij",
        confidentiality=Confidentiality.VENDOR_CONFIDENTIAL, readers=(people.analyst,),
    )  # fmt: skip

    mine = told(session, row, by=people.analyst)

    assert [proof.title for proof in mine.evidence] == ["Voor ons", "Voor mij"]
    assert [proof.title for proof in mine.proofs] == ["Voor ons"]


def _dossier_of(session: Session, revision_id: Any) -> Any:
    return session.get_one(Revision, revision_id).dossier_id
