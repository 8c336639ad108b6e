"""The rules of incidents that hold: what is complete and on time is let through."""

from datetime import date

import pytest

from dpia_workbench.risk import incident as rules
from dpia_workbench.risk.incident import Origin, State

TODAY = date(2026, 11, 28)


def test_what_is_complete_and_on_time_is_let_through() -> None:
    rules.require_state(State.OPEN, wanted=State.OPEN)
    rules.require_since(TODAY, today=TODAY)
    rules.require_both([("title", "Lek", "Leak")])
    rules.require_done("Gedaan", on=TODAY, today=TODAY)
    rules.require_unchecked(origin=Origin.VENDOR, is_checked=False)


def test_the_missing_half_is_named() -> None:
    with pytest.raises(rules.LanguageMissing) as refused:
        rules.require_both([("title", "Lek", "Leak"), ("to_do", "", "Stop")])

    assert refused.value.params["field"] == "to_do.nl"


def test_what_a_cooperative_reports_needs_no_check() -> None:
    with pytest.raises(rules.AlreadyChecked):
        rules.require_unchecked(origin=Origin.COOPERATIVE, is_checked=False)
