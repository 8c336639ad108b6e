"""Google Workspace for Education, 2021 to 2024: what holds on each day is what the method says.

The story, with its sources, is in `tools/replay_story.py`; here is what must hold after each part.
"""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.risk.deadlines import Escalation
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.scale import Level
from dpia_workbench.risk.score import Stage
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.usecases import levels
from dpia_workbench.usecases.standing import Standing, standings
from tests import make
from tools import replay_picture
from tools import replay_story as replay
from tools.replay import PICTURE
from tools.replay_story import ROLE, TRANSFERS, Story

HIGH, MEDIUM, LOW = Level.HIGH, Level.MEDIUM, Level.LOW


def _standing(story: Story, name: str, day: date) -> Standing:
    row = story.asked[name]
    return standings(story.session, [row], on=day)[row.id]


def _agreed(story: Story) -> None:
    """The agreement counts from its day; what is promised beside it does not."""
    assert story.on(date(2021, 7, 7))[1][0] is HIGH
    attainable = levels.outcome(story.dossier.revision, on=replay.AGREED)
    assert attainable.worst(ROLE, stage=Stage.ATTAINABLE) is MEDIUM  # severe, however unlikely


def _chrome_late(story: Story) -> None:
    """The processor version of Chrome is late by a school year; each step has its day."""
    for day, level in (
        (replay.CHROME_FIRST, Escalation.NONE), (date(2022, 8, 1), Escalation.REMINDER),
        (date(2022, 8, 31), Escalation.LEADS), (date(2022, 10, 30), Escalation.CONSEQUENCE),
    ):  # fmt: skip
        assert _standing(story, "chrome", day).escalation is level


def _chrome_moved(story: Story) -> None:
    chrome = story.asked["chrome"]
    assert _standing(story, "chrome", replay.CHROME_MOVED).days_overdue == 0
    assert [each.due for each in chrome.due_dates] == [replay.CHROME_FIRST, replay.CHROME_THEN]


def _not_enough(story: Story) -> None:
    """Delivered in time, and in February 2023 found not to be enough."""
    telemetry = story.asked["telemetry"]
    assert (telemetry.state, telemetry.due) == (State.COMMITTED, replay.SECOND_DAY)
    assert _standing(story, "telemetry", date(2023, 6, 10)).days_overdue == 1  # had it not come


def _checked(story: Story) -> None:
    """Delivered on the new day, checked the same month; the transfers are left."""
    days = [each.due for each in story.asked["telemetry"].due_dates]
    assert days == [replay.FIRST_DAY, replay.SECOND_DAY]


def _checked_again(story: Story) -> None:
    """The DTIA and the second report; the check of 2023 is renewed before it ends."""
    found = levels.outcome(story.dossier.revision, on=replay.SECOND_CHECK)
    assert found.worst(TRANSFERS, stage=Stage.ATTAINABLE) is LOW


def _checks_end(story: Story) -> None:
    """Nobody looked again: a year later nothing that was checked counts any more."""
    assert _standing(story, "telemetry", replay.CHECKS_END).is_verification_expired


_MORE: dict[str, Callable[[Story], None]] = {
    "agreed": _agreed, "chrome late": _chrome_late, "chrome moved": _chrome_moved,
    "not enough": _not_enough, "checked": _checked, "checked again": _checked_again,
    "checks end": _checks_end,
}  # fmt: skip
_EXPECTED = {
    "published": (Verdict.RED, (HIGH, HIGH, HIGH)),
    "agreed": (Verdict.RED, (HIGH, HIGH, HIGH)),  # likelihood 2, severity 3
    "chrome late": (Verdict.RED, (HIGH, HIGH, HIGH)),
    "chrome moved": (Verdict.RED, (HIGH, HIGH, HIGH)),
    "delivered": (Verdict.RED, (HIGH, HIGH, HIGH)),
    "not enough": (Verdict.RED, (HIGH, HIGH, HIGH)),
    "delivered again": (Verdict.RED, (HIGH, HIGH, HIGH)),
    "checked": (Verdict.AMBER, (HIGH, MEDIUM, MEDIUM)),
    "transfers delivered": (Verdict.AMBER, (HIGH, MEDIUM, MEDIUM)),
    "checked again": (Verdict.AMBER, (HIGH, MEDIUM, MEDIUM)),
    "checks end": (Verdict.RED, (HIGH, HIGH, HIGH)),
}


@pytest.mark.slow
def test_each_day_of_the_story_has_the_levels_and_marks_of_the_method(
    session: Session, people: make.People
) -> None:
    story, told = Story(session, people), []

    for chapter in story.chapters():
        told.append(chapter)
        assert (chapter.verdict, chapter.levels) == _EXPECTED[chapter.name], chapter.name
        _MORE.get(chapter.name, lambda _story: None)(story)

    assert [chapter.name for chapter in told] == list(_EXPECTED)
    drawn = replay_picture.drawing(told, story.lines())
    fresh = PICTURE.read_text(encoding="utf-8")
    assert drawn == fresh, "the picture is stale: run `make docs`"
