"""How each rule about later rounds and follow-ups is broken, and what is said then."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from dpia_workbench.risk import follow_up, readoption
from dpia_workbench.risk.adoption import State
from dpia_workbench.risk.follow_up import Followed, Said, Stand
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.readoption import LookAgain

TODAY = date(2026, 11, 23)
LATER, BEFORE = TODAY + timedelta(days=30), TODAY - timedelta(days=40)
_PLANNED = Stand(state=LocalState.PLANNED, due=TODAY)


def _again(before: State = State.ACTIVE, asked: LookAgain | None = None) -> None:
    readoption.why_again(before, same_text=True, in_use=True, asked=asked, words="")


def _follow(kind: Followed, stand: Stand = _PLANNED, **said: Any) -> None:
    follow_up.followed(
        stand, Said(kind=kind, evidence="Gezien.", **said), by_other=False, months=12,
        not_before=TODAY, today=TODAY,
    )  # fmt: skip


BROKEN: Mapping[str, tuple[Callable[[], object], str]] = {
    "adoption.already-adopted": (_again, "already adopts"),
    "adoption.reason-unexplained": (lambda: _again(asked=LookAgain.OTHER), "looks again"),
    "followup.refused": (lambda: _follow(Followed.STILL_WORKS), "Planned"),
    "followup.day-ahead": (lambda: _follow(Followed.DONE, on=LATER), "23 November 2026"),
    "followup.too-early": (lambda: _follow(Followed.DONE, on=BEFORE), "23 November 2026"),
    "followup.plan-unexplained": (lambda: _follow(Followed.MOVED, due=LATER), "why it moves"),
}
# These are raised by a use case, with nothing to fill in.
RAISED_ABOVE = {"adoption.nothing-to-confirm", "followup.not-in-use"}
