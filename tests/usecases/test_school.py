"""The register of schools of a board, and lists that are looked through before they are stored."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk import school as rules
from dpia_workbench.risk.school import RowState
from dpia_workbench.risk.vocabulary import Sector
from dpia_workbench.schemas.school_list import lines_in
from dpia_workbench.store import audit, schools
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.models import School
from dpia_workbench.usecases import local_schools, school
from dpia_workbench.usecases.school import Facts, Review
from tests import make

LIST = "brin;naam;sector;leerlingen\n99AA;De Kluut;po;210\n99AB;De Wulp;so;\n"


def _facts(**words: Any) -> Facts:
    return Facts(**{"brin": "99AA", "name": "De Kluut", "sector": Sector.PO, **words})


def _look(session: Session, by: make.Person, text: str = LIST) -> Review:
    return school.review(session, actor=by.actor, lines=lines_in(text))


def _keep(session: Session, by: make.Person, text: str = LIST, **words: Any) -> Review:
    lines = lines_in(text)
    mark = words.pop("mark", None) or _look(session, by, text).mark
    values = {"leave_out": frozenset[RowState](), "now": make.NOW, **words}
    return school.keep_list(session, actor=by.actor, lines=lines, mark=mark, **values)


def _register(session: Session, by: make.Person) -> dict[str, School]:
    return {row.brin: row for row in schools.find(session, actor=by.actor)}


def test_a_school_is_added_changed_and_ended(session: Session, people: make.People) -> None:
    by = people.officer.actor
    row = school.add(session, actor=by, facts=_facts(sector=Sector.SO, pupils=90), now=make.NOW)
    assert row.special_education

    school.change(
        session, actor=by, school_id=row.id, facts=_facts(name="Kluut"), version=1, now=make.NOW
    )
    with pytest.raises(Stale):
        school.end(session, actor=by, school_id=row.id, version=1, now=make.NOW)
    school.end(session, actor=by, school_id=row.id, version=2, now=make.NOW)

    assert not _register(session, people.officer)
    assert [each.name for each in schools.ended(session, actor=by)] == ["Kluut"]
    facts = [event.fact for event in audit.find(session, subject_id=row.id)]
    assert facts == ["school.ended", "school.changed", "school.added"]
    again = school.add(session, actor=by, facts=_facts(), now=make.NOW)
    assert again.id != row.id


def test_a_brin_stands_in_a_register_once_and_in_another_too(
    session: Session, people: make.People
) -> None:
    make.school(session, by=people.officer, brin="99AA")
    other = make.school(session, by=people.officer, brin="99AB")
    make.school(session, by=people.other_officer, brin="99AA")
    by = people.officer.actor

    with pytest.raises(rules.BrinTaken):
        school.add(session, actor=by, facts=_facts(), now=make.NOW)
    with pytest.raises(rules.BrinTaken):
        school.change(
            session, actor=by, school_id=other.id, facts=_facts(), version=None, now=make.NOW
        )


@pytest.mark.parametrize("who", ["fg", "board", "analyst", "vendor", "administrator", "stranger"])
def test_only_a_privacy_officer_keeps_the_register(
    session: Session, people: make.People, who: str
) -> None:
    row, by = make.school(session, by=people.officer), getattr(people, who)
    here: dict[str, Any] = {"actor": by.actor, "school_id": row.id, "version": None}

    with pytest.raises(Forbidden):
        school.add(session, actor=by.actor, facts=_facts(brin="99AB"), now=make.NOW)
    with pytest.raises((Forbidden, NotFound)):
        school.change(session, facts=_facts(), now=make.NOW, **here)
    with pytest.raises((Forbidden, NotFound)):
        school.end(session, now=make.NOW, **here)
    with pytest.raises(Forbidden):
        _look(session, by)
    with pytest.raises(Forbidden):
        _keep(session, by, mark="x")


def test_another_board_finds_nothing(session: Session, people: make.People) -> None:
    row = make.school(session, by=people.officer)
    here: dict[str, Any] = {"actor": people.other_officer.actor, "school_id": row.id}

    assert not _register(session, people.other_officer)
    with pytest.raises(NotFound):
        school.change(session, facts=_facts(), version=None, now=make.NOW, **here)
    with pytest.raises(NotFound):
        school.end(session, version=None, now=make.NOW, **here)


def test_a_list_is_looked_through_before_anything_is_stored(
    session: Session, people: make.People
) -> None:
    make.school(session, by=people.officer, brin="99AA", name="De Kluut", pupils=200)
    make.school(session, by=people.officer, brin="99AC", name="De Grutto")
    text = LIST + "99AC;De Grutto;;\nAB99;x;po;\n99AD;;vo;\n99AE;De Tureluur;;\n"

    found = _look(session, people.officer, text)

    assert [each.state for each in found.lines] == [
        RowState.CHANGED, RowState.NEW, RowState.UNCHANGED, *[RowState.REFUSED] * 3
    ]  # fmt: skip
    assert found.lines[0].changed == {"pupils": (200, 210)}
    codes = [fault.code for each in found.lines for fault in each.line.faults]
    assert codes == ["school.brin-wrong", "school.name-missing", "school.sector-missing"]
    assert set(_register(session, people.officer)) == {"99AA", "99AC"}


def test_a_list_is_stored_as_it_was_shown_or_not_at_all(
    session: Session, people: make.People
) -> None:
    shown = _look(session, people.officer)
    make.school(session, by=people.officer, brin="99AA", name="Anders")

    with pytest.raises(rules.ReviewOutdated):
        _keep(session, people.officer, mark=shown.mark)
    with pytest.raises(rules.RowsRefused):
        _keep(session, people.officer, LIST + "x;y;po;1\n")
    assert set(_register(session, people.officer)) == {"99AA"}
    _keep(
        session, people.officer, LIST + "x;y;po;1\n", leave_out=frozenset({RowState.REFUSED})
    )  # fmt: skip

    register = _register(session, people.officer)
    assert {brin: row.name for brin, row in register.items()} == {
        "99AA": "De Kluut", "99AB": "De Wulp"
    }  # fmt: skip
    assert register["99AB"].special_education
    again = _look(session, people.officer)
    assert {each.state for each in again.lines} == {RowState.UNCHANGED}


def test_what_a_list_does_not_say_stays_as_it_is(session: Session, people: make.People) -> None:
    make.school(
        session, by=people.officer, brin="99AA", sector=Sector.VO, pupils=900,
        special_education=True,
    )  # fmt: skip

    _keep(session, people.officer, "brin;naam;leerlingen\n99AA;Nieuwe naam;\n")

    row = _register(session, people.officer)["99AA"]
    assert (row.name, row.sector, row.pupils, row.special_education) == (
        "Nieuwe naam", Sector.VO, 900, True
    )  # fmt: skip


def test_a_list_never_touches_the_register_of_another_board(
    session: Session, people: make.People
) -> None:
    theirs = make.school(session, by=people.other_officer, brin="99AA", name="Van hen")

    _keep(session, people.officer)

    assert theirs.name == "Van hen"
    assert theirs.version == 1
    assert set(_register(session, people.other_officer)) == {"99AA"}


def test_a_register_has_an_end(session: Session, people: make.People) -> None:
    with pytest.raises(rules.SchoolsMissing):
        school.review(session, actor=people.officer.actor, lines=())
    lines = lines_in(LIST) * (rules.MOST_SCHOOLS // 2 + 1)

    with pytest.raises(rules.TooManySchools):
        school.review(session, actor=people.officer.actor, lines=lines)


def test_open_adoptions_hear_of_the_register_and_decided_ones_stay(
    session: Session, people: make.People
) -> None:
    decided = make.adoption(session, people=people, state=make.AdoptionState.ACTIVE)
    release = make.release(session, people=people)
    row = make.adoption(session, people=people, release=release)
    make.covering(session, row, by=people.officer)
    first = _register(session, people.officer)["99AA"]
    by = people.officer.actor

    added = make.school(session, by=people.officer, brin="99AB", name="De Wulp")
    school.change(
        session, actor=by, school_id=first.id, facts=_facts(name="Nieuw", sector=Sector.SO),
        version=None, now=make.NOW,
    )  # fmt: skip

    assert [place.name for place in local_schools.covered(row)] == ["De Wulp", "Nieuw"]
    assert [place.special_education for place in local_schools.covered(row)] == [False, True]
    (then,) = local_schools.covered(decided)
    assert (then.name, then.special_education) == ("Basisschool 99AA", False)
    assert [place.name for place in local_schools.since(decided)] == ["De Wulp"]
    school.end(session, actor=by, school_id=added.id, version=None, now=make.NOW)
    assert [place.name for place in local_schools.covered(row)] == ["Nieuw"]
    facts = [event.fact for event in audit.find(session, subject_id=row.id)]
    assert facts[:3] == ["adoption.school-changed"] * 3
