"""The examples of docs/method/levels.md are computed, and the tables there say the same."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dpia_workbench.risk.plan import way_to
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.schemas.assessment_file import AssessmentFileSchema, Case, case_of
from dpia_workbench.schemas.explained import explained
from dpia_workbench.schemas.source import read_source
from tests.profiles import NL_RIJK, PROFILES

METHOD = Path(__file__).parents[2] / "docs" / "method"
DOCUMENT = (METHOD / "levels.md").read_text(encoding="utf-8")


def case(name: str) -> Case:
    source = read_source(METHOD / "examples" / f"{name}.yaml", root=METHOD)
    return case_of(AssessmentFileSchema().load(source.data), profiles=PROFILES)


def answer(name: str, *, on: date | None = None) -> Any:
    found = case(name)
    assert found.as_of is not None
    return explained(found, on=on or found.as_of)


def plans(name: str, target: Verdict) -> list[tuple[str, ...]]:
    found = case(name)
    assert found.as_of is not None
    way = way_to(found.assessment, target=target, cells=[found.cell], on=found.as_of)
    return [plan.measures for plan in way.plans]


def table(heading: str, *, after: str) -> list[list[str]]:
    """Return the rows of the first table with a heading, after a text of the document."""
    part = DOCUMENT[DOCUMENT.index(after) :]
    lines = part[part.index(heading) :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_matrix_of_the_document_is_that_of_the_profile() -> None:
    rows = table("| severity \\ likelihood |", after="## The five steps")

    for severity, *levels in rows:
        for likelihood, told in enumerate(levels, start=1):
            level = NL_RIJK.level(likelihood=likelihood, severity=int(severity))
            assert re.match(r"\w+", told).group() == level  # type: ignore[union-attr]


def test_the_first_example_has_the_levels_of_its_table() -> None:
    found = answer("telemetry")["risks"]["R1"]

    rows = table("| Stage | likelihood |", after="## Example 1")
    assert [row[0].lower() for row in rows] == ["r0", "r1", "r2", "rb", "rp", "r3"]
    for stage, likelihood, severity, level in rows:
        told = found["explanation"][stage.lower()]
        assert [told["likelihood"], told["severity"]] == [int(likelihood), int(severity)]
        assert found[stage.lower()] == level


def test_the_first_example_has_the_verdict_and_decisions_that_are_told() -> None:
    found = answer("telemetry")

    assert found["verdict"] == "GREEN_WITH_MEASURES"
    assert found["school"]["decisions"] == ["CONDITIONALLY_APPROVED", "CONSULTATION", "REJECTED"]
    assert plans("telemetry", Verdict.GREEN) == [("M11",)]


@pytest.mark.parametrize(
    ("day", "levels", "verdict"),
    [
        (date(2027, 3, 1), ("high", "medium", "low", "low"), "GREEN_WITH_MEASURES"),
        (date(2027, 3, 2), ("high", "medium", "low", "low"), "GREEN_WITH_MEASURES"),
        (date(2027, 5, 1), ("high", "high", "high", "high"), "RED"),
    ],
)
def test_time_makes_the_first_example_worse_as_told(
    day: date, levels: tuple[str, ...], verdict: str
) -> None:
    found = answer("telemetry", on=day)

    risk = found["risks"]["R1"]
    assert tuple(risk[stage] for stage in ("r0", "r1", "r2", "rb")) == levels
    assert found["verdict"] == verdict


def test_a_promise_leaves_the_projection_the_day_after_it_was_due() -> None:
    found = case("telemetry")
    alone = replace(found.assessment, claims=found.assessment.claims[2:])
    only = replace(found, assessment=alone)

    levels = [explained(only, on=date(2027, 3, day))["risks"]["R1"]["rp"] for day in (1, 2)]

    assert levels == ["low", "high"]


@pytest.mark.parametrize(
    ("name", "heading", "verdict"),
    [("copilot-2024", "December 2024 (", "RED"), ("copilot-2025", "September 2025 (", "AMBER")],
)
def test_the_second_example_has_the_levels_of_its_tables(
    name: str, heading: str, verdict: str
) -> None:
    found = answer(name)

    rows = table("| Risk | R0 |", after=heading)
    assert [row[0] for row in rows] == ["R1", "R2", "R3", "R4"]
    for risk, *levels in rows:
        assert [found["risks"][risk][stage] for stage in ("r0", "r1", "r2")] == levels
    assert found["verdict"] == verdict


def test_the_second_example_has_the_plans_that_are_told() -> None:
    assert plans("copilot-2024", Verdict.AMBER) == [("V1", "V2", "V3")]
    assert plans("copilot-2025", Verdict.GREEN_WITH_MEASURES) == []
    assert answer("copilot-2025")["because"]["risks"] == ["R2", "R4"]
