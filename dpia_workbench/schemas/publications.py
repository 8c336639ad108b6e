"""What a publisher sends who publishes at once or plans it, and what is answered about the gate."""

import re
from collections.abc import Mapping
from datetime import UTC, time
from enum import StrEnum
from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from dpia_workbench.i18n import deferred
from dpia_workbench.i18n import gettext as _
from dpia_workbench.risk.calendar import moment_of
from dpia_workbench.risk.publication import Check, Holding
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.schemas.base import REQUIRED, Choice, Day, Sentence, Text
from dpia_workbench.schemas.dossier_answers import GapSchema
from dpia_workbench.schemas.dossiers import PublicationSchema


class When(StrEnum):
    """When a publication is to take place."""

    NOW = "now"
    LATER = "later"


_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


class Clock(fields.Field[Any]):
    """What a clock shows, as hours and minutes; empty for nothing."""

    default_error_messages = {  # marshmallow's own form of it
        "invalid": Sentence(deferred("Write a time as hours and minutes, such as 09:30."))
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> time | None:
        if value == "":
            return None
        found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            raise self.make_error("invalid")
        return time(int(found[1]), int(found[2]))


class GateFormSchema(PublicationSchema):
    """The form of the gate: what is published, at once or at a moment in Amsterdam's time."""

    when = Choice(When, load_default=When.NOW)
    on = Day(allow_none=True, load_default=None)
    at = Clock(load_default=None)
    read = Text(blank=True)

    @validates_schema
    def _has_moment(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Refuse to plan without a day and a time that the day has."""
        if data.get("when") is not When.LATER:
            return
        missing = {name: [_(REQUIRED)] for name in ("on", "at") if data.get(name) is None}
        if missing:
            raise ValidationError(missing)
        if moment_of(data["on"], data["at"]) is None:
            raise ValidationError(
                _("That day has no such time: the clocks go forward. Choose another one."),
                field_name="at",
            )


class Moment(fields.AwareDateTime):
    """A moment with its offset from UTC, as ISO 8601 has it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="iso", default_timezone=None, **options)
        said = Sentence(deferred("Write a moment with its offset, such as 2027-03-31T09:30:00Z."))
        for name in ("invalid", "invalid_awareness", "format", "invalid_type"):
            self.error_messages[name] = said

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        try:
            return super()._deserialize(value, attr, data, **kwargs).astimezone(UTC)
        except OverflowError as error:
            raise self.make_error("invalid", input=value, obj_type="datetime") from error


class PublishingSchema(PublicationSchema):
    """How a publisher publishes what was approved; with an embargo it is planned for its end."""

    embargo_until = Moment(
        load_default=None, allow_none=True,
        metadata={"description": "Plan the publication for this moment, instead of doing it now."},
    )  # fmt: skip


class GateLineSchema(Schema):
    """One thing that must hold before a publication."""

    check = Choice(Check, required=True)
    state = Choice(Holding, required=True)
    title = fields.String(required=True)
    detail = fields.String(required=True, metadata={"description": "A sentence for people."})
    code = fields.String(
        required=True, metadata={"description": "Of the rule that refuses it; empty if it holds."}
    )
    gaps = fields.List(fields.Nested(GapSchema), required=True)


class PublicationPlanSchema(Schema):
    """A publication that is planned, and what would refuse it as things are now."""

    id = fields.UUID(required=True)
    due_at = fields.AwareDateTime(required=True)
    verdict = Choice(Verdict, required=True)
    reason = fields.String(required=True)
    valid_until = fields.Date(required=True)
    planned_at = fields.AwareDateTime(required=True)
    failing = fields.List(Choice(Check), required=True)


class PublicationGateSchema(Schema):
    """The gate of a dossier: published is what every check holds for."""

    is_open = fields.Boolean(required=True)
    checks = fields.List(fields.Nested(GateLineSchema), required=True)
    computed_verdict = Choice(Verdict, required=True)
    longest_validity = fields.Date(required=True)
    content_hash = fields.String(required=True)
    plan = fields.Nested(PublicationPlanSchema, required=True, allow_none=True)
