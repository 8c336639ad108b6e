"""When a measure counts, and for everything else the reason why not (method.md 3.3)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from dpia_workbench.risk.measures import (
    LocalMeasure,
    LocalState,
    Measure,
    Missing,
    Owner,
    contract_lack,
    is_projected,
    local_lack,
    vendor_lack,
)
from dpia_workbench.risk.remediation import State

START, END = date(2026, 5, 1), date(2027, 5, 1)
DAY = timedelta(days=1)
TODAY = date(2026, 11, 23)

CHECKED = Measure(
    id="M1", owner=Owner.VENDOR, state=State.VERIFIED, evidence=True, independent=True,
    verified_on=START, verification_expires_on=END,
)  # fmt: skip
AGREED = Measure(
    id="M3", owner=Owner.CONTRACTUAL, in_force_from=START, in_force_until=END, open_to_sector=True
)
DONE = LocalMeasure(state=LocalState.IMPLEMENTED, since=START, review_due=END, evidence=True)


def test_a_verified_vendor_measure_counts() -> None:
    assert vendor_lack(CHECKED, on=TODAY) is None


@pytest.mark.parametrize(
    ("on", "lack"),
    [
        (START - DAY, Missing.NOT_YET),
        (START, None),
        (END - DAY, None),
        (END, Missing.VERIFICATION_EXPIRED),
        (END + DAY, Missing.VERIFICATION_EXPIRED),
    ],
)
def test_a_verification_holds_from_its_day_until_the_day_it_expires(
    on: date, lack: Missing | None
) -> None:
    assert vendor_lack(CHECKED, on=on) is lack


def test_what_is_not_recorded_of_a_measure_is_not_assumed() -> None:
    """Only verified things count: proof, independence and openness are never presumed."""
    bare = Measure(id="M1", owner=Owner.VENDOR, state=State.VERIFIED, verified_on=START)
    proven = replace(bare, evidence=True)
    signed = Measure(id="M3", owner=Owner.CONTRACTUAL, in_force_from=START)
    applied = LocalMeasure(state=LocalState.IMPLEMENTED, since=START)

    assert vendor_lack(bare, on=TODAY) is Missing.NO_EVIDENCE
    assert vendor_lack(proven, on=TODAY) is Missing.NOT_INDEPENDENT
    assert contract_lack(signed, on=TODAY, party=None) is Missing.NOT_OPEN
    assert local_lack(applied, on=TODAY) is Missing.NO_EVIDENCE


def test_a_verification_without_an_end_does_not_expire() -> None:
    assert vendor_lack(replace(CHECKED, verification_expires_on=None), on=date.max) is None


@pytest.mark.parametrize(
    ("changes", "lack"),
    [
        ({"evidence": False}, Missing.NO_EVIDENCE),
        ({"independent": False}, Missing.NOT_INDEPENDENT),
        ({"verified_on": None}, Missing.NOT_YET),
    ],
)
def test_a_verification_without_proof_independence_or_day_does_not_count(
    changes: dict[str, Any], lack: Missing
) -> None:
    assert vendor_lack(replace(CHECKED, **changes), on=TODAY) is lack


@pytest.mark.parametrize(
    ("state", "lack"),
    [
        (None, Missing.NOT_ASKED),
        (State.DRAFT, Missing.NOT_ASKED),
        (State.REQUESTED, Missing.ASKED),
        (State.ACKNOWLEDGED, Missing.ASKED),
        (State.COMMITTED, Missing.PROMISED),
        (State.DELIVERED, Missing.UNVERIFIED),
        (State.VERIFIED_PARTIAL, Missing.PARTIAL),
        (State.DECLINED, Missing.DECLINED),
        (State.WITHDRAWN, Missing.WITHDRAWN),
    ],
)
def test_everything_short_of_verified_counts_for_nothing_and_says_so(
    state: State | None, lack: Missing
) -> None:
    """Invariants 5 and 6: all the rest of the record is as if it were verified."""
    assert vendor_lack(replace(CHECKED, state=state, due=END), on=TODAY) is lack


def test_the_table_of_vendor_states_is_complete() -> None:
    counting = [s for s in State if vendor_lack(replace(CHECKED, state=s), on=TODAY) is None]

    assert counting == [State.VERIFIED]


@pytest.mark.parametrize(
    ("on", "lack"),
    [
        (END - DAY, Missing.PROMISED),
        (END, Missing.PROMISED),
        (END + DAY, Missing.OVERDUE),
    ],
)
def test_a_promise_is_overdue_from_the_day_after_its_day(on: date, lack: Missing) -> None:
    promise = replace(CHECKED, state=State.COMMITTED, due=END)

    assert vendor_lack(promise, on=on) is lack


@pytest.mark.parametrize("state", [None, *State])
def test_only_open_promises_and_unchecked_deliveries_are_projected(state: State | None) -> None:
    expected = state in (State.COMMITTED, State.DELIVERED)

    assert is_projected(replace(CHECKED, state=state, due=END), on=TODAY) is expected


def test_an_overdue_promise_leaves_the_projection() -> None:
    promise = replace(CHECKED, state=State.COMMITTED, due=END)

    assert is_projected(promise, on=END)
    assert not is_projected(promise, on=END + DAY)


def test_a_promise_without_a_day_is_not_projected() -> None:
    """Method 3.3 projects a deadline in the future; an unknown day is not one (invariant 12)."""
    promise = Measure(id="M1", owner=Owner.VENDOR, state=State.COMMITTED, due=None)

    assert not is_projected(promise, on=TODAY)


@pytest.mark.parametrize(
    "changes", [{"evidence": False}, {"independent": False}, {"verification_expires_on": TODAY}]
)
def test_a_verification_that_does_not_hold_is_not_projected_either(
    changes: dict[str, Any],
) -> None:
    assert not is_projected(replace(CHECKED, **changes), on=TODAY)


@pytest.mark.parametrize("party", [None, True])
@pytest.mark.parametrize(
    ("on", "lack"),
    [
        (START - DAY, Missing.NOT_IN_FORCE),
        (START, None),
        (END - DAY, None),
        (END, Missing.NOT_IN_FORCE),
    ],
)
def test_an_agreement_counts_from_its_first_day_until_its_end(
    on: date, lack: Missing | None, party: bool | None
) -> None:
    assert contract_lack(AGREED, on=on, party=party) is lack


def test_an_agreement_without_an_end_stays_in_force() -> None:
    assert contract_lack(replace(AGREED, in_force_until=None), on=date.max, party=None) is None


def test_an_agreement_without_a_beginning_is_not_in_force() -> None:
    unsigned = replace(AGREED, in_force_from=None, in_force_until=None)

    assert contract_lack(unsigned, on=TODAY, party=True) is Missing.NOT_IN_FORCE


def test_for_the_sector_an_agreement_counts_only_if_schools_can_join_it() -> None:
    closed = replace(AGREED, open_to_sector=False)

    assert contract_lack(closed, on=TODAY, party=None) is Missing.NOT_OPEN


def test_an_agreement_of_one_school_alone_does_not_count_for_that_school_either() -> None:
    """Invariant 8: otherwise that school would end below the best case of all."""
    closed = replace(AGREED, open_to_sector=False)

    assert contract_lack(closed, on=TODAY, party=True) is Missing.NOT_OPEN


def test_for_one_school_an_agreement_counts_only_if_that_school_is_party_to_it() -> None:
    assert contract_lack(AGREED, on=TODAY, party=False) is Missing.NOT_PARTY


def test_an_ended_agreement_is_not_in_force_whoever_is_party() -> None:
    assert contract_lack(AGREED, on=END, party=False) is Missing.NOT_IN_FORCE


@pytest.mark.parametrize("state", list(LocalState))
def test_a_school_measure_counts_when_the_school_applies_it(state: LocalState) -> None:
    expected = (
        None if state in (LocalState.IMPLEMENTED, LocalState.CHECKED) else Missing.SCHOOL_NOT_DONE
    )

    assert local_lack(replace(DONE, state=state), on=TODAY) is expected


def test_a_measure_the_school_never_recorded_is_not_done() -> None:
    assert local_lack(None, on=TODAY) is Missing.SCHOOL_NOT_DONE
    assert local_lack(LocalMeasure(), on=TODAY) is Missing.SCHOOL_NOT_DONE


@pytest.mark.parametrize(
    ("on", "lack"),
    [
        (START - DAY, Missing.NOT_YET),
        (START, None),
        (END - DAY, None),
        (END, Missing.SCHOOL_REVIEW_DUE),
    ],
)
def test_a_school_measure_counts_from_its_day_until_its_review(
    on: date, lack: Missing | None
) -> None:
    assert local_lack(DONE, on=on) is lack


def test_a_school_measure_without_a_review_day_keeps_counting() -> None:
    assert local_lack(replace(DONE, review_due=None), on=date.max) is None


@pytest.mark.parametrize(
    ("changes", "lack"),
    [({"evidence": False}, Missing.NO_EVIDENCE), ({"since": None}, Missing.NOT_YET)],
)
def test_a_school_measure_without_proof_or_day_does_not_count(
    changes: dict[str, Any], lack: Missing
) -> None:
    assert local_lack(replace(DONE, **changes), on=TODAY) is lack
