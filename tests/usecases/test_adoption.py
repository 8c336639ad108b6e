"""A board adopts a release: who fills in, advises and decides, what is refused, who is told."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.adoption import (
    AlreadyDecided,
    MeasureDetailMissing,
    PlannedDayPassed,
    State,
)
from dpia_workbench.risk.describing import Said
from dpia_workbench.risk.measures import LocalState, Owner
from dpia_workbench.risk.readoption import AlreadyAdopted
from dpia_workbench.risk.release import NotCurrent
from dpia_workbench.risk.scale import Level
from dpia_workbench.store import audit
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.models import Adoption, Release
from dpia_workbench.usecases import adoption, local
from dpia_workbench.usecases import release as releases
from tests import make
from tests.making.writes import save_measure
from tests.usecases.adopting import (
    NEXT_YEAR,
    TIMES,
    Act,
    advise,
    agree,
    answer,
    circumstances,
    decide,
    describe,
    describe_all,
    fit,
    operate,
    record,
    state_of,
    told,
    view,
)


def _start(
    session: Session, row: Release, by: make.Person, *, today: date = make.TODAY
) -> Adoption:
    return adoption.start(
        session, actor=by.actor, slug=row.product.slug, number=row.number, today=today, now=make.NOW
    )


FILLS: list[Act] = [describe, fit, circumstances, operate, agree, record, view]


ACTS = [*((act, "officer") for act in FILLS), (advise, "fg"), (decide, "board")]


def test_a_board_begins_with_the_measures_of_the_release(
    session: Session, people: make.People
) -> None:
    release = make.release(session, people=people)

    row = _start(session, release, people.officer)

    assert row.release_sha256 == release.sha256
    assert [measure.key for measure in row.measures] == ["M3", "M4"]
    assert {measure.state for measure in row.measures} == {LocalState.TODO}
    assert not row.cells
    assert state_of(row) is State.STARTED
    assert audit.find(session, subject_id=row.id)[0].fact == "adoption.started"


def test_only_privacy_officers_begin(session: Session, people: make.People) -> None:
    release = make.release(session, people=people)

    for name, person in people.everybody().items():
        if name not in ("officer", "other_officer"):
            with pytest.raises(Forbidden):
                _start(session, release, person)


def test_a_board_begins_once_and_others_do_not_notice(
    session: Session, people: make.People
) -> None:
    release = make.release(session, people=people)
    _start(session, release, people.officer)

    with pytest.raises(AlreadyAdopted):
        _start(session, release, people.officer)
    _start(session, release, people.other_officer)


def test_two_who_begin_at_the_same_moment_begin_once(
    session: Session, people: make.People, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = make.release(session, people=people)
    _start(session, release, people.officer)
    session.commit()
    # The second looked before the first was there.
    monkeypatch.setattr("dpia_workbench.store.adoptions.newest_of_product", lambda *_a, **_k: None)

    with pytest.raises(AlreadyAdopted):
        _start(session, release, people.officer)
    session.rollback()


def test_a_release_that_no_longer_holds_is_not_adopted(
    session: Session, people: make.People
) -> None:
    release = make.release(session, people=people)
    with pytest.raises(NotCurrent):
        _start(session, release, people.officer, today=release.valid_until + timedelta(days=1))
    releases.withdraw(
        session, actor=people.publisher.actor, slug=release.product.slug, number=1,
        reason="Fout", **TIMES,
    )  # fmt: skip

    with pytest.raises(NotCurrent):
        _start(session, release, people.officer)
    with pytest.raises(NotFound):
        adoption.start(session, actor=people.officer.actor, slug="niets", number=1, **TIMES)


@pytest.mark.parametrize(("act", "who"), ACTS)
def test_others_do_not_find_the_adoption(
    session: Session, people: make.People, act: Act, who: str
) -> None:
    row = make.adoption(session, people=people, state=State.MEASURES_RECORDED)
    mine = ("officer", "fg", "board")

    for name, person in people.everybody().items():
        if name not in mine:
            with pytest.raises(NotFound):
                act(session, row, person)
    for name in mine:
        if name != who:
            with pytest.raises(Forbidden):
                act(session, row, getattr(people, name))


@pytest.mark.parametrize(("act", "who"), ACTS)
def test_nothing_changes_after_the_decision(
    session: Session, people: make.People, act: Act, who: str
) -> None:
    row = make.adoption(session, people=people, state=State.ACTIVE)

    with pytest.raises(AlreadyDecided):
        act(session, row, getattr(people, who))


@pytest.mark.parametrize("act", [answer, record])
def test_who_read_an_older_version_is_stopped(
    session: Session, people: make.People, act: Act
) -> None:
    row = make.adoption(session, people=people, state=State.CONTEXT_DONE)

    with pytest.raises(Stale):
        act(session, row, people.officer, version=99)


def test_what_a_measure_rests_on_is_kept(session: Session, people: make.People) -> None:
    row = make.adoption(session, people=people, state=State.CONTEXT_DONE)

    measure = record(session, row, people.officer)
    assert (measure.since, measure.review_due) == (make.TODAY, NEXT_YEAR)
    later = make.TODAY + timedelta(days=100)
    record(session, row, people.officer, today=later)
    assert measure.since == make.TODAY
    assert measure.review_due > NEXT_YEAR
    record(session, row, people.officer, state=LocalState.PLANNED, due=later, evidence="")
    assert (measure.since, measure.review_due, measure.due) == (None, None, later)
    record(session, row, people.officer, state=LocalState.NOT_APPLICABLE, reason="Geen tablets.")
    assert (measure.due, measure.reason) == (None, "Geen tablets.")


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"evidence": " "}, MeasureDetailMissing),
        ({"state": LocalState.PLANNED}, MeasureDetailMissing),
        ({"state": LocalState.NOT_APPLICABLE}, MeasureDetailMissing),
        ({"state": LocalState.PLANNED, "due": date(2025, 3, 2)}, PlannedDayPassed),
    ],
)
def test_a_measure_without_what_it_rests_on_is_refused(
    session: Session, people: make.People, words: dict[str, Any], refusal: type[Exception]
) -> None:
    row = make.adoption(session, people=people, state=State.CONTEXT_DONE)

    with pytest.raises(refusal):
        record(session, row, people.officer, **words)


def test_a_measure_of_another_adoption_is_not_found(session: Session, people: make.People) -> None:
    row = make.adoption(session, people=people, state=State.CONTEXT_DONE)
    other = make.adoption(session, people=people, release=row.release, at=people.other_school)

    with pytest.raises(NotFound):
        record(session, row, people.officer, measure_id=other.measures[0].id)


def test_the_officer_is_told_once_when_the_measures_are_there(
    session: Session, people: make.People
) -> None:
    row = make.adoption(session, people=people, state=State.CONTEXT_DONE)
    record(session, row, people.officer, number=1)
    assert told(session, kind="advice-waits") == []

    record(session, row, people.officer)
    record(session, row, people.officer, evidence="Nog eens gezien.")

    assert told(session, kind="advice-waits") == [people.fg.user.email]


def test_the_board_is_told_once_whatever_comes_last(session: Session, people: make.People) -> None:
    row = make.adoption(session, people=people, state=State.CONTEXT_DONE)
    view(session, row, people.officer)
    advise(session, row, people.fg)
    assert told(session, kind="decision-waits") == []

    record(session, row, people.officer)
    view(session, row, people.officer, text="Toch akkoord.")

    assert told(session, kind="decision-waits") == [people.board.user.email]
    assert told(session, kind="advice-waits") == []


def test_an_agreement_helps_only_who_is_party_to_it(session: Session, people: make.People) -> None:
    row = make.adoption(session, people=people, state=State.READY)

    agree(session, row, people.officer, party_to=[])

    assert local.assess(row, on=make.TODAY).levels["R1"] is Level.HIGH


def _for_plus_only(session: Session, people: make.People) -> Release:
    """Return a release whose only mandatory measure is for the edition that C1 is not about."""
    dossier = make.dossier(session, people=people, request=make.RequestState.VERIFIED)
    mandatory = dossier.revision.measures[2]
    values = make.measure_values(owner=Owner.SCHOOL_MANDATORY, editions=["plus"])
    save_measure(
        session, dossier, measure_id=mandatory.id, values=values, actor=people.analyst.actor,
        now=make.NOW,
    )  # fmt: skip
    make.bring_to(session, dossier, people=people, state=make.State.PUBLISHED)
    return session.scalars(select(Release)).one()


def test_a_measure_for_another_edition_is_not_asked(session: Session, people: make.People) -> None:
    release = _for_plus_only(session, people)
    row = _start(session, release, people.officer)
    assert local.assess(row, on=make.TODAY).open_measures == 1

    describe_all(session, row, people.officer)
    assert state_of(row) is State.MEASURES_RECORDED
    assert told(session, kind="advice-waits") == [people.fg.user.email]
    fit(session, row, people.officer, cells=["C1", "C2"])
    assert state_of(row) is State.CONTEXT_DONE
    assert [view.applies for view in local.assess(row, on=make.TODAY).measures] == [True, True]


def test_the_levels_of_one_board_do_not_touch_another(
    session: Session, people: make.People
) -> None:
    row = make.adoption(session, people=people, state=State.CONTEXT_DONE)
    other = make.adoption(
        session, people=people, release=row.release, at=people.other_school, state=State.READY
    )
    before = local.assess(row, on=make.TODAY).levels

    circumstances(session, other, people.other_officer, answers={"special_care_records": Said.YES})
    agree(session, other, people.other_officer, party_to=[])

    assert local.assess(row, on=make.TODAY).levels == before
