"""Evidence of a board's measures, and the second person who looks."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Role
from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk import second_person as rules
from dpia_workbench.risk.adoption import AlreadyDecided, MeasureDetailMissing, State
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.store import measure_files
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.models import Adoption, MeasureFile
from dpia_workbench.usecases import local, measuring
from tests import make
from tests.usecases.adopting import TIMES, record

FILE, OTHER = (make.file_facts(name, name=f"{name}.png") for name in ("scherm", "menu"))


@pytest.fixture
def row(session: Session, people: make.People) -> Adoption:
    return make.adoption(session, people=people, state=State.CONTEXT_DONE)


def _add(session: Session, row: Adoption, by: make.Person, *files: Any) -> list[MeasureFile]:
    return measuring.add_files(
        session, actor=by.actor, adoption_id=row.id, measure_id=row.measures[0].id,
        files=files or [FILE], **TIMES,
    )  # fmt: skip


def _take_out(session: Session, row: Adoption, by: make.Person, file: MeasureFile) -> MeasureFile:
    return measuring.take_out(session, actor=by.actor, adoption_id=row.id, file_id=file.id, **TIMES)


def _check(session: Session, row: Adoption, by: make.Person, **words: Any) -> Any:
    values = {"version": None, **TIMES, **words}
    return measuring.check(
        session, actor=by.actor, adoption_id=row.id, measure_id=row.measures[0].id, **values
    )


def _colleague(session: Session, people: make.People, *roles: Role) -> make.Person:
    return make.person(
        session, organisation=people.officer.organisation, role=roles or Role.PRIVACY_OFFICER,
        name="Cor Collega",
    )  # fmt: skip


def test_a_file_alone_is_evidence_and_names_itself(
    session: Session, people: make.People, row: Adoption
) -> None:
    with pytest.raises(MeasureDetailMissing):
        record(session, row, people.officer, evidence=" ")
    _add(session, row, people.officer, FILE, OTHER)

    made = record(session, row, people.officer, evidence="")

    assert made.evidence == "menu.png, scherm.png"
    assert made.recorded_by_id == people.officer.user.id
    assert local.assess(row, on=make.TODAY).measures[0].is_effective


def test_a_file_that_is_taken_out_stays_known_and_counts_no_more(
    session: Session, people: make.People, row: Adoption
) -> None:
    first, second = _add(session, row, people.officer, FILE, OTHER)
    record(session, row, people.officer, evidence="")

    for _again in range(2):
        _take_out(session, row, people.officer, first)

    assert row.measures[0].evidence == "menu.png"
    assert (first.taken_out_by_id, first.counts) == (people.officer.user.id, False)
    found = measure_files.find(session, adoption_id=row.id, actor=people.fg.actor)
    assert {each.id for each in found} == {first.id, second.id}
    with pytest.raises(rules.EvidenceNeeded):
        _take_out(session, row, people.officer, second)


@pytest.mark.parametrize("who", ["fg", "board", "other_officer", "analyst", "vendor", "stranger"])
def test_only_the_privacy_officer_of_the_board_adds_takes_out_and_checks(
    session: Session, people: make.People, row: Adoption, who: str
) -> None:
    file = _add(session, row, people.officer)[0]
    by = getattr(people, who)
    refusal = Forbidden if who in ("fg", "board") else NotFound

    for verb in (
        lambda: _add(session, row, by),
        lambda: _take_out(session, row, by, file),
        lambda: _check(session, row, by),
    ):
        with pytest.raises(refusal):
            verb()


def test_files_take_room_up_to_a_limit(
    session: Session, people: make.People, row: Adoption, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_FILES", 1)
    _add(session, row, people.officer)

    with pytest.raises(rules.EvidenceFull):
        _add(session, row, people.officer)


def test_somebody_else_checks_and_a_change_ends_the_check(
    session: Session, people: make.People, row: Adoption
) -> None:
    colleague = _colleague(session, people)
    with pytest.raises(rules.NothingToCheck):
        _check(session, row, colleague)
    record(session, row, people.officer)
    with pytest.raises(rules.CheckerRecorded):
        _check(session, row, people.officer)
    with pytest.raises(Stale):
        _check(session, row, colleague, version=99)

    made = _check(session, row, colleague)

    assert (made.state, made.checked_by_id) == (LocalState.CHECKED, colleague.user.id)
    assert local.assess(row, on=make.TODAY).measures[0].is_effective
    changed = record(session, row, people.officer, evidence="Anders.")
    assert (changed.state, changed.checked_by_id) == (LocalState.IMPLEMENTED, None)


def test_who_also_advises_is_not_the_second_person(
    session: Session, people: make.People, row: Adoption
) -> None:
    both = _colleague(session, people, Role.PRIVACY_OFFICER, Role.DATA_PROTECTION_OFFICER)
    record(session, row, people.officer)

    with pytest.raises(Forbidden):
        _check(session, row, both)


def test_nobody_records_a_check_as_their_own_word(
    session: Session, people: make.People, row: Adoption
) -> None:
    with pytest.raises(rules.CheckIsSeparate):
        record(session, row, people.officer, state=LocalState.CHECKED)


def test_what_a_partner_did_is_checked_by_the_officer_who_looked(
    session: Session, people: make.People, row: Adoption
) -> None:
    sheet = make.worksheet(session, row, by=people.officer)
    record(session, row, people.officer, worksheet_id=sheet.id)

    assert _check(session, row, people.officer).state is LocalState.CHECKED


def test_after_the_decision_no_evidence_changes(session: Session, people: make.People) -> None:
    row = make.adoption(session, people=people, state=State.ACTIVE)

    with pytest.raises(AlreadyDecided):
        _add(session, row, people.officer)
    with pytest.raises(AlreadyDecided):
        _check(session, row, _colleague(session, people))
