"""Levels in words: what raises a risk at a board, and what keeps it from being lower."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.i18n import explanation, speaking
from dpia_workbench.risk.measures import Measure, Owner
from dpia_workbench.risk.release import IN_USE, Status
from dpia_workbench.risk.scale import Axis, Level
from dpia_workbench.risk.score import (
    Cell,
    Claim,
    Explanation,
    Floor,
    Risk,
    School,
    Stage,
    explain,
    situation,
)
from dpia_workbench.risk.verdict import Result, Topic
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.usecases import local
from dpia_workbench.web.adoptions import explaining
from tests import make
from tests.profiles import NL_RIJK

TITLES = {"M1": Bilingual("Zet uit", "Switch off")}


def _explained(*claims: Claim, tags: frozenset[str] = frozenset(), **words: Any) -> Explanation:
    risk = Risk(id="R1", **{"likelihood": 2, "severity": 2, **words})
    place = situation(
        [Measure(id="M1", owner=Owner.SCHOOL_MANDATORY)],
        stage=Stage.LOCAL,
        on=date(2026, 1, 1),
        cell=Cell(),
        school=School(tags=tags),
    )
    return explain(risk, claims=claims, situation=place, profile=NL_RIJK)


def _claim(**words: Any) -> Claim:
    values = {"risk": "R1", "axis": Axis.LIKELIHOOD, "cap": 1, "requires": frozenset({"M1"})}
    return Claim(**{**values, **words})


def _reasons(*explained: Explanation) -> tuple[str, ...]:
    with speaking("en"):
        return explaining.reasons(explained, titles=TITLES)


def test_a_low_risk_needs_no_reasons() -> None:
    assert _reasons(_explained(_claim(), likelihood=1)) == ()


def test_a_measure_that_does_not_count_is_named_once_with_the_reason() -> None:
    each = _explained(_claim())

    assert _reasons(each, each) == (
        "Measure M1, “Switch off”, would lower this risk but does not count: not done by this"
        " school.",
    )


def test_a_measure_that_would_change_nothing_is_not_named() -> None:
    assert _reasons(_explained(_claim(cap=2))) == ()


def test_a_circumstance_that_voids_a_measure_is_named() -> None:
    claim = _claim(void_if=frozenset({"free_edition"}))

    assert _reasons(_explained(claim, tags=frozenset({"free_edition"}))) == (
        "Because of “Free edition” these measures do not help: M1.",
    )


@pytest.mark.parametrize(
    ("axis", "sentence"),
    [
        (Axis.LIKELIHOOD, "Because of “Special education” the likelihood counts as at least high."),
        (Axis.SEVERITY, "Because of “Special education” the severity counts as at least high."),
    ],
)
def test_a_circumstance_that_raises_an_axis_is_named(axis: Axis, sentence: str) -> None:
    floors = frozenset({Floor(tag="special_education", axis=axis, level=3)})
    tags = frozenset({"special_education"})

    assert _reasons(_explained(floors=floors, tags=tags)) == (sentence,)


def test_what_nobody_knows_counts_as_high() -> None:
    assert _reasons(_explained(likelihood=None, severity=None)) == (
        "Nobody knows how likely this is, so it counts as high.",
        "Nobody knows how severe this is, so it counts as high.",
    )


def test_a_severe_risk_stays_at_least_medium() -> None:
    assert _reasons(_explained(likelihood=1, severity=3)) == (
        "The harm would be severe, so this risk counts as medium however unlikely it is.",
    )


def test_a_word_that_is_not_in_the_list_is_shown_as_it_is() -> None:
    assert explanation.tag_label("of_another_time") == "of_another_time"


def test_how_the_two_levels_relate_is_always_said() -> None:
    with speaking("en"):
        said = {
            (attainable, local_): explaining.compared(attainable=attainable, local=local_)
            for attainable in Level
            for local_ in Level
        }

    assert said[Level.LOW, Level.HIGH] == "At your board this risk is higher than it needs to be."
    assert said[Level.LOW, Level.LOW] == "At your board this risk is low."
    assert "lower than the central verdict" in said[Level.HIGH, Level.MEDIUM]
    assert "as low as schools can make it" in said[Level.MEDIUM, Level.MEDIUM]


@pytest.mark.parametrize(
    ("result", "sentence", "refused"),
    [
        (Result.NON_COMPLIANT, "this is not in order: Transfers", 2),
        (Result.REMEDIABLE, "has an open point: Transfers", 1),
    ],
)
def test_a_finding_that_closes_a_decision_is_named(
    session: Session, people: make.People, result: Result, sentence: str, refused: int
) -> None:
    release = make.release(session, people=people, results={Topic.TRANSFERS: result})
    row = make.adoption(session, people=people, release=release, state=make.AdoptionState.READY)

    with speaking("en"):
        found = explaining.refused(local.assess(row, on=make.TODAY), status=Status.CURRENT)

    assert len(found) == refused
    assert all(any(sentence in reason for reason in each.reasons) for each in found)


@pytest.mark.parametrize("status", [each for each in Status if each not in IN_USE])
def test_what_is_no_longer_in_use_can_only_be_refused_or_asked_about(
    session: Session, people: make.People, status: Status
) -> None:
    row = make.adoption(session, people=people, state=make.AdoptionState.READY)

    with speaking("en"):
        assessed = local.assess(row, on=make.TODAY)
        offered = explaining.outcomes(assessed, status=status)
        found = explaining.refused(assessed, status=status)

    assert {value for value, _label, _meaning in offered} == {"REJECTED", "CONSULTATION"}
    assert len(found) == 2
    assert all("This release is no longer in use" in each.reasons[0] for each in found)
