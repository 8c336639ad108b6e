"""What stands beside a release: signature, corrections, the part for members, the chain."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import SYSTEM
from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.erratum import ErratumRepeated, ErratumTextMissing
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.proof import Fault, SignatureState
from dpia_workbench.signatures.ed25519 import is_good, new_key, signer_of
from dpia_workbench.store import audit, proofs
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.freezing import Frozen
from dpia_workbench.store.models import (
    Release,
    ReleaseErratum,
    ReleasePart,
    ReleaseSignature,
    Revision,
    SearchChange,
    SigningKey,
)
from dpia_workbench.usecases import chain, dossier, erratum, signing
from tests import make

LATER = make.NOW + timedelta(days=1)
NEXT = make.NOW + timedelta(days=30)


@pytest.fixture
def published(session: Session, people: make.People) -> Release:
    """A published release of SURF."""
    return make.release(session, people=people)


def _second(session: Session, first: Release, *, people: make.People) -> Release:
    """Publish the next release of the same dossier."""
    held = session.get_one(Revision, first.revision_id).dossier
    dossier.revise(session, actor=people.analyst.actor, dossier_id=held.id, now=NEXT)
    make.bring_to(session, held, people=people, state=make.State.PUBLISHED, now=NEXT)
    return session.scalars(select(Release).where(Release.number == 2)).one()


def test_a_release_is_signed_in_the_transaction_that_publishes_it(
    session: Session, published: Release
) -> None:
    signature = session.scalars(select(ReleaseSignature)).one()

    assert signature.signed_at == published.published_at
    key = signature.signing_key
    assert (key.key_id, key.algorithm) == (make.SIGNER.key_id, "Ed25519")
    assert is_good(signature.signature, published.canonical, public_key=key.public_key)
    assert chain.faults(session, published.product_id) == []


def test_nothing_beside_a_release_can_be_changed_or_removed(
    session: Session, people: make.People, published: Release
) -> None:
    make.erratum(session, published, people=people)
    changes: dict[type[Any], dict[str, Any]] = {
        SigningKey: {"valid_from": LATER}, ReleaseSignature: {"signature": "x"},
        ReleaseErratum: {"number": 7}, ReleasePart: {"sha256": "x"},
    }  # fmt: skip
    for model, change in changes.items():
        row = session.scalars(select(model)).one()
        for name, value in change.items():
            setattr(row, name, value)
        with pytest.raises(Frozen):
            session.flush()
        session.rollback()
        session.delete(session.scalars(select(model)).one())
        with pytest.raises(Frozen):
            session.flush()
        session.rollback()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("canonical = replace(canonical, '\"sentence\"', '\"sentense\"')",
         {(1, Fault.CONTENT), (1, Fault.SIGNATURE), (2, Fault.LINK)}),
        ("sha256 = 'x'", {(1, Fault.CONTENT)}),
        ("verdict = 'GREEN'", {(1, Fault.FACTS)}),
        ("valid_until = '2030-01-01'", {(1, Fault.FACTS)}),
        ("canonical = '{}'", {(1, Fault.CONTENT), (1, Fault.FACTS), (1, Fault.SIGNATURE)}),
        ("canonical = 'garbage'", {(1, Fault.CONTENT), (1, Fault.FACTS), (1, Fault.SIGNATURE)}),
    ],
)  # fmt: skip
def test_a_row_that_was_changed_in_the_database_is_noticed(
    session: Session, people: make.People, published: Release, change: str, found: Any
) -> None:
    _second(session, published, people=people)
    session.execute(text(f"UPDATE release SET {change} WHERE number = 1"))
    session.expire_all()

    faults = set(chain.faults(session, published.product_id))

    assert found <= faults
    assert faults - found <= {(2, Fault.LINK)}
    assert {(published.product.slug, *each) for each in faults} <= set(chain.all_faults(session))


def test_the_trail_knows_of_a_release_that_was_cut_off_at_the_end(
    session: Session, people: make.People, published: Release
) -> None:
    _second(session, published, people=people)
    assert list(chain.all_faults(session)) == []
    for table in ("release_signature", "release_part"):
        session.execute(
            text(f"DELETE FROM {table} WHERE release_id IN"  # names of our own
                 " (SELECT id FROM release WHERE number = 2)")
        )  # fmt: skip
    session.execute(text("DELETE FROM release_event"))
    session.execute(text("DELETE FROM release WHERE number = 2"))
    session.expire_all()

    assert list(chain.all_faults(session)) == [(published.product.slug, 2, Fault.GAP)]


def test_releases_from_before_signatures_are_signed_once_with_the_day_of_that(
    session: Session, people: make.People, published: Release
) -> None:
    session.execute(text("DELETE FROM release_signature"))
    session.expire_all()
    link = chain.link(session, published)
    assert link.signature is SignatureState.MISSING

    first, again = (
        signing.sign_earlier(session, actor=SYSTEM, signer=make.SIGNER, now=LATER)
        for _turn in range(2)
    )

    assert (first, again) == (1, 0)
    kept = proofs.signature(session, published.id)
    assert kept is not None
    assert kept.signed_at == LATER
    assert chain.faults(session, published.product_id) == []


def test_a_new_key_signs_and_the_old_one_stays_listed(
    session: Session, people: make.People, published: Release
) -> None:
    new = signer_of(new_key())

    signing.rotate(session, actor=SYSTEM, old=make.SIGNER, new=new, now=LATER)

    listed = {row.key_id: row.retirement for row in proofs.keys(session)}
    assert set(listed) == {make.SIGNER.key_id, new.key_id}
    assert listed[new.key_id] is None
    old = listed[make.SIGNER.key_id]
    assert old is not None
    assert old.at == LATER
    assert chain.faults(session, published.product_id) == []


def test_only_the_operator_signs_afterwards_and_rotates(
    session: Session, people: make.People
) -> None:
    for name, person in people.everybody().items():
        if name == "administrator":
            continue
        with pytest.raises(Forbidden):
            signing.sign_earlier(session, actor=person.actor, signer=make.SIGNER, now=LATER)
        with pytest.raises(Forbidden):
            signing.rotate(session, actor=person.actor, old=make.SIGNER, new=make.SIGNER, now=LATER)


def _add(session: Session, release: Release, person: make.Person, **words: Any) -> ReleaseErratum:
    values = {"text": Bilingual("Lees 21.", "Read 21."), "now": LATER, **words}
    return erratum.add(
        session, actor=person.actor, slug=release.product.slug, number=1, **values
    )  # fmt: skip


def test_only_publishers_correct_a_release(
    session: Session, people: make.People, published: Release
) -> None:
    for name, person in people.everybody().items():
        if name != "publisher":
            with pytest.raises(Forbidden):
                _add(session, published, person)

    made = _add(session, published, people.publisher)

    assert (made.number, made.by_id, made.at) == (1, people.publisher.user.id, LATER)
    trail = audit.find(session, subject_id=published.id)
    assert trail[0].fact == "release.corrected"
    assert trail[0].detail["text"] == {"nl": "Lees 21.", "en": "Read 21."}
    noted = session.scalars(select(SearchChange.slug).order_by(SearchChange.id.desc())).first()
    assert noted == published.product.slug


def test_a_correction_changes_nothing_of_the_release(
    session: Session, people: make.People, published: Release
) -> None:
    before = (published.canonical, published.sha256)

    _add(session, published, people.publisher)
    second = _add(session, published, people.publisher, text=Bilingual("Nog een.", "One more."))

    assert second.number == 2
    assert (published.canonical, published.sha256) == before
    assert chain.faults(session, published.product_id) == []


def test_a_correction_without_words_or_sent_twice_is_refused(
    session: Session, people: make.People, published: Release
) -> None:
    _add(session, published, people.publisher)

    with pytest.raises(ErratumRepeated):
        _add(session, published, people.publisher)
    with pytest.raises(ErratumTextMissing):
        _add(session, published, people.publisher, text=Bilingual("Alleen Nederlands", ""))
    with pytest.raises(NotFound):
        erratum.add(
            session, actor=people.publisher.actor, slug="nothing", number=1,
            text=Bilingual("a", "b"), now=LATER,
        )  # fmt: skip
    assert session.scalar(select(func.count()).select_from(ReleaseErratum)) == 1


MEMBERS = ("analyst", "reviewer", "publisher", "officer", "fg", "board", "administrator")


def test_members_read_what_is_for_them_and_nobody_else_does(
    session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people)
    place = Place(part=DossierPart.RISK, key="R1")
    for confidentiality in Confidentiality:
        make.evidence(
            session, row, by=people.analyst, confidentiality=confidentiality, place=place,
            title=f"Bewijs {confidentiality}",
        )  # fmt: skip
    make.bring_to(session, row, people=people, state=make.State.PUBLISHED)
    release = session.scalars(select(Release)).one()

    part = proofs.part(session, release.id, actor=people.officer.actor)

    content = json.loads(part.canonical)
    assert [item["title"] for item in content["evidence"]] == ["Bewijs public", "Bewijs members"]
    assert content["evidence"][0]["supports"] == [["risk", "R1"]]
    assert content["release"]["sha256"] == release.sha256
    assert part.sha256 == audit.sha256(part.canonical)
    key = part.signing_key.public_key
    assert is_good(part.signature, part.canonical, public_key=key)
    for name, person in people.everybody().items():
        if person.actor.has_any(people.vendor.actor.roles):
            with pytest.raises(NotFound):
                proofs.part(session, release.id, actor=person.actor)
        elif name in MEMBERS:
            assert proofs.part(session, release.id, actor=person.actor).id == part.id
