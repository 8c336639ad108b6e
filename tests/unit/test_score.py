"""Levels per stage: the computation of method.md 3.4 and the properties of 9.2."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from dpia_workbench.risk.measures import (
    LocalMeasure,
    LocalState,
    Measure,
    Missing,
    Owner,
)
from dpia_workbench.risk.profile import MethodProfile
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.scale import Axis, Level
from dpia_workbench.risk.score import (
    CENTRAL_STAGES,
    Basis,
    Cell,
    Claim,
    Floor,
    Proof,
    Risk,
    School,
    Situation,
    Stage,
    Unfired,
    explain,
    situation,
)
from tests.profiles import DPV_RM3X3, NL_RIJK, PROFILES
from tests.unit.strategies import (
    DAYS,
)

L, M, H = Level.LOW, Level.MEDIUM, Level.HIGH
TODAY = date(2026, 11, 23)
VERIFIED = Measure(
    id="M1", owner=Owner.VENDOR, state=State.VERIFIED, evidence=True, independent=True,
    verified_on=date(2026, 5, 1), verification_expires_on=date(2027, 5, 1),
)  # fmt: skip


def setting(*effective: str, tags: frozenset[str] = frozenset()) -> Situation:
    """Return a situation in which these measures are effective."""
    proofs = {
        key: Proof(measure=key, owner=Owner.SCHOOL_MANDATORY, basis=Basis.ASSUMED)
        for key in effective
    }
    return Situation(stage=Stage.ATTAINABLE, proofs=proofs, lacking={}, tags=tags)


def level(
    risk: Risk, *made: Claim, here: Situation | None = None, profile: MethodProfile = NL_RIJK
) -> Level:
    return explain(risk, claims=made, situation=here or setting(), profile=profile).level


def claim(cap: int, *requires: str, axis: Axis = Axis.LIKELIHOOD, risk: str = "R1") -> Claim:
    return Claim(risk=risk, axis=axis, cap=cap, requires=frozenset(requires))


@pytest.mark.parametrize("profile", list(PROFILES.values()), ids=lambda each: each.id)
def test_a_severe_risk_stays_medium_however_unlikely(profile: MethodProfile) -> None:
    """P20: also when a claim made it unlikely."""
    tested = Risk(id="R1", likelihood=1, severity=3)
    reduced = Risk(id="R1", likelihood=3, severity=3)

    assert level(tested, profile=profile) is M
    assert level(reduced, claim(1, "M1"), here=setting("M1"), profile=profile) is M


def test_a_waived_severe_risk_follows_the_matrix() -> None:
    waived = Risk(id="R1", likelihood=1, severity=3, severe_floor_waived=True)

    assert level(waived) is L
    assert level(waived, profile=DPV_RM3X3) is M


@pytest.mark.parametrize(
    ("likelihood", "severity", "expected"), [(2, 3, H), (3, 3, H), (1, 2, L), (1, 1, L)]
)
def test_the_severe_floor_touches_nothing_else(
    likelihood: int, severity: int, expected: Level
) -> None:
    risk = Risk(id="R1", likelihood=likelihood, severity=severity)

    explanation = explain(risk, claims=[], situation=setting(), profile=NL_RIJK)

    assert explanation.level is expected
    assert not explanation.severe_floor_applied


def test_the_record_says_when_the_severe_floor_was_applied() -> None:
    risk = Risk(id="R1", likelihood=1, severity=3)

    explanation = explain(risk, claims=[], situation=setting(), profile=NL_RIJK)

    assert explanation.severe_floor_applied


def test_two_weak_measures_do_not_add_up_to_a_strong_one() -> None:
    risk = Risk(id="R1", likelihood=3, severity=2)

    found = level(risk, claim(2, "M1"), claim(2, "M2"), here=setting("M1", "M2"))

    assert found is M


def test_a_claim_needs_all_its_measures() -> None:
    risk, both = Risk(id="R1", likelihood=3, severity=2), claim(1, "M1", "M2")

    assert level(risk, both, here=setting("M1")) is H
    assert level(risk, both, here=setting("M1", "M2")) is L


def test_a_claim_works_only_on_its_own_risk_and_axis() -> None:
    risk = Risk(id="R1", likelihood=3, severity=3)
    others = claim(1, "M1", risk="R2"), claim(1, "M1", axis=Axis.SEVERITY)

    assert level(risk, others[0], here=setting("M1")) is H
    assert level(risk, others[1], here=setting("M1")) is L


def test_a_claim_never_raises_an_axis_to_its_cap() -> None:
    risk = Risk(id="R1", likelihood=1, severity=2)

    assert level(risk, claim(2, "M1"), here=setting("M1")) is L


def test_a_floor_holds_only_under_its_tag_and_a_claim_still_caps_it() -> None:
    floor = Floor(tag="under_16", axis=Axis.LIKELIHOOD, level=3)
    risk = Risk(id="R1", likelihood=1, severity=2, floors=frozenset({floor}))
    young = frozenset({"under_16"})

    assert level(risk) is L
    assert level(risk, here=setting(tags=frozenset({"free_edition"}))) is L
    assert level(risk, here=setting(tags=young)) is H
    assert level(risk, claim(2, "M1"), here=setting("M1", tags=young)) is M


def test_a_void_claim_names_the_tag_and_a_failing_one_the_measure() -> None:
    void = Claim(
        risk="R1", axis=Axis.LIKELIHOOD, cap=1, requires=frozenset({"M1"}),
        void_if=frozenset({"under_16", "free_edition"}),
    )  # fmt: skip
    open_claim = claim(2, "M9", "M2")
    here = Situation(
        stage=Stage.AFTER_VENDOR,
        proofs=setting("M1").proofs,
        lacking={"M2": Missing.OVERDUE},
        tags=frozenset({"under_16", "free_edition"}),
    )

    record = explain(
        Risk(id="R1", likelihood=3, severity=2),
        claims=[open_claim, void],
        situation=here,
        profile=NL_RIJK,
    ).likelihood

    assert record.unfired == (
        Unfired(claim=void, reason=None, tag="free_edition"),
        Unfired(claim=open_claim, reason=Missing.OVERDUE, measure="M2"),
    )


def test_a_measure_nobody_described_was_not_asked() -> None:
    record = explain(
        Risk(id="R1", likelihood=3, severity=2),
        claims=[claim(1, "M404")],
        situation=setting(),
        profile=NL_RIJK,
    ).likelihood

    assert [(u.reason, u.measure) for u in record.unfired] == [(Missing.NOT_ASKED, "M404")]


OWNED = {
    Owner.VENDOR: VERIFIED,
    Owner.CONTRACTUAL: Measure(
        id="M1", owner=Owner.CONTRACTUAL, in_force_from=date(2026, 1, 1), open_to_sector=True
    ),
    Owner.SCHOOL_MANDATORY: Measure(id="M1", owner=Owner.SCHOOL_MANDATORY),
    Owner.SCHOOL_OPTIONAL: Measure(id="M1", owner=Owner.SCHOOL_OPTIONAL),
}
ABLE = School(
    party_to=frozenset({"M1"}),
    measures={
        "M1": LocalMeasure(state=LocalState.IMPLEMENTED, since=date(2026, 9, 1), evidence=True)
    },
)
R1, R2, RB, RP, R3 = (
    Stage.AFTER_VENDOR, Stage.ATTAINABLE, Stage.BEST, Stage.PROJECTED, Stage.LOCAL
)  # fmt: skip


@pytest.mark.parametrize(
    ("owner", "stages"),
    [
        (Owner.VENDOR, {R1, R2, RB, RP, R3}),
        (Owner.CONTRACTUAL, {R1, R2, RB, RP, R3}),
        (Owner.SCHOOL_MANDATORY, {R2, RB, RP, R3}),
        (Owner.SCHOOL_OPTIONAL, {RB, R3}),
    ],
)
def test_each_owner_counts_from_its_own_stage_on(owner: Owner, stages: set[Stage]) -> None:
    found = {
        stage
        for stage in Stage
        if situation([OWNED[owner]], stage=stage, on=TODAY, cell=Cell(), school=ABLE).effective
    }

    assert found == stages


@pytest.mark.parametrize(
    ("owner", "stage", "lack"),
    [
        (Owner.VENDOR, Stage.AS_TESTED, Missing.BEYOND_STAGE),
        (Owner.SCHOOL_MANDATORY, R1, Missing.BEYOND_STAGE),
        (Owner.SCHOOL_OPTIONAL, R2, Missing.BEYOND_STAGE),
        (Owner.SCHOOL_OPTIONAL, RP, Missing.BEYOND_STAGE),
        (Owner.SCHOOL_MANDATORY, R3, Missing.SCHOOL_NOT_DONE),
        (Owner.CONTRACTUAL, R3, Missing.NOT_PARTY),
    ],
)
def test_what_does_not_count_at_a_stage_says_why(owner: Owner, stage: Stage, lack: Missing) -> None:
    here = situation([OWNED[owner]], stage=stage, on=TODAY, cell=Cell(), school=School())

    assert here.lacking == {"M1": lack}
    assert not here.effective


@pytest.mark.parametrize("owner", [Owner.CONTRACTUAL, Owner.SCHOOL_MANDATORY])
def test_the_local_stage_without_a_school_counts_nothing_of_a_school(owner: Owner) -> None:
    assert not situation([OWNED[owner]], stage=R3, on=TODAY, cell=Cell()).effective


@pytest.mark.parametrize("edition", ["free", None])
@pytest.mark.parametrize("owner", list(Owner))
def test_a_measure_counts_only_for_its_own_editions(owner: Owner, edition: str | None) -> None:
    measure = replace(OWNED[owner], editions=frozenset({"paid"}))

    elsewhere, here = (
        situation([measure], stage=R3, on=TODAY, cell=Cell(edition=name), school=ABLE)
        for name in (edition, "paid")
    )

    assert elsewhere.lacking == {"M1": Missing.OTHER_EDITION}
    assert here.effective == {"M1"}


PROMISED = Measure(id="M1", owner=Owner.VENDOR, state=State.COMMITTED, due=date(2026, 12, 31))


@pytest.mark.parametrize(
    ("measure", "stage", "proof"),
    [
        (VERIFIED, R1, (Basis.VERIFIED, date(2026, 5, 1), date(2027, 5, 1))),
        (replace(OWNED[Owner.CONTRACTUAL], in_force_until=date(2027, 1, 1)), R3,
         (Basis.IN_FORCE, date(2026, 1, 1), date(2027, 1, 1))),
        (OWNED[Owner.SCHOOL_MANDATORY], R2, (Basis.ASSUMED, None, None)),
        (OWNED[Owner.SCHOOL_OPTIONAL], RB, (Basis.ASSUMED, None, None)),
        (OWNED[Owner.SCHOOL_MANDATORY], R3,
         (Basis.APPLIED, date(2026, 9, 1), date(2027, 9, 1))),
        (PROMISED, RP, (Basis.PROMISED, None, date(2026, 12, 31))),
        (replace(PROMISED, state=State.DELIVERED), RP, (Basis.DELIVERED, None, None)),
    ],
)  # fmt: skip
def test_a_measure_that_counts_says_on_what_and_for_how_long(
    measure: Measure, stage: Stage, proof: tuple[Basis, date | None, date | None]
) -> None:
    done = replace(ABLE.measures["M1"], review_due=date(2027, 9, 1))
    school = replace(ABLE, measures={"M1": done})

    here = situation([measure], stage=stage, on=TODAY, cell=Cell(), school=school)

    basis, since, until = proof
    assert here.proofs == {
        "M1": Proof(measure="M1", owner=measure.owner, basis=basis, since=since, until=until)
    }


def test_an_axis_tells_the_proofs_behind_what_fired_once_and_in_order() -> None:
    record = explain(
        Risk(id="R1", likelihood=3, severity=2),
        claims=[claim(2, "M2", "M1"), claim(1, "M2", "M3"), claim(1, "M9")],
        situation=setting("M1", "M2", "M3", "M4"),
        profile=NL_RIJK,
    ).likelihood

    assert [proof.measure for proof in record.proofs] == ["M1", "M2", "M3"]


def test_a_schools_tags_apply_at_that_school_only() -> None:
    cell, school = Cell(tags=frozenset({"under_16"})), School(tags=frozenset({"free_edition"}))

    tags = {
        stage: situation([], stage=stage, on=TODAY, cell=cell, school=school).tags
        for stage in Stage
    }

    assert tags == {
        **dict.fromkeys(CENTRAL_STAGES, cell.tags),
        Stage.LOCAL: cell.tags | school.tags,
    }


def test_stages_have_the_short_names_of_the_contract() -> None:
    assert sorted(Stage) == ["r0", "r1", "r2", "r3", "rb", "rp"]


def test_claims_are_listed_in_one_stable_order() -> None:
    made = [claim(2, "M1"), claim(1, "M2", "M1"), claim(1, "M1")]
    orders = {
        tuple(
            c.key
            for c in explain(
                Risk(id="R1", likelihood=3, severity=3),
                claims=order,
                situation=setting("M1", "M2"),
                profile=NL_RIJK,
            ).likelihood.fired
        )
        for order in permutations(made)
    }

    assert len(orders) == 1


# The worked example of method.md 3.7.

M7 = Measure(
    id="M7", owner=Owner.VENDOR, state=State.VERIFIED, evidence=True, independent=True,
    verified_on=date(2026, 1, 5), verification_expires_on=date(2027, 1, 5),
)  # fmt: skip
M9 = Measure(id="M9", owner=Owner.SCHOOL_MANDATORY)
M11 = Measure(id="M11", owner=Owner.VENDOR, state=State.COMMITTED, due=date(2026, 3, 1))
TELEMETRY = Risk(id="R1", likelihood=3, severity=2)
ARGUMENT = (claim(2, "M7"), claim(1, "M7", "M9"), claim(1, "M11"))


def worked_example(stage: Stage, *, on: date, school: School | None = None) -> Level:
    here = situation([M7, M9, M11], stage=stage, on=on, cell=Cell(), school=school)
    return level(TELEMETRY, *ARGUMENT, here=here)


def test_the_worked_example_of_the_method_comes_out_as_written() -> None:
    february = date(2026, 2, 1)
    purging = School(
        measures={
            "M9": LocalMeasure(state=LocalState.IMPLEMENTED, since=date(2026, 1, 15), evidence=True)
        }
    )

    assert worked_example(Stage.AS_TESTED, on=february) is H
    assert worked_example(Stage.AFTER_VENDOR, on=february) is M
    assert worked_example(Stage.ATTAINABLE, on=february) is L
    assert worked_example(Stage.LOCAL, on=february, school=School()) is M
    assert worked_example(Stage.LOCAL, on=february, school=purging) is L


@pytest.mark.parametrize(
    ("on", "lack"),
    [
        (date(2026, 3, 1), Missing.PROMISED),
        (date(2026, 3, 2), Missing.OVERDUE),
    ],
)
def test_the_promise_of_the_worked_example_improves_nothing_before_or_after_its_day(
    on: date, lack: Missing
) -> None:
    here = situation([M7, M9, M11], stage=Stage.AFTER_VENDOR, on=on, cell=Cell())

    assert here.lacking["M11"] is lack
    assert worked_example(Stage.AFTER_VENDOR, on=on) is M
    assert worked_example(Stage.LOCAL, on=on, school=School()) is M


def test_a_promise_lowers_the_projection_until_its_day_has_passed() -> None:
    def projected(on: date) -> Level:
        here = situation([M11], stage=Stage.PROJECTED, on=on, cell=Cell())
        return level(TELEMETRY, claim(1, "M11"), here=here)

    assert projected(date(2026, 3, 1)) is L
    assert projected(date(2026, 3, 2)) is H


def test_an_agreement_that_schools_cannot_join_lifts_no_school_above_the_best_case() -> None:
    """Invariant 8 and P5: R3 ≥ Rb for every school, also for one with an agreement of its own."""
    agreement = Measure(
        id="M3", owner=Owner.CONTRACTUAL, in_force_from=DAYS[0], open_to_sector=False
    )
    risk = Risk(id="R1", likelihood=3, severity=2)
    school = School(party_to=frozenset({"M3"}))

    best, local = (
        level(
            risk,
            claim(1, "M3"),
            here=situation([agreement], stage=stage, on=TODAY, cell=Cell(), school=school),
        )
        for stage in (Stage.BEST, Stage.LOCAL)
    )

    assert local.rank >= best.rank
