"""The days on which something in a dossier comes to an end; derived, never stored (invariant 21).

Each is the last day on which it still holds: of a promise the promised day, of what ends before a
day the day before that one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dpia_workbench.risk import remediation
from dpia_workbench.risk.measures import Measure, Owner, contract_lack, vendor_lack


class DeadlineKind(StrEnum):
    """What comes to an end."""

    PROMISE = "promise"
    CHECK_ENDS = "check_ends"
    AGREEMENT_ENDS = "agreement_ends"
    RELEASE_ENDS = "release_ends"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day, what ends on it, and the human key of what it is about; none for the release."""

    on: date
    kind: DeadlineKind
    key: str = ""
    is_late: bool = False


def deadlines(
    measures: Iterable[Measure], *, valid_until: date | None, on: date
) -> tuple[Deadline, ...]:
    """Return what is still to come, and the promises that passed their day; the earliest first.

    `valid_until` is the last day of a release that is in use. What ended before is no deadline any
    more: it no longer counts, and the levels say so.
    """
    found = [each for measure in measures for each in _of_measure(measure, on=on)]
    if valid_until is not None and valid_until >= on:
        found.append(Deadline(on=valid_until, kind=DeadlineKind.RELEASE_ENDS))
    return tuple(sorted(found, key=lambda each: (each.on, each.kind, each.key)))


def _of_measure(measure: Measure, *, on: date) -> Iterator[Deadline]:
    state, due = measure.state, measure.due
    if measure.owner is Owner.CONTRACTUAL:
        ends, lack = measure.in_force_until, contract_lack(measure, on=on, party=None)
        kind = DeadlineKind.AGREEMENT_ENDS
    else:
        ends, lack = measure.verification_expires_on, vendor_lack(measure, on=on)
        kind = DeadlineKind.CHECK_ENDS
    if state is remediation.State.COMMITTED and due is not None:
        late = remediation.is_overdue(state, due=due, on=on)
        yield Deadline(on=due, kind=DeadlineKind.PROMISE, key=measure.id, is_late=late)
    elif lack is None and ends is not None:
        yield Deadline(on=ends - timedelta(days=1), kind=kind, key=measure.id)
