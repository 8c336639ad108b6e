"""What the public API asks and answers about verdicts."""

from marshmallow import Schema, fields, validate

from dpia_workbench.i18n import deferred
from dpia_workbench.risk.release import Status
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.risk.vocabulary import Sector
from dpia_workbench.schemas.base import Choice, Cursor, Many, Sentence, StrictSchema, Text, Whole

MOST_ITEMS, MOST_CHOSEN = 100, 50


def _says(description: str) -> dict[str, str]:
    return {"description": description}


class VerdictQuerySchema(StrictSchema):
    """Which verdicts are asked for; the same words as on the page."""

    q = Text(blank=True, longest=500, metadata=_says("Words, as people would type them."))
    sector = Many(Choice(Sector), most=MOST_CHOSEN, metadata=_says("Any of these sectors."))
    verdict = Many(Choice(Verdict), most=MOST_CHOSEN, metadata=_says("Any of these verdicts."))
    vendor = Many(
        Text(), most=MOST_CHOSEN, metadata=_says("Any of these vendors, by `facets.vendor`.")
    )
    category = Many(
        Text(), most=MOST_CHOSEN, metadata=_says("Any of these kinds, by `facets.category`.")
    )
    sort = fields.String(
        validate=validate.OneOf(
            ("relevance", "date", "name"), error=Sentence(deferred("Choose one from the list."))
        ),
        load_default="relevance",
        metadata=_says("`name` is the order for collecting all: nothing that stays moves in it."),
    )
    limit = Whole(least=1, most=MOST_ITEMS, load_default=20)
    cursor = Cursor()


class PieceSchema(Schema):
    """A piece of a highlighted passage."""

    text = fields.String(required=True)
    match = fields.Boolean(required=True)


class VerdictItemSchema(Schema):
    """A verdict in a list."""

    slug = fields.String(required=True)
    product = fields.String(required=True)
    vendor = fields.String(
        required=True,
        metadata={"description": "Name of the vendor, or `unconfirmed`: no source names it."},
    )
    category = fields.String(required=True)
    sectors = fields.List(fields.String(), required=True)
    verdict = fields.Enum(Verdict, by_value=True, required=True)
    summary = fields.String(required=True)
    published_on = fields.String(
        required=True,
        metadata={"description": "A day; of an external record a partial date or `unconfirmed`."},
    )
    valid_until = fields.Date(required=True, allow_none=True)
    status = fields.String(
        required=True,
        metadata={
            "description": "Status of the release, or `external`: published elsewhere, not"
            " computed here.",
            "enum": [*Status, "external"],
        },
    )
    url = fields.String(required=True)


class VerdictHitSchema(VerdictItemSchema):
    """A verdict that a search found."""

    highlights = fields.List(fields.List(fields.Nested(PieceSchema)), required=True)
    score = fields.Float(required=True)


class VerdictListSchema(Schema):
    """A page of what a search found."""

    items = fields.List(fields.Nested(VerdictHitSchema), required=True)
    total = fields.Integer(required=True)
    facets = fields.Dict(
        keys=fields.String(),
        values=fields.Dict(keys=fields.String(), values=fields.Integer()),
        required=True,
        metadata={
            "description": "How many verdicts each value of a facet would leave. Among vendors,"
            " which go by their slug, `unconfirmed` stands for products of which no source names"
            " the vendor; it is no vendor."
        },
    )
    correction = fields.String(required=True, allow_none=True)
    next = fields.String(required=True, allow_none=True)


class VerdictDetailSchema(VerdictItemSchema):
    """One verdict with everything that was published."""

    content = fields.Dict(
        keys=fields.String(),
        required=True,
        metadata={"description": "The canonical JSON of the release, or the external record."},
    )


class ReleaseItemSchema(Schema):
    """A release in the list of a product."""

    number = fields.Integer(required=True)
    sha256 = fields.String(required=True)
    verdict = fields.Enum(Verdict, by_value=True, required=True)
    status = fields.Enum(Status, by_value=True, required=True)
    published_on = fields.Date(required=True)
    valid_until = fields.Date(required=True)
    url = fields.String(required=True)


class ReleaseQuerySchema(StrictSchema):
    """Which part of the releases of a product."""

    limit = Whole(least=1, most=MOST_ITEMS, load_default=MOST_ITEMS)
    cursor = Cursor()


class ReleaseListSchema(Schema):
    """The releases of a product, newest first."""

    items = fields.List(fields.Nested(ReleaseItemSchema), required=True)
    total = fields.Integer(required=True)
    next = fields.String(required=True, allow_none=True)


# Releases in the first two forms of the content do not have all of these.
LATER_KEYS = ("screening", "language", "templates", "texts", "entries", "not_applicable")
CONTENT_KEYS = (
    *LATER_KEYS,
    *("schema", "dossier", "revision", "product", "publisher", "profile"),
    *("summary", "scope", "sentence", "computed_verdict", "cells", "risks", "measures"),
    *("claims", "findings", "tolerated", "number", "published_on", "valid_until"),
    *("published_verdict", "override_reason", "previous"),
)

ReleaseSchema = Schema.from_dict(
    {
        "sha256": fields.String(
            required=True,
            metadata={"description": "Hash of the canonical JSON of all the other members."},
        ),
        **{
            name: fields.Raw(required=name not in LATER_KEYS, allow_none=True)
            for name in CONTENT_KEYS
        },
    },
    name="ReleaseSchema",
)


class ProblemErrorSchema(Schema):
    """What is wrong with one field."""

    pointer = fields.String(required=True)
    detail = fields.String(required=True)


class ProblemSchema(Schema):
    """A problem document (RFC 9457)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String()
    errors = fields.List(fields.Nested(ProblemErrorSchema))
    current = fields.Dict(
        keys=fields.String(),
        metadata={"description": "With 412: the thing that was to be changed, as it stands now."},
    )
    conflict = fields.Dict(
        keys=fields.String(metadata={"enum": ["field", "base", "mine", "theirs"]}),
        metadata={"description": "With 409: what two people made of the same words."},
    )
