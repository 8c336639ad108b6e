"""A board adopts what others published elsewhere."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.decision import Obstacle, Outcome
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.readoption import AlreadyAdopted
from dpia_workbench.risk.release import NotCurrent, Status
from dpia_workbench.risk.scale import Axis, Level
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store import releases
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Adoption, OwnMeasure, OwnRisk, Product
from dpia_workbench.usecases import local, record_adoption, record_basis
from tests import make
from tests.make import NOW, TODAY, People


def _risk(name: str, *, before: str, after: str) -> dict[str, Any]:
    words = {"nl": name, "en": name}
    return {"title": words, "level_before": before, "level_after": after, "state": words}


SAID: dict[str, Any] = {
    "risks": [
        _risk("Bewaren", before="high", after="unconfirmed"),
        _risk("Doorgifte", before="unconfirmed", after="medium"),
    ],
    "school_measures": [
        {"measure": {"nl": "Zet het uit"}, "kind": "setting", "mandatory": "yes"},
        {"measure": {"nl": "Praat erover"}, "kind": "other", "mandatory": "advised"},
    ],
    "vendor_measures": [{"measure": {"nl": "Bewaart korter"}, "kind": "technical"}],
}


def _recorded(session: Session, people: People, verdict: Verdict) -> Product:
    vendor = people.vendor.organisation
    return make.recorded_product(session, vendor=vendor, verdict=verdict, said=SAID)


@pytest.fixture
def product(session: Session, people: People) -> Product:
    """A product with a record from elsewhere, which asks things of schools."""
    return _recorded(session, people, Verdict.GREEN_WITH_MEASURES)


def _begin(session: Session, people: People, product: Product) -> Adoption:
    return record_adoption.start(
        session, actor=people.school.officer.actor, slug=product.slug, today=TODAY, now=NOW
    )


def test_a_board_adopts_what_the_record_says_now(
    session: Session, people: People, product: Product
) -> None:
    row = _begin(session, people, product)

    content = releases.content(row.basis)
    assert row.release_id is None
    assert row.release_sha256 == row.basis.sha256
    assert content["published_verdict"] == "GREEN_WITH_MEASURES"
    assert {cell["group"] for cell in content["cells"]} >= {"staff"}
    assert releases.status(session, row.basis, on=TODAY) is Status.CURRENT


def test_a_risk_without_a_stated_level_counts_as_the_worst_until_it_is_judged(
    session: Session, people: People, product: Product
) -> None:
    row = _begin(session, people, product)
    row.cells = ["C1"]

    before = local.assess(row, on=TODAY)
    row.risks.append(
        OwnRisk(number=1, central_key="R1", title="Bewaren", likelihood=1, severity=1, reason="…")
    )
    session.flush()
    after = local.assess(row, on=TODAY)

    assert before.levels["R1"] is Level.HIGH
    assert before.allowed == {Outcome.REJECTED, Outcome.CONSULTATION}
    assert after.levels["R1"] is Level.LOW


def test_a_board_cannot_judge_a_risk_lower_than_its_publisher_left_it(
    session: Session, people: People, product: Product
) -> None:
    row = _begin(session, people, product)
    row.cells = ["C1"]
    key = next(
        item["key"] for item in releases.content(row.basis)["risks"]
        if item["published"]["after"] == "medium"
    )  # fmt: skip
    row.risks.append(
        OwnRisk(number=1, central_key=key, title="Doorgifte", likelihood=1, severity=1, reason="…")
    )
    session.flush()

    assert local.assess(row, on=TODAY).levels[key] is Level.MEDIUM

    row.risks[0].measures = [
        OwnMeasure(
            number=1, title="Versleutelen", axis=Axis.LIKELIHOOD, cap=1, rationale="Dan niet.",
            state=LocalState.IMPLEMENTED, since=TODAY, review_due=date(2026, 3, 3),
            evidence="Instelling.",
        )
    ]  # fmt: skip
    session.flush()
    assert local.assess(row, on=TODAY).levels[key] is Level.LOW


def test_a_record_that_asks_for_restraint_is_approved_under_conditions_only(
    session: Session, people: People
) -> None:
    product = _recorded(session, people, Verdict.AMBER)
    row = _begin(session, people, product)

    doubts = {limit.obstacle for limit in local.assess(row, on=TODAY).limits.doubts}

    assert Obstacle.PUBLISHED_AMBER in doubts


@pytest.mark.parametrize("verdict", [Verdict.RED, Verdict.GREY])
def test_a_record_that_is_no_basis_cannot_be_adopted(
    session: Session, people: People, verdict: Verdict
) -> None:
    product = _recorded(session, people, verdict)

    with pytest.raises(record_adoption.NotAdoptable):
        _begin(session, people, product)


def test_a_board_adopts_a_record_once(session: Session, people: People, product: Product) -> None:
    _begin(session, people, product)

    with pytest.raises(AlreadyAdopted):
        _begin(session, people, product)


def test_only_a_privacy_officer_begins(session: Session, people: People, product: Product) -> None:
    with pytest.raises(Forbidden):
        record_adoption.start(
            session, actor=people.analyst.actor, slug=product.slug, today=TODAY, now=NOW
        )


def test_a_product_without_a_record_is_not_found(session: Session, people: People) -> None:
    with pytest.raises(NotFound):
        record_adoption.start(
            session, actor=people.school.officer.actor, slug="nergens", today=TODAY, now=NOW
        )


def test_a_release_goes_before_a_record(session: Session, people: People) -> None:
    published = make.release(session, people=people).product
    published.record = _recorded(session, people, Verdict.GREEN).record
    session.flush()

    with pytest.raises(NotCurrent):
        _begin(session, people, published)


def test_what_a_record_says_later_takes_the_place_of_what_was_adopted(
    session: Session, people: People, product: Product
) -> None:
    row = _begin(session, people, product)
    kept = row.basis.canonical
    assert product.record is not None
    product.record.content = {**product.record.content, "publisher": {"nl": "Ander", "en": "Other"}}
    session.flush()

    record_basis.renew(session, [product], now=NOW, on=TODAY)

    assert releases.status(session, row.basis, on=TODAY) is Status.SUPERSEDED
    assert row.basis.canonical == kept


def test_the_same_words_are_kept_once(session: Session, people: People, product: Product) -> None:
    row = _begin(session, people, product)

    record_basis.renew(session, [product], now=NOW, on=TODAY)

    assert releases.status(session, row.basis, on=TODAY) is Status.CURRENT


@pytest.mark.parametrize(
    ("changes", "day", "status"),
    [
        ({"verdict": Verdict.GREY}, TODAY, Status.WITHDRAWN),
        ({}, date(2100, 1, 1), Status.EXPIRED),
    ],
)
def test_a_record_that_says_nothing_or_is_old_no_longer_holds(
    session: Session, people: People, product: Product, changes: dict[str, Any], day: date,
    status: Status,
) -> None:  # fmt: skip
    row = _begin(session, people, product)
    for name, value in changes.items():
        setattr(product.record, name, value)

    assert releases.status(session, row.basis, on=day) is status
