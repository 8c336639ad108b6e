"""How each rule about incidents is broken, and what is said then."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from dpia_workbench.risk import incident
from dpia_workbench.risk.incident import Origin, State

_TODAY = date(2026, 11, 28)
_TOMORROW = _TODAY + timedelta(days=1)

BROKEN: Mapping[str, tuple[Callable[[], object], str]] = {
    "incident.move-refused": (
        lambda: incident.require_state(State.CLOSED, wanted=State.OPEN), "Over"
    ),
    "incident.since-ahead": (
        lambda: incident.require_since(_TOMORROW, today=_TODAY), "29 November 2026"
    ),
    "incident.language-missing": (
        lambda: incident.require_both([("title", "Lek", " ")]), "both"
    ),
    "incident.words-missing": (
        lambda: incident.require_done(" ", on=_TODAY, today=_TODAY), "words"
    ),
    "incident.deed-ahead": (
        lambda: incident.require_done("x", on=_TOMORROW, today=_TODAY), "29 November 2026"
    ),
    "incident.already-checked": (
        lambda: incident.require_unchecked(origin=Origin.VENDOR, is_checked=True), "already"
    ),
}  # fmt: skip
RAISED_ABOVE = {"incident.already-reported", "release.incident-open"}
