"""Where somebody is: told anew with the name that the server knows, or not at all."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Decoder, Encoder

from dpia_workbench.together import NoWhereabouts, nowhere, whereabouts

PERSON = {"name": "Anna", "colour": 3}
PLACE = {"type": None, "tname": "text", "item": {"client": 7, "clock": 2}, "assoc": 0}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
PLACES = JSON | st.dictionaries(st.sampled_from(["type", "tname", "item", "assoc"]), JSON)


def message(state: Any, *, count: int = 1, client: int = 12) -> bytes:
    """Return what a browser sends."""
    encoder = Encoder()
    for number in (count, client, 1):
        encoder.write_var_uint(number)
    encoder.write_var_string(json.dumps(state))
    return encoder.to_bytes()


def told(data: bytes) -> Any:
    """Return what is passed on."""
    client, passed = whereabouts(data, person=PERSON)
    decoder = Decoder(passed)
    assert [decoder.read_var_uint() for _ in range(3)] == [1, client, 1]
    return json.loads(decoder.read_var_string())


def test_a_name_is_that_of_who_is_signed_in() -> None:
    state = {"user": {"name": "De baas"}, "cursor": {"anchor": PLACE, "head": PLACE}, "x": 1}

    assert told(message(state)) == {"user": PERSON, "cursor": {"anchor": PLACE, "head": PLACE}}


def test_who_left_is_nowhere_until_they_say_something_newer() -> None:
    _client, passed = whereabouts(message({"cursor": None}, client=9), person=PERSON)

    decoder = Decoder(nowhere(passed))

    # The same clock: a browser believes nothing older, and this because it says "nowhere".
    assert [decoder.read_var_uint() for _ in range(3)] == [1, 9, 1]
    assert json.loads(decoder.read_var_string()) is None


@pytest.mark.parametrize("state", [None, {"cursor": None}, {"user": {}}])
def test_who_is_nowhere_or_gone_says_so(state: Any) -> None:
    assert told(message(state)) in (None, {"user": PERSON, "cursor": None})


@pytest.mark.parametrize(
    "state",
    [
        "x", [], 7, {"cursor": {}}, {"cursor": "x"}, {"cursor": {"anchor": {}, "head": {}}},
        {"cursor": {"anchor": PLACE, "head": {**PLACE, "tname": None, "item": None}}},
        {"cursor": {"anchor": PLACE, "head": {**PLACE, "item": {"client": -1, "clock": 0}}}},
        {"cursor": {"anchor": PLACE, "head": {**PLACE, "tname": "other"}}},
        {"cursor": {"anchor": PLACE, "head": {**PLACE, "assoc": "x"}}},
    ],
)  # fmt: skip
def test_a_caret_that_leads_nowhere_is_not_passed_on(state: Any) -> None:
    with pytest.raises(NoWhereabouts):
        whereabouts(message(state), person=PERSON)


def test_nobody_speaks_for_two() -> None:
    with pytest.raises(NoWhereabouts):
        whereabouts(message({"cursor": None}, count=2), person=PERSON)


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_refused_or_passed_on(data: bytes) -> None:
    with contextlib.suppress(NoWhereabouts):
        told(data)


@given(PLACES, PLACES)
def test_what_is_passed_on_always_leads_somewhere(anchor: Any, head: Any) -> None:
    with contextlib.suppress(NoWhereabouts):
        for place in told(message({"cursor": {"anchor": anchor, "head": head}}))["cursor"].values():
            assert place["tname"] == "text" or place["item"] or place["type"]
