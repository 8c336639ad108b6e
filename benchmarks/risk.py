"""How fast the risk engine is, as a ratio to the plain look-ups that the same answer needs.

Run with `python -m benchmarks.risk`. The dossier is generated, the same one on every machine.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

from dpia_workbench.risk.computation import Assessment, assess, risk_levels
from dpia_workbench.risk.measures import LocalMeasure, LocalState, Measure, Owner
from dpia_workbench.risk.plan import way_to
from dpia_workbench.risk.profile import MethodProfile
from dpia_workbench.risk.record import canonical
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.scale import Axis
from dpia_workbench.risk.score import CENTRAL_STAGES, Cell, Claim, Floor, Risk, School, Stage
from dpia_workbench.risk.verdict import LegalFinding, Result, Verdict
from dpia_workbench.risk.vocabulary import Tag
from dpia_workbench.schemas.profiles import read_profiles

RISKS, MEASURES, CLAIMS, CELLS, ADOPTIONS, OPEN = 60, 120, 250, 6, 10_000, 40
ON = date(2026, 11, 23)
_TAGS = [*Tag]
PROFILE = MethodProfile.of(read_profiles(Path(__file__).parents[1] / "data/profiles")[1])


def dossier(*, open_measures: int = OPEN) -> Assessment:
    """Return an assessment of the size of a large dossier; some measures are open."""
    random = Random(20261123)
    keys = [f"M{n}" for n in range(1, MEASURES + 1)]
    measures = [
        _measure(key, is_open=place < open_measures, random=random)
        for place, key in enumerate(keys)
    ]
    claims = [
        Claim(
            risk=f"R{n % RISKS + 1}",
            axis=random.choice(list(Axis)),
            cap=1 + n % 2,
            requires=frozenset(random.sample(keys, k=1 + n % 3)),
            void_if=frozenset(random.sample(_TAGS, k=n % 7 == 0)),
        )
        for n in range(CLAIMS)
    ]
    return Assessment(
        profile=PROFILE,
        risks=tuple(_risk(n, random=random) for n in range(1, RISKS + 1)),
        measures=tuple(measures),
        claims=tuple(claims),
        findings=(LegalFinding(topic="rights", result=Result.COMPLIANT),),
    )


def _risk(number: int, *, random: Random) -> Risk:
    floors = frozenset(
        Floor(tag=tag, axis=Axis.SEVERITY, level=3) for tag in random.sample(_TAGS, k=2)
    )
    return Risk(
        id=f"R{number}", likelihood=random.choice((2, 3)), severity=2, severe_floor_waived=True,
        floors=floors,
    )  # fmt: skip


def _measure(key: str, *, is_open: bool, random: Random) -> Measure:
    if is_open:
        return Measure(id=key, owner=Owner.VENDOR, state=State.COMMITTED, due=date(2027, 6, 1))
    owner = random.choice((Owner.VENDOR, Owner.SCHOOL_MANDATORY, Owner.SCHOOL_OPTIONAL))
    if owner is not Owner.VENDOR:
        return Measure(id=key, owner=owner)
    return Measure(
        id=key, owner=owner, state=State.VERIFIED, evidence=True, independent=True,
        verified_on=date(2026, 5, 1),
    )  # fmt: skip


def cells() -> list[Cell]:
    """Return six scope cells with other circumstances."""
    return [Cell(tags=frozenset(_TAGS[n : n + 1])) for n in range(CELLS)]


def tangle() -> Assessment:
    """Return risks that 40 open measures bring down, each in several ways that overlap."""
    random = Random(7)
    keys = [f"M{n}" for n in range(1, OPEN + 1)]
    return Assessment(
        profile=PROFILE,
        risks=tuple(Risk(id=f"R{n}", likelihood=3, severity=2) for n in range(1, 21)),
        measures=tuple(_measure(key, is_open=True, random=random) for key in keys),
        claims=tuple(
            Claim(risk=f"R{n}", axis=Axis.LIKELIHOOD, cap=1,
                  requires=frozenset(random.sample(keys, k=1 + way)))
            for n in range(1, 21) for way in range(3)
        ),
        findings=(),
    )  # fmt: skip


def _schools() -> list[School]:
    random = Random(3)
    done = LocalMeasure(state=LocalState.IMPLEMENTED, since=date(2026, 9, 1), evidence=True)
    keys = [f"M{n}" for n in range(OPEN + 1, MEASURES + 1)]
    return [
        School(
            tags=frozenset(random.sample(_TAGS, k=2)),
            measures=dict.fromkeys(random.sample(keys, k=30), done),
        )
        for _ in range(ADOPTIONS)
    ]


def _seconds(action: Callable[[], Any], *, rounds: int = 5) -> float:
    times = []
    for _round in range(rounds):
        start = perf_counter()
        action()
        times.append(perf_counter() - start)
    return median(times)


def _look_ups(count: int) -> Callable[[], None]:
    """Return the plain work behind so many levels: one look-up in the matrix for each."""

    def look() -> None:
        for n in range(count):
            PROFILE.level(likelihood=n % 3 + 1, severity=n % 2 + 1)

    return look


def _line(what: str, seconds: float, *, levels: int) -> str:
    plain = _seconds(_look_ups(levels))
    return f"{what:<58} {seconds * 1000:9.1f} ms   {seconds / plain:7.1f} × {levels:,} look-ups"


def run() -> list[str]:
    """Return the figures as lines."""
    large, places = dossier(), cells()
    schools = _schools()

    def explain() -> list[str]:
        outcomes = [assess(large, cell=cell, on=ON) for cell in places]
        return [
            canonical(explanation)
            for outcome in outcomes
            for levels in outcome.levels.values()
            for explanation in levels.explanations.values()
        ]

    def recompute() -> None:
        for school in schools:
            risk_levels(large, stages=[Stage.LOCAL], cell=places[0], on=ON, school=school)

    def plan() -> int:
        way = way_to(tangle(), target=Verdict.GREEN_WITH_MEASURES, cells=[Cell()], on=ON)
        return len(way.plans)

    return [
        _line(
            f"explain {RISKS} risks, {MEASURES} measures, {CLAIMS} claims, {CELLS} cells",
            _seconds(explain),
            levels=RISKS * CELLS * len(CENTRAL_STAGES),
        ),
        _line(
            f"R3 of {ADOPTIONS:,} adoptions",
            _seconds(recompute, rounds=1),
            levels=RISKS * ADOPTIONS,
        ),
        _line(
            f"all {plan()} smallest plans among {OPEN} open measures, 20 risks",
            _seconds(plan, rounds=3),
            levels=20 * len(CENTRAL_STAGES),
        ),
    ]


if __name__ == "__main__":
    print("\n".join(run()))
