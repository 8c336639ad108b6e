"""What readers send is filled in by hand, is about something there is, and is settled once."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.plumbing import stamps
from dpia_workbench.risk import remark
from dpia_workbench.risk.remark import Outcome

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
SECRET = "a secret that is only for tests"  # it guards nothing


@given(st.timedeltas(min_value=timedelta(days=-3), max_value=timedelta(days=3)))
def test_a_form_is_taken_only_if_it_stood_open_as_long_as_people_need(age: timedelta) -> None:
    try:
        remark.require_filled_by_hand(NOW - age, now=NOW)
    except remark.SentTooFast:
        assert timedelta() <= age < remark.QUICKEST
    except remark.FormTooOld:
        assert age > remark.LONGEST_OPEN or age < timedelta()
    else:
        assert remark.QUICKEST <= age <= remark.LONGEST_OPEN


def test_a_place_is_one_of_the_verdict_or_all_of_it() -> None:
    remark.require_place("", known=())
    remark.require_place("R1", known=["R1"])
    with pytest.raises(remark.PlaceUnknown):
        remark.require_place("R2", known=["R1"])


@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_remark_is_settled_once_and_with_words(outcome: Outcome) -> None:
    remark.require_settleable(None, words="U hebt gelijk.")
    with pytest.raises(remark.AlreadySettled):
        remark.require_settleable(outcome, words="Nog iets.")
    with pytest.raises(remark.WordsMissing):
        remark.require_settleable(None, words=" \n")


def test_a_stamp_is_good_for_the_form_it_was_made_for_and_says_when() -> None:
    signed = stamps.stamp("leerplein/1", secret_key=SECRET, now=NOW)
    known = stamps.read(signed, about="leerplein/1", secret_key=SECRET)

    assert known is not None
    assert known.given_out == NOW
    assert stamps.read(signed, about="portfolio/1", secret_key=SECRET) is None
    assert stamps.read(signed, about="leerplein/1", secret_key="another") is None


@given(st.text())
def test_what_we_did_not_sign_is_no_stamp(text: str) -> None:
    assert stamps.read(text, about="leerplein/1", secret_key=SECRET) is None
