"""The catalogue of products: the shape of its files, and the way to read them.

A fact that no source states is written as the word `unconfirmed`, in place of the text, the
number or the date. What a code or a date cannot say stands beside it in a `…_note`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marshmallow import ValidationError, validates_schema

from dpia_workbench.schemas.base import StrictSchema, Text
from dpia_workbench.schemas.catalogue_fields import (
    UNCONFIRMED,
    Address,
    Both,
    Code,
    Count,
    Key,
    Listing,
    Number,
    Part,
    PartialDate,
    References,
    Slug,
    SourceId,
    Told,
)
from dpia_workbench.schemas.catalogue_rules import (
    COLOURS,
    EVENTS,
    LABELS,
    LEVELS,
    ROLES,
    SCHOOL_KINDS,
    SECTORS,
    STATUSES,
    VENDOR_KINDS,
    nested,
    product_findings,
    repeated,
)
from dpia_workbench.schemas.desk import Desk


class VendorSchema(StrictSchema):
    """A vendor in vendors.yaml."""

    slug = Slug()
    name = Text()
    note = Both(required=False)


class KeywordsSchema(StrictSchema):
    """What people type when they look for a category."""

    nl = Listing(Text())
    en = Listing(Text())


class CategorySchema(StrictSchema):
    """A category in categories.yaml."""

    code = Key()
    label = Both()
    keywords = Part(KeywordsSchema)


class VendorsSchema(StrictSchema):
    """The file vendors.yaml."""

    vendors = Listing(Part(VendorSchema))


class CategoriesSchema(StrictSchema):
    """The file categories.yaml."""

    categories = Listing(Part(CategorySchema))


class EditionSchema(StrictSchema):
    """An edition that the assessment covers."""

    key = Key()
    name = Told()


class ServiceSchema(StrictSchema):
    """The role of the vendor for one service."""

    name = Told()
    role = Code(*ROLES)
    role_note = Both(required=False)
    since = PartialDate()
    since_note = Both(required=False)
    sources = References()


class ReportSchema(StrictSchema):
    """The report that the publisher gave out."""

    title = Told()
    authors = Listing(Text())
    date = PartialDate()
    date_note = Both(required=False)
    pages = Count()
    pages_note = Both(required=False)
    language = Code("nl", "en", UNCONFIRMED)
    urls = Listing(Address())
    contents_note = Both(required=False)


class VerdictSchema(StrictSchema):
    """What the publisher concluded, and the colour we read from its words."""

    label = Code(*LABELS)
    colour = Code(*COLOURS)
    colour_in_source = Code("none", "green", "amber", "red", UNCONFIRMED)
    colour_in_source_note = Both(required=False)
    colour_reason = Both()
    one_line = Both()


class ScopeSchema(StrictSchema):
    """What was looked at and what was not."""

    in_scope = Listing(Told())
    out_of_scope = Listing(Told())


class LevelCountsSchema(StrictSchema):
    """How many risks there were on each level."""

    high = Count()
    medium = Count()
    low = Count()


class RiskCountsSchema(StrictSchema):
    """The counts in the first assessment, and the latest ones."""

    initial = Part(LevelCountsSchema)
    current = Part(LevelCountsSchema)
    note = Both(required=False)


class RiskSchema(StrictSchema):
    """A risk, or a group of risks that the source does not tell apart."""

    id = Number()
    title = Both()
    level_before = Code(*LEVELS)
    level_before_note = Both(required=False)
    level_after = Code(*LEVELS)
    level_after_note = Both(required=False)
    likelihood = Code(*LEVELS)
    likelihood_note = Both(required=False)
    impact = Code(*LEVELS)
    impact_note = Both(required=False)
    owner = Code("vendor", "school", "both", UNCONFIRMED)
    state = Told()
    description = Both(required=False)
    sources = References()


class VendorMeasureSchema(StrictSchema):
    """What the vendor does or promised."""

    id = Number()
    measure = Both()
    kind = Code(*VENDOR_KINDS)
    deadline = PartialDate("none")
    deadline_note = Both(required=False)
    state = Told()
    sources = References()


class SchoolMeasureSchema(StrictSchema):
    """What the school must do or is advised to do."""

    id = Number()
    measure = Both()
    kind = Code(*SCHOOL_KINDS)
    mandatory = Code("yes", "advised", "conditional", UNCONFIRMED)
    mandatory_note = Both(required=False)
    sources = References()


class StatementSchema(StrictSchema):
    """A statement with its sources."""

    text = Told()
    sources = References()


class AgreementSchema(StrictSchema):
    """The agreement with the vendor, and how a school joins it."""

    type = Told()
    parties = Listing(Told())
    date = PartialDate()
    date_note = Both(required=False)
    acceptance = Told()
    sources = References()


class ValiditySchema(StrictSchema):
    """From when and until when the conclusion holds."""

    valid_from = PartialDate()
    next_review = PartialDate("none")
    next_review_note = Both(required=False)
    expiry = PartialDate("none_stated")
    expiry_note = Both(required=False)
    note = Both(required=False)


class EventSchema(StrictSchema):
    """A dated event."""

    date = PartialDate()
    date_note = Both(required=False)
    type = Code(*EVENTS)
    what = Both()
    sources = References()


class SourceSchema(StrictSchema):
    """Where a fact was read; title and publisher stay in their own language."""

    id = SourceId()
    title = Text()
    publisher = Text()
    url = Address()
    date = PartialDate()
    kind = Code("primary", "primary_copy", "secondary", "vendor")
    kind_note = Both(required=False)


class RecordSchema(StrictSchema):
    """What the publisher of the assessment concluded, and everything it says about it."""

    publisher = Both()
    commissioned_by = Listing(Told())
    conducted_by = Listing(Told())
    report = Part(ReportSchema)
    published = PartialDate()
    first_published = PartialDate()
    status = Code(*STATUSES)
    status_note = Both(required=False)
    verdict = Part(VerdictSchema)
    scope = Part(ScopeSchema)
    risk_counts = Part(RiskCountsSchema)
    risks = Listing(Part(RiskSchema))
    risk_note = Both(required=False)
    vendor_measures = Listing(Part(VendorMeasureSchema))
    school_measures = Listing(Part(SchoolMeasureSchema))
    data_locations = Listing(Part(StatementSchema))
    agreement = Part(AgreementSchema)
    validity = Part(ValiditySchema)
    usage_facts = Listing(Part(StatementSchema))
    timeline = Listing(Part(EventSchema))
    unconfirmed = Listing(Both())
    confidence = Code("high", "medium", "low")
    sources = Listing(Part(SourceSchema))


class ProductSchema(StrictSchema):
    """A product in products/<slug>.yaml."""

    slug = Slug()
    name = Both()
    former_names = Listing(Text())
    aliases = Listing(Text())
    vendor = Slug()
    vendor_note = Both(required=False)
    category = Key()
    category_note = Both()
    sectors = Listing(Code(*SECTORS))
    sectors_note = Both(required=False)
    editions = Listing(Part(EditionSchema))
    services = Listing(Part(ServiceSchema))
    record = Part(RecordSchema)

    # Also when a field is wrong: who mends a file wants all of its problems at once.
    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def hangs_together(self, data: Any, original: Any, **kwargs: Any) -> None:
        """Refuse what is well shaped but does not fit together."""
        if messages := nested(product_findings(original)):
            raise ValidationError(messages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The validated files as plain data; a text in both languages is a dict with nl and en."""

    vendors: tuple[dict[str, Any], ...]
    categories: tuple[dict[str, Any], ...]
    products: tuple[dict[str, Any], ...]


