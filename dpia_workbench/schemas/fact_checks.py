"""What a fact check is about, what a vendor answers, what is done with it, and what it says."""

from marshmallow import validate

from dpia_workbench.i18n import deferred
from dpia_workbench.risk.fact_check import Answer, Disposition
from dpia_workbench.risk.vendor_statement import DECISIONS, LONGEST, Move
from dpia_workbench.schemas.base import (
    BilingualField,
    Choice,
    Day,
    Many,
    Sentence,
    StrictSchema,
    Text,
    VersionedSchema,
)

_WORDS = 20_000


class SelectionSchema(StrictSchema):
    """The places that are put before the vendor, as part:key:field."""

    places = Many(Text(), least=1)


class SelectionAgainSchema(VersionedSchema):
    """Another selection instead of one that was not sent."""

    places = Many(Text(), least=1)


class SendingSchema(VersionedSchema):
    """Up to and including which day the vendor can answer."""

    deadline = Day(required=True)


class _Numbered(VersionedSchema):
    """A form that stands on its page once per item: its fields carry the number of the item."""

    def __init__(self, *, number: int | None = None) -> None:
        super().__init__()
        if number is not None:
            for name, field in self.fields.items():
                field.data_key = name if name == "version" else f"{name}-{number}"


class AnswerSchema(_Numbered):
    """What a vendor says about an item; all but agreeing needs words."""

    answer = Choice(Answer, required=True)
    words = Text(blank=True, longest=_WORDS)


class DispositionSchema(_Numbered):
    """What is done with an answer, why, and what changed in the dossier."""

    disposition = Choice(Disposition, required=True)
    reason = Text(longest=_WORDS)
    changed = Text(blank=True, longest=_WORDS)


class ClosingSchema(VersionedSchema):
    """All answers were processed, or silence is recorded."""


class VendorStatementSchema(StrictSchema):
    """A vendor's statement in both languages, with who signs it."""

    text = BilingualField(longest=LONGEST, both=True)
    signatory = Text()
    function = Text()


class StatementDecisionSchema(StrictSchema):
    """Whether a statement stands beside the verdict; a refusal says why."""

    move = Choice(
        Move,
        required=True,
        validate=validate.OneOf(DECISIONS, error=Sentence(deferred("Choose one from the list."))),
    )
    reason = Text(blank=True, longest=_WORDS)


class StatementRemovalSchema(StrictSchema):
    """Why a statement is taken away."""

    reason = Text(longest=_WORDS)
