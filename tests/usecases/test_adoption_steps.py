"""Steps 2 to 5 of an adoption: what fits, in which circumstances, for what, on which agreement."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from dpia_workbench.risk.adoption import State
from dpia_workbench.risk.adoption_step import AgreementForm, Step, UseKind
from dpia_workbench.risk.describing import (
    ConsentUnexplained,
    DetailMissing,
    LackUnexplained,
    NothingFits,
    NotInRelease,
    OperationsOpen,
    Said,
    Standing,
    SupplementMissing,
)
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.scale import Level
from dpia_workbench.risk.statements import Article6
from dpia_workbench.store import audit, releases
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Adoption, Release
from dpia_workbench.usecases import adoption_operation, examined, local, proposals
from dpia_workbench.usecases.adoption import DayAhead, OutsideScope
from dpia_workbench.usecases.adoption_progress import progress, to_fill
from tests import make
from tests.making import describing, points
from tests.usecases.adopting import (
    TIMES,
    agree,
    circumstances,
    describe_all,
    fit,
    operate,
    state_of,
)

USE: dict[str, Any] = {"kind": UseKind.SERVICE, "name": "Videobellen", "supplement": "Mag."}
BARE = {**USE, "supplement": " "}


def _levels(row: Adoption) -> dict[str, Level]:
    return local.assess(row, on=make.TODAY).levels


def _standing(row: Adoption) -> dict[Step, Standing]:
    found = progress(local.assess(row, on=make.TODAY))
    return {each.step: each.standing for each in found}


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"cells": []}, NothingFits),
        ({"cells": ["C9"]}, OutsideScope),
        ({"services": ["Niet onderzocht"]}, NotInRelease),
        ({"uncovered": [USE, BARE]}, SupplementMissing),
        ({"cells": [], "uncovered": [USE]}, NothingFits),
    ],
)
def test_what_does_not_fit_is_refused(
    session: Session, people: make.People, words: dict[str, Any], refusal: type[RuleViolation]
) -> None:
    row = make.adoption(session, people=people)

    with pytest.raises(refusal):
        fit(session, row, people.officer, **words)
    assert _standing(row)[Step.SCOPE] is Standing.OPEN


def test_a_finished_scope_stays_complete(session: Session, people: make.People) -> None:
    row = make.adoption(session, people=people)

    fit(session, row, people.officer, uncovered=[BARE], is_complete=False)
    assert _standing(row)[Step.SCOPE] is Standing.OPEN
    fit(session, row, people.officer, uncovered=[USE])
    with pytest.raises(SupplementMissing):
        fit(session, row, people.officer, uncovered=[BARE], is_complete=False)
    kept = row.uncovered[0].id
    fit(session, row, people.officer, uncovered=[{**USE, "supplement": "Mag niet."}])

    assert [(each.id, each.supplement) for each in row.uncovered] == [(kept, "Mag niet.")]


CELLS = st.lists(st.sampled_from(["C1", "C2", "C3", "X"]), unique=True)
USES = st.lists(st.builds(dict, kind=st.sampled_from(UseKind), name=st.just("x"),
                          supplement=st.sampled_from(["", "Mag."])), max_size=3)  # fmt: skip


@pytest.mark.slow
def test_only_what_was_ticked_and_examined_is_ever_covered_and_a_use_changes_no_level(
    session: Session, people: make.People
) -> None:
    row = make.adoption(session, people=people, state=State.CONTEXT_DONE)
    known = {cell["key"] for cell in releases.content(row.basis)["cells"]}

    @given(CELLS, USES)
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    def hold(cells: list[str], uses: list[dict[str, Any]]) -> None:
        try:
            with session.begin_nested():
                fit(session, row, people.officer, cells=cells, uncovered=uses)
        except (NothingFits, OutsideScope, SupplementMissing):
            return
        covered = {item["key"] for item in local.assess(row, on=make.TODAY).cells}
        with_uses = _levels(row)
        fit(session, row, people.officer, cells=cells)
        assert covered == set(cells) & known
        assert with_uses == _levels(row)

    hold()


def test_what_is_not_known_counts_as_yes_and_lowers_nothing(
    session: Session, people: make.People
) -> None:
    row = make.adoption(session, people=people)
    describe_all(session, row, people.officer)
    before = _levels(row)

    circumstances(session, row, people.officer, answers={"under_13": Said.UNKNOWN})

    assert row.tags == ["under_13"]
    assert row.circumstances["under_13"] == "unknown"
    assert all(level.rank >= before[key].rank for key, level in _levels(row).items())
    with pytest.raises(NotInRelease):
        circumstances(session, row, people.officer, answers={"verzonnen": Said.NO})


def _with_registers(session: Session, people: make.People) -> Release:
    """Return a release that knows its operations and data."""
    dossier = make.dossier(session, people=people)
    points.fill(session, dossier, people=people)
    make.bring_to(session, dossier, people=people, state=make.State.PUBLISHED)
    found = releases.newest_of_dossier(session, dossier.id)
    assert found is not None
    return found


def test_the_operations_of_the_release_are_asked_about_one_by_one(
    session: Session, people: make.People
) -> None:
    release = _with_registers(session, people)
    row = make.adoption(session, people=people, release=release)
    content = releases.content(release)
    asked = examined.operations(content)
    items = examined.data_items(content)
    assert [each.key for each in asked] == ["OP1"]
    assert (asked[0].data, asked[0].purposes) == (("DI1",), ("Over name",))
    assert examined.features(content)
    assert examined.services(content) == []

    held = operate(session, row, people.officer, data_items=list(items), links="SSO")
    with pytest.raises(NotInRelease):
        operate(session, row, people.officer, data_items=["DI99"])
    with pytest.raises(NotFound):
        operate(session, row, people.officer, key="OP9")
    fit(session, row, people.officer, services=examined.switches(content)[:1])

    assert (held.key, held.data_items, held.links) == ("OP1", list(items), "SSO")
    assert row.services == examined.switches(content)[:1]


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"purpose": ""}, DetailMissing),
        ({"legal_basis": None}, DetailMissing),
        ({"legal_basis": Article6.CONSENT}, ConsentUnexplained),
        ({"legal_basis": Article6.CONSENT, "basis_reason": "Vrij"}, ConsentUnexplained),
    ],
)
def test_an_operation_without_its_grounds_is_refused(
    session: Session, people: make.People, words: dict[str, Any], refusal: type[RuleViolation]
) -> None:
    row = make.adoption(session, people=people)

    with pytest.raises(refusal):
        operate(session, row, people.officer, **words)


def test_what_the_board_does_not_do_stays_known_and_something_is_done(
    session: Session, people: make.People
) -> None:
    row = make.adoption(session, people=people)
    here = {"actor": people.officer.actor, "adoption_id": row.id, "version": None, **TIMES}
    with pytest.raises(OperationsOpen):
        adoption_operation.finish(session, **here)
    operate(session, row, people.officer)
    adoption_operation.finish(session, **here)

    with pytest.raises(OperationsOpen):
        operate(session, row, people.officer, is_done=False)
    session.expire_all()
    own = adoption_operation.add(session, name="Delen", values=describing.OPERATION, **here)
    operate(session, row, people.officer, is_done=False)

    left, added = row.operations
    assert (left.is_removed, left.purpose) == (True, "Lessen")
    assert (added.key, added.number) == ("", 2)
    change = {**here, "number": own.number, "name": "Niet meer", "values": describing.OPERATION}
    with pytest.raises(OperationsOpen):
        adoption_operation.change(session, is_done=False, **change)
    with pytest.raises(NotFound):
        adoption_operation.change(session, is_done=True, **{**change, "number": 1})


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"title": ""}, DetailMissing),
        ({"signed_on": None}, DetailMissing),
        ({"form": AgreementForm.NONE}, LackUnexplained),
        ({"signed_on": make.TODAY.replace(year=2999)}, DayAhead),
        ({"party_to": ["M1"]}, NotInRelease),
    ],
)
def test_an_agreement_without_its_grounds_is_refused(
    session: Session, people: make.People, words: dict[str, Any], refusal: type[RuleViolation]
) -> None:
    row = make.adoption(session, people=people)

    with pytest.raises(refusal):
        agree(session, row, people.officer, **words)


def test_steps_can_be_taken_in_any_order_and_who_took_them_is_noted(
    session: Session, people: make.People
) -> None:
    row = make.adoption(session, people=people)
    agree(session, row, people.officer)
    describing.operations(session, row, actor=people.officer.actor, **TIMES)
    circumstances(session, row, people.officer)

    assessed = local.assess(row, on=make.TODAY)
    assert to_fill(assessed) == (Step.SCHOOLS, Step.SCOPE, Step.MEASURES, Step.OWN_RISKS)
    found = {each.step: each for each in progress(assessed)}
    assert found[Step.AGREEMENT].by == people.officer.user
    assert found[Step.DECISION].standing is Standing.WAITS
    describe_all(session, row, people.officer)
    assert state_of(row) is State.CONTEXT_DONE


@pytest.mark.parametrize(
    ("act", "name"),
    [
        (lambda *a: fit(*a, cells=["C1", "C2"]), "cells"),
        (lambda *a: fit(*a, uncovered=[USE]), "uncovered"),
        (lambda *a: circumstances(*a, answers={"under_13": Said.YES}), "circumstances"),
        (lambda *a: operate(*a, purpose="Iets anders"), "operations"),
        (lambda *a: agree(*a, title="Een andere"), "agreement"),
    ],
)
def test_what_changes_after_the_advice_is_told_and_counts_a_version(
    session: Session, people: make.People, act: Any, name: str
) -> None:
    row = make.adoption(session, people=people, state=State.READY)
    before = row.version
    assert local.changed_since_advice(session, row) == []

    act(session, row, people.officer)
    session.commit()

    assert [set(each.detail["changed"]) for each in local.changed_since_advice(session, row)] == [
        {name}
    ]
    assert row.version == before + 1
    act(session, row, people.officer)
    session.commit()
    assert row.version == before + 1
    assert audit.find(session, subject_id=row.id)[0].fact == "adoption.described"


def test_only_the_boards_own_answers_are_proposed(session: Session, people: make.People) -> None:
    earlier = make.adoption(session, people=people)
    describe_all(session, earlier, people.officer)
    circumstances(session, earlier, people.officer, answers={"under_13": Said.YES})
    mine = make.adoption(session, people=people)
    theirs = make.adoption(session, people=people, at=people.other_school)
    wanted = ("under_13",)

    found = {
        row.board_id: (
            proposals.circumstances(session, row, wanted=wanted, actor=by.actor),
            proposals.operation(session, row, key="C1", actor=by.actor),
            proposals.agreement(session, local.assess(row, on=make.TODAY), actor=by.actor),
        )
        for row, by in ((mine, people.officer), (theirs, people.other_officer))
    }

    said, done, agreed = found[mine.board_id]
    assert (said[0].values, said[0].on) == ({"under_13": "yes"}, make.TODAY)
    assert done[0].values["legal_basis"] is Article6.PUBLIC_TASK
    assert "purpose" not in done[0].values
    assert dict(agreed[0].values) == {"notice_address": "privacy@bestuur.example"}
    assert found[theirs.board_id] == ([], [], [])
    operate(session, mine, people.officer)
    beside = proposals.operation(session, mine, key="", actor=people.officer.actor)
    assert beside[0].operation == "Gebruik (nl)"


def test_a_newer_release_of_the_same_product_takes_over_the_operation_and_the_agreement(
    session: Session, people: make.People
) -> None:
    earlier = make.adoption(session, people=people, state=State.ACTIVE)
    product = earlier.basis.product
    newer = make.release(session, people=people, product=product)
    row = make.adoption(session, people=people, release=newer)

    done = proposals.operation(session, row, key="C1", actor=people.officer.actor)
    agreed = proposals.agreement(
        session, local.assess(row, on=make.TODAY), actor=people.officer.actor
    )

    assert (done[0].values["purpose"], done[0].values["is_done"]) == ("Lessen", "true")
    assert agreed[0].values["title"] == "Verwerkersovereenkomst"


def test_a_recorded_agreement_that_covers_the_board_is_proposed(
    session: Session, people: make.People
) -> None:
    row = make.agreement(session, people=people)
    dossier = make.dossier(session, people=people)
    measure = dossier.revision.measures[1]
    measure.agreement_id = row.id
    make.bring_to(session, dossier, people=people, state=make.State.PUBLISHED)
    release = releases.newest_of_dossier(session, dossier.id)
    started = make.adoption(session, people=people, release=release)
    make.joined(session, row, by=people.board)

    found = proposals.agreement(
        session, local.assess(started, on=make.TODAY), actor=people.officer.actor
    )

    assert found[0].values["form"] is AgreementForm.JOINED
    assert found[0].values["title"] == row.title.nl
