"""Worksheets of partners and the second person: what is true of them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk import second_person, worksheet
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.worksheet import Answer, AnswerKind, State

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
answers = st.builds(
    Answer, kind=st.none() | st.sampled_from(AnswerKind), words=st.sampled_from(["", " ", "Zo."]),
    since=st.none() | st.dates(), due=st.none() | st.dates(),
)  # fmt: skip


@given(answers, st.booleans(), st.dates())
def test_what_is_sent_in_always_says_what_it_rests_on(
    answer: Answer, has_files: bool, today: date
) -> None:
    try:
        worksheet.require_complete(answer, key="M1", has_files=has_files, today=today)
    except RuleViolation as refusal:
        field = str(refusal.params["field"])
    else:
        field = ""
    if field:
        assert field.startswith("answer.M1.")
        return

    if answer.kind is AnswerKind.DONE:
        assert answer.since is not None
        assert answer.since <= today
        assert answer.words.strip() or has_files
    elif answer.kind is AnswerKind.LATER:
        assert answer.due is not None
        assert answer.due >= today
    else:
        assert answer.kind is not None
        assert answer.words.strip()


@given(st.booleans(), st.booleans(), st.booleans(), st.timedeltas(timedelta(0), timedelta(days=90)))
def test_a_link_that_is_over_never_opens_again_as_time_goes_by(
    withdrawn: bool, sent: bool, decided: bool, later: timedelta
) -> None:
    def state(now: datetime) -> State:
        return worksheet.state(
            expires_at=NOW, is_withdrawn=withdrawn, is_sent=sent, is_decided=decided, now=now
        )

    before = state(NOW - timedelta(days=1))
    if before is not State.OPEN:
        assert state(NOW - timedelta(days=1) + later) is before
    assert state(NOW + later) is not State.OPEN


def test_an_open_worksheet_is_filled_in() -> None:
    worksheet.require_open(State.OPEN)
    worksheet.require_name("Ines")
    worksheet.require_life(60)
    worksheet.require_few(0)
    worksheet.require_room([1], used=0, count=0)
    assert Answer().is_empty
    assert worksheet.becomes(AnswerKind.CANNOT) is LocalState.NOT_APPLICABLE


def test_a_second_person_is_somebody_else_or_looks_at_what_a_partner_did() -> None:
    second_person.require_checkable(LocalState.IMPLEMENTED, recorded_by=1, checker=2)
    second_person.require_checkable(LocalState.IMPLEMENTED, recorded_by=None, checker=None)
    second_person.require_recordable(LocalState.IMPLEMENTED)
    second_person.require_room([1], used=0, count=0)


@pytest.mark.parametrize(
    ("evidence", "state", "left"),
    [
        ("Zie scherm.", LocalState.IMPLEMENTED, "Zie scherm."),
        ("a.png, b.png", LocalState.IMPLEMENTED, "b.png"),
    ],
)
def test_evidence_names_the_files_that_are_left(
    evidence: str, state: LocalState, left: str
) -> None:
    found = second_person.evidence_left(
        evidence, names=["a.png", "b.png"], state=state, taken="a.png"
    )

    assert found == left


def test_what_is_not_applied_needs_no_evidence() -> None:
    found = second_person.evidence_left(
        "a.png", names=["a.png"], state=LocalState.PLANNED, taken="a.png"
    )

    assert found == ""
