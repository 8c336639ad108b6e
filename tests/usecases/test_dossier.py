"""Dossiers and their parts: who may write, what is refused, what the trail keeps."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.assessment import MoveRefused, NotEditable
from dpia_workbench.risk.verdict import Result, Topic
from dpia_workbench.store import audit, dossiers
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.models import Dossier
from dpia_workbench.usecases import dossier
from tests import make
from tests.making.writes import REFUSALS, WRITES

each_write = pytest.mark.parametrize("fact", list(WRITES))


@pytest.fixture
def draft(session: Session, people: make.People) -> Dossier:
    """A complete draft of SURF."""
    return make.dossier(session, people=people)


def test_only_analysts_open_a_dossier(session: Session, people: make.People) -> None:
    assert people.vendor.organisation is not None
    product = make.product(session, vendor=people.vendor.organisation)

    able = set()
    for name, person in people.everybody().items():
        try:
            dossier.create(session, actor=person.actor, product_id=product.id, now=make.NOW)
        except Forbidden:
            continue
        able.add(name)

    assert able == {"analyst", "analyst2", "sivon_analyst"}


def test_a_dossier_begins_empty_with_all_topics_unassessed(
    session: Session, people: make.People
) -> None:
    row = make.empty_dossier(session, people=people)

    assert row.owner_id == people.analyst.actor.organisation_id
    assert row.lead_id == people.analyst.user.id
    assert {f.topic for f in row.revision.findings} == set(Topic)
    assert {f.result for f in row.revision.findings} == {Result.NOT_ASSESSED}
    assert dossiers.author_ids(row.revision) == {people.analyst.user.id}


def test_a_second_dossier_on_a_product_gets_a_key_of_its_own(
    session: Session, people: make.People
) -> None:
    first = make.empty_dossier(session, people=people)

    keys = [make.empty_dossier(session, people=people, product=first.product).key for _ in range(2)]

    assert (first.key, *keys) == ("LEERPLEIN-2025", "LEERPLEIN-2025-2", "LEERPLEIN-2025-3")


def test_a_dossier_needs_a_product_that_exists(session: Session, people: make.People) -> None:
    with pytest.raises(NotFound):
        dossier.create(session, actor=people.analyst.actor, product_id=uuid4(), now=make.NOW)


@each_write
def test_only_analysts_of_the_owner_write(
    session: Session, people: make.People, draft: Dossier, fact: str
) -> None:
    before = len(audit.find(session, subject_id=draft.id))

    for name, refusal in REFUSALS.items():
        with pytest.raises(refusal):
            WRITES[fact](session, draft, actor=people.everybody()[name].actor, now=make.NOW)

    assert len(audit.find(session, subject_id=draft.id)) == before


@each_write
def test_a_colleague_who_writes_becomes_an_author_and_stands_in_the_trail(
    session: Session, people: make.People, draft: Dossier, fact: str
) -> None:
    WRITES[fact](session, draft, actor=people.analyst2.actor, now=make.NOW)

    newest = audit.find(session, subject_id=draft.id)[0]
    assert (newest.fact, newest.actor_id) == (fact, people.analyst2.user.id)
    assert people.analyst2.user.id in dossiers.author_ids(draft.revision)
    assert not list(audit.broken_links(session))


@pytest.mark.parametrize("state", [make.State.IN_REVIEW, make.State.APPROVED, make.State.PUBLISHED])
def test_only_a_draft_is_written(session: Session, people: make.People, state: make.State) -> None:
    row = make.dossier(session, people=people, state=state)

    for write in WRITES.values():
        with pytest.raises(NotEditable):
            write(session, row, actor=people.analyst.actor, now=make.NOW)


@pytest.mark.parametrize(
    ("fact", "part", "key"),
    [
        ("cell.saved", "cells", "cell_id"),
        ("risk.saved", "risks", "risk_id"),
        ("measure.saved", "measures", "measure_id"),
        ("claim.saved", "claims", "claim_id"),
        ("finding.saved", "findings", None),
        ("dossier.described", None, None),
        ("dossier.screened", None, None),
    ],
)
def test_the_second_of_two_editors_is_told(
    session: Session, people: make.People, draft: Dossier, fact: str, part: str | None,
    key: str | None,
) -> None:  # fmt: skip
    row = getattr(draft.revision, part)[0] if part else draft.revision
    words = {key: row.id} if key else {"topic": row.topic} if part else {}
    seen = row.version

    WRITES[fact](session, draft, actor=people.analyst.actor, now=make.NOW, version=seen, **words)
    session.commit()

    with pytest.raises(Stale):
        WRITES[fact](
            session, draft, actor=people.analyst2.actor, now=make.NOW, version=seen, **words
        )


def test_only_a_published_revision_is_revised(
    session: Session, people: make.People, draft: Dossier
) -> None:
    with pytest.raises(MoveRefused):
        dossier.revise(session, actor=people.analyst.actor, dossier_id=draft.id, now=make.NOW)


def test_only_analysts_of_the_owner_revise(session: Session, people: make.People) -> None:
    row = make.dossier(session, people=people, state=make.State.PUBLISHED)

    for name, refusal in REFUSALS.items():
        actor = people.everybody()[name].actor
        with pytest.raises(refusal):
            dossier.revise(session, actor=actor, dossier_id=row.id, now=make.NOW)


def test_the_next_revision_is_a_copy_that_keeps_its_authors(
    session: Session, people: make.People
) -> None:
    row = make.dossier(
        session, people=people, state=make.State.PUBLISHED,
        request=make.RequestState.VERIFIED, results={Topic.RIGHTS: Result.REMEDIABLE},
    )  # fmt: skip
    old = row.revision

    dossier.revise(session, actor=people.analyst2.actor, dossier_id=row.id, now=make.NOW)
    session.commit()

    new = row.revision
    assert (new.number, new.state) == (2, make.State.DRAFT)
    assert (new.approved_hash, new.submitted_at, new.reviews) == (None, None, [])
    assert dossiers.author_ids(new) == {people.analyst.user.id, people.analyst2.user.id}
    assert [_claim(c) for c in new.claims] == [_claim(c) for c in old.claims]
    assert {(f.topic, f.result, f.measure and f.measure.key) for f in new.findings} == {
        (f.topic, f.result, f.measure and f.measure.key) for f in old.findings
    }
    assert new.screening is not None
    assert new.screening == old.screening
    assert [c.edition_id for c in new.cells] == [c.edition_id for c in old.cells]
    # The vendor is not asked anew: the copy points to the same request.
    assert new.measures[0].remediation_id == old.measures[0].remediation_id
    assert {m.id for m in new.measures}.isdisjoint(m.id for m in old.measures)


def _claim(row: Any) -> tuple[Any, ...]:
    authors = {author.user_id for author in row.authors}
    return (row.key, row.risk.key, row.axis, row.cap, [m.key for m in row.requires], authors)
