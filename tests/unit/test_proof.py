"""The chain of releases, what differs in a copy, and statuses over time, without a database."""

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk.erratum import ErratumRepeated, ErratumTextMissing, require_new
from dpia_workbench.risk.proof import Fault, Link, SignatureState, faults
from dpia_workbench.risk.release import Event, Promise, Status
from dpia_workbench.risk.release_history import Facts, Happened, Why, periods, status_on
from dpia_workbench.risk.tampering import MOST, Difference, DifferenceKind, differences

DAY = date(2026, 3, 2)


def _link(number: int, *, previous: str | None, **words: Any) -> Link:
    values: dict[str, Any] = {
        "dossier": "D", "stated": f"h{number}", "computed": f"h{number}", "agrees": True,
        "signature": SignatureState.GOOD,
    }  # fmt: skip
    return Link(number=number, previous=previous, **{**values, **words})


CHAIN = (_link(1, previous=None), _link(2, previous="h1"), _link(3, previous="h2"))


def test_a_chain_in_which_nothing_happened_has_no_faults() -> None:
    assert list(faults(reversed(CHAIN))) == []


@pytest.mark.parametrize(
    ("place", "change", "found"),
    [
        (0, {"computed": "other"}, {(1, Fault.CONTENT), (2, Fault.LINK)}),
        (1, {"stated": "other"}, {(2, Fault.CONTENT)}),
        (1, {"previous": "other"}, {(2, Fault.LINK)}),
        (0, {"previous": "h0"}, {(1, Fault.LINK)}),
        (2, {"agrees": False}, {(3, Fault.FACTS)}),
        (2, {"signature": SignatureState.BAD}, {(3, Fault.SIGNATURE)}),
        (2, {"signature": SignatureState.MISSING}, {(3, Fault.SIGNATURE)}),
    ],
)
def test_every_change_of_a_link_is_noticed(place: int, change: Any, found: Any) -> None:
    links = list(CHAIN)
    links[place] = replace(links[place], **change)

    assert set(faults(links)) == found


def test_a_release_that_was_taken_out_leaves_a_gap() -> None:
    assert set(faults(CHAIN[1:])) == {(2, Fault.GAP), (2, Fault.LINK)}
    assert set(faults((CHAIN[0], CHAIN[2]))) == {(3, Fault.GAP), (3, Fault.LINK)}


def test_two_dossiers_of_one_product_each_have_their_own_chain() -> None:
    others = (
        _link(1, previous=None), _link(2, previous=None, dossier="E"), _link(3, previous="h1"),
        _link(4, previous="h2", dossier="E"),
    )  # fmt: skip

    assert list(faults(others)) == []


def test_differences_name_the_place_by_its_key_whatever_the_order() -> None:
    published = {"verdict": "RED", "risks": [{"key": "R1", "t": "a"}, {"key": "R2", "t": "b"}]}
    given = {"verdict": "GREEN", "risks": [{"key": "R1", "t": "c"}], "extra": 1}

    assert differences(published, given) == (
        Difference(path="verdict", kind=DifferenceKind.CHANGED, published="RED", given="GREEN"),
        Difference(path="risks[R1].t", kind=DifferenceKind.CHANGED, published="a", given="c"),
        Difference(
            path="risks[R2]", kind=DifferenceKind.REMOVED, published='{"key": "R2", "t": "b"}'
        ),
        Difference(path="extra", kind=DifferenceKind.ADDED, given="1"),
    )


def test_the_order_of_things_is_part_of_what_was_published() -> None:
    one, other = {"key": "R1"}, {"key": "R2"}

    assert [each.path for each in differences({"r": [one, other]}, {"r": [other, one]})] == ["r"]
    assert [each.path for each in differences([1, 2], [2, 1, 3])] == ["[0]", "[1]", "[2]"]


def test_a_long_text_is_shown_where_it_differs() -> None:
    text = "x" * 5000

    (found,) = differences({"t": f"{text}a{text}"}, {"t": f"{text}b{text}"})

    assert "a" in found.published
    assert "b" in found.given
    assert len(found.published) < 400


def test_no_copy_has_more_differences_than_anybody_reads() -> None:
    assert len(differences({}, {str(number): 1 for number in range(1000)})) == MOST


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["key", "topic", "a", "b"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(JSONS, JSONS)
def test_there_are_differences_exactly_where_the_json_is_another_one(one: Any, other: Any) -> None:
    is_same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)

    assert (not differences(one, other)) is is_same


