"""Changes of sub-processors: who may do what, what is refused, who is told."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk import sub_processors as rules
from dpia_workbench.risk.aggregate import Range
from dpia_workbench.risk.sub_processors import ChangeKind, Move, Stance, State
from dpia_workbench.store import sub_processors as store
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.freezing import Frozen
from dpia_workbench.store.models import Job, Release, SubProcessorChange, SubProcessorStance
from dpia_workbench.usecases import sub_processor_objections as objections
from dpia_workbench.usecases import sub_processors
from tests import make

DAY = timedelta(days=1)
UNTIL = make.TODAY + 30 * DAY
DONE: dict[str, Any] = {"today": make.TODAY, "now": make.NOW}


@pytest.fixture
def release(session: Session, people: make.People) -> Release:
    """A release that the first board adopted; the vendor has a product beside it."""
    made = make.release(session, people=people)
    make.adoption(session, people=people, release=made)
    return made


@pytest.fixture
def change(session: Session, people: make.People, release: Release) -> SubProcessorChange:
    """A change that the vendor announced of the adopted product."""
    return make.sub_processor_change(session, products=[release.product], by=people.vendor)


def _mails(session: Session) -> list[tuple[str, str]]:
    jobs = session.scalars(select(Job).where(Job.name == "mail.send")).all()
    kinds = [(job.detail["kind"], job.detail["to"]) for job in jobs]
    return sorted(each for each in kinds if each[0].startswith("sub-processor"))


def _announce(
    session: Session, by: make.Person, release: Release, **words: Any
) -> SubProcessorChange:
    return sub_processors.announce(
        session, actor=by.actor, product_ids=[release.product_id],
        values=make.change_values(**words), **DONE,
    )  # fmt: skip


def _correct(
    session: Session, by: make.Person, row: SubProcessorChange, *, version: int | None = None,
    later: int = 0, **words: Any,
) -> SubProcessorChange:  # fmt: skip
    values = make.change_values(**words)
    return sub_processors.correct(
        session, actor=by.actor, change_id=row.id, version=version,
        product_ids=[product.id for product in row.products], values=values,
        today=make.TODAY + later * DAY, now=make.NOW + later * DAY,
    )  # fmt: skip


def _respond(
    session: Session, by: make.Person, row: SubProcessorChange, stance: Stance, *,
    reason: str = "Te ver weg.", read: int | None = None, later: int = 0,
) -> SubProcessorStance:  # fmt: skip
    return objections.respond(
        session, actor=by.actor, change_id=row.id, stance=stance, reason=reason,
        round_number=read, today=make.TODAY + later * DAY, now=make.NOW,
    )  # fmt: skip


def _bundle(
    session: Session, by: make.Person, row: SubProcessorChange, stance: Stance = Stance.OBJECTS,
    **words: Any,
) -> Any:  # fmt: skip
    values = {"words": "Scholen maken bezwaar.", "version": None, **DONE, **words}
    return objections.bundle(session, actor=by.actor, change_id=row.id, stance=stance, **values)


def _answer(
    session: Session, by: make.Person, row: SubProcessorChange, move: Move, **words: Any
) -> SubProcessorChange:
    values = {"words": "Wij kiezen een ander.", "version": None, **DONE, **words}
    return sub_processors.answer(session, actor=by.actor, change_id=row.id, move=move, **values)


def test_an_announcement_starts_the_clock_and_tells_who_is_concerned(
    session: Session, people: make.People, change: SubProcessorChange
) -> None:
    assert (change.state, change.objection_until) == (State.ANNOUNCED, UNTIL)
    assert _mails(session) == sorted(
        [
            ("sub-processor-announced", people.analyst.user.email),
            ("sub-processor-announced", people.analyst2.user.email),
            ("sub-processor-for-schools", people.officer.user.email),
        ]
    )


def test_only_the_vendor_of_the_product_announces(
    session: Session, people: make.People, release: Release
) -> None:
    for name, person in people.everybody().items():
        if name != "vendor":
            with pytest.raises((NotFound, Forbidden)):
                _announce(session, person, release)
    with pytest.raises(NotFound):
        sub_processors.announce(
            session, actor=people.vendor.actor, product_ids=[], values=make.change_values(), **DONE
        )


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"effective_on": UNTIL}, rules.EffectiveTooEarly),
        ({"kind": ChangeKind.REPLACED}, rules.ReplacesMissing),
        ({"replaces": "Oude Wolk"}, rules.ReplacesMissing),
        ({"kind": ChangeKind.ENDED, "effective_on": make.TODAY - DAY}, rules.EffectiveTooEarly),
    ],
)
def test_what_is_not_sound_is_not_announced(
    session: Session,
    people: make.People,
    release: Release,
    words: dict[str, Any],
    refusal: type[Exception],
) -> None:
    with pytest.raises(refusal):
        _announce(session, people.vendor, release, **words)

    assert session.scalars(select(SubProcessorChange)).all() == []


def test_a_party_can_be_left_at_once(
    session: Session, people: make.People, release: Release
) -> None:
    row = _announce(
        session, people.vendor, release, kind=ChangeKind.ENDED, effective_on=make.TODAY
    )  # fmt: skip

    assert row.objection_until == UNTIL


def test_a_correction_that_matters_starts_anew_and_never_ends_earlier(
    session: Session, people: make.People, change: SubProcessorChange
) -> None:
    _respond(session, people.officer, change, Stance.OBJECTS)
    _bundle(session, people.analyst, change)
    _answer(session, people.vendor, change, Move.CHANGE)

    with pytest.raises(rules.EffectiveTooEarly):
        _correct(session, people.vendor, change, later=10, country="Duitsland")
    effective = make.TODAY + 41 * DAY
    _correct(session, people.vendor, change, later=10, country="Duitsland", effective_on=effective)

    assert (change.round, change.state) == (2, State.ANNOUNCED)
    assert change.objection_until == UNTIL + 10 * DAY
    assert store.stance_of(session, change, actor=people.officer.actor) is None
    assert store.bundle_of(change, actor=people.analyst.actor) is None
    assert [bundle.answer for bundle in change.bundles] == [State.CHANGED]
    told = [mail for mail in _mails(session) if mail[0] == "sub-processor-for-schools"]
    assert len(told) == 2


def test_a_correction_for_another_product_starts_anew(
    session: Session, people: make.People, change: SubProcessorChange
) -> None:
    assert people.vendor.organisation is not None
    other = make.recorded_product(session, vendor=people.vendor.organisation, name="Schrift")

    sub_processors.correct(
        session, actor=people.vendor.actor, change_id=change.id, product_ids=[other.id],
        values=make.change_values(), version=None, **DONE,
    )  # fmt: skip

    assert ([product.slug for product in change.products], change.round) == (["schrift"], 2)
    with pytest.raises(NotFound):
        store.get(session, change.id, actor=people.officer.actor)


def test_a_correction_that_gives_more_time_does_not(
    session: Session, people: make.People, change: SubProcessorChange
) -> None:
    before = len(_mails(session))

    _correct(session, people.vendor, change, later=5, effective_on=UNTIL + 60 * DAY)

    assert (change.round, change.objection_until) == (1, UNTIL)
    assert len(_mails(session)) == before
    with pytest.raises(rules.NothingCorrected):
        _correct(session, people.vendor, change, effective_on=UNTIL + 60 * DAY)
    with pytest.raises(Stale):
        _correct(session, people.vendor, change, version=1, country="Duitsland")
    with pytest.raises(NotFound):
        _correct(session, people.other_vendor, change, country="Duitsland")
    with pytest.raises(Forbidden):
        _correct(session, people.analyst, change, country="Duitsland")


def test_a_board_answers_until_the_clock_ends_and_tells_nobody(
    session: Session, people: make.People, change: SubProcessorChange
) -> None:
    version, mails = change.version, len(_mails(session))

    _respond(session, people.officer, change, Stance.CONCERN)
    _respond(session, people.officer, change, Stance.NO_OBJECTION, reason="", later=30)

    row = session.scalars(select(SubProcessorStance)).one()
    assert (row.stance, row.reason) == (Stance.NO_OBJECTION, "")
    assert (change.version, len(_mails(session))) == (version, mails)
    with pytest.raises(rules.WithoutReason):
        _respond(session, people.officer, change, Stance.OBJECTS, reason=" ")
    with pytest.raises(rules.ObjectionClosed):
        _respond(session, people.officer, change, Stance.OBJECTS, later=31)
    with pytest.raises(rules.CorrectedSince):
        _respond(session, people.officer, change, Stance.OBJECTS, read=7)


def test_who_is_not_concerned_does_not_see_it(
    session: Session, people: make.People, change: SubProcessorChange
) -> None:
    for person in (people.other_officer, people.other_vendor, people.stranger):
        with pytest.raises(NotFound):
            store.get(session, change.id, actor=person.actor)
        with pytest.raises(NotFound):
            _respond(session, person, change, Stance.OBJECTS)
        assert store.find(session, actor=person.actor) == []
    for person in (people.fg, people.board, people.vendor, people.analyst):
        with pytest.raises(Forbidden):
            _respond(session, person, change, Stance.OBJECTS)


def test_each_cooperative_speaks_once_and_the_vendor_answers(
    session: Session, people: make.People, change: SubProcessorChange
) -> None:
    _bundle(session, people.sivon_analyst, change, Stance.NO_OBJECTION, words="Geen bezwaar.")
    assert change.state is State.ACCEPTED
    made = _bundle(session, people.analyst, change)
    assert change.state is State.OBJECTED
    assert ("sub-processor-objected", people.vendor.user.email) in _mails(session)
    with pytest.raises(rules.AlreadyBundled):
        _bundle(session, people.analyst2, change)
    with pytest.raises(rules.WithoutReason):
        _answer(session, people.vendor, change, Move.DROP, words="")
    with pytest.raises(rules.SubProcessorMoveRefused):
        _answer(session, people.vendor, change, Move.WITHDRAW)

    _answer(session, people.vendor, change, Move.DROP)

    assert (change.state, made.answer) == (State.DROPPED, State.DROPPED)
    assert [bundle.answer for bundle in change.bundles] == [None, State.DROPPED]
    for person in (people.analyst, people.officer):
        assert ("sub-processor-answered", person.user.email) in _mails(session)
    made.words = "Anders."
    with pytest.raises(Frozen):
        session.flush()
    session.rollback()


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"today": UNTIL + DAY}, rules.ObjectionClosed),
        ({"words": ""}, rules.WithoutReason),
        ({"version": 7}, Stale),
        ({"stance": Stance.CONCERN}, rules.SubProcessorMoveRefused),
    ],
)
def test_a_bundle_comes_in_time_and_says_why(
    session: Session,
    people: make.People,
    change: SubProcessorChange,
    words: dict[str, Any],
    refusal: type[Exception],
) -> None:
    with pytest.raises(refusal):
        _bundle(session, people.reviewer, change, **words)
    for person in (people.publisher, people.vendor, people.officer):
        with pytest.raises(Forbidden):
            _bundle(session, person, change)

    assert change.state is State.ANNOUNCED


def test_a_vendor_takes_a_change_back_and_nobody_else(
    session: Session, people: make.People, change: SubProcessorChange
) -> None:
    place: dict[str, Any] = {"change_id": change.id, "version": None, **DONE}
    with pytest.raises(Forbidden):
        sub_processors.withdraw(session, actor=people.analyst.actor, words="Nee.", **place)
    with pytest.raises(rules.WithoutReason):
        sub_processors.withdraw(session, actor=people.vendor.actor, words="", **place)

    sub_processors.withdraw(session, actor=people.vendor.actor, words="Toch niet.", **place)

    assert change.state is State.WITHDRAWN
    with pytest.raises(rules.ObjectionClosed):
        _respond(session, people.officer, change, Stance.OBJECTS)
    with pytest.raises(rules.SubProcessorMoveRefused):
        _correct(session, people.vendor, change, country="Duitsland")


def test_counts_are_told_from_five_boards_up_and_reasons_without_names(
    session: Session, people: make.People, change: SubProcessorChange
) -> None:
    reasons = ["Vijf", "Vier", "Drie", "Twee", "Een"]
    for reason in reasons:
        assert store.counts(session, change)[Stance.OBJECTS] is None
        make.board_stance(session, change, by=people.officer, reason=reason)

    assert store.counts(session, change)[Stance.OBJECTS] == Range(least=5, most=9)
    told = store.reasons(session, change, stance=Stance.OBJECTS, actor=people.analyst.actor)
    assert told == sorted(reasons)
    for person in (people.vendor, people.officer):
        assert _reasons(session, change, person) == []


def _reasons(session: Session, row: SubProcessorChange, person: make.Person) -> Sequence[str]:
    return store.reasons(session, row, stance=Stance.OBJECTS, actor=person.actor)


def test_where_nobody_assessed_a_product_every_cooperative_is_told(
    session: Session, people: make.People
) -> None:
    assert people.vendor.organisation is not None
    product = make.recorded_product(session, vendor=people.vendor.organisation)

    row = make.sub_processor_change(session, products=[product], by=people.vendor)

    assert row.objection_days == 30
    assert ("sub-processor-announced", people.sivon_analyst.user.email) in _mails(session)


def test_a_product_that_is_only_drafted_about_is_not_there_for_its_vendor(
    session: Session, people: make.People
) -> None:
    drafted = make.dossier(session, people=people).product

    with pytest.raises(NotFound):
        make.sub_processor_change(session, products=[drafted], by=people.vendor)

    make.ask(session, make.dossier(session, people=people, product=drafted),
             actor=people.analyst.actor)  # fmt: skip
    make.sub_processor_change(session, products=[drafted], by=people.vendor)


def test_an_agreement_in_force_says_how_long_one_can_object(
    session: Session, people: make.People, release: Release
) -> None:
    signed = make.agreement(session, people=people, state=make.AgreementState.SIGNED)
    signed.products = [release.product]
    signed.subprocessor_objection_days = 45
    session.flush()

    row = make.sub_processor_change(
        session, products=[release.product], by=people.vendor,
        effective_on=make.TODAY + timedelta(days=46),
    )  # fmt: skip

    assert (row.objection_days, row.objection_until) == (45, make.TODAY + timedelta(days=45))
