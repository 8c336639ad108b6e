"""A vendor's statement beside the verdict: who writes, who decides, what stands there."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.vendor_statement import (
    HalfMissing,
    Move,
    MoveRefused,
    ReasonMissing,
    State,
    TooLong,
)
from dpia_workbench.store import vendor_statements
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.freezing import Frozen
from dpia_workbench.store.models import Job, Release, VendorStatement
from dpia_workbench.usecases import vendor_statement
from tests import make


@pytest.fixture
def release(session: Session, people: make.People) -> Release:
    """A published verdict on a product of the vendor."""
    return make.release(session, people=people)


def _write(session: Session, release: Release, by: make.Person, text: Bilingual) -> object:
    return vendor_statement.write(
        session, actor=by.actor, slug=release.product.slug, text=text, signatory="V",
        function="F", today=make.TODAY, now=make.NOW,
    )  # fmt: skip


def _decide(
    session: Session, row: VendorStatement, by: make.Person, move: Move, reason: str = ""
) -> object:
    return vendor_statement.decide(
        session, actor=by.actor, statement_id=row.id, move=move, reason=reason,
        today=make.TODAY, now=make.NOW,
    )  # fmt: skip


def _remove(session: Session, row: VendorStatement, by: make.Person, reason: str) -> object:
    return vendor_statement.remove(
        session, actor=by.actor, statement_id=row.id, reason=reason, today=make.TODAY,
        now=make.NOW,
    )  # fmt: skip


def _stands(session: Session, release: Release) -> VendorStatement | None:
    session.expire_all()
    return vendor_statements.accepted(session, release.product_id)


def test_the_newest_accepted_version_stands_and_an_older_one_never_comes_back(
    session: Session, people: make.People, release: Release
) -> None:
    first = make.statement(session, release.product, people=people, accepted=True)
    assert _stands(session, release) == first
    second = make.statement(session, release.product, people=people)
    assert _stands(session, release) == first
    _decide(session, second, people.reviewer, Move.ACCEPT)
    session.commit()
    assert _stands(session, release) == second

    vendor_statement.withdraw(
        session, actor=people.vendor.actor, statement_id=second.id, now=make.NOW
    )
    session.commit()

    assert _stands(session, release) is None
    assert [row.state for row in (first, second)] == [State.REPLACED, State.WITHDRAWN]
    assert [row.number for row in (first, second)] == [1, 2]
    kinds = [job.detail["kind"] for job in session.scalars(select(Job)) if "kind" in job.detail]
    assert kinds.count("vendor-statement-written") == 2
    assert kinds.count("vendor-statement-accepted") == 2


def test_a_refusal_and_a_removal_have_a_reason_and_the_words_never_change(
    session: Session, people: make.People, release: Release
) -> None:
    row = make.statement(session, release.product, people=people)
    with pytest.raises(ReasonMissing):
        _decide(session, row, people.publisher, Move.REFUSE)
    with pytest.raises(MoveRefused):
        _decide(session, row, people.publisher, Move.WITHDRAW)
    with pytest.raises(MoveRefused):
        _remove(session, row, people.publisher, "Waarom")
    _decide(session, row, people.publisher, Move.ACCEPT)
    with pytest.raises(ReasonMissing):
        _remove(session, row, people.publisher, " ")
    _remove(session, row, people.publisher, "Gaat niet over dit product.")
    session.commit()
    assert row.state is State.REMOVED
    row.text = Bilingual("Anders", "Different")
    with pytest.raises(Frozen):
        session.flush()
    session.rollback()


def test_who_may_not_write_decide_or_remove(
    session: Session, people: make.People, release: Release
) -> None:
    row = make.statement(session, release.product, people=people, accepted=True)
    text = Bilingual("a", "b")
    for name in ("other_vendor", "analyst", "publisher", "officer", "stranger"):
        with pytest.raises(NotFound):
            _write(session, release, getattr(people, name), text)
    for name, error in {"vendor": Forbidden, "analyst": NotFound, "other_vendor": NotFound}.items():
        with pytest.raises(error):
            _decide(session, row, getattr(people, name), Move.ACCEPT)
    for name in ("reviewer", "vendor"):
        with pytest.raises(Forbidden):
            _remove(session, row, getattr(people, name), "x")
    with pytest.raises(Forbidden):
        vendor_statement.withdraw(
            session, actor=people.publisher.actor, statement_id=row.id, now=make.NOW
        )


def test_it_is_said_in_both_languages_about_a_product_with_a_verdict(
    session: Session, people: make.People, release: Release
) -> None:
    for text, error in (
        (Bilingual("a", ""), HalfMissing),
        (Bilingual("a" * 3_001, "b"), TooLong),
    ):
        with pytest.raises(error):
            _write(session, release, people.vendor, text)
    draft = make.dossier(session, people=people)
    with pytest.raises(NotFound):
        vendor_statement.own_product(session, draft.product.slug, actor=people.vendor.actor)
    assert vendor_statement.own_products(session, actor=people.stranger.actor) == ()


def test_a_newer_version_takes_the_place_of_one_that_still_waits(
    session: Session, people: make.People, release: Release
) -> None:
    first = make.statement(session, release.product, people=people)

    second = make.statement(session, release.product, people=people)

    assert [row.state for row in (first, second)] == [State.REPLACED, State.WAITING]
    with pytest.raises(MoveRefused):
        _decide(session, first, people.publisher, Move.ACCEPT)
