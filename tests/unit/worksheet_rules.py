"""How each rule about evidence of boards and worksheets is broken, and what is said then."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from dpia_workbench.risk import second_person, worksheet
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.worksheet import Answer, AnswerKind, State

TODAY = date(2026, 11, 23)
_AHEAD, _BEFORE = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
_AHEAD_OF_TIME = Answer(kind=AnswerKind.DONE, words="Gedaan.", since=_AHEAD)
_TOO_LATE = Answer(kind=AnswerKind.LATER, due=_BEFORE)


def _complete(answer: Answer) -> None:
    worksheet.require_complete(answer, key="M3", has_files=False, today=TODAY)


BROKEN: Mapping[str, tuple[Callable[[], object], str]] = {
    "adoption.check-is-separate": (
        lambda: second_person.require_recordable(LocalState.CHECKED),
        "Somebody else",
    ),
    "adoption.nothing-to-check": (
        lambda: second_person.require_checkable(LocalState.TODO, recorded_by=1, checker=2),
        "To do",
    ),
    "adoption.checker-recorded": (
        lambda: second_person.require_checkable(LocalState.IMPLEMENTED, recorded_by=1, checker=1),
        "yourself",
    ),
    "adoption.evidence-needed": (
        lambda: second_person.evidence_left(
            "a.png", names=["a.png"], state=LocalState.IMPLEMENTED, taken="a.png"
        ),
        "only evidence",
    ),
    "adoption.evidence-full": (
        lambda: second_person.require_room([second_person.ROOM], used=1, count=0),
        "500 MB",
    ),
    "worksheet.expired": (lambda: worksheet.require_open(State.EXPIRED), "expired"),
    "worksheet.withdrawn": (lambda: worksheet.require_open(State.WITHDRAWN), "ended this link"),
    "worksheet.sent": (lambda: worksheet.require_open(State.SENT), "sent in"),
    "worksheet.decided": (lambda: worksheet.require_open(State.DECIDED), "decision"),
    "worksheet.answer-incomplete": (lambda: _complete(Answer(words="?")), "M3"),
    "worksheet.since-ahead": (lambda: _complete(_AHEAD_OF_TIME), "M3: what is done"),
    "worksheet.later-passed": (lambda: _complete(_TOO_LATE), "M3: choose a day"),
    "worksheet.name-missing": (lambda: worksheet.require_name(" "), "your name"),
    "worksheet.question-stays-open": (
        lambda: worksheet.becomes(AnswerKind.QUESTION),
        "This is a question",
    ),
    "worksheet.life-out-of-range": (lambda: worksheet.require_life(61), "from 1 to 60"),
    "worksheet.too-many": (lambda: worksheet.require_few(worksheet.MOST_OPEN), "20 open links"),
    "worksheet.full": (
        lambda: worksheet.require_room([1], used=0, count=worksheet.MOST_FILES),
        "60 files, 100 MB",
    ),
}
RAISED_ABOVE = frozenset({"worksheet.nothing-answered"})
