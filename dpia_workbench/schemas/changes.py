"""What the API answers about changes between two releases."""

from marshmallow import Schema, fields

from dpia_workbench.risk.change import Change, Weight
from dpia_workbench.risk.comparison import Fate, Part
from dpia_workbench.risk.consequence import Effect
from dpia_workbench.schemas.verdicts import ReleaseItemSchema

_SIDE = {
    "description": "As in the content of the release; null where the field or the thing is not"
    " there."
}


class ReasonSchema(Schema):
    """One reason why adopters must look again, or why they need not."""

    change = fields.Enum(Change, by_value=True, required=True)
    subject = fields.String(
        required=True, metadata={"description": "The risk, measure, topic or fact it is about."}
    )
    cell = fields.String(required=True, metadata={"description": "Key of the scope cell, if one."})


class AsksSchema(Schema):
    """What the step asks of a school that adopted the older release."""

    weight = fields.Enum(Weight, by_value=True, required=True)
    due = fields.Date(
        required=True,
        allow_none=True,
        metadata={"description": "Before this day a school looks again; null: in its own time."},
    )
    reasons = fields.List(fields.Nested(ReasonSchema), required=True)


class EffectSchema(Schema):
    """One way in which the step matters to a school, with the keys of what it is about."""

    effect = fields.Enum(Effect, by_value=True, required=True)
    keys = fields.List(fields.String(), required=True)


class FieldChangeSchema(Schema):
    """A field as it was and as it is."""

    name = fields.String(
        required=True,
        metadata={"description": "Name of the field; of a part of a field, after a dot."},
    )
    before = fields.Raw(required=True, allow_none=True, metadata=_SIDE)
    after = fields.Raw(required=True, allow_none=True, metadata=_SIDE)


class DifferenceSchema(Schema):
    """A thing that is new, gone or changed."""

    part = fields.Enum(Part, by_value=True, required=True)
    key = fields.String(
        required=True, metadata={"description": "Human key, such as R1; empty of what has none."}
    )
    fate = fields.Enum(Fate, by_value=True, required=True)
    fields_ = fields.List(
        fields.Nested(FieldChangeSchema), required=True, data_key="fields", attribute="fields"
    )


class ChangesSchema(Schema):
    """What changed from one release of a product to another."""

    before = fields.Nested(ReleaseItemSchema, required=True)
    after = fields.Nested(ReleaseItemSchema, required=True)
    asks = fields.Nested(
        AsksSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Null on the way back, from a newer release to an older one."},
    )
    effects = fields.List(fields.Nested(EffectSchema), required=True)
    differences = fields.List(fields.Nested(DifferenceSchema), required=True)
    url = fields.String(required=True, metadata={"description": "The page for people."})
