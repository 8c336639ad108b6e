"""The shape of an invented dossier: data/demonstration/dossiers/ and drafts/."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from dpia_workbench.i18n import gettext as _
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.scale import HIGHEST, LOWEST, Axis
from dpia_workbench.risk.verdict import Result, Topic
from dpia_workbench.risk.vocabulary import MeasureKind, Origin, Sector, SubjectGroup, Tag
from dpia_workbench.schemas.base import Email, Flag, StrictSchema, Text, Whole
from dpia_workbench.schemas.catalogue import CategorySchema
from dpia_workbench.schemas.catalogue_fields import Both, Code, Key, Listing, Part, Slug
from dpia_workbench.schemas.demonstration_agreements import AgreementSchema
from dpia_workbench.schemas.demonstration_checks import FACT_CHECK, STATEMENT
from dpia_workbench.schemas.demonstration_questions import QuestionSchema
from dpia_workbench.schemas.demonstration_remarks import RemarkSchema
from dpia_workbench.schemas.demonstration_statements import (
    EntriesSchema,
    StatementsSchema,
    TextsSchema,
)
from dpia_workbench.schemas.demonstration_talk import EvidenceSchema, ThreadSchema
from dpia_workbench.usecases.organisation import slug_of

LONGEST_AGO = 190  # days; the organisations join before that
_LONG = 20_000
# How far a request to the vendor goes in the story, and what must be told for it.
LIVES: Mapping[str, tuple[str, ...]] = {
    "requested": (),
    "acknowledged": (),
    "committed": ("promise",),
    "delivered": ("promise", "delivery"),
    "verified": ("delivery", "finding"),
}


class Ago(Whole):
    """A day, as the number of days before the demonstration is brought in."""

    def __init__(self, **options: Any) -> None:
        super().__init__(least=0, most=LONGEST_AGO, **options)


class Step(Whole):
    """A step of a scale, or the word unknown."""

    def __init__(self) -> None:
        super().__init__(least=LOWEST, most=HIGHEST, required=True, allow_none=True)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if value == "unknown":
            return None
        return super()._deserialize(value, attr, data, **kwargs)


class ProductSchema(StrictSchema):
    """An invented product."""

    name = Both()
    vendor = Slug()
    category = Part(CategorySchema)
    sectors = Listing(Code(*Sector))
    editions = Listing(Both())


class DescriptionSchema(StrictSchema):
    """What a revision says as a whole."""

    summary = Both()
    scope = Both()
    sentence = Both()


class CellSchema(StrictSchema):
    """A scope cell."""

    edition = Slug()
    group = Code(*SubjectGroup)
    use = Both()
    tags = fields.List(Code(*Tag), load_default=list)
    exclusions = Both(required=False)


class FloorSchema(StrictSchema):
    """If the tag applies, the axis is at least this."""

    tag = Code(*Tag)
    axis = Code(*Axis)
    level = Whole(least=2, most=HIGHEST, required=True)


class RiskSchema(StrictSchema):
    """A risk."""

    title = Both()
    description = Both()
    origin = Code(*Origin)
    likelihood = Step()
    likelihood_reason = Text(longest=_LONG)
    severity = Step()
    severity_reason = Text(longest=_LONG)
    floors = fields.List(Part(FloorSchema), load_default=list)


class MeasureSchema(StrictSchema):
    """A measure; for one of the vendor also the request and how far that goes."""

    title = Both()
    owner = Code(*Owner)
    kind = Code(*MeasureKind)
    instruction = Both(required=False)
    setting_path = Both(required=False)
    setting_value = Both(required=False)
    side_effect = Both(required=False)
    decided_by = Both(required=False)
    agreement = Text(blank=True)
    clause = Text(blank=True)
    open_to_sector = Flag(load_default=False)
    request = Text(blank=True, longest=_LONG)
    life = Code(*LIVES, required=False)
    promise = Text(blank=True, longest=_LONG)
    due_in = Whole(least=1, most=1000, load_default=14)
    delivery = Text(blank=True, longest=_LONG)
    finding = Text(blank=True, longest=_LONG)

    @validates_schema
    def tells_all(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Refuse a request without its life or its words, and an agreement without a name."""
        needed = ["agreement"] if data["owner"] == Owner.CONTRACTUAL else []
        if data["request"]:
            needed += ["life", *LIVES[data.get("life", "requested")]]
        if missing := [name for name in needed if not data.get(name)]:
            raise ValidationError({name: [_("Fill in this field.")] for name in missing})


