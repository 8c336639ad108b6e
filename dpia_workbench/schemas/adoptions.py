"""What a school board records on top of a release; forms and JSON share it."""

from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import Schema, ValidationError, validates_schema

from dpia_workbench.i18n.messages import message
from dpia_workbench.risk.adoption import AcceptanceMissing
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.schemas.base import (
    Choice,
    Day,
    Flag,
    StrictSchema,
    Text,
    VersionedSchema,
    Whole,
)

_WORDS = 20_000
ACCEPTANCE = "acceptance"  # the fields acceptance.R1, acceptance.R2, …


class StartSchema(StrictSchema):
    """Which release the board adopts."""

    slug = Text()
    number = Whole(least=1, most=100_000, required=True)


class StartRecordSchema(StrictSchema):
    """Of which product the board adopts the external record."""

    slug = Text()


class SituationSchema(VersionedSchema):
    """The schools of the board and the risks that it sees itself."""

    own_risks = Text(longest=_WORDS)


class LocalMeasureSchema(VersionedSchema):
    """How far the board is with one measure, and what that rests on."""

    state = Choice(LocalState, required=True)
    evidence = Text(blank=True, longest=_WORDS)
    due = Day(allow_none=True, load_default=None)
    reason = Text(blank=True, longest=_WORDS)


class AdviceSchema(StrictSchema):
    """The advice of the data protection officer."""

    text = Text(longest=_WORDS)
    on = Day(required=True)


class ViewsSchema(StrictSchema):
    """The views of parents, pupils and staff, or why they were not asked."""

    asked = Flag(required=True)
    text = Text(longest=_WORDS)
    on = Day(required=True)


class DecisionSchema(StrictSchema):
    """The board's decision, without the acceptance of risks: see `decision_schema`."""

    outcome = Choice(Outcome, required=True)
    reason = Text(longest=_WORDS)
    conditions = Text(blank=True, longest=_WORDS)
    follows_advice = Text(longest=_WORDS)
    mandate = Text()
    next_review = Day(required=True)

    @validates_schema(skip_on_field_errors=False)
    def _accepts_each_medium_risk(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Ask for every missing acceptance at once; the rule itself names the first."""
        if data.get("outcome") not in (Outcome.APPROVED, Outcome.CONDITIONALLY_APPROVED):
            return
        missing = {
            f"{ACCEPTANCE}.{risk}": [message(AcceptanceMissing(risk=risk))]
            for risk, text in data.get(ACCEPTANCE, {}).items()
            if not text
        }
        if missing:
            raise ValidationError(missing)


def decision_schema(risks: Iterable[str]) -> Schema:
    """Return the schema of a decision with a field for each risk that must be accepted.

    A loaded decision holds them as {"acceptance": {"R1": …}}.
    """
    fields = {f"{ACCEPTANCE}.{risk}": Text(blank=True, longest=_WORDS) for risk in risks}
    return DecisionSchema.from_dict(dict(fields))()
