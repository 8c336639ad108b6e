"""What the tables refuse by themselves, and how values come back from them."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from dpia_workbench.plumbing.database import db
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Organisation, Product, Remediation, Risk, User
from tests import make


def test_a_moment_comes_back_aware_and_the_same(session: Session, people: make.People) -> None:
    amsterdam = timezone(timedelta(hours=2))
    people.analyst.user.created_at = datetime(2025, 7, 1, 2, 30, tzinfo=amsterdam)
    session.commit()
    session.expire_all()

    assert people.analyst.user.created_at == datetime(2025, 7, 1, 0, 30, tzinfo=UTC)
    assert people.analyst.user.created_at.utcoffset() == timedelta(0)


def test_a_moment_without_a_time_zone_is_refused(session: Session, people: make.People) -> None:
    people.analyst.user.created_at = datetime(2025, 7, 1)  # noqa: DTZ001  # that is the point

    with pytest.raises(StatementError, match="time zone"):
        session.flush()


def test_a_text_in_two_languages_comes_back_as_one_value(
    session: Session, people: make.People
) -> None:
    row = make.empty_dossier(session, people=people).product
    session.expire_all()

    assert isinstance(row.name, Bilingual)
    assert session.scalars(select(Product.name)).one() == Bilingual("Leerplein", "Leerplein")


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (User, {"email": "Hoofd@Letter.example"}),
        (Risk, {"likelihood": 4}),
        (Risk, {"severity": 0}),
        (Remediation, {"state": "committed", "due": None}),
        (Remediation, {"state": "verified", "verified_on": None}),
        (Remediation, {"state": "declined", "refusal": ""}),
        (Organisation, {"kind": "ministry"}),
    ],
)
def test_a_row_that_cannot_be_true_is_refused(
    session: Session, people: make.People, kind: Any, values: dict[str, Any]
) -> None:
    make.dossier(session, people=people, request=make.RequestState.REQUESTED)
    table = kind.__table__.name
    change = ", ".join(f"{name} = :{name}" for name in values)

    with pytest.raises(IntegrityError):
        session.execute(text(f"UPDATE {table} SET {change}"), values)


def test_a_row_points_only_to_what_is_there(session: Session, people: make.People) -> None:
    make.empty_dossier(session, people=people)

    with pytest.raises(IntegrityError):
        session.execute(text("DELETE FROM product"))


def test_an_enumeration_is_kept_by_its_value(session: Session, people: make.People) -> None:
    make.release(session, people=people)

    found = session.execute(text("SELECT verdict FROM release")).scalar_one()

    assert found == Verdict.GREEN_WITH_MEASURES.value


def test_of_two_who_write_at_the_same_time_the_second_is_told(own_app: Flask) -> None:
    with own_app.app_context(), Session(db.engine, expire_on_commit=False) as first:
        mine = make.organisation(first, name="De Waterlelie")
        with Session(db.engine, expire_on_commit=False) as second:
            theirs = second.get_one(Organisation, mine.id)
            second.commit()
            mine.name = "Eerste"
            first.commit()
            theirs.name = "Tweede"

            with pytest.raises(StaleDataError):
                second.commit()
