"""How each rule about what a board says of itself is broken, and what is said then."""

from collections.abc import Callable, Mapping
from typing import NoReturn

from dpia_workbench.risk import describing
from dpia_workbench.risk.adoption_step import AgreementForm
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.statements import Article6

_NOTHING = {
    "purpose": "", "legal_basis": None, "retention": "", "access": "", "data_items": [],
    "other_data": "", "basis_reason": "", "parental_consent": "",
}  # fmt: skip
_CONSENT = {
    **_NOTHING, "purpose": "x", "legal_basis": Article6.CONSENT, "retention": "x", "access": "x",
    "other_data": "x",
}  # fmt: skip


def _refuse(violation: RuleViolation) -> NoReturn:
    raise violation


def _agreement(form: AgreementForm) -> None:
    values = {"form": form, "title": "", "signed_on": None, "explanation": ""}
    describing.require_agreement(values)


BROKEN: Mapping[str, tuple[Callable[[], object], str]] = {
    "adoption.supplement-missing": (
        lambda: _refuse(describing.SupplementMissing(name="Gratis editie")), "Gratis editie",
    ),
    "adoption.step-detail-missing": (lambda: describing.require_operation(_NOTHING), "Fill in"),
    "adoption.data-missing": (
        lambda: describing.require_operation({**_CONSENT, "other_data": ""}), "Other data",
    ),
    "adoption.consent-unexplained": (lambda: describing.require_operation(_CONSENT), "free"),
    "adoption.lack-unexplained": (lambda: _agreement(AgreementForm.NONE), "no agreement"),
}  # fmt: skip
RAISED_ABOVE = {
    "adoption.nothing-fits", "adoption.not-in-release", "adoption.operations-open",
}  # fmt: skip
