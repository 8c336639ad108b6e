"""Verdicts and lawfulness findings (method.md 3.5 and 3.6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from dpia_workbench.risk.rules import RuleViolation


class Verdict(StrEnum):
    """The answer to "may we use this?"."""

    GREEN = "GREEN"
    GREEN_WITH_MEASURES = "GREEN_WITH_MEASURES"
    AMBER = "AMBER"
    RED = "RED"
    GREY = "GREY"


# From good to bad. GREY is no verdict: it is worse than any that lets a school go on.
ORDER = (
    Verdict.GREEN, Verdict.GREEN_WITH_MEASURES, Verdict.AMBER, Verdict.GREY, Verdict.RED
)  # fmt: skip


class Topic(StrEnum):
    """What lawfulness is tested on; each must be assessed before publication."""

    LEGAL_BASIS = "legal_basis"
    SPECIAL_DATA = "special_data"
    ROLES = "roles"
    PURPOSE_LIMITATION = "purpose_limitation"
    TRANSFERS = "transfers"
    PROCESSOR_CONTRACT = "processor_contract"
    SUB_PROCESSORS = "sub_processors"
    RIGHTS = "rights"
    NECESSITY = "necessity"
    PROPORTIONALITY = "proportionality"
    RETENTION = "retention"


class Result(StrEnum):
    """The result of a lawfulness finding."""

    COMPLIANT = "compliant"
    REMEDIABLE = "remediable"
    NON_COMPLIANT = "non_compliant"
    NOT_ASSESSED = "not_assessed"


# What was not assessed may be unlawful.
BADNESS = {
    Result.COMPLIANT: 0, Result.REMEDIABLE: 1, Result.NOT_ASSESSED: 2, Result.NON_COMPLIANT: 3
}  # fmt: skip


class VerdictTooGood(RuleViolation):
    """A publisher may only publish a worse verdict than computed (invariant 9)."""

    code = "verdict.better-than-computed"


class ReasonMissing(RuleViolation):
    """A worse verdict needs a reason (invariant 9)."""

    code = "verdict.reason-missing"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class LegalFinding:
    """What was found on one topic of lawfulness (method.md 3.5)."""

    topic: str
    result: Result


def product_verdict(cells: Iterable[Verdict]) -> Verdict:
    """Return the worst of the cells; GREY if there are none."""
    return max(cells, key=ORDER.index, default=Verdict.GREY)


def published_verdict(computed: Verdict, *, chosen: Verdict, reason: str) -> Verdict:
    """Return the verdict to publish. Raises VerdictTooGood or ReasonMissing."""
    if ORDER.index(chosen) < ORDER.index(computed):
        raise VerdictTooGood(computed=computed, chosen=chosen)
    if chosen is not computed and not reason.strip():
        raise ReasonMissing(computed=computed, chosen=chosen)
    return chosen
