"""What a publication would bring about, told before it is done, and to nobody too exactly."""

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Role
from dpia_workbench.risk.aggregate import SMALLEST, Range
from dpia_workbench.risk.change import Change, Weight
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store import adoptions, products
from dpia_workbench.store.models import Dossier, Release
from dpia_workbench.usecases import adoption, consequences, dossier, measure
from dpia_workbench.usecases.consequences import Consequences
from dpia_workbench.usecases.publication_content import Choice, content_of
from tests import make


def _of(session: Session, row: Dossier, people: make.People) -> Consequences:
    content = content_of(session, row, choice=Choice(), on=make.TODAY)
    return consequences.of(
        session, row, content, actor=people.publisher.actor, on=make.TODAY, now=make.NOW
    )


def _revised(session: Session, people: make.People) -> tuple[Dossier, Release]:
    """Return a dossier in its second revision, which asks another thing of schools."""
    row = make.dossier(session, people=people, state=make.State.PUBLISHED)
    first = products.newest_release(session, row.product_id)
    assert first is not None
    dossier.revise(session, actor=people.analyst.actor, dossier_id=row.id, now=make.NOW)
    asked = row.revision.measures[2]
    values = make.measure_values(owner=asked.owner, instruction=make.both("Doe dit anders"))
    measure.save(
        session, actor=people.analyst.actor, dossier_id=row.id, measure_id=asked.id,
        values=values, version=None, now=make.NOW,
    )  # fmt: skip
    session.commit()
    return row, first


def test_a_first_release_asks_nothing_of_anybody(session: Session, people: make.People) -> None:
    row = make.dossier(session, people=people)

    found = _of(session, row, people)

    assert (found.supersedes, found.asked) == (None, ())
    assert set(found.by_verdict.values()) == {None}
    assert next(iter(found.by_verdict)) is Verdict.GREEN_WITH_MEASURES


def test_the_class_is_that_of_the_page_of_changes_for_each_verdict(
    session: Session, people: make.People
) -> None:
    row, first = _revised(session, people)

    found = _of(session, row, people)

    assert found.supersedes == first
    [asked] = found.asked
    assert asked.classified.weight is Weight.MATERIAL
    assert Change.MEASURE_CHANGED in {reason.change for reason in asked.classified.reasons}
    assert asked.boards is None
    red, computed = found.by_verdict[Verdict.RED], found.by_verdict[Verdict.GREEN_WITH_MEASURES]
    assert red is not None
    assert computed is not None
    assert red.look_again_by < computed.look_again_by


def test_boards_are_told_as_a_range_from_five_up(session: Session, people: make.People) -> None:
    _row, first = _revised(session, people)
    assert adoptions.looking_again(session, [first.id]) == {first.id: None}

    for number in range(SMALLEST + 1):
        board = make.organisation(session, name=f"Bestuur {number}")
        officer = make.person(session, organisation=board, role=Role.PRIVACY_OFFICER)
        adoption.start(
            session, actor=officer.actor, slug=first.product.slug, number=first.number,
            today=make.TODAY, now=make.NOW,
        )  # fmt: skip
        told = adoptions.looking_again(session, [first.id])[first.id]
        assert told == (Range(least=5, most=9) if number >= SMALLEST - 1 else None)
