"""The agreement of the demonstration on a product: its terms, files, checklist and clauses."""

from typing import Any

from marshmallow import fields

from dpia_workbench.risk.agreement import (
    AgreementType,
    AnnexKind,
    Coverage,
    Duty,
    Grade,
    Regime,
)
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.schemas.base import StrictSchema, Text, Whole
from dpia_workbench.schemas.catalogue_fields import Both, Code, Listing, Part
from dpia_workbench.schemas.demonstration_talk import FileSchema

_LONG, _DAYS = 20_000, 3_650
TEXTS = (
    "document_version", "mandate", "renewal", "governing_law", "purposes_allowed",
    "purposes_prohibited", "retention", "locations", "transfer", "audit_scope", "audit_cost",
    "audit_report", "liability", "deviations",
)  # fmt: skip
COUNTS = (
    "notice_days", "end_days", "audit_notice_days", "breach_hours", "subprocessor_notice_days",
    "subprocessor_objection_days",
)  # fmt: skip


class AnnexSchema(StrictSchema):
    """A small file of text."""

    kind = Code(*AnnexKind)
    title = Text()
    file = Part(FileSchema)


class SignatorySchema(StrictSchema):
    """Who signed: for the cooperative first, then for the vendor."""

    name = Text()
    function = Text()


class DutySchema(StrictSchema):
    """What it says about a demand of art. 28(3)."""

    duty = Code(*Duty)
    grade = Code(*Grade)
    clause = Text(blank=True)
    note = Text(blank=True, longest=_LONG)


class SubprocessorSchema(StrictSchema):
    """A sub-processor, counted in days before the agreement was signed."""

    name = Text()
    legal_entity = Text(blank=True)
    country = Text()
    service = Text()
    data_categories = Text(blank=True, longest=_LONG)
    mechanism = Text(blank=True)
    since = Whole(least=0, most=_DAYS, required=True)
    lasted = Whole(least=1, most=_DAYS)


class ClauseSchema(StrictSchema):
    """A clause, and the numbers of the measures that rest on it."""

    reference = Text()
    summary = Both()
    measures = fields.List(Whole(least=1, most=99), load_default=list)


class _Agreement(StrictSchema):
    kind = Code(*AgreementType)
    title = Both()
    summary = Both()
    coverage = Code(*Coverage)
    confidentiality = Code(*Confidentiality)
    subprocessor_regime = Code(*Regime)
    ends_in = Whole(least=1, most=_DAYS)  # days after the one on which it is brought in
    signatories = Listing(Part(SignatorySchema))
    boards = fields.List(Text(), load_default=list)
    annexes = Listing(Part(AnnexSchema))
    duties = Listing(Part(DutySchema))
    subprocessors = fields.List(Part(SubprocessorSchema), load_default=list)
    clauses = Listing(Part(ClauseSchema))


def _terms() -> dict[str, fields.Field[Any]]:
    texts: dict[str, fields.Field[Any]] = {name: Text(blank=True, longest=_LONG) for name in TEXTS}
    counts = {name: Whole(least=0, most=_DAYS, load_default=None) for name in COUNTS}
    return {**texts, **counts}


AgreementSchema: type[StrictSchema] = type(
    "AgreementSchema", (_Agreement,), {"__doc__": _Agreement.__doc__, **_terms()}
)
