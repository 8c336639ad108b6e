"""What a board said is compared and confirmed in full: nothing that people typed is left out."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Text, inspect
from sqlalchemy.orm import Session

from dpia_workbench.risk.adoption_step import Step, UseKind
from dpia_workbench.risk.scale import Axis
from dpia_workbench.store.base import Base
from dpia_workbench.store.models import Adoption, OwnMeasure, OwnRisk, UncoveredUse
from dpia_workbench.usecases import said
from tests import make
from tests.making import judging

# What no person typed: keys that tie rows to the release.
_TIES = {"key", "central_key", "measure", "release_sha256"}


@pytest.fixture
def row(session: Session, people: make.People) -> Adoption:
    """An adoption in which a board said something in every step."""
    found = judging.conditional(session, people=people)
    measure = OwnMeasure(number=1, title="Kluis", axis=Axis.LIKELIHOOD, cap=1, rationale="Weg.")
    found.risks.append(OwnRisk(number=1, title="Telefoons", measures=[measure]))
    found.uncovered.append(UncoveredUse(position=1, kind=UseKind.AI_FEATURE, name="Nakijken"))
    return found


def _rows(row: Adoption) -> Iterator[Base]:
    yield row
    yield from (*row.uncovered, *row.operations, *row.measures, *row.risks)
    yield from (measure for risk in row.risks for measure in risk.measures)
    for each in (row.agreement, row.advice, row.views, row.decision):
        assert each is not None
        yield each
    yield from row.decision.condition_rows if row.decision else ()


def _written(row: Base) -> Iterator[str]:
    """Write something of its own in every text of a row, and yield it."""
    for column in inspect(type(row)).column_attrs:
        if type(column.columns[0].type) is Text and column.key not in _TIES:
            word = f"{type(row).__name__}.{column.key}"
            setattr(row, column.key, word)
            yield word


def test_every_text_that_people_typed_is_told(session: Session, row: Adoption) -> None:
    with session.no_autoflush:
        words = [word for each in _rows(row) for word in _written(each)]

        told = {str(part) for fact in said.facts(row) for part in (fact.thing, fact.value)}

    session.rollback()
    assert len(words) > 35
    assert [word for word in words if word not in told] == []


def test_the_answers_about_circumstances_are_told_and_not_what_follows(row: Adoption) -> None:
    told = [fact for fact in said.facts(row) if fact.step is Step.CIRCUMSTANCES]

    assert [(fact.name, fact.value) for fact in told] == [("circumstances", row.circumstances)]
