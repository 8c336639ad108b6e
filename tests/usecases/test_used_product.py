"""The list of a board, what it asks, and what cooperatives read and plan of that."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import OrganisationKind, Role
from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk import demand as rules
from dpia_workbench.risk.aggregate import SMALLEST
from dpia_workbench.risk.demand import Quarter
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import used_products
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.models import UsedProduct
from dpia_workbench.usecases import demand, used_product
from dpia_workbench.usecases.used_product import Chosen
from tests import make

TODAY = make.day_of(make.NOW)
NOBODYS = {"pupils": None, "wants_verdict": False, "takes_part": False}


def _change(session: Session, row: UsedProduct, *, by: make.Person, **said: Any) -> UsedProduct:
    return used_product.change(
        session, actor=by.actor, used_id=row.id, version=row.version,
        values={**NOBODYS, **said}, today=TODAY, now=make.NOW,
    )  # fmt: skip


def test_what_stands_on_the_list_is_not_added_again(session: Session, people: make.People) -> None:
    release = make.release(session, people=people)
    chosen = [
        Chosen(name="Klassenkaart"), Chosen(name="klassen-kaart"),
        Chosen(name="Leerplein", slug=release.product.slug),
        Chosen(name=release.product.name.text("nl")),
    ]  # fmt: skip

    added = used_product.add(session, actor=people.officer.actor, chosen=chosen, now=make.NOW)

    assert [row.name for row in added.rows] == ["Klassenkaart", release.product.name.text("nl")]
    assert added.known == 2


@pytest.mark.parametrize("who", ["fg", "board", "analyst", "vendor", "stranger"])
def test_only_a_privacy_officer_keeps_the_list(
    session: Session, people: make.People, who: str
) -> None:
    row = make.used_product(session, by=people.officer)
    other = getattr(people, who)

    with pytest.raises(Forbidden):
        used_product.add(session, actor=other.actor, chosen=[Chosen(name="x")], now=make.NOW)
    with pytest.raises((Forbidden, NotFound)):
        _change(session, row, by=other)


def test_another_board_finds_nothing(session: Session, people: make.People) -> None:
    row = make.used_product(session, by=people.officer)

    assert used_products.find(session, actor=people.other_officer.actor) == []
    with pytest.raises(NotFound):
        _change(session, row, by=people.other_officer)


def test_what_nothing_is_published_about_cannot_be_chosen(
    session: Session, people: make.People
) -> None:
    secret = make.dossier(session, people=people).product

    with pytest.raises(NotFound):
        make.used_product(session, by=people.officer, slug=secret.slug)


def test_who_takes_part_asks_and_nobody_asks_for_what_there_is(
    session: Session, people: make.People
) -> None:
    row = make.used_product(session, by=people.officer, takes_part=True)
    released = make.release(session, people=people).product
    known = make.used_product(session, by=people.officer, slug=released.slug, pupils=30)

    assert row.wants_verdict
    with pytest.raises(rules.VerdictExists):
        _change(session, known, by=people.officer, wants_verdict=True)
    with pytest.raises(Stale):
        used_product.end(
            session, actor=people.officer.actor, used_id=row.id, version=99, now=make.NOW
        )


def test_a_name_becomes_the_product_that_it_means(session: Session, people: make.People) -> None:
    row = make.used_product(session, by=people.officer, name="Ons plein", takes_part=True)
    product = make.release(session, people=people).product
    words = {"slug": product.slug, "version": row.version, "today": TODAY, "now": make.NOW}

    used_product.identify(session, actor=people.officer.actor, used_id=row.id, **words)

    assert (row.product_id, row.wants_verdict, row.takes_part) == (product.id, False, False)
    other = make.used_product(session, by=people.officer, name="Nog een plein")
    with pytest.raises(rules.AlreadyOnList):
        used_product.identify(
            session, actor=people.officer.actor, used_id=other.id, **{**words, "version": None}
        )
    used_product.end(
        session, actor=people.officer.actor, used_id=row.id, version=None, now=make.NOW
    )
    assert make.used_product(session, by=people.officer, slug=product.slug).id != row.id


def test_cooperatives_see_numbers_from_five_boards_up_and_names_that_were_offered(
    session: Session, people: make.People
) -> None:
    for number in range(SMALLEST):
        board = make.organisation(session, kind=OrganisationKind.SCHOOL_BOARD)
        officer = make.person(session, organisation=board, role=Role.PRIVACY_OFFICER)
        make.used_product(
            session, by=officer, name="Dictee", wants_verdict=True, pupils=100,
            takes_part=number == 0,
        )  # fmt: skip
    make.used_product(session, by=people.officer, name="Atlas", wants_verdict=True, pupils=9)
    make.used_product(session, by=people.officer, name="Niet gevraagd")

    found = demand.asked(session, actor=people.analyst.actor)

    assert [(each.demand.name, each.demand.is_told) for each in found] == [
        ("Dictee", True),
        ("Atlas", False),
    ]
    assert found[0].demand.pupils == SMALLEST * 100
    assert [len(each.takers) for each in found] == [1, 0]
    for other in (people.officer, people.vendor, people.stranger):
        with pytest.raises(Forbidden):
            demand.asked(session, actor=other.actor)


@pytest.mark.parametrize(
    ("name", "quarter", "refusal"),
    [
        ("dic-tee", Quarter(2027, 1), rules.AlreadyPlanned),
        ("Atlas", Quarter(TODAY.year - 1, 4), rules.QuarterPassed),
        ("…", Quarter(2027, 1), rules.NameMissing),
    ],
)
def test_a_plan_is_one_and_ahead(
    session: Session,
    people: make.People,
    name: str,
    quarter: Quarter,
    refusal: type[RuleViolation],
) -> None:
    words = {"actor": people.analyst.actor, "today": TODAY, "now": make.NOW}
    made = demand.plan(session, name="Dictee", quarter=Quarter(2027, 1), **words)

    with pytest.raises(refusal):
        demand.plan(session, name=name, quarter=quarter, **words)
    with pytest.raises(NotFound):
        demand.drop_plan(session, actor=people.sivon_analyst.actor, plan_id=made.id, now=make.NOW)
    assert [each.demand.name for each in demand.asked(session, actor=people.analyst.actor)] == [
        "Dictee"
    ]
    demand.drop_plan(session, actor=people.analyst.actor, plan_id=made.id, now=make.NOW)
    assert demand.asked(session, actor=people.analyst.actor) == []


def test_a_day_lies_in_a_quarter() -> None:
    days = [date(2026, month, 1) for month in (1, 3, 4, 6, 7, 9, 10, 12)]

    assert [demand.quarter_of(day).number for day in days] == [1, 1, 2, 2, 3, 3, 4, 4]
