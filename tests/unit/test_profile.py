"""Verdict tables as data: exactly those in which nothing worse is better can be loaded."""

from dataclasses import asdict, replace
from itertools import combinations, permutations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk.profile import (
    MethodProfile,
    Periods,
    VerdictRule,
    VerdictsNotMonotone,
    VerdictsUnsafe,
)
from dpia_workbench.risk.scale import Level
from dpia_workbench.risk.verdict import ORDER, Result, Verdict
from tests.profiles import CONTENT, NL_RIJK, PROFILES
from tests.unit.strategies import thorough

LEVEL_SETS = [frozenset(s) for n in range(4) for s in combinations(Level, n)]
RESULT_SETS = [frozenset(s) for n in range(5) for s in combinations(Result, n)]
PAIRS = [(r1, r2) for r1, r2 in product(Level, Level) if r1.rank >= r2.rank]

rules = st.builds(
    VerdictRule,
    verdict=st.sampled_from(Verdict),
    attainable=st.sampled_from(LEVEL_SETS),
    findings=st.sampled_from(RESULT_SETS),
    lowered_by_schools=st.booleans(),
)
tables = st.lists(rules, min_size=1, max_size=5).map(tuple)
pairs = st.lists(st.sampled_from(PAIRS), max_size=3)
results = st.lists(st.sampled_from(list(Result)), max_size=3)


def load(table: tuple[VerdictRule, ...]) -> MethodProfile | None:
    try:
        return replace(NL_RIJK, rules=table)
    except (VerdictsNotMonotone, VerdictsUnsafe):
        return None


def bad(profile: MethodProfile, levels: list[Any], findings: list[Result]) -> int:
    return ORDER.index(profile.rule(levels, findings=findings).verdict)


@pytest.mark.parametrize("profile", list(PROFILES.values()), ids=lambda each: each.id)
@thorough
@given(levels=pairs, findings=results, extra=st.sampled_from(PAIRS), more=st.sampled_from(Result))
def test_more_to_worry_about_never_gives_a_better_verdict(
    profile: MethodProfile, levels: list[Any], findings: list[Result], extra: Any, more: Result
) -> None:
    """P10, for each shipped profile."""
    before = bad(profile, levels, findings)

    assert bad(profile, [*levels, extra], findings) >= before
    assert bad(profile, levels, [*findings, more]) >= before


@thorough
@given(tables, pairs, results, st.sampled_from(PAIRS))
def test_whatever_table_can_be_loaded_is_monotone_and_safe(
    table: tuple[VerdictRule, ...], levels: list[Any], findings: list[Result], extra: Any
) -> None:
    """Invariants 10, 12 and 15, also for tables that nobody ships."""
    profile = load(table)
    if profile is None:
        return

    assert bad(profile, [*levels, extra], findings) >= bad(profile, levels, findings)
    if Result.NON_COMPLIANT in findings or any(r2 is Level.HIGH for _, r2 in levels):
        assert profile.rule(levels, findings=findings).verdict is Verdict.RED
    if Result.NOT_ASSESSED in findings:
        assert profile.rule(levels, findings=findings).verdict in (Verdict.RED, Verdict.GREY)


def test_the_rules_are_listed_from_the_worst_verdict_to_the_best() -> None:
    loaded = [order for order in permutations(NL_RIJK.rules) if load(order)]

    assert loaded == [NL_RIJK.rules]


@pytest.mark.parametrize(
    ("place", "words", "refusal"),
    [
        (0, {"attainable": frozenset()}, VerdictsNotMonotone),
        (0, {"findings": frozenset()}, VerdictsNotMonotone),
        (1, {"findings": frozenset({Result.COMPLIANT})}, VerdictsNotMonotone),
        (2, {"attainable": frozenset({Level.LOW})}, VerdictsNotMonotone),
        (2, {"attainable": frozenset()}, VerdictsNotMonotone),
        (3, {"lowered_by_schools": False}, VerdictsNotMonotone),
        (4, {"attainable": frozenset({Level.LOW})}, VerdictsNotMonotone),
    ],
)
def test_a_table_with_one_thing_wrong_is_refused(
    place: int, words: dict[str, Any], refusal: type[Exception]
) -> None:
    table = list(NL_RIJK.rules)
    table[place] = replace(table[place], **words)

    with pytest.raises(refusal) as caught:
        replace(NL_RIJK, rules=tuple(table))

    assert caught.value.params == {"profile": "nl-rijk-3.0"}  # type: ignore[attr-defined]


def test_what_is_high_cannot_be_made_better_than_red() -> None:
    """Invariant 10."""
    red, grey, amber, *others = NL_RIJK.rules
    lax = replace(amber, attainable=frozenset({Level.MEDIUM, Level.HIGH}))
    table = (replace(red, attainable=frozenset()), grey, lax, *others)

    with pytest.raises(VerdictsUnsafe) as refusal:
        replace(NL_RIJK, rules=table)

    assert refusal.value.params == {"profile": "nl-rijk-3.0"}


def test_what_was_not_assessed_cannot_be_made_better_than_no_verdict() -> None:
    """Invariant 12."""
    red, _grey, amber, measures, green = NL_RIJK.rules
    lax = replace(amber, findings=amber.findings | {Result.NOT_ASSESSED})

    with pytest.raises(VerdictsUnsafe):
        replace(NL_RIJK, rules=(red, lax, measures, green))


def test_a_profile_is_what_its_content_says() -> None:
    for key, content in CONTENT.items():
        profile = MethodProfile.of(content)
        assert profile == PROFILES[key]
        assert (profile.id, profile.version) == (content["id"], content["version"])
        assert [rule.verdict.value for rule in profile.rules] == [
            item["verdict"] for item in content["verdicts"]
        ]
        assert asdict(profile.periods) == {**asdict(Periods()), **content["periods"]}
        assert [[cell.value for cell in row] for row in profile.matrix] == content["matrix"]


def test_a_profile_has_its_own_periods() -> None:
    content = CONTENT["nl-rijk-3.0"]
    patient = {**content["periods"], "grace_days": 45}

    assert MethodProfile.of({**content, "periods": patient}).periods.grace_days == 45


def test_a_method_that_names_no_periods_has_those_of_the_reference() -> None:
    """Method 4.5, 5.4 and 11.7; what these leave open is our proposal."""
    assert asdict(Periods()) == {
        "grace_days": 30, "review_months": 12, "verification_months": 12, "fresh_months": 12,
        "unanswered_days": 14, "expiring_days": 90, "reminder_days": 30, "escalation_days": 90,
        "urgent_working_days": 5, "review_days": 30, "objection_days": 30,
    }  # fmt: skip


def test_a_rule_without_conditions_is_the_last() -> None:
    plain = VerdictRule(verdict=Verdict.GREEN)

    assert plain.is_last
    assert not replace(plain, lowered_by_schools=True).is_last


@pytest.mark.parametrize(
    ("red", "amber"),
    [
        (set(), {Result.COMPLIANT}),  # what can be mended would be better than what is lawful
        ({Result.REMEDIABLE}, set()),  # what is not assessed would be better than what is mended
    ],
)
def test_no_finding_gives_a_better_verdict_than_one_that_is_better(
    red: set[Result], amber: set[Result]
) -> None:
    worst, grey, third, *others = NL_RIJK.rules
    table = (
        replace(worst, findings=worst.findings | red),
        grey,
        replace(third, findings=frozenset(amber)),
        *others,
    )

    with pytest.raises(VerdictsNotMonotone):
        replace(NL_RIJK, rules=table)
