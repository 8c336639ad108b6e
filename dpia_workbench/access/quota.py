"""How much somebody may ask in a while: a bucket that empties with use and fills up evenly.

It is the generic cell rate algorithm: all that is kept of somebody is one moment, at which the
bucket will be full again.
"""

import re
from dataclasses import dataclass
from math import ceil, floor

from dpia_workbench.risk.rules import RuleViolation

_SHAPE = re.compile(r"(\d{1,9})/(\d{1,6})")


class QuotaWrong(ValueError):
    """A quota that cannot be read."""


class TooManyRequests(RuleViolation):
    """Who asked too much in a while waits for `seconds`."""

    code = "request.too-many"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """So many requests in so many seconds; none at all means that nothing is limited."""

    requests: int
    seconds: int

    @classmethod
    def of(cls, text: str) -> "Quota":
        """Read `600/60`, or `off`. Raises QuotaWrong."""
        if text == "off":
            return cls(requests=0, seconds=1)
        found = _SHAPE.fullmatch(text)
        if found is None or not int(found[1]) or not int(found[2]):
            raise QuotaWrong(text)
        return cls(requests=int(found[1]), seconds=int(found[2]))

    @property
    def is_off(self) -> bool:
        """Return whether nothing is limited."""
        return self.requests == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What is left after a request, or why there is none.

    `full_at` is what to keep: when the bucket is full again. `reset` is that in seconds from now;
    `wait` is 0 if the request may go on, else the seconds after which the next one may.
    """

    full_at: float
    remaining: int
    reset: int
    wait: int


def spend(quota: Quota, *, full_at: float, now: float) -> Spent:
    """Take one request from a bucket that is full again at a moment.

    What was kept cannot lie further ahead than an empty bucket: nobody is shut out for longer,
    whatever happened to the clock or to what was kept.
    """
    step = quota.seconds / quota.requests
    most = quota.seconds + step / 2  # half a request to spare, as moments are floats
    kept = min(max(full_at, now), now + most)
    then = kept + step
    if then - now > most:
        wait = max(1, ceil(then - now - most))
        return Spent(full_at=kept, remaining=0, reset=quota.seconds, wait=wait)
    left = floor((most - (then - now)) / step)
    return Spent(full_at=then, remaining=left, reset=min(ceil(then - now), quota.seconds), wait=0)
