"""What a board says of its own use and circumstances, and what follows (method.md 4.2, points 2-5).

What is not known counts as the worst (invariant 12); what no scope cell holds is never covered
(invariant 20).
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.risk.adoption_step import AgreementForm
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.statements import Article6
from dpia_workbench.risk.vocabulary import Tag


class Said(StrEnum):
    """What a board answers to a question about its circumstances."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Standing(StrEnum):
    """How far a step of an adoption is."""

    DONE = "done"
    OPEN = "open"
    WAITS = "waits"


class NothingFits(RuleViolation):
    """A board adopts only what at least one examined edition, group and use fits."""

    code = "adoption.nothing-fits"


class NotInRelease(RuleViolation):
    """What is ticked is something that the release names."""

    code = "adoption.not-in-release"


class SupplementMissing(RuleViolation):
    """What no scope cell covers needs an assessment of the board's own (invariant 20)."""

    code = "adoption.supplement-missing"


class DetailMissing(RuleViolation):
    """A step says all that the law asks of it."""

    code = "adoption.step-detail-missing"


class DataMissing(RuleViolation):
    """What a board does with a product, it does with some data."""

    code = "adoption.data-missing"


class ConsentUnexplained(RuleViolation):
    """Consent is free, and that of pupils under 16 is given by their parents (art. 7 and 8)."""

    code = "adoption.consent-unexplained"


class OperationsOpen(RuleViolation):
    """Every operation of the release is answered, and the board does at least one."""

    code = "adoption.operations-open"


class LackUnexplained(RuleViolation):
    """A board without a processor agreement says why (GDPR art. 28(3))."""

    code = "adoption.lack-unexplained"


ALWAYS_ASKED = (
    Tag.UNDER_13, Tag.UNDER_16, Tag.SPECIAL_EDUCATION, Tag.SPECIAL_CARE_RECORDS
)  # fmt: skip


def asked(named: Iterable[str]) -> tuple[str, ...]:
    """Return the circumstances to ask about: those that a release names, and some always."""
    wanted = {str(tag) for tag in ALWAYS_ASKED} | set(named)
    known = [str(tag) for tag in Tag if tag in wanted]
    return (*known, *sorted(wanted - set(known)))


def tags_of(answers: Mapping[str, Said]) -> list[str]:
    """Return the circumstances that hold: what is not known counts as the worst."""
    return sorted(tag for tag, said in answers.items() if said is not Said.NO)


def unanswered(answers: Mapping[str, Said], *, wanted: Iterable[str]) -> list[str]:
    """Return the circumstances that were asked about and not answered."""
    return [tag for tag in wanted if tag not in answers]


def unassessed(uses: Iterable[Mapping[str, Any]]) -> list[int]:
    """Return the places of the uncovered uses that have no assessment of the board's own yet."""
    return [place for place, use in enumerate(uses) if not use["supplement"].strip()]


_NEEDED = ("purpose", "legal_basis", "retention", "access")


def operation_lacks(values: Mapping[str, Any]) -> list[RuleViolation]:
    """Return what an operation that a board does must still say."""
    found: list[RuleViolation] = [DetailMissing(field=name) for name in _NEEDED if not values[name]]
    if not values["data_items"] and not values["other_data"]:
        found.append(DataMissing(field="other_data"))
    if values["legal_basis"] is Article6.CONSENT:
        names = ("basis_reason", "parental_consent")
        found += [ConsentUnexplained(field=name) for name in names if not values[name]]
    return found


def agreement_lacks(values: Mapping[str, Any]) -> list[RuleViolation]:
    """Return what a board must still say of its processor agreement."""
    if values["form"] is AgreementForm.NONE:
        return [] if values["explanation"] else [LackUnexplained(field="explanation")]
    return [DetailMissing(field=name) for name in ("title", "signed_on") if not values[name]]


def first_of(found: Iterable[RuleViolation]) -> None:
    """Refuse what lacks anything. Raises the first of what was found."""
    for each in found:
        raise each
