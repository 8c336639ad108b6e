"""What vendors answer and what checkers find; forms and JSON share it."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, validate, validates_schema

from dpia_workbench.i18n import deferred
from dpia_workbench.i18n import gettext as _
from dpia_workbench.risk.remediation import Move
from dpia_workbench.schemas.base import Choice, Day, Sentence, StrictSchema, Text, VersionedSchema
from dpia_workbench.usecases.remediation import CHECKS, SETTLEMENTS

_WORDS = 20_000


class AcknowledgementSchema(VersionedSchema):
    """The vendor read the request."""


class CommitmentSchema(VersionedSchema):
    """The vendor's promise: a day, and what will be done."""

    due = Day(required=True)
    words = Text(blank=True, longest=_WORDS)


class ProposalSchema(VersionedSchema):
    """Another day than the promised one, and why."""

    due = Day(required=True)
    words = Text(longest=_WORDS)


class SettlementSchema(VersionedSchema):
    """Whether a proposed day is accepted; a refusal says why."""

    move = Choice(
        Move,
        required=True,
        validate=validate.OneOf(SETTLEMENTS, error=Sentence(deferred("Choose one from the list."))),
    )
    words = Text(blank=True, longest=_WORDS)


class RefusalSchema(VersionedSchema):
    """Why the vendor declines."""

    words = Text(longest=_WORDS)


class DeliverySchema(VersionedSchema):
    """What the vendor delivered, and how that can be seen."""

    words = Text(longest=_WORDS)


class MessageSchema(StrictSchema):
    """What one side writes to the other."""

    words = Text(longest=_WORDS)


class VerificationSchema(VersionedSchema):
    """What the check found; a delivery that is not good enough gets a new day."""

    move = Choice(
        Move,
        required=True,
        validate=validate.OneOf(CHECKS, error=Sentence(deferred("Choose one from the list."))),
    )
    words = Text(longest=_WORDS)
    due = Day(allow_none=True, load_default=None)

    @validates_schema
    def _day_belongs_to_the_result(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Refuse a new day that nobody would wait for."""
        if data.get("due") is not None and data.get("move") is not Move.REJECT:
            raise ValidationError(
                _("A new day belongs to the result that it does not work. Leave this empty, or"
                  " choose that result."),
                field_name="due",
            )  # fmt: skip


class WithdrawalSchema(VersionedSchema):
    """Why the request is taken back."""

    words = Text(longest=_WORDS)
