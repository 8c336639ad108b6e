"""Measures, and whether one is effective on a day (method.md 3.3).

What is asked, promised, delivered but unchecked, overdue, expired, declined or meant for another
edition counts for nothing (invariants 5 and 6).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dpia_workbench.risk import remediation


class Owner(StrEnum):
    """Who has to act for a measure to work."""

    VENDOR = "vendor"
    CONTRACTUAL = "contractual"
    SCHOOL_MANDATORY = "school_mandatory"
    SCHOOL_OPTIONAL = "school_optional"


SCHOOL_OWNERS = frozenset({Owner.SCHOOL_MANDATORY, Owner.SCHOOL_OPTIONAL})


class LocalState(StrEnum):
    """How far a school is with a measure."""

    TODO = "todo"
    PLANNED = "planned"
    IMPLEMENTED = "implemented"
    CHECKED = "checked"
    NOT_APPLICABLE = "not_applicable"


APPLIED = frozenset({LocalState.IMPLEMENTED, LocalState.CHECKED})


class Missing(StrEnum):
    """The first reason why a measure does not count on a day."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    PROMISED = "promised"
    OVERDUE = "overdue"
    UNVERIFIED = "unverified"
    PARTIAL = "partial"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    NO_EVIDENCE = "no_evidence"
    NOT_INDEPENDENT = "not_independent"
    NOT_YET = "not_yet"
    VERIFICATION_EXPIRED = "verification_expired"
    NOT_IN_FORCE = "not_in_force"
    NOT_OPEN = "not_open"
    NOT_PARTY = "not_party"
    SCHOOL_NOT_DONE = "school_not_done"
    SCHOOL_REVIEW_DUE = "school_review_due"
    OTHER_EDITION = "other_edition"
    BEYOND_STAGE = "beyond_stage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """The facts of one measure; which of them matter depends on its owner."""

    id: str
    owner: Owner
    editions: frozenset[str] = frozenset()  # empty: all editions
    state: remediation.State | None = None
    due: date | None = None
    evidence: bool = False
    independent: bool = False  # verifier is neither the vendor nor the author of a claim on it
    verified_on: date | None = None
    verification_expires_on: date | None = None  # exclusive; None: no end
    in_force_from: date | None = None
    in_force_until: date | None = None  # exclusive; None: no end
    open_to_sector: bool = False

    @property
    def is_of_school(self) -> bool:
        """Return whether schools have to act for it."""
        return self.owner in SCHOOL_OWNERS


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalMeasure:
    """What one school recorded about a measure of its own."""

    state: LocalState = LocalState.TODO
    since: date | None = None
    review_due: date | None = None  # exclusive; None: no end
    evidence: bool = False


_INERT = {
    remediation.State.DRAFT: Missing.NOT_ASKED,
    remediation.State.REQUESTED: Missing.ASKED,
    remediation.State.ACKNOWLEDGED: Missing.ASKED,
    remediation.State.DELIVERED: Missing.UNVERIFIED,
    remediation.State.VERIFIED_PARTIAL: Missing.PARTIAL,
    remediation.State.DECLINED: Missing.DECLINED,
    remediation.State.WITHDRAWN: Missing.WITHDRAWN,
}


def vendor_lack(measure: Measure, *, on: date) -> Missing | None:
    """Return why a vendor's measure does not count on a day, or None if it does."""
    if measure.state is None:
        return Missing.NOT_ASKED
    if measure.state is remediation.State.COMMITTED and measure.due is None:
        return Missing.ASKED  # a promise without a day is no promise
    if measure.state is remediation.State.COMMITTED:
        late = remediation.is_overdue(measure.state, due=measure.due, on=on)
        return Missing.OVERDUE if late else Missing.PROMISED
    return _INERT.get(measure.state) or _verification_lack(measure, on=on)


def _verification_lack(measure: Measure, *, on: date) -> Missing | None:
    if not measure.evidence:
        return Missing.NO_EVIDENCE
    if not measure.independent:
        return Missing.NOT_INDEPENDENT
    if measure.verified_on is None or on < measure.verified_on:
        return Missing.NOT_YET
    expires = measure.verification_expires_on
    return Missing.VERIFICATION_EXPIRED if expires is not None and on >= expires else None


def contract_lack(measure: Measure, *, on: date, party: bool | None) -> Missing | None:
    """Return why an agreement does not count on a day, or None if it does.

    `party` is None for the sector as a whole; for one school it says whether that school is party
    to the agreement or joined it (invariant 23). Both need an agreement that is open to schools:
    otherwise one school could end below the best case of all (invariant 8).
    """
    starts, ends = measure.in_force_from, measure.in_force_until
    if starts is None or on < starts or (ends is not None and on >= ends):
        return Missing.NOT_IN_FORCE
    if not measure.open_to_sector:
        return Missing.NOT_OPEN
    return Missing.NOT_PARTY if party is False else None


def local_lack(local: LocalMeasure | None, *, on: date) -> Missing | None:
    """Return why a school's own measure does not count on a day, or None if it does."""
    if local is None or local.state not in APPLIED:
        return Missing.SCHOOL_NOT_DONE
    if not local.evidence:
        return Missing.NO_EVIDENCE
    if local.since is None or on < local.since:
        return Missing.NOT_YET
    if local.review_due is not None and on >= local.review_due:
        return Missing.SCHOOL_REVIEW_DUE
    return None


def is_projected(measure: Measure, *, on: date) -> bool:
    """Return whether an open promise is still expected: it may be shown, it never counts."""
    return vendor_lack(measure, on=on) in (Missing.PROMISED, Missing.UNVERIFIED)