def read_catalogue(folder: Path) -> Catalogue:
    """Read and check every file of the catalogue.

    Raises ContentRefused with all problems of all files, each with file, line and field.
    """
    desk = Desk(folder=folder)
    vendors = _shelf(desk, "vendors", "slug", schema=VendorsSchema())
    categories = _shelf(desk, "categories", "code", schema=CategoriesSchema())
    products = []
    for path in sorted((folder / "products").glob("*.yaml")):
        source, product = desk.read(path, schema=ProductSchema())
        products.append(product)
        if source:
            desk.check_name(source, "slug", stem=path.stem)
            desk.check_member(source, "vendor", of=(*vendors, UNCONFIRMED) if vendors else ())
            desk.check_member(source, "category", of=tuple(categories))
    desk.finish()
    return Catalogue(
        vendors=tuple(vendors.values()),
        categories=tuple(categories.values()),
        products=tuple(products),
    )


def _shelf(desk: Desk, group: str, name: str, *, schema: StrictSchema) -> dict[str, dict[str, Any]]:
    """Return the things of a list file by their id; empty if the file has problems."""
    source, data = desk.read(desk.folder / f"{group}.yaml", schema=schema)
    if source:
        desk.problems += [
            source.problem(where, message=message)
            for where, message in repeated(data, group, name=name)
        ]
    return {thing[name]: thing for thing in data.get(group, ())}
