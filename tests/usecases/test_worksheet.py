"""Worksheets of ICT partners: what comes back is a proposal, until the officer takes it over."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk import worksheet as rules
from dpia_workbench.risk.adoption import AlreadyDecided, State
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.worksheet import Answer, AnswerKind
from dpia_workbench.store import audit, evidence, worksheets
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.models import Adoption, Job, LocalMeasure, Worksheet
from dpia_workbench.usecases import local, tasks, worksheet, worksheet_filling
from dpia_workbench.usecases.task import Kind
from dpia_workbench.usecases.worksheet_filling import AnswersCrossed, Given
from tests import make
from tests.usecases.adopting import TIMES, record

DONE = Answer(kind=AnswerKind.DONE, words="Staat uit.", since=make.TODAY)
LATER = Answer(kind=AnswerKind.LATER, due=make.TODAY + timedelta(days=9))
CANNOT = Answer(kind=AnswerKind.CANNOT, words="Zit niet in onze licentie.")
QUESTION = Answer(kind=AnswerKind.QUESTION, words="Voor welke scholen?")
FILE = make.file_facts("scherm", name="scherm.png")


@pytest.fixture
def row(session: Session, people: make.People) -> Adoption:
    return make.adoption(session, people=people, state=State.CONTEXT_DONE)


@pytest.fixture
def sheet(session: Session, people: make.People, row: Adoption) -> Worksheet:
    return make.worksheet(session, row, by=people.officer)


def _link(sheet: Worksheet, **words: Any) -> dict[str, Any]:
    return {
        "worksheet_id": sheet.id, "secret_hash": sheet.secret_hash, "now": make.NOW, **words
    }  # fmt: skip


def _take(
    session: Session, sheet: Worksheet, by: make.Person, *, key: str = "M3", **words: Any
) -> LocalMeasure:
    values = {"version": None, **TIMES, **words}
    return worksheet.take_over(
        session, actor=by.actor, adoption_id=sheet.adoption_id, worksheet_id=sheet.id,
        answer_id=sheet.newest[key].id, **values,
    )  # fmt: skip


def _measure(row: Adoption, key: str = "M3") -> LocalMeasure:
    return next(each for each in row.measures if each.key == key)


@pytest.mark.parametrize("who", ["fg", "board", "other_officer", "analyst", "vendor", "stranger"])
def test_only_the_privacy_officer_of_the_board_makes_and_settles(
    session: Session, people: make.People, row: Adoption, sheet: Worksheet, who: str
) -> None:
    make.filled_in(session, sheet)
    by, refusal = getattr(people, who), Forbidden if who in ("fg", "board") else NotFound
    common: dict[str, Any] = {
        "actor": by.actor, "adoption_id": row.id, "worksheet_id": sheet.id, "now": make.NOW,
    }  # fmt: skip
    answer_id = sheet.newest["M3"].id

    for verb in (
        lambda: make.worksheet(session, row, by=by),
        lambda: worksheet.withdraw(session, **common),
        lambda: _take(session, sheet, by),
        lambda: worksheet.take_over_all(session, today=make.TODAY, **common),
        lambda: worksheet.set_aside(session, answer_id=answer_id, words="", **common),
    ):
        with pytest.raises(refusal):
            verb()


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"days": 61}, rules.LifeOutOfRange), ({"days": 0}, rules.LifeOutOfRange),
    ],
)  # fmt: skip
def test_a_link_does_not_work_for_ever(
    session: Session, people: make.People, row: Adoption, words: Any, refusal: type[RuleViolation]
) -> None:
    with pytest.raises(refusal):
        make.worksheet(session, row, by=people.officer, **words)


def test_there_are_only_so_many_open_links(
    session: Session, people: make.People, row: Adoption, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_OPEN", 1)
    first = make.worksheet(session, row, by=people.officer)
    with pytest.raises(rules.TooManyWorksheets):
        make.worksheet(session, row, by=people.officer)

    worksheet.withdraw(session, actor=people.officer.actor, adoption_id=row.id,
                       worksheet_id=first.id, now=make.NOW)  # fmt: skip

    assert make.worksheet(session, row, by=people.officer).id != first.id


def test_a_link_is_mailed_and_kept_nowhere(
    session: Session, people: make.People, row: Adoption
) -> None:
    sheet = make.worksheet(session, row, by=people.officer, email="ict@noord.example")

    job = session.scalars(select(Job)).all()[-1]

    assert (job.detail["to"], job.detail["kind"]) == ("ict@noord.example", "worksheet-link")
    assert job.detail["worksheet_id"] == str(sheet.id)
    assert sheet.was_mailed
    kept = str([event.detail for event in audit.find(session, subject_id=row.id)])
    assert sheet.secret_hash not in kept + str(job.detail)
    assert "noord.example" not in kept


def test_only_settings_are_asked_unless_all_is(
    session: Session, people: make.People, row: Adoption
) -> None:
    some = make.worksheet(session, row, by=people.officer, every_measure=False)

    assert {each.key for each in worksheet.settings.asked(some)} == {"M3", "M4"}


def test_saving_changes_nothing_but_the_proposal(
    session: Session, people: make.People, row: Adoption, sheet: Worksheet
) -> None:
    before = local.assess(row, on=make.TODAY)

    make.filled_in(session, sheet, sends=True)

    after = local.assess(row, on=make.TODAY)
    assert (after.levels, after.state, after.allowed) == (
        before.levels,
        before.state,
        before.allowed,
    )
    assert _measure(row).state is LocalState.TODO


def test_an_answer_that_is_taken_over_is_recorded_with_the_partners_name(
    session: Session, people: make.People, row: Adoption, sheet: Worksheet
) -> None:
    worksheet_filling.keep_files(session, **_link(sheet), key="M3", files=[FILE])
    make.filled_in(session, sheet, sends=True)

    measure = _take(session, sheet, people.officer)

    assert measure.state is LocalState.IMPLEMENTED
    assert measure.evidence == f"Ines, ICT-Noord ({make.TODAY}): Staat uit. [scherm.png]"
    assert (measure.recorded_by_id, measure.worksheet_id) == (None, sheet.id)
    assert local.assess(row, on=make.TODAY).open_measures == 0
    assert sheet.newest["M3"].outcome is not None
    assert evidence.is_needed(session, FILE.sha256)
    assert FILE.sha256 in evidence.hashes_needed(session)


@pytest.mark.parametrize(
    ("answer", "state"), [(LATER, LocalState.PLANNED), (CANNOT, LocalState.NOT_APPLICABLE)]
)
def test_what_is_not_done_is_recorded_as_that(
    session: Session, people: make.People, sheet: Worksheet, answer: Answer, state: LocalState
) -> None:
    make.filled_in(session, sheet, M3=answer)

    measure = _take(session, sheet, people.officer)

    assert (measure.state, measure.due) == (state, answer.due)
    assert (measure.reason.startswith("Ines, ICT-Noord"), measure.evidence) == (True, "")


def test_a_question_is_replied_to(
    session: Session, people: make.People, row: Adoption, sheet: Worksheet
) -> None:
    make.filled_in(session, sheet, M3=QUESTION)
    with pytest.raises(rules.QuestionStaysOpen):
        _take(session, sheet, people.officer)
    assert Kind.SEE_WORKSHEET in _waits(session, people.officer)

    worksheet.set_aside(
        session, actor=people.officer.actor, adoption_id=row.id, worksheet_id=sheet.id,
        answer_id=sheet.newest["M3"].id, words="Voor alle.", now=make.NOW,
    )  # fmt: skip

    outcome = sheet.newest["M3"].outcome
    assert outcome is not None
    assert outcome.words == "Voor alle."
    assert Kind.SEE_WORKSHEET not in _waits(session, people.officer)
    with pytest.raises(worksheet.AnswerSettled):
        _take(session, sheet, people.officer)


def _waits(session: Session, person: make.Person) -> set[Kind]:
    return {task.kind for task in tasks.waiting(session, actor=person.actor, today=make.TODAY)}


def test_the_officer_hears_of_what_is_sent_in(
    session: Session, people: make.People, sheet: Worksheet
) -> None:
    make.filled_in(session, sheet)
    assert Kind.SEE_WORKSHEET not in _waits(session, people.officer)

    make.filled_in(session, sheet, M4=LATER, sends=True)

    jobs = [
        job for job in session.scalars(select(Job)) if job.detail.get("kind") == "worksheet-sent"
    ]
    assert [job.detail["to"] for job in jobs] == [people.officer.user.email]
    assert Kind.SEE_WORKSHEET in _waits(session, people.officer)
    for who in (people.fg, people.board, people.other_officer):
        assert Kind.SEE_WORKSHEET not in _waits(session, who)


def test_what_the_board_recorded_is_confirmed_by_the_partner_as_the_second_person(
    session: Session, people: make.People, row: Adoption, sheet: Worksheet
) -> None:
    record(session, row, people.officer, evidence="Zelf gezien.")
    make.filled_in(session, sheet)

    measure = _take(session, sheet, people.officer)

    assert measure.state is LocalState.CHECKED
    assert measure.checked_at is not None
    assert measure.evidence.startswith("Zelf gezien.\nInes, ICT-Noord")


def test_all_plain_answers_are_taken_over_at_once(
    session: Session, people: make.People, row: Adoption, sheet: Worksheet
) -> None:
    record(session, row, people.officer, number=1, state=LocalState.PLANNED,
           due=make.TODAY, evidence="")  # fmt: skip
    make.filled_in(session, sheet, M3=DONE, M4=CANNOT)

    count = worksheet.take_over_all(
        session, actor=people.officer.actor, adoption_id=row.id, worksheet_id=sheet.id, **TIMES
    )

    assert count == 1
    assert [_measure(row, key).state for key in ("M3", "M4")] == [
        LocalState.IMPLEMENTED, LocalState.PLANNED,
    ]  # fmt: skip


def test_an_answer_that_was_changed_or_is_incomplete_is_not_taken_over(
    session: Session, people: make.People, sheet: Worksheet
) -> None:
    make.filled_in(session, sheet, M3=Answer(kind=AnswerKind.DONE, since=make.TODAY))
    old = sheet.newest["M3"].id
    with pytest.raises(rules.AnswerIncomplete):
        _take(session, sheet, people.officer)
    make.filled_in(session, sheet)

    with pytest.raises(worksheet.AnswerChanged):
        worksheet.take_over(
            session, actor=people.officer.actor, adoption_id=sheet.adoption_id,
            worksheet_id=sheet.id, answer_id=old, version=None, **TIMES,
        )  # fmt: skip
    with pytest.raises(Stale):
        _take(session, sheet, people.officer, version=99)
    with pytest.raises(NotFound):
        worksheets.answer(session, uuid4(), worksheet=sheet)


def test_two_people_with_one_link_lose_nothing(session: Session, sheet: Worksheet) -> None:
    def save(answer: Answer, *, seen: int) -> list[str]:
        return worksheet_filling.save(
            session, **_link(sheet), given={"M3": Given(answer=answer, seen=seen)},
            by_name="Ines", today=make.TODAY,
        )  # fmt: skip

    assert save(DONE, seen=0) == ["M3"]
    assert save(Answer(), seen=0) == []  # nothing was typed by the other
    with pytest.raises(AnswersCrossed) as refusal:
        save(LATER, seen=0)
    assert refusal.value.params["words"] == "Staat uit."
    assert save(DONE, seen=0) == []  # both typed the same
    assert save(LATER, seen=1) == ["M3"]
    assert [each.said for each in sheet.answers] == [DONE, LATER]


@pytest.mark.parametrize(
    ("answer", "refusal"),
    [
        (Answer(kind=AnswerKind.DONE, since=date(2099, 1, 1)), rules.SinceAhead),
        (Answer(kind=AnswerKind.LATER, due=date(2020, 1, 1)), rules.LaterPassed),
    ],
)
def test_impossible_days_are_not_saved(
    session: Session, sheet: Worksheet, answer: Answer, refusal: type[RuleViolation]
) -> None:
    with pytest.raises(refusal):
        make.filled_in(session, sheet, M3=answer)


def test_only_what_is_asked_is_answered(session: Session, sheet: Worksheet) -> None:
    with pytest.raises(NotFound):
        make.filled_in(session, sheet, M1=DONE)
    with pytest.raises(NotFound):
        worksheet_filling.keep_files(session, **_link(sheet), key="M1", files=[FILE])
    with pytest.raises(NotFound):
        worksheet_filling.take_out_file(session, **_link(sheet), file_id=uuid4())


@pytest.mark.parametrize(
    ("said", "name", "refusal"),
    [
        ({}, "Ines", rules.NothingAnswered),
        ({"M3": DONE}, " ", rules.NameMissing),
        ({"M3": Answer(kind=AnswerKind.QUESTION)}, "Ines", rules.AnswerIncomplete),
    ],
)
def test_what_is_not_complete_is_not_sent_in(
    session: Session, sheet: Worksheet, said: Any, name: str, refusal: type[RuleViolation]
) -> None:
    if said:
        make.filled_in(session, sheet, **said)

    with pytest.raises(refusal):
        worksheet_filling.send(session, **_link(sheet), by_name=name, today=make.TODAY)


def test_a_file_alone_shows_that_it_is_done_until_it_is_taken_back(
    session: Session, sheet: Worksheet
) -> None:
    worksheet_filling.keep_files(session, **_link(sheet), key="M3", files=[FILE])
    make.filled_in(session, sheet, M3=Answer(kind=AnswerKind.DONE, since=make.TODAY))
    worksheet_filling.take_out_file(session, **_link(sheet), file_id=sheet.files[0].id)

    with pytest.raises(rules.AnswerIncomplete):
        worksheet_filling.send(session, **_link(sheet), by_name="Ines", today=make.TODAY)


def _withdrawn(session: Session, people: make.People, sheet: Worksheet) -> None:
    worksheet.withdraw(session, actor=people.officer.actor, adoption_id=sheet.adoption_id,
                       worksheet_id=sheet.id, now=make.NOW)  # fmt: skip


def _ended(session: Session, _people: make.People, sheet: Worksheet) -> None:
    sheet.adoption.ended_at = make.NOW
    session.flush()


def _sent(session: Session, _people: make.People, sheet: Worksheet) -> None:
    make.filled_in(session, sheet, sends=True)


def _nothing(_session: Session, _people: make.People, _sheet: Worksheet) -> None:
    """Let time go by."""


@pytest.mark.parametrize(
    ("happens", "now", "refusal"),
    [
        (_nothing, make.NOW + timedelta(days=14), rules.WorksheetExpired),
        (_withdrawn, make.NOW, rules.WorksheetWithdrawn),
        (_sent, make.NOW, rules.WorksheetSent),
        (_ended, make.NOW, rules.WorksheetDecided),
    ],
)
def test_a_link_that_is_over_takes_nothing_any_more(
    session: Session, people: make.People, sheet: Worksheet, happens: Callable[..., None],
    now: Any, refusal: type[RuleViolation],
) -> None:  # fmt: skip
    happens(session, people, sheet)
    link = _link(sheet, now=now)

    for verb in (
        lambda: worksheet_filling.opened(session, **link),
        lambda: worksheet_filling.save(session, **link, given={}, by_name="", today=make.TODAY),
        lambda: worksheet_filling.send(session, **link, by_name="I", today=make.TODAY),
        lambda: worksheet_filling.keep_files(session, **link, key="M3", files=[FILE]),
        lambda: worksheet_filling.take_out_file(session, **link, file_id=uuid4()),
    ):
        with pytest.raises(refusal):
            verb()


def test_a_link_that_we_do_not_know_opens_nothing(session: Session, sheet: Worksheet) -> None:
    for link in (_link(sheet, secret_hash="x"), _link(sheet, worksheet_id=uuid4())):
        with pytest.raises(NotFound):
            worksheet_filling.opened(session, **link)


def test_after_the_decision_nothing_is_taken_over(
    session: Session, people: make.People, row: Adoption, sheet: Worksheet
) -> None:
    make.filled_in(session, sheet)
    sheet.adoption.ended_at = make.NOW
    session.flush()

    with pytest.raises(AlreadyDecided):
        _take(session, sheet, people.officer)
    with pytest.raises(AlreadyDecided):
        make.worksheet(session, row, by=people.officer)


def test_what_was_saved_before_the_link_was_over_is_still_taken_over(
    session: Session, people: make.People, sheet: Worksheet
) -> None:
    make.filled_in(session, sheet)
    _withdrawn(session, people, sheet)

    assert _take(session, sheet, people.officer).state is LocalState.IMPLEMENTED


def test_nothing_that_a_partner_does_ever_changes_a_level_or_a_state(
    session: Session, row: Adoption, sheet: Worksheet
) -> None:
    """Invariant 5, for whoever holds a link: in any order, as often as they like."""
    before = local.assess(row, on=make.TODAY)
    answers = st.sampled_from([DONE, LATER, CANNOT, QUESTION, Answer()])

    class Partner(RuleBasedStateMachine):
        def _try(self, verb: Callable[..., Any], **words: Any) -> None:
            try:
                with session.begin_nested():
                    verb(session, **_link(sheet, **words))
            except RuleViolation:
                session.expire_all()
            after = local.assess(row, on=make.TODAY)
            assert (after.levels, after.state) == (before.levels, before.state)
            assert after.open_measures == before.open_measures

        @rule(key=st.sampled_from(["M3", "M4"]), answer=answers)
        def save(self, key: str, answer: Answer) -> None:
            given = {key: Given(answer=answer)}
            self._try(worksheet_filling.save, given=given, by_name="I", today=make.TODAY)

        @rule(key=st.sampled_from(["M3", "M4"]))
        def show(self, key: str) -> None:
            self._try(worksheet_filling.keep_files, key=key, files=[FILE])

        @rule(days=st.integers(0, 20))
        def send(self, days: int) -> None:
            now = make.NOW + timedelta(days=days)
            self._try(worksheet_filling.send, by_name="I", today=make.TODAY, now=now)

    run_state_machine_as_test(
        Partner,
        settings=settings(
            max_examples=8, stateful_step_count=8, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
