"""Evidence through its use cases: who may, what is refused, and what stays for ever."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Role
from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk import evidence as rules
from dpia_workbench.risk.assessment import ReviewerIsAuthor
from dpia_workbench.risk.evidence import (
    Confidentiality,
    DossierFull,
    FileDeleted,
    PersonalDataTooOpen,
    ReasonMissing,
)
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.store import audit, dossiers
from dpia_workbench.store import evidence as queries
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.models import Dossier, Evidence
from dpia_workbench.usecases import dossier as dossier_verbs
from dpia_workbench.usecases import evidence, review, risk
from dpia_workbench.usecases.evidence import DRAWN_FROM, PlaceUnknown, ReaderUnknown
from tests import make
from tests.making.writes import REFUSALS

R1 = Place(part=DossierPart.RISK, key="R1")
CONFIDENTIAL = Confidentiality.VENDOR_CONFIDENTIAL
TIMES: dict[str, Any] = {"today": make.TODAY, "now": make.NOW}


@pytest.fixture
def draft(session: Session, people: make.People) -> Dossier:
    """A complete draft of SURF."""
    return make.dossier(session, people=people)


def _changed(row: Evidence, *, actor: Any, **words: Any) -> dict[str, Any]:
    readers = words.pop("readers", ())
    return {
        "actor": actor, "evidence_id": row.id, "values": make.evidence_values(**words),
        "readers": [each.user.id for each in readers], "version": row.version, **TIMES,
    }  # fmt: skip


def _facts(session: Session, row: Evidence) -> list[str]:
    return [event.fact for event in audit.find(session, subject_id=row.id)]


def test_an_analyst_adds_evidence_that_supports_a_risk(
    session: Session, people: make.People, draft: Dossier
) -> None:
    row = make.evidence(session, draft, by=people.analyst2, place=R1)

    assert (row.key, row.places, row.uploaded_by.name) == ("E1", (R1,), "Bram Analist")
    assert people.analyst2.user.id in dossiers.author_ids(draft.revision)
    assert sorted(_facts(session, row)) == ["evidence.added", "evidence.linked"]
    assert "evidence.added" not in [
        event.fact for event in audit.find(session, subject_id=draft.id)
    ]


@pytest.mark.parametrize(("name", "refusal"), REFUSALS.items())
def test_nobody_else_adds_or_changes_evidence(
    session: Session, people: make.People, draft: Dossier, name: str, refusal: type[Exception]
) -> None:
    somebody = people.everybody()[name]
    row = make.evidence(session, draft, by=people.analyst)
    act = {"actor": somebody.actor, "evidence_id": row.id, "now": make.NOW}

    with pytest.raises(refusal):
        make.evidence(session, draft, by=somebody)
    with pytest.raises(refusal):
        evidence.change(session, **_changed(row, actor=somebody.actor))
    with pytest.raises(refusal):
        evidence.link(session, place=R1, **act)
    with pytest.raises(refusal):
        evidence.unlink(session, place=R1, **act)
    with pytest.raises(refusal):
        evidence.delete_file(session, reason="x", version=None, **act)
    if refusal is NotFound:
        with pytest.raises(NotFound):
            evidence.read(session, **act)


def test_evidence_for_named_people_is_not_there_for_anybody_else(
    session: Session, people: make.People, draft: Dossier
) -> None:
    row = make.evidence(
        session, draft, by=people.analyst, confidentiality=CONFIDENTIAL, place=R1,
        readers=(people.reviewer,),
    )  # fmt: skip
    hidden = sorted(
        name for name, person in people.everybody().items()
        if not queries.find(session, dossier_id=draft.id, actor=person.actor)
    )  # fmt: skip

    assert "analyst2" in hidden
    assert set(people.everybody()) - set(hidden) == {"analyst", "reviewer"}
    stranger = people.analyst2.actor
    assert queries.at_places(session, dossier_id=draft.id, actor=stranger) == {}
    for ask in (
        lambda: queries.by_key(session, dossier_id=draft.id, key=row.key, actor=stranger),
        lambda: evidence.read(session, actor=stranger, evidence_id=row.id, now=make.NOW),
        lambda: evidence.change(session, **_changed(row, actor=stranger)),
    ):
        with pytest.raises(NotFound):
            ask()
    found = queries.by_key(session, dossier_id=draft.id, key=row.key, actor=people.reviewer.actor)
    assert found is row


@pytest.mark.parametrize("key", ["", "E", "E0", "E9", "R1", "E1x", "E²", "E" + "9" * 40])
def test_a_key_that_leads_to_no_evidence_is_not_found(
    session: Session, people: make.People, draft: Dossier, key: str
) -> None:
    make.evidence(session, draft, by=people.analyst)

    with pytest.raises(NotFound):
        queries.by_key(session, dossier_id=draft.id, key=key, actor=people.analyst.actor)


def test_the_numbers_that_colleagues_see_have_no_gap(
    session: Session, people: make.People, draft: Dossier
) -> None:
    made = [
        make.evidence(session, draft, by=people.analyst, confidentiality=each)
        for each in (Confidentiality.PUBLIC, CONFIDENTIAL, CONFIDENTIAL, Confidentiality.MEMBERS)
    ]

    seen = queries.find(session, dossier_id=draft.id, actor=people.analyst2.actor)
    assert [row.key for row in seen] == ["E1", "E2"]
    assert made[1].number > DRAWN_FROM
    assert made[1].number != made[2].number > DRAWN_FROM


def test_readers_by_name_are_people_of_the_own_cooperative(
    session: Session, people: make.People, draft: Dossier
) -> None:
    for outsider in (people.sivon_analyst, people.vendor, people.stranger):
        with pytest.raises(ReaderUnknown):
            make.evidence(
                session, draft, by=people.analyst, confidentiality=CONFIDENTIAL,
                readers=(outsider,),
            )  # fmt: skip


def test_who_left_the_cooperative_is_no_longer_named(
    session: Session, people: make.People, draft: Dossier
) -> None:
    people.reviewer.user.memberships[0].until = make.TODAY

    with pytest.raises(ReaderUnknown):
        make.evidence(
            session, draft, by=people.analyst, confidentiality=CONFIDENTIAL,
            readers=(people.reviewer,),
        )  # fmt: skip


def test_readers_are_changed_and_forgotten_with_the_class(
    session: Session, people: make.People, draft: Dossier
) -> None:
    row = make.evidence(session, draft, by=people.analyst, confidentiality=CONFIDENTIAL)
    before = row.version

    evidence.change(
        session,
        **_changed(row, actor=people.analyst.actor, confidentiality=CONFIDENTIAL,
                   readers=(people.publisher,)),
    )  # fmt: skip

    assert row.reader_ids == {people.analyst.user.id, people.publisher.user.id}
    assert row.version > before
    assert "readers" in audit.find(session, subject_id=row.id)[0].detail["changed"]

    evidence.change(session, **_changed(row, actor=people.analyst.actor))
    assert row.reader_ids == frozenset()


def test_a_change_on_an_older_version_is_refused(
    session: Session, people: make.People, draft: Dossier
) -> None:
    row = make.evidence(session, draft, by=people.analyst)
    mine = _changed(row, actor=people.analyst.actor, title="Van mij")
    evidence.change(session, **_changed(row, actor=people.analyst2.actor, title="Van een ander"))

    with pytest.raises(Stale):
        evidence.change(session, **mine)

    assert row.title == "Van een ander"


def test_a_change_keeps_to_the_rules_for_personal_data(
    session: Session, people: make.People, draft: Dossier
) -> None:
    row = make.evidence(
        session, draft, by=people.analyst, has_personal_data=True,
        delete_on=make.TODAY + timedelta(days=30),
    )  # fmt: skip

    with pytest.raises(PersonalDataTooOpen):
        evidence.change(
            session,
            **_changed(row, actor=people.analyst.actor, has_personal_data=True,
                       confidentiality=Confidentiality.PUBLIC),
        )  # fmt: skip


def test_a_full_dossier_takes_no_more_until_a_file_is_deleted(
    session: Session, people: make.People, draft: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "LARGEST_DOSSIER", 10)
    row = make.evidence(session, draft, by=people.analyst, file=make.file_facts(size=9))

    with pytest.raises(DossierFull):
        make.evidence(session, draft, by=people.analyst, file=make.file_facts(size=2))

    evidence.delete_file(
        session, actor=people.analyst.actor, evidence_id=row.id, reason="Op.", version=None,
        now=make.NOW,
    )  # fmt: skip
    make.evidence(session, draft, by=people.analyst, file=make.file_facts(size=2))


@pytest.mark.parametrize(
    "place",
    [Place(part=DossierPart.RISK, key="R9"), Place(part=DossierPart.RISK, key=""),
     Place(part=DossierPart.DESCRIPTION, key="R1"), Place(part=DossierPart.ENTRY, key="R1")],
)  # fmt: skip
def test_evidence_supports_only_what_is_in_the_dossier(
    session: Session, people: make.People, draft: Dossier, place: Place
) -> None:
    row = make.evidence(session, draft, by=people.analyst)

    with pytest.raises(PlaceUnknown):
        evidence.link(
            session, actor=people.analyst.actor, evidence_id=row.id, place=place, now=make.NOW
        )


def test_tying_twice_and_untying_what_is_loose_change_nothing(
    session: Session, people: make.People, draft: Dossier
) -> None:
    row = make.evidence(session, draft, by=people.analyst, place=R1)
    act = {"actor": people.analyst.actor, "evidence_id": row.id, "now": make.NOW, "place": R1}

    evidence.link(session, **act)
    assert row.places == (R1,)
    evidence.unlink(session, **act)
    evidence.unlink(session, **act)
    assert row.places == ()

    assert _facts(session, row) == ["evidence.unlinked", "evidence.linked", "evidence.added"]


def test_a_link_stays_when_the_risk_goes_and_in_the_next_revision(
    session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people)
    free = risk.save(
        session, actor=people.analyst.actor, dossier_id=row.id, risk_id=None,
        values=make.risk_values(), version=None, now=make.NOW,
    )  # fmt: skip
    kept = make.evidence(session, row, by=people.analyst, place=R1)
    lost = make.evidence(
        session, row, by=people.analyst, place=Place(part=DossierPart.RISK, key=free.key)
    )
    risk.remove(
        session, actor=people.analyst.actor, dossier_id=row.id, risk_id=free.id, now=make.NOW
    )
    make.bring_to(session, row, people=people, state=make.State.PUBLISHED)
    dossier_verbs.revise(session, actor=people.analyst.actor, dossier_id=row.id, now=make.NOW)

    at = queries.at_places(session, dossier_id=row.id, actor=people.analyst.actor)
    assert at[R1] == [kept]
    assert lost.places[0].key == free.key


def test_who_adds_evidence_does_not_review_what_rests_on_it(
    session: Session, people: make.People, draft: Dossier
) -> None:
    """Invariant 13; after publication there is nothing left to review."""
    both = make.actor(
        people.analyst2.user, people.analyst2.organisation, [Role.ANALYST, Role.REVIEWER]
    )
    make.evidence(session, draft, by=people.analyst2)
    review.submit(session, actor=people.analyst.actor, dossier_id=draft.id, **TIMES)

    with pytest.raises(ReviewerIsAuthor):
        review.approve(session, actor=both, dossier_id=draft.id, note="", **TIMES)


def test_evidence_on_a_published_revision_makes_nobody_its_author(
    session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, state=make.State.PUBLISHED)

    make.evidence(session, row, by=people.analyst2)

    assert people.analyst2.user.id not in dossiers.author_ids(row.revision)


def test_a_deleted_file_leaves_its_hash_and_who_deleted_it_and_why(
    session: Session, people: make.People, draft: Dossier
) -> None:
    """Invariant 30."""
    row = make.evidence(session, draft, by=people.analyst, confidentiality=CONFIDENTIAL)
    act = {"actor": people.analyst.actor, "evidence_id": row.id, "now": make.NOW}
    with pytest.raises(ReasonMissing):
        evidence.delete_file(session, reason=" ", version=row.version, **act)
    with pytest.raises(Stale):
        evidence.delete_file(session, reason="Op.", version=row.version + 1, **act)

    evidence.delete_file(session, reason="Bewaartermijn voorbij.", version=row.version, **act)

    assert not row.has_file
    assert row.file_sha256 == make.file_facts().sha256
    assert (row.file_deleted_by, row.deletion_reason) == (
        people.analyst.user, "Bewaartermijn voorbij.",
    )  # fmt: skip
    with pytest.raises(FileDeleted):
        evidence.delete_file(session, reason="Nog eens.", version=None, **act)
    with pytest.raises(FileDeleted):
        evidence.read(session, **act)


def test_a_content_is_needed_as_long_as_any_evidence_has_it(
    session: Session, people: make.People, draft: Dossier
) -> None:
    rows = [make.evidence(session, draft, by=people.analyst) for _turn in range(2)]
    digest = rows[0].file_sha256

    for row, is_needed in zip(rows, (True, False), strict=True):
        evidence.delete_file(
            session, actor=people.analyst.actor, evidence_id=row.id, reason="Op.", version=None,
            now=make.NOW,
        )  # fmt: skip
        assert queries.is_needed(session, digest) is is_needed
        assert (digest in queries.hashes_needed(session)) is is_needed


def test_reading_a_confidential_file_is_recorded(
    session: Session, people: make.People, draft: Dossier
) -> None:
    row = make.evidence(
        session, draft, by=people.analyst, confidentiality=CONFIDENTIAL, readers=(people.reviewer,)
    )

    evidence.read(session, actor=people.reviewer.actor, evidence_id=row.id, now=make.NOW)

    event = audit.find(session, subject_id=row.id)[0]
    assert (event.fact, event.actor_id) == ("evidence.read", people.reviewer.user.id)


def test_reviewers_of_another_cooperative_see_only_what_may_be_shared(
    session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, by=people.sivon_analyst)
    for each in Confidentiality:
        make.evidence(session, row, by=people.sivon_analyst, confidentiality=each)

    seen = queries.find(session, dossier_id=row.id, actor=people.reviewer.actor)

    assert [each.confidentiality for each in seen] == ["public", "members"]
    with pytest.raises(Forbidden):
        evidence.link(
            session, actor=people.reviewer.actor, evidence_id=seen[0].id, place=R1, now=make.NOW
        )
