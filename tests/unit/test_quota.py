"""How much somebody may ask: never more than the bucket holds, and always again after waiting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.access.quota import Quota, QuotaWrong, spend

NOW = 1_800_000_000.0
quotas = st.builds(Quota, requests=st.integers(1, 1000), seconds=st.integers(1, 3600))


@pytest.mark.parametrize("text", ["", "0/60", "60/0", "many", "-1/60", "60", "60/60/60", "1e3/60"])
def test_a_quota_that_cannot_be_read_is_refused(text):
    with pytest.raises(QuotaWrong):
        Quota.of(text)


def test_a_quota_is_read_as_operators_write_it():
    assert Quota.of("600/60") == Quota(requests=600, seconds=60)
    assert Quota.of("off").is_off


@given(quotas)
def test_a_full_bucket_gives_exactly_what_it_holds(quota):
    full_at, left = 0.0, []
    for _turn in range(quota.requests):
        spent = spend(quota, full_at=full_at, now=NOW)
        assert not spent.wait
        full_at = spent.full_at
        left.append(spent.remaining)

    refused = spend(quota, full_at=full_at, now=NOW)
    assert left == list(range(quota.requests - 1, -1, -1))
    assert refused.wait >= 1
    assert refused.full_at == full_at
    assert refused.remaining == 0


@given(quotas, st.floats(0, 1e10), st.floats(0, 1e9))
def test_whoever_waits_as_told_may_always_go_on(quota, full_at, now):
    spent = spend(quota, full_at=full_at, now=now)

    again = spend(quota, full_at=spent.full_at, now=now + spent.wait)
    assert not (spent.wait and again.wait)
    assert spent.wait <= quota.seconds + 1
    assert spent.reset <= quota.seconds


@given(quotas, st.lists(st.floats(0, 100), min_size=1, max_size=50))
def test_never_more_goes_on_than_the_bucket_holds_and_gets_back(quota, pauses):
    full_at, now, granted = 0.0, NOW, 0
    for pause in pauses:
        now += pause
        spent = spend(quota, full_at=full_at, now=now)
        full_at = spent.full_at
        granted += not spent.wait

    assert granted <= quota.requests + (now - NOW) * quota.requests / quota.seconds + 1
