"""The risks that a board judges itself, its measures against them; forms and JSON share it."""

from typing import Any

from marshmallow import ValidationError

from dpia_workbench.i18n import gettext as _
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.scale import HIGHEST, LOWEST, Axis
from dpia_workbench.schemas.base import Choice, Day, StrictSchema, Text, VersionedSchema, Whole

_WORDS = 20_000
UNKNOWN = "unknown"


class Rating(Whole):
    """A step of a scale, or “unknown”, which is kept as nothing and counts as the worst."""

    def __init__(self, **options: Any) -> None:
        super().__init__(least=LOWEST, most=HIGHEST, required=True, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if value == UNKNOWN:
            return None
        if value == "":
            raise ValidationError(_("Choose one from the list."))
        return super()._deserialize(value, attr, data, **kwargs)


class JudgementSchema(StrictSchema):
    """How likely a risk is and how severe, and why."""

    likelihood = Rating()
    severity = Rating()
    reason = Text(longest=_WORDS)
    version = Whole(least=0, most=2**31, required=True)  # 0: nothing was there to read


class OwnRiskSchema(StrictSchema):
    """A risk of the board's own, judged in the method of what it adopts."""

    title = Text()
    description = Text(blank=True, longest=_WORDS)
    likelihood = Rating()
    severity = Rating()
    reason = Text(longest=_WORDS)


class ChangedOwnRiskSchema(OwnRiskSchema, VersionedSchema):
    """A risk of the board's own as it was changed."""


class OwnMeasureSchema(StrictSchema):
    """A measure against a risk that the board judged, what it does, and how far the board is."""

    title = Text()
    axis = Choice(Axis, required=True)
    cap = Whole(least=1, most=2, required=True)
    rationale = Text(longest=_WORDS)
    state = Choice(LocalState, required=True)
    evidence = Text(blank=True, longest=_WORDS)
    due = Day(allow_none=True, load_default=None)
    reason = Text(blank=True, longest=_WORDS)


class ChangedOwnMeasureSchema(OwnMeasureSchema, VersionedSchema):
    """A measure of the board's own as it was changed."""


class AnswerSchema(VersionedSchema):
    """Why there are no risks of the board's own; empty if it named some."""

    own_risks = Text(blank=True, longest=_WORDS)


class VersionSchema(VersionedSchema):
    """Which version of something is taken out."""
