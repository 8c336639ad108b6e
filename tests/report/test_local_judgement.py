"""What a board judged itself, its conditions and its consultation, in the local report."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from dpia_workbench.i18n import speaking
from dpia_workbench.report.local import local_report
from dpia_workbench.risk.board_decision import AdviceStance
from dpia_workbench.risk.consultation_record import Applicant, EventKind
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.release import Status
from dpia_workbench.risk.scale import Axis
from dpia_workbench.store.models import (
    AdoptionAdvice,
    AdoptionViews,
    ConsultationEvent,
    DecisionCondition,
    OwnMeasure,
    OwnRisk,
    User,
)
from tests.report import sample

DAY = date(2026, 4, 20)


def _text(language: str = "en", **changes: Any) -> str:
    """Return all that a report says, in one line."""
    document = local_report(sample.assessment(**changes), status=Status.CURRENT, language=language)
    return str(document)


def _own_risk() -> OwnRisk:
    risk = OwnRisk(number=1, title="Eigen telefoons", likelihood=3, severity=None, reason="Soms.",
                   description="", central_key="", is_removed=False)  # fmt: skip
    risk.measures = [
        OwnMeasure(number=1, title="Kluis", axis=Axis.LIKELIHOOD, cap=1, rationale="Weg is weg.",
                   state=LocalState.IMPLEMENTED, since=DAY, evidence="Regels", is_removed=False)
    ]  # fmt: skip
    return risk


def test_own_risks_stand_with_their_judgement_and_measures() -> None:
    found = _text(risks=[_own_risk()], decision=None)

    for text in ("Eigen telefoons", "Severity: unknown", "Soms.", "Weg is weg.", "Kluis"):
        assert text in found


def test_a_decision_has_its_conditions_as_rows_and_says_what_was_done_with_the_advice() -> None:
    decision = sample.decision(conditions="", stance=AdviceStance.DEVIATED)
    decision.condition_rows = [
        DecisionCondition(number=1, text="x", measure="M5", owner="Ine", due=DAY),
        DecisionCondition(number=2, text="Handleiding klaar", measure="", owner="ICT", due=DAY),
    ]

    found = _text(decision=decision)

    for text in ("The board deviates from the advice", "Handleiding klaar", "Ine", "'M5 "):
        assert text in found.replace('"', "'")


def test_an_advice_can_be_a_document_and_views_say_through_whom() -> None:
    by = User(name="Farah", email="f@x.example")
    found = _text(
        advices=[AdoptionAdvice(text="", document="DOC-14", on=DAY, by=by)],
        views=AdoptionViews(asked=True, heard=["council"], text="Ja.", on=DAY),
    )

    assert "DOC-14" in found
    assert "The participation council (MR or GMR)" in found


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_consultation_is_told_with_the_last_day_as_far_as_is_known(language: str) -> None:
    decision = sample.decision(outcome=Outcome.CONSULTATION)
    events: list[tuple[EventKind, Applicant | None]] = [
        (EventKind.SUBMITTED, Applicant.BOARD), (EventKind.RECEIVED, None)
    ]  # fmt: skip
    decision.consultation = [
        ConsultationEvent(
            id=uuid4(), number=number, kind=kind, applicant=applicant, on=DAY, text="Kenmerk 8"
        )
        for number, (kind, applicant) in enumerate(events, start=1)
    ]

    found = _text(language, decision=decision)

    with speaking(language):
        assert "Kenmerk 8" in found
    assert ("15 June 2026" if language == "en" else "15 juni 2026") in found
