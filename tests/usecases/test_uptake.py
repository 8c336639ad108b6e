"""How far boards are with the releases of a cooperative: as numbers of five boards and more."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import OrganisationKind
from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.aggregate import Range
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.uptake import Stand, Trouble
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import (
    Adoption,
    AdoptionDecision,
    LocalMeasure,
    Release,
)
from dpia_workbench.usecases import uptake
from tests import make

NEXT_MONTH = make.TODAY + timedelta(days=40)
FIVE = Range(least=5, most=9)


@pytest.fixture
def release(session: Session, people: make.People) -> Release:
    """A release that nobody adopted yet."""
    return make.release(session, people=people)


def _boards(
    session: Session,
    release: Release,
    *,
    people: make.People,
    count: int,
    outcome: Outcome | None,
    **measure: Any,
) -> None:
    """Let so many boards adopt a release; only rows are counted, so only rows are made."""
    by = people.officer.user.id
    for number in range(count):
        board = make.organisation(
            session, kind=OrganisationKind.SCHOOL_BOARD, name=f"Bestuur {number} {outcome}"
        )
        row = Adoption(
            board_id=board.id, release_id=release.id, release_sha256=release.sha256,
            started_by_id=by, started_at=make.NOW,
        )  # fmt: skip
        row.measures = [LocalMeasure(key="M3", position=0, **measure)]
        if outcome is not None:
            row.decision = AdoptionDecision(
                outcome=outcome, reason="x", mandate="x", on=make.TODAY, next_review=NEXT_MONTH,
                levels={}, by_id=by, at=make.NOW,
            )  # fmt: skip
        session.add(row)
    session.commit()


def test_four_boards_are_not_told_and_five_are(
    session: Session, people: make.People, release: Release
) -> None:
    _boards(session, release, people=people, count=5, outcome=None)
    _boards(session, release, people=people, count=4, outcome=Outcome.REJECTED)

    found = uptake.view(session, actor=people.analyst.actor, today=NEXT_MONTH)

    (taken,) = found.releases
    assert taken.told.stands[Stand.BUSY] == FIVE
    assert taken.told.stands[Stand.REJECTED] is None
    assert taken.told.in_use is None


def test_the_figures_are_those_of_the_first_of_the_month(
    session: Session, people: make.People, release: Release
) -> None:
    _boards(session, release, people=people, count=5, outcome=None)

    found = uptake.view(session, actor=people.publisher.actor, today=make.TODAY)

    assert set(found.releases[0].told.stands.values()) == {None}


def test_measures_are_told_where_enough_boards_use_the_product(
    session: Session, people: make.People, release: Release
) -> None:
    overdue = {"state": LocalState.PLANNED, "due": make.TODAY}
    _boards(session, release, people=people, count=6, outcome=Outcome.APPROVED, **overdue)
    _boards(session, release, people=people, count=3, outcome=Outcome.CONDITIONALLY_APPROVED,
            state=LocalState.NOT_APPLICABLE, reason="x")  # fmt: skip
    where: dict[str, Any] = {"slug": release.product.slug, "number": 1, "today": NEXT_MONTH}

    taken, found = uptake.hard(session, actor=people.reviewer.actor, **where)

    assert taken.told.in_use == FIVE
    assert taken.told.stands[Stand.APPROVED] is None  # or one could subtract
    measure = next(each for each in found if each.key == "M3")
    assert measure.troubles == {
        Trouble.NOT_APPLICABLE: None, Trouble.PLANNED: FIVE, Trouble.OVERDUE: FIVE
    }  # fmt: skip
    with pytest.raises(NotFound):
        uptake.hard(session, actor=people.sivon_analyst.actor, **where)
    assert uptake.view(session, actor=people.sivon_analyst.actor, today=NEXT_MONTH).releases == []


def test_nothing_of_measures_is_told_of_few_boards(
    session: Session, people: make.People, release: Release
) -> None:
    _boards(session, release, people=people, count=4, outcome=Outcome.APPROVED)

    found = uptake.hard(
        session, actor=people.analyst.actor, slug=release.product.slug, number=1, today=NEXT_MONTH
    )

    assert found[1] == []


def test_only_cooperatives_may_know(
    session: Session, people: make.People, release: Release
) -> None:
    others = (people.officer, people.fg, people.board, people.vendor, people.administrator)
    for person in others:
        with pytest.raises(Forbidden):
            uptake.view(session, actor=person.actor, today=NEXT_MONTH)
        with pytest.raises(Forbidden):
            uptake.hard(
                session, actor=person.actor, slug=release.product.slug, number=1, today=NEXT_MONTH
            )


def test_what_schools_did_not_confirm_is_a_range(
    session: Session, people: make.People, release: Release
) -> None:
    _boards(session, release, people=people, count=6, outcome=None)
    make.incident(session, release.product, by=people.analyst, sent_by=people.publisher)

    (notice,) = uptake.view(session, actor=people.analyst.actor, today=NEXT_MONTH).notices

    assert (notice.told, notice.unread) == (FIVE, FIVE)
