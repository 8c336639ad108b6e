"""Whose turn it is with a change of sub-processors, and what it touches."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.risk.registers import Register
from dpia_workbench.risk.sub_processors import Move, Stance
from dpia_workbench.store import sub_processors as store
from dpia_workbench.store.models import Dossier, SubProcessorChange
from dpia_workbench.usecases import entry, sub_processors
from dpia_workbench.usecases import sub_processor_objections as objections
from dpia_workbench.usecases.task import Kind
from dpia_workbench.usecases.tasks import waiting
from tests import make

DONE: dict[str, Any] = {"today": make.TODAY, "now": make.NOW}
UNTIL = make.TODAY + timedelta(days=30)


@pytest.fixture
def dossier(session: Session, people: make.People) -> Dossier:
    """A dossier of the first cooperative, which a release came from."""
    release = make.release(session, people=people)
    make.adoption(session, people=people, release=release, state=make.AdoptionState.ACTIVE)
    return make.dossier(session, people=people, product=release.product)


@pytest.fixture
def change(session: Session, people: make.People, dossier: Dossier) -> SubProcessorChange:
    """A change that was announced of its product."""
    return make.sub_processor_change(session, products=[dossier.product], by=people.vendor)


def _kinds(session: Session, person: make.Person, *, today: date = make.TODAY) -> set[Kind]:
    mine = {
        Kind.RESPOND_TO_CHANGE, Kind.BUNDLE_OBJECTIONS, Kind.ANSWER_OBJECTION, Kind.ANNOUNCE_ANEW,
    }  # fmt: skip
    return {task.kind for task in waiting(session, actor=person.actor, today=today)} & mine


def test_it_waits_for_boards_and_guards_until_the_last_day(
    session: Session, people: make.People, change: SubProcessorChange
) -> None:
    for today, running in ((UNTIL, True), (UNTIL + timedelta(days=1), False)):
        expected = {"officer": {Kind.RESPOND_TO_CHANGE}, "analyst": {Kind.BUNDLE_OBJECTIONS},
                    "analyst2": {Kind.BUNDLE_OBJECTIONS}}  # fmt: skip
        for name, person in people.everybody().items():
            wanted = expected.get(name, set()) if running else set()
            assert _kinds(session, person, today=today) == wanted, name


def test_who_did_their_part_waits_for_the_others(
    session: Session, people: make.People, change: SubProcessorChange
) -> None:
    place: dict[str, Any] = {"change_id": change.id, **DONE}
    objections.respond(
        session, actor=people.officer.actor, stance=Stance.CONCERN, reason="Waarom?",
        round_number=1, **place,
    )  # fmt: skip
    objections.bundle(
        session, actor=people.analyst.actor, stance=Stance.OBJECTS, words="Nee.", version=None,
        **place,
    )  # fmt: skip

    for person in (people.officer, people.analyst, people.analyst2):
        assert _kinds(session, person) == set()
    assert _kinds(session, people.vendor) == {Kind.ANSWER_OBJECTION}
    sub_processors.answer(
        session, actor=people.vendor.actor, move=Move.CHANGE, words="Anders.", version=None, **place
    )
    assert _kinds(session, people.vendor) == {Kind.ANNOUNCE_ANEW}
    assert _kinds(session, people.other_vendor) == set()


def test_what_dossiers_say_of_the_party_is_found_by_who_may_read_them(
    session: Session, people: make.People, dossier: Dossier, change: SubProcessorChange
) -> None:
    told: dict[str, Any] = {
        "actor": people.analyst.actor, "dossier_id": dossier.id, "now": make.NOW
    }  # fmt: skip
    party = entry.add(
        session, register=Register.PARTY, values={"name": "WOLKENHUIS ireland"}, **told
    )
    entry.add(session, register=Register.PARTY, values={"name": "Wolken"}, **told)
    entry.add(
        session, register=Register.LOCATION, values={"country": "Ierland", "parties": [party.key]},
        **told,
    )  # fmt: skip
    session.commit()

    found = store.mentions(session, dossier.revision, names=[change.name, change.legal_entity])
    assert [row.key for row in found] == ["PA1", "LO1"]
    for person, sees in ((people.analyst, True), (people.reviewer, True),
                         (people.sivon_analyst, False), (people.vendor, False)):  # fmt: skip
        touched = store.touched_dossiers(session, change, actor=person.actor)
        assert (dossier in touched) is sees
    assert [row.product_id for row in store.newest_releases(session, change)] == [
        dossier.product_id
    ]
