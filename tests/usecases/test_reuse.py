"""Dossiers that begin with what is known, and the library of risks and measures."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.assessment import Incomplete, Lack
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.place import DossierPart
from dpia_workbench.risk.registers import Register, Section
from dpia_workbench.risk.verdict import Result, Verdict
from dpia_workbench.risk.vocabulary import ReportKind, Start
from dpia_workbench.schemas.catalogue import read_catalogue
from dpia_workbench.store import products
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier, Product
from dpia_workbench.usecases import carried, filling, levels, library, release, review, risk
from dpia_workbench.usecases import product as product_usecases
from dpia_workbench.usecases.reuse import NothingRecorded, SourceMissing, start
from tests import make

LATER = make.NOW + timedelta(days=30)
_SLUG = "google-workspace-for-education"


@pytest.fixture(scope="module")
def catalogue() -> Any:
    """The catalogue of real products."""
    return read_catalogue(make.DATA / "catalogue")


@pytest.fixture
def recorded(session: Session, catalogue: Any, people: make.People) -> Product:
    """A product that others published a DPIA about."""
    item = next(each for each in catalogue.products if each["slug"] == _SLUG)
    product_usecases.load(
        session, actor=people.administrator.actor, vendors=catalogue.vendors,
        categories=catalogue.categories, products=[item], now=make.NOW,
    )  # fmt: skip
    session.commit()
    return products.get(session, _SLUG)


def _from(session: Session, people: make.People, source: Dossier, **words: Any) -> Dossier:
    given = {"product_id": source.product_id, "kind": ReportKind.UPDATE, **words}
    by = given.pop("by", people.analyst)
    return start(
        session, actor=by.actor, start=Start.DOSSIER, source_id=source.id, now=LATER, **given
    )


def test_a_record_becomes_a_draft_in_which_nothing_is_judged(
    session: Session, people: make.People, recorded: Product
) -> None:
    row = start(
        session, actor=people.analyst.actor, product_id=recorded.id, start=Start.RECORD,
        language="en", now=make.NOW,
    )  # fmt: skip

    revision, content = row.revision, recorded.record.content if recorded.record else {}
    assert len(revision.risks) == len(content["risks"])
    assert {(each.likelihood, each.severity) for each in revision.risks} == {(None, None)}
    owners = {each.owner for each in revision.measures}
    assert owners >= {Owner.VENDOR, Owner.CONTRACTUAL, Owner.SCHOOL_MANDATORY}
    assert all(row.to_check for place, row in carried.parts(revision) if place.part in _WRITTEN)
    assert "likelihood unconfirmed" in revision.risks[0].description.en
    assert "kans niet bevestigd" in revision.risks[0].description.nl
    texts = {each.section: each.body for each in revision.texts}
    assert "S11" in texts[Section.INTRODUCTION]
    assert "In scope:" in texts[Section.PROPOSAL]
    documents = [each for each in revision.entries if each.register is Register.DOCUMENT]
    assert {each.values["source"] for each in documents} == {"documented"}


_WRITTEN = {DossierPart.RISK, DossierPart.MEASURE, DossierPart.TEXT, DossierPart.ENTRY}


def test_only_what_somebody_published_can_be_taken_over(
    session: Session, people: make.People
) -> None:
    row = make.empty_dossier(session, people=people)
    common: dict[str, Any] = {
        "actor": people.analyst.actor, "product_id": row.product_id, "now": make.NOW
    }  # fmt: skip

    with pytest.raises(NothingRecorded):
        start(session, start=Start.RECORD, **common)
    with pytest.raises(SourceMissing):
        start(session, start=Start.DOSSIER, **common)
    with pytest.raises(Forbidden):
        start(session, **{**common, "actor": people.reviewer.actor})


def test_nobody_starts_from_a_dossier_they_may_not_read(
    session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people)

    with pytest.raises(NotFound):
        _from(session, people, row, by=people.sivon_analyst)


def test_an_update_carries_everything_over_with_a_mark(
    session: Session, people: make.People
) -> None:
    published = make.release(session, people=people)
    source = _dossier_of(session, published.revision_id)
    frozen = published.canonical

    row = _from(session, people, source, by=people.analyst2)

    old, new = source.revision, row.revision
    assert (new.kind, new.number, new.sentence.nl, new.screening) == ("update", 1, "", None)
    assert new.scope == old.scope
    for part in ("cells", "risks", "measures", "claims"):
        rows = getattr(new, part)
        assert [each.key for each in rows] == [each.key for each in getattr(old, part)]
        assert all(each.to_check for each in rows)
    assert [each.likelihood for each in new.risks] == [each.likelihood for each in old.risks]
    assert {each.result for each in new.findings} == {Result.COMPLIANT}
    # Who wrote what is copied stays an author (invariant 13).
    authors = {each.user_id for each in new.authors}
    assert authors == {people.analyst.user.id, people.analyst2.user.id}
    assert {a.user_id for each in new.claims for a in each.authors} == {people.analyst.user.id}
    session.flush()
    assert published.canonical == frozen


def _dossier_of(session: Session, revision_id: Any) -> Dossier:
    return next(
        row for row in session.query(Dossier) if revision_id in {r.id for r in row.revisions}
    )


def test_what_nobody_looked_at_counts_as_unknown(session: Session, people: make.People) -> None:
    source = make.dossier(session, people=people)
    assert levels.outcome(source.revision, on=make.TODAY).verdict is Verdict.GREEN_WITH_MEASURES

    row = _from(session, people, source)
    assert levels.outcome(row.revision, on=make.TODAY).verdict is Verdict.RED

    names = [carried.name_of(place) for place in carried.marked(row.revision)]
    carried.confirm(session, actor=people.analyst.actor, dossier_id=row.id, names=names, now=LATER)
    assert levels.outcome(row.revision, on=make.TODAY).verdict is Verdict.GREEN_WITH_MEASURES


def test_a_draft_with_marks_cannot_be_submitted(session: Session, people: make.People) -> None:
    row = _from(session, people, make.dossier(session, people=people))

    with pytest.raises(Incomplete) as refused:
        review.submit(
            session, actor=people.analyst.actor, dossier_id=row.id, today=make.TODAY, now=LATER
        )

    gaps = [gap.key for gap in refused.value.params["gaps"] if gap.lack is Lack.TO_CHECK]
    assert {"description:", "risk:R1", "measure:M2", "claim:K5", "finding:rights"} <= set(gaps)


def test_saving_a_part_takes_its_mark_away(session: Session, people: make.People) -> None:
    row = _from(session, people, make.dossier(session, people=people))
    first = row.revision.risks[0]

    risk.save(
        session, actor=people.analyst.actor, dossier_id=row.id, risk_id=first.id,
        values=make.risk_values(), version=None, now=LATER,
    )  # fmt: skip

    assert [each.to_check for each in row.revision.risks] == [False, True]


def test_who_confirms_a_claim_becomes_its_author(session: Session, people: make.People) -> None:
    row = _from(session, people, make.dossier(session, people=people))
    common: dict[str, Any] = {
        "actor": people.analyst2.actor, "dossier_id": row.id, "now": LATER
    }  # fmt: skip

    assert carried.confirm(session, names=["claim:K1", "claim:K1"], **common) == 1
    assert carried.confirm(session, names=["claim:K1"], **common) == 0

    authors = {each.user_id for each in row.revision.claims[0].authors}
    assert people.analyst2.user.id in authors
    with pytest.raises(NotFound):
        carried.confirm(session, names=["claim:K99"], **common)


def test_of_another_product_the_judgements_and_agreements_stay_behind(
    session: Session, people: make.People
) -> None:
    source = make.dossier(session, people=people, request=make.RequestState.VERIFIED)
    filling.fill(
        session, actor=people.analyst.actor, dossier_id=source.id, now=make.NOW,
        statements=filling.Statements(texts={Section.DATA: "Namen.", Section.TEAM: "Wij."}),
    )  # fmt: skip
    other = make.empty_dossier(session, people=people)

    row = _from(session, people, source, product_id=other.product_id)

    revision = row.revision
    assert revision.cells == []
    assert {(each.likelihood, each.severity_reason) for each in revision.risks} == {(None, "")}
    assert {each.remediation_id for each in revision.measures} == {None}
    assert {each.open_to_sector for each in revision.measures} == {False}
    assert {each.result for each in revision.findings} == {Result.NOT_ASSESSED}
    assert {each.section for each in revision.texts} == {Section.DATA, Section.TEAM}
    assert not revision.scope


def test_the_library_counts_in_how_many_assessments_a_risk_occurs_and_is_solved(
    session: Session, people: make.People, recorded: Product
) -> None:
    make.release(session, people=people)
    make.release(session, people=people)
    withdrawn = make.release(session, people=people)
    _withdraw(session, people, withdrawn)

    found = library.risks(session, actor=people.analyst.actor)

    leak = next(each for each in found if each.title.nl.startswith("Gegevens lekken"))
    assert (leak.count, leak.of, leak.solved) == (2, 3, 2)
    assert [each.nl for each in leak.usual][:1] == ["Maatregel vendor (nl)"]
    assert library.risks(session, actor=people.analyst.actor, words="LEKKEN gegevens") == [leak]
    assert library.risks(session, actor=people.analyst.actor, words="zeldzaam") == []
    counted = library.measures(session, actor=people.analyst.actor, words="maatregel vendor")
    assert [(each.count, each.owner) for each in counted] == [(2, Owner.VENDOR)]
    with pytest.raises(Forbidden):
        library.risks(session, actor=people.vendor.actor)


def _withdraw(session: Session, people: make.People, row: Any) -> None:
    release.withdraw(
        session, actor=people.publisher.actor, slug=row.product.slug, number=row.number,
        reason="Onjuist.", today=make.TODAY, now=make.NOW,
    )  # fmt: skip


def test_a_risk_of_the_library_comes_with_its_measures_and_claims_and_without_levels(
    session: Session, people: make.People
) -> None:
    published = make.release(session, people=people)
    row = make.empty_dossier(session, people=people, by=people.sivon_analyst)
    common: dict[str, Any] = {
        "actor": people.sivon_analyst.actor, "dossier_id": row.id, "now": LATER,
        "slug": published.product.slug,
    }  # fmt: skip

    first = library.add_risk(session, key="R1", **common)
    library.add_risk(session, key="R2", **common)
    library.add_measure(session, key="M4", **common)

    revision = row.revision
    assert (first.likelihood, first.severity, first.to_check) == (None, None, True)
    assert [each.owner for each in revision.measures] == [
        Owner.VENDOR, Owner.CONTRACTUAL, Owner.SCHOOL_MANDATORY, Owner.SCHOOL_OPTIONAL
    ]  # fmt: skip
    assert {each.agreement for each in revision.measures} == {""}
    assert [each.risk.key for each in revision.claims] == ["R1", "R1", "R2", "R2", "R2"]
    assert all(each.to_check for each in revision.claims)
    # Who wrote the claims in the release stays their author, also at another cooperative.
    assert {a.user_id for each in revision.claims for a in each.authors} == {people.analyst.user.id}
    assert people.analyst.user.id in {each.user_id for each in revision.authors}
    with pytest.raises(NotFound):
        library.add_risk(session, key="R99", **common)
    with pytest.raises(NotFound):
        library.add_measure(session, key="M1", **{**common, "slug": "nergens"})


def test_a_risk_of_a_record_comes_alone(
    session: Session, people: make.People, recorded: Product
) -> None:
    row = make.empty_dossier(session, people=people)

    added = library.add_risk(
        session, actor=people.analyst.actor, dossier_id=row.id, slug=_SLUG, key="R1", now=LATER
    )

    assert added.title.nl
    assert (row.revision.measures, row.revision.claims) == ([], [])
    entry = next(
        each for each in library.risks(session, actor=people.analyst.actor) if each.key == "R1"
    )
    assert library.is_there(row, entry)
