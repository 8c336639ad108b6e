"""How the rules around a board's own judgement are broken, and what is said then."""

from collections.abc import Callable
from datetime import date

from dpia_workbench.risk import board_decision, own_risks
from dpia_workbench.risk import consultation_record as record
from dpia_workbench.risk.consultation_record import Event, EventKind

TODAY, LATER = date(2026, 11, 23), date(2026, 12, 31)
_SENT = Event(kind=EventKind.SUBMITTED, on=TODAY)


def _conditions(**words: object) -> None:
    values: dict[str, object] = {"text": "Sluit af.", "owner": "ICT", "due": LATER, **words}
    condition = board_decision.Condition(**values)  # type: ignore[arg-type]
    board_decision.require_conditions([condition], today=TODAY)


BROKEN: dict[str, tuple[Callable[[], object], str]] = {
    "adoption.condition-day-passed": (lambda: _conditions(due=TODAY), "23 November 2026"),
    "adoption.risks-not-judged": (lambda: own_risks.require_judged(["R3", "R1"]), "R1, R3"),
    "adoption.risk-not-yours": (
        lambda: own_risks.require_open_to_judge("R1", unlevelled=["R3"]),
        "Risk R1",
    ),
    "consultation.event-out-of-order": (
        lambda: record.replay([Event(kind=EventKind.ANSWERED, on=TODAY)]),
        "The authority answered",
    ),
    "consultation.event-too-early": (
        lambda: record.replay([_SENT, Event(kind=EventKind.RECEIVED, on=date(2026, 1, 1))]),
        "23 November 2026",
    ),
    "consultation.event-ahead": (
        lambda: record.require_past(LATER, today=TODAY),
        "Today is 23 November 2026",
    ),
}
RAISED_ABOVE = {
    "adoption.condition-incomplete",
    "adoption.deviation-unexplained",
    "adoption.hearing-missing",
    "adoption.own-risks-unanswered",
    "consultation.applicant-missing",
    "consultation.event-still-needed",
}
