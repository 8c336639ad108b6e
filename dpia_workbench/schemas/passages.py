"""What people say of a passage of a text while it is typed."""

from marshmallow import fields, validate

from dpia_workbench.schemas.base import StrictSchema, Text

_PASSAGE, _AROUND, _WORDS = 5_000, 200, 20_000


class PassageSchema(StrictSchema):
    """A thread on a passage: the passage as it was chosen, what is around it, what is said."""

    passage = fields.String(required=True, validate=validate.Length(min=1, max=_PASSAGE))
    before = fields.String(load_default="", validate=validate.Length(max=_AROUND))
    after = fields.String(load_default="", validate=validate.Length(max=_AROUND))
    body = Text(blank=True, longest=_WORDS)
    proposed = fields.String(
        load_default=None, allow_none=True, validate=validate.Length(max=_PASSAGE)
    )
