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


def require_operation(values: Mapping[str, Any]) -> None:
    """Refuse an operation that a board does without its grounds.

    Raises DetailMissing, DataMissing or ConsentUnexplained.
    """
    for name in _empty(values, _NEEDED):
        raise DetailMissing(field=name)
    if _names_no_data(values):
        raise DataMissing(field="other_data")
    for name in _unexplained(values):
        raise ConsentUnexplained(field=name)


def operation_lacks(values: Mapping[str, Any]) -> list[RuleViolation]:
    """Return all that an operation that a board does must still say."""
    found: list[RuleViolation] = [DetailMissing(field=name) for name in _empty(values, _NEEDED)]
    if _names_no_data(values):
        found.append(DataMissing(field="other_data"))
    return [*found, *(ConsentUnexplained(field=name) for name in _unexplained(values))]


def _empty(values: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    return [name for name in names if not values[name]]


def _names_no_data(values: Mapping[str, Any]) -> bool:
    return not values["data_items"] and not values["other_data"]


def _unexplained(values: Mapping[str, Any]) -> list[str]:
    if values["legal_basis"] is not Article6.CONSENT:
        return []
    return _empty(values, ("basis_reason", "parental_consent"))


def require_agreement(values: Mapping[str, Any]) -> None:
    """Refuse an agreement without name and day, or none without a reason.

    Raises DetailMissing or LackUnexplained.
    """
    if values["form"] is AgreementForm.NONE and not values["explanation"]:
        raise LackUnexplained(field="explanation")
    for name in _undated(values):
        raise DetailMissing(field=name)


def agreement_lacks(values: Mapping[str, Any]) -> list[RuleViolation]:
    """Return all that a board must still say of its processor agreement."""
    if values["form"] is AgreementForm.NONE:
        return [] if values["explanation"] else [LackUnexplained(field="explanation")]
    return [DetailMissing(field=name) for name in _undated(values)]


def _undated(values: Mapping[str, Any]) -> list[str]:
    has_none = values["form"] is AgreementForm.NONE
    return [] if has_none else _empty(values, ("title", "signed_on"))
