"""Strategies for the pure core: small worlds in which claims, tags and days meet often.

A world is one draw of bytes, and each byte picks from a pool that is counted out beforehand:
many draws per world would make the whole folder five times as slow. Every pool begins with its
plainest member, so worlds shrink to something that can be read.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations, product
from random import Random
from typing import Any, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st

from dpia_workbench.risk.computation import Assessment
from dpia_workbench.risk.measures import LocalMeasure, LocalState, Measure, Owner
from dpia_workbench.risk.remediation import State
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
from dpia_workbench.risk.verdict import LegalFinding, Result
from tests.profiles import PROFILES

# Mutation testing tries fewer, or it would take a day; so does the run that measures coverage.
EXAMPLES = int(os.environ.get("DPIA_TEST_EXAMPLES", "2000"))
Test = TypeVar("Test", bound=Callable[..., None])


def thorough(test: Test) -> Test:
    """Try thousands of cases, in a run without the weight of measuring coverage."""
    settings(max_examples=EXAMPLES, deadline=None)(test)
    pytest.mark.thorough(test)
    return test


DAYS = tuple(date(2026, 1, 1) + timedelta(days=30 * month) for month in range(6))
# Whatever starts in a world starts on or before this day (property P8 asks for that).
ALL_STARTED = DAYS[2]
TAGS = ("free_edition", "special_education", "under_16")
EDITIONS = ("basic", "plus")
MEASURES = ("M1", "M2", "M3", "M4")
RISKS = ("R1", "R2")
SMALL_SETS = tuple(frozenset(chosen) for size in (1, 2) for chosen in combinations(MEASURES, size))

Facts = Mapping[str, Any]

INERT_STATES = (None, *(state for state in State if state is not State.VERIFIED))
VERIFIED: Facts = {
    "state": State.VERIFIED,
    "evidence": True,
    "independent": True,
    "verified_on": DAYS[0],
    "verification_expires_on": None,
}
# Everything of method.md 3.3 that contributes nothing, whatever the day.
INERT: tuple[Facts, ...] = (
    *(
        {**VERIFIED, "state": state, "due": due}
        for state, due in product(INERT_STATES, (DAYS[1], DAYS[4]))
    ),
    {**VERIFIED, "evidence": False},
    {**VERIFIED, "independent": False},
    {**VERIFIED, "verified_on": None},
    {**VERIFIED, "verification_expires_on": DAYS[0]},
)
CHECKED: tuple[Facts, ...] = tuple(
    {**VERIFIED, "verified_on": start, "verification_expires_on": end}
    for start, end in product((DAYS[0], DAYS[2]), (None, DAYS[3], DAYS[5]))
)
AGREED: tuple[Facts, ...] = tuple(
    {"in_force_from": start, "in_force_until": end, "open_to_sector": joinable}
    for start, end, joinable in product(
        (DAYS[0], DAYS[2], None), (None, DAYS[3], DAYS[5]), (True, True, False)
    )
)
FACTS: tuple[Facts, ...] = (
    *({"owner": Owner.VENDOR, **facts} for facts in CHECKED * 4),
    *({"owner": Owner.VENDOR, **facts} for facts in INERT),
    *({"owner": Owner.CONTRACTUAL, **facts} for facts in AGREED),
    *({"owner": Owner.SCHOOL_MANDATORY} for _ in range(18)),
    *({"owner": Owner.SCHOOL_OPTIONAL} for _ in range(18)),
)
DONE = tuple(
    LocalMeasure(state=state, since=start, review_due=end, evidence=True)
    for state, start, end in product(
        (LocalState.IMPLEMENTED, LocalState.CHECKED), (DAYS[0], DAYS[2]), (None, DAYS[3], DAYS[5])
    )
)
NOT_DONE = (
    *(
        replace(DONE[0], state=state)
        for state in (LocalState.TODO, LocalState.PLANNED, LocalState.NOT_APPLICABLE)
    ),
    replace(DONE[0], evidence=False),
    replace(DONE[0], since=None),
    replace(DONE[0], review_due=DAYS[0]),
)
ARGUMENTS: tuple[Facts, ...] = tuple(
    {"cap": cap, "requires": requires, "void_if": void_if}
    for void_if, cap, requires in product(
        (frozenset[str](), *(frozenset({tag}) for tag in TAGS)), (1, 2), SMALL_SETS
    )
)
CLAIMS = tuple(
    Claim(risk=risk, axis=axis, **argument)
    for argument, axis, risk in product(ARGUMENTS, Axis, RISKS)
)
FLOORS = tuple(
    Floor(tag=tag, axis=axis, level=level) for tag, axis, level in product(TAGS, Axis, (1, 2, 3))
)
FLOOR_SETS = tuple(frozenset(chosen) for size in (0, 1, 2) for chosen in combinations(FLOORS, size))
TAG_SETS = tuple(frozenset(chosen) for size in (0, 1, 2) for chosen in combinations(TAGS, size))
PARTIES = tuple(frozenset(chosen) for size in range(5) for chosen in combinations(MEASURES, size))
FINDINGS = tuple(
    tuple(LegalFinding(topic=f"topic {n}", result=result) for n, result in enumerate(results))
    for results in ((), *product(Result), *product(Result, repeat=2))
)
EDITION_SETS = (*[frozenset[str]()] * 4, *(frozenset({edition}) for edition in EDITIONS))
AXIS_VALUES = (3, 2, 1, None)
JUDGED: tuple[Facts, ...] = tuple(
    {"likelihood": likelihood, "severity": severity, "severe_floor_waived": waived}
    for likelihood, severity, waived in product(AXIS_VALUES, AXIS_VALUES, (False, True))
)
LOCAL = (None, *DONE, *NOT_DONE)
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class World:
    """An assessment, one scope cell, one school and a day."""

    assessment: Assessment
    cell: Cell
    school: School
    on: date

    def explained(self, stage: Stage) -> dict[str, Explanation]:
        """Return the explanation of every risk at a stage."""
        here = situation(
            self.assessment.measures,
            stage=stage,
            on=self.on,
            cell=self.cell,
            school=self.school if stage is Stage.LOCAL else None,
        )
        return {
            risk.id: explain(
                risk,
                claims=self.assessment.claims,
                situation=here,
                profile=self.assessment.profile,
            )
            for risk in self.assessment.risks
        }

    def levels(self) -> dict[tuple[str, Stage], Level]:
        """Return every level of this world."""
        return {
            (risk, stage): explanation.level
            for stage in Stage
            for risk, explanation in self.explained(stage).items()
        }

    def but(self, **changes: Any) -> "World":
        """Return this world with another assessment; the rest stays."""
        return replace(self, assessment=replace(self.assessment, **changes))

    def with_measure(self, **changes: Any) -> "World":
        """Return this world with other facts for its first measure."""
        first, *others = self.assessment.measures
        return self.but(measures=(replace(first, **changes), *others))

    def with_first_measure_effective(self) -> "World":
        """Return this world in which all that its first measure needs is there."""
        first = self.assessment.measures[0]
        done = {**self.school.measures, first.id: DONE[0]}
        party_to = self.school.party_to | {first.id}
        school = replace(self.school, party_to=party_to, measures=done)
        facts: Facts = {
            Owner.VENDOR: VERIFIED,
            Owner.CONTRACTUAL: {
                "in_force_from": DAYS[0], "in_force_until": None, "open_to_sector": True
            },
        }.get(first.owner, {})  # fmt: skip
        return replace(self.with_measure(**facts), school=school)

    def with_first_measure_failing(self, *, how: Facts, local: LocalMeasure) -> "World":
        """Return this world in which its first measure stopped working, whoever owns it."""
        first = self.assessment.measures[0]
        school = replace(
            self.school,
            party_to=self.school.party_to - {first.id},
            measures={**self.school.measures, first.id: local},
        )
        facts: Facts = {
            Owner.VENDOR: how,
            Owner.CONTRACTUAL: {"in_force_until": DAYS[0]},
        }.get(first.owner, {})
        return replace(self.with_measure(**facts), school=school)


def never_higher(
    levels: Mapping[tuple[str, Stage], Level], than: Mapping[tuple[str, Stage], Level]
) -> bool:
    """Return whether no level is higher than its counterpart."""
    return all(level.rank <= than[key].rank for key, level in levels.items())


class Dice:
    """Picks from pools, one byte a pick."""

    def __init__(self, rolled: bytes) -> None:
        self.rolled = iter(rolled)

    def pick(self, pool: Sequence[T]) -> T:
        """Return the member that the next byte points at."""
        return pool[next(self.rolled) % len(pool)]

    def claim(self) -> tuple[Claim, ...]:
        """Return a claim, or none."""
        wanted, axis, risk = self.pick((None, *ARGUMENTS)), self.pick(tuple(Axis)), self.pick(RISKS)
        return () if wanted is None else (Claim(risk=risk, axis=axis, **wanted),)

    def local(self, identity: str) -> dict[str, LocalMeasure]:
        """Return what a school recorded about a measure, or nothing."""
        recorded = self.pick(LOCAL)
        return {} if recorded is None else {identity: recorded}

    def assessment(self) -> Assessment:
        """Return two risks, four measures and up to six claims."""
        return Assessment(
            profile=self.pick(tuple(PROFILES.values())),
            risks=tuple(
                Risk(id=identity, floors=self.pick(FLOOR_SETS), **self.pick(JUDGED))
                for identity in RISKS
            ),
            measures=tuple(
                Measure(id=identity, editions=self.pick(EDITION_SETS), **self.pick(FACTS))
                for identity in MEASURES
            ),
            claims=tuple(claim for _ in range(6) for claim in self.claim()),
            findings=self.pick(FINDINGS),
        )

    def world(self) -> World:
        """Return an assessment with a scope cell, a school and a day."""
        return World(
            assessment=self.assessment(),
            cell=Cell(tags=self.pick(TAG_SETS), edition=self.pick((*EDITIONS, None))),
            school=School(
                tags=self.pick(TAG_SETS),
                party_to=self.pick(PARTIES),
                measures={k: v for key in MEASURES for k, v in self.local(key).items()},
            ),
            on=self.pick(DAYS),
        )


ROLLS = 48  # a few more bytes than a world takes


@st.composite
def any_world(draw: st.DrawFn) -> World:
    """Return any world."""
    return Dice(draw(st.binary(min_size=ROLLS, max_size=ROLLS))).world()


worlds = any_world()
randoms = st.integers(min_value=0, max_value=2**16).map(Random)
tags = st.sampled_from(TAGS)
claims = st.sampled_from(CLAIMS)
inert = st.sampled_from(INERT)
not_done = st.sampled_from(NOT_DONE)
new_risks = st.builds(
    lambda judged, floors: Risk(id="R9", floors=floors, **judged),
    st.sampled_from(JUDGED),
    st.sampled_from(FLOOR_SETS),
)
