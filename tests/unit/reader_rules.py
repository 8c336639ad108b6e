"""How each rule about remarks of readers is broken, and what is said then."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from dpia_workbench.risk import remark

_NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
_LATER = _NOW + remark.LONGEST_OPEN + timedelta(hours=1)

BROKEN: Mapping[str, tuple[Callable[[], object], str]] = {
    "remark.sent-too-fast": (
        lambda: remark.require_filled_by_hand(_NOW, now=_NOW), "very quick"
    ),
    "remark.form-too-old": (
        lambda: remark.require_filled_by_hand(_NOW, now=_LATER), "too long"
    ),
    "remark.place-unknown": (lambda: remark.require_place("R9", known=()), "R9"),
    "remark.already-settled": (
        lambda: remark.require_settleable(remark.Outcome.ANSWERED, words="Ja"), "already"
    ),
    "remark.words-missing": (lambda: remark.require_settleable(None, words=""), "words"),
}  # fmt: skip
