"""Until which day a release can hold: no verdict outlives what it rests on."""

from datetime import date, timedelta

from dpia_workbench.risk.calendar import add_months
from dpia_workbench.risk.measures import Owner, contract_lack, vendor_lack
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store.models import Revision
from dpia_workbench.usecases.levels import assessment_of, method_of


class ValidityNotAhead(RuleViolation):
    """A release holds until a day that lies ahead, within the review period."""

    code = "release.validity-not-ahead"


def longest_validity(revision: Revision, *, today: date) -> date:
    """Return the last day for which a release can be valid.

    It is the end of the review period, or the day before the first check or agreement that
    counts comes to an end: a verdict does not outlive what it rests on (invariants 6 and 21).
    """
    ends = [add_months(today, months=method_of(revision).periods.review_months)]
    for measure in assessment_of(revision).measures:
        counts = (
            contract_lack(measure, on=today, party=None)
            if measure.owner is Owner.CONTRACTUAL
            else vendor_lack(measure, on=today)
        ) is None
        end = measure.verification_expires_on or measure.in_force_until
        if counts and end is not None:
            ends.append(end - timedelta(days=1))
    return min(ends)


def require_valid(until: date, *, longest: date, today: date) -> None:
    """Refuse a last day that is not ahead, or too far. Raises ValidityNotAhead."""
    if not today < until <= longest:
        raise ValidityNotAhead(valid_until=until, today=today, longest=longest)