class ClaimSchema(StrictSchema):
    """A claim; risks and measures are numbered in their order."""

    risk = Whole(least=1, most=99, required=True)
    axis = Code(*Axis)
    cap = Whole(least=LOWEST, most=HIGHEST - 1, required=True)
    requires = Listing(Whole(least=1, most=99))
    rationale = Text(longest=_LONG)


class FindingSchema(StrictSchema):
    """A finding that is not simply compliant."""

    result = Code(*Result)
    note = Both()
    measure = Whole(least=1, most=99)


FindingsSchema = StrictSchema.from_dict(
    {str(topic): fields.Nested(FindingSchema) for topic in Topic}, name="FindingsSchema"
)


class LifeSchema(StrictSchema):
    """When the dossier was begun and published."""

    start = Ago(required=True)
    published = Ago(required=True)


class ErratumSchema(StrictSchema):
    """A small mistake in what was published, corrected on a later day."""

    corrected = Ago(required=True)
    text = Both()


class RenewalSchema(StrictSchema):
    """A second release, in which only its words changed."""

    published = Ago(required=True)
    description = Part(DescriptionSchema)


class RevisionSchema(StrictSchema):
    """The revision that follows, as far as its days say."""

    started = Ago(required=True)
    submitted = Ago()
    approved = Ago()
    description = fields.Nested(DescriptionSchema)
    risks = fields.List(Part(RiskSchema), load_default=list)
    measures = fields.List(Part(MeasureSchema), load_default=list)
    texts = fields.Nested(TextsSchema, load_default=dict)
    entries = fields.Nested(EntriesSchema, load_default=dict)
    threads = fields.List(Part(ThreadSchema), load_default=list)
    evidence = fields.List(Part(EvidenceSchema), load_default=list)
    questions = fields.List(Part(QuestionSchema), load_default=list)
    fact_check = FACT_CHECK


class _Dossier(StatementsSchema):
    screening = fields.Dict(keys=Key(), values=Listing(Key()), required=True)
    description = Part(DescriptionSchema)
    cells = Listing(Part(CellSchema))
    risks = Listing(Part(RiskSchema))
    measures = Listing(Part(MeasureSchema))
    claims = Listing(Part(ClaimSchema))

    @validates_schema
    def hangs_together(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Refuse references to risks, measures and editions that are not in the file."""
        messages: dict[str, Any] = {}
        for place, index, name, message in _dangling(data):
            messages.setdefault(place, {}).setdefault(index, {})[name] = [message]
        if messages:
            raise ValidationError(messages)


class DossierSchema(_Dossier):
    """A file of dossiers/: a product and its dossier, published and perhaps revised."""

    product = Part(ProductSchema)
    findings = fields.Nested(FindingsSchema, required=True)
    life = Part(LifeSchema)
    errata = fields.List(Part(ErratumSchema), load_default=list)
    statement = STATEMENT
    remarks = fields.List(Part(RemarkSchema), load_default=list)
    agreement = fields.Nested(AgreementSchema)
    renewal = fields.Nested(RenewalSchema)
    revision = fields.Nested(RevisionSchema)


class DraftSchema(_Dossier):
    """A file of drafts/: a dossier that somebody else began on a product that is there."""

    by = Email()
    product = Slug()
    start = Ago(required=True)
    threads = fields.List(Part(ThreadSchema), load_default=list)
    evidence = fields.List(Part(EvidenceSchema), load_default=list)
    questions = fields.List(Part(QuestionSchema), load_default=list)


def _dangling(data: Mapping[str, Any]) -> Iterator[tuple[str, Any, str, str]]:
    """Yield (group, key, field, message) of what refers to nothing."""
    risks, measures = len(data["risks"]), len(data["measures"])
    for index, claim in enumerate(data["claims"]):
        if claim["risk"] > risks:
            yield "claims", index, "risk", _nothing(claim["risk"])
        for number in claim["requires"]:
            if number > measures:
                yield "claims", index, "requires", _nothing(number)
    for topic, finding in data.get("findings", {}).items():
        if finding.get("measure", 1) > measures:
            yield "findings", topic, "measure", _nothing(finding["measure"])
    for index, edition in _unknown_editions(data):
        yield "cells", index, "edition", _nothing(edition)


def _nothing(name: object) -> str:
    return _("There is no %(name)s in this file.", name=name)


def _unknown_editions(data: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    product = data["product"]
    if isinstance(product, str):  # of another file, where its editions are
        return
    known: Collection[str] = [slug_of(edition["nl"]) for edition in product["editions"]]
    for index, cell in enumerate(data["cells"]):
        if cell["edition"] not in known:
            yield index, cell["edition"]