FACTS = st.builds(
    Facts,
    published_on=st.just(DAY),
    valid_until=st.integers(1, 60).map(lambda days: DAY + timedelta(days=days)),
    happened=st.lists(
        st.builds(
            Happened,
            on=st.integers(0, 60).map(lambda days: DAY + timedelta(days=days)),
            event=st.sampled_from(Event),
            reason=st.sampled_from(["", "why"]),
        ),
        max_size=4,
    ).map(lambda rows: sorted(rows, key=lambda each: each.on)),
    promises=st.lists(
        st.builds(
            Promise,
            due=st.integers(-10, 60).map(lambda days: DAY + timedelta(days=days)),
            kept=st.booleans(),
            kept_on=st.none() | st.integers(-10, 60).map(lambda days: DAY + timedelta(days=days)),
        ),
        max_size=3,
    ),
    grace_days=st.integers(1, 20),
)


@given(FACTS, st.integers(0, 90))
def test_periods_always_follow_one_another_and_say_the_status_of_each_day(
    facts: Facts, days: int
) -> None:
    today = DAY + timedelta(days=days)

    found = periods(facts, on=today)

    assert found[0].starts == DAY
    assert found[-1].until is None
    for before, after in pairwise(found):
        assert before.until == after.starts - timedelta(days=1)
        assert (before.status, before.why, before.reason) != (
            after.status, after.why, after.reason
        )  # fmt: skip
    for each in found:
        last = each.until or today
        for day in {each.starts, last, each.starts + (last - each.starts) / 2}:
            assert status_on(facts, day) is each.status


def _facts(*happened: tuple[int, Event, str], **words: Any) -> Facts:
    values: dict[str, Any] = {
        "published_on": DAY, "valid_until": DAY + timedelta(days=100), "promises": [],
        "grace_days": 10,
    }  # fmt: skip
    rows = [Happened(on=DAY + timedelta(days=d), event=e, reason=r) for d, e, r in happened]
    return Facts(happened=rows, **{**values, **words})


def _told(facts: Facts, *, after: int) -> list[tuple[int, Status, Why, str]]:
    found = periods(facts, on=DAY + timedelta(days=after))
    return [((each.starts - DAY).days, each.status, each.why, each.reason) for each in found]


def test_a_withdrawal_ends_a_review_and_says_why() -> None:
    facts = _facts((5, Event.UNDER_REVIEW, "a leak"), (9, Event.WITHDRAWN, "it leaked"))

    assert _told(facts, after=20) == [
        (0, Status.CURRENT, Why.NOTHING_OPEN, ""),
        (5, Status.UNDER_REVIEW, Why.REVIEW_OPENED, "a leak"),
        (9, Status.WITHDRAWN, Why.WITHDRAWN, "it leaked"),
    ]


def test_a_promise_that_was_kept_late_asked_for_attention_until_then() -> None:
    due = DAY + timedelta(days=10)
    kept = Promise(due=due, kept=True, kept_on=due + timedelta(days=15))

    assert _told(_facts(promises=[kept]), after=200) == [
        (0, Status.CURRENT, Why.NOTHING_OPEN, ""),
        (11, Status.ATTENTION, Why.PROMISE_OVERDUE, ""),
        (21, Status.UNDER_REVIEW, Why.PROMISE_LONG_OVERDUE, ""),
        (25, Status.CURRENT, Why.NOTHING_OPEN, ""),
        (101, Status.EXPIRED, Why.PASSED_ITS_END, ""),
    ]


def test_attention_has_the_reason_of_who_asked_for_it() -> None:
    facts = _facts(
        (3, Event.AGREEMENT_ENDS, "2026-04-01"), (4, Event.ATTENTION, "look"),
        (6, Event.ATTENTION_CLOSED, "fine"), (8, Event.SUPERSEDED, "2"),
    )  # fmt: skip

    assert _told(facts, after=9) == [
        (0, Status.CURRENT, Why.NOTHING_OPEN, ""),
        (3, Status.ATTENTION, Why.AGREEMENT_ENDS, "2026-04-01"),
        (4, Status.ATTENTION, Why.ATTENTION_ASKED, "look"),
        (6, Status.ATTENTION, Why.AGREEMENT_ENDS, "2026-04-01"),
        (8, Status.SUPERSEDED, Why.SUPERSEDED, "2"),
    ]


def test_a_correction_has_words_in_both_languages_and_stands_there_once() -> None:
    text = {"nl": "Lees 21.", "en": "Read 21."}

    require_new(text, before=[{"nl": "Lees 21.", "en": "Read 12."}])
    with pytest.raises(ErratumRepeated):
        require_new(text, before=[text])
    for half in ("nl", "en"):
        with pytest.raises(ErratumTextMissing):
            require_new({**text, half: " "}, before=[])
