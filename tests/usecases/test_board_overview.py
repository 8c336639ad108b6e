"""What costs the overview of a board with many products."""

from sqlalchemy.orm import Session

from dpia_workbench.usecases import board_overview, review_task
from tests import make
from tests.counting import queries
from tests.making import judging


def _decided(session: Session, people: make.People, *, name: str) -> None:
    """Let the board approve a product under a condition, and be asked to look again at it."""
    assert people.vendor.organisation is not None
    product = make.product(session, vendor=people.vendor.organisation, name=name)
    release = make.release(session, people=people, product=product)
    row = judging.conditional(session, people=people, release=release)
    review_task.ask_new_look(
        session, actor=people.fg.actor, adoption_id=row.id, text="Past het nog?",
        today=make.TODAY, now=make.NOW,
    )  # fmt: skip
    session.commit()


def test_the_number_of_queries_does_not_grow_with_the_number_of_decided_products(
    session: Session, people: make.People
) -> None:
    actor = people.officer.actor

    def overview() -> object:
        return board_overview.overview(session, actor=actor, today=make.TODAY)

    _decided(session, people, name="Rekenen")
    few = queries(session, overview)
    for name in ("Taal", "Wereld", "Muziek"):
        _decided(session, people, name=name)

    assert queries(session, overview) == few
    assert len(board_overview.overview(session, actor=actor, today=make.TODAY).lines) == 4
