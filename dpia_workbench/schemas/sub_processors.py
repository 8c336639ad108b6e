"""What people send about changes of sub-processors."""

from marshmallow import fields, validate

from dpia_workbench.i18n import LANGUAGES, deferred
from dpia_workbench.risk.release import Event
from dpia_workbench.risk.statements import DataCategory, Mechanism
from dpia_workbench.risk.sub_processors import ANSWERS, BUNDLED, ChangeKind, Move, Stance
from dpia_workbench.schemas.base import (
    Choice,
    Day,
    Identifier,
    Many,
    Sentence,
    StrictSchema,
    Text,
    VersionedSchema,
    Whole,
)

_WORDS = 20_000
_FROM_LIST = Sentence(deferred("Choose one from the list."))


class AnnouncementSchema(StrictSchema):
    """A change that a vendor announces: the record of a sub-processor, and why."""

    product_ids = Many(Identifier(), least=1)
    kind = Choice(ChangeKind, required=True)
    name = Text()
    legal_entity = Text(blank=True)
    country = Text()
    service = Text()
    categories = Many(Choice(DataCategory), least=1)
    mechanism = Choice(Mechanism, required=True)
    replaces = Text(blank=True)
    effective_on = Day(required=True)
    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES, error=_FROM_LIST))
    words = Text(longest=_WORDS)


class CorrectionSchema(AnnouncementSchema, VersionedSchema):
    """The announcement as it should have been."""


class ReasonSchema(VersionedSchema):
    """Why an announcement is taken back."""

    words = Text(longest=_WORDS)


class AnswerSchema(VersionedSchema):
    """What the vendor does about an objection, and why."""

    move = Choice(Move, required=True, validate=validate.OneOf(ANSWERS, error=_FROM_LIST))
    words = Text(longest=_WORDS)


class StanceSchema(StrictSchema):
    """What a school board says, to the announcement as it was read."""

    round_number = Whole(least=1, most=2**31, required=True)
    stance = Choice(Stance, required=True)
    reason = Text(blank=True, longest=_WORDS)


class BundleSchema(VersionedSchema):
    """What a cooperative tells the vendor for its schools."""

    stance = Choice(Stance, required=True, validate=validate.OneOf(BUNDLED, error=_FROM_LIST))
    words = Text(longest=_WORDS)


class MarkSchema(StrictSchema):
    """Whether a release asks for attention, and why."""

    event = Choice(
        Event,
        required=True,
        validate=validate.OneOf((Event.ATTENTION, Event.ATTENTION_CLOSED), error=_FROM_LIST),
    )
    reason = Text(longest=_WORDS)
