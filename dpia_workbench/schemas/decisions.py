"""Advice, views, the board's decision, and what is noted afterwards; forms and JSON share it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.messages import message
from dpia_workbench.risk.adoption import APPROVALS, AcceptanceMissing
from dpia_workbench.risk.board_decision import (
    AdviceStance,
    Condition,
    ConditionDayPassed,
    DeviationUnexplained,
    Hearing,
    HearingMissing,
)
from dpia_workbench.risk.consultation_record import Applicant, EventKind
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.schemas.base import REQUIRED, Choice, Day, Flag, Many, StrictSchema, Text, Whole

_WORDS = 20_000
ACCEPTANCE = "acceptance"  # the fields acceptance.R1, acceptance.R2, …
CONDITION = "condition"  # the fields condition.1.text, condition.1.owner, condition.1.due, …
MOST_CONDITIONS = 8
_PARTS = ("text", "owner", "due")


class AdviceSchema(StrictSchema):
    """The advice of the data protection officer: a text, where a document is kept, or both."""

    text = Text(blank=True, longest=_WORDS)
    document = Text(blank=True, longest=1000)
    on = Day(required=True)

    @validates_schema
    def _says_something(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        if not data["text"] and not data["document"]:
            raise ValidationError({"text": [_(REQUIRED)]})


class ViewsSchema(StrictSchema):
    """The views of parents, pupils and staff, or why they were not asked."""

    asked = Flag(required=True)
    heard = Many(Choice(Hearing))
    text = Text(longest=_WORDS)
    on = Day(required=True)
    version = Whole(least=0, most=2**31, load_default=None)  # 0: nothing was there to read

    @validates_schema(skip_on_field_errors=False)
    def _says_through_whom(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        if data.get("asked") and not data.get("heard"):
            raise ValidationError({"heard": [message(HearingMissing())]})


class DecisionSchema(StrictSchema):
    """The board's decision, without acceptances and conditions: see `decision_schema`."""

    outcome = Choice(Outcome, required=True)
    reason = Text(longest=_WORDS)
    stance = Choice(AdviceStance, required=True)
    follows_advice = Text(blank=True, longest=_WORDS)
    mandate = Text()
    next_review = Day(required=True)
    confirmed = Flag(load_default=False)

    @validates_schema(skip_on_field_errors=False)
    def _is_whole(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Ask for everything that is missing at once; the rules themselves name the first."""
        missing = {**dict(_unaccepted(data)), **dict(_unfinished(data))}
        if data.get("stance") is AdviceStance.DEVIATED and not data.get("follows_advice"):
            missing["follows_advice"] = [message(DeviationUnexplained())]
        if not data.get("confirmed"):
            missing["confirmed"] = [_("Confirm that the board takes this decision.")]
        if missing:
            raise ValidationError(missing)


def _unaccepted(data: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    if data.get("outcome") in APPROVALS:
        for risk, text in data.get(ACCEPTANCE, {}).items():
            if not text:
                yield f"{ACCEPTANCE}.{risk}", [message(AcceptanceMissing(risk=risk))]


def _unfinished(data: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Yield what is missing of conditions that were begun."""
    for number, found in data.get(CONDITION, {}).items():
        if any(found.values()):
            for part in _PARTS:
                if part in found and not found[part]:  # a day that is none has its own error
                    yield f"{CONDITION}.{number}.{part}", [_(REQUIRED)]


def decision_schema(risks: Iterable[str], *, today: date) -> Schema:
    """Return the schema of a decision with a field for each risk to accept and each condition.

    The day of a condition lies after `today`. A loaded decision holds them as
    {"acceptance": {"R1": …}, "condition": {"1": {…}}}.
    """
    added: dict[str, fields.Field[Any]] = {
        f"{ACCEPTANCE}.{risk}": Text(blank=True, longest=_WORDS) for risk in risks
    }
    for number in range(1, MOST_CONDITIONS + 1):
        added[f"{CONDITION}.{number}.text"] = Text(blank=True, longest=_WORDS)
        added[f"{CONDITION}.{number}.owner"] = Text(blank=True)
        added[f"{CONDITION}.{number}.due"] = Day(
            allow_none=True, load_default=None, validate=_after(today)
        )
    return DecisionSchema.from_dict(dict(added))()


def _after(today: date) -> Callable[[date | None], None]:
    def check(due: date | None) -> None:
        if due is not None and due <= today:
            raise ValidationError(message(ConditionDayPassed(due=due, today=today)))

    return check


def conditions(loaded: Mapping[str, Mapping[str, Any]]) -> list[Condition]:
    """Return the conditions of a loaded decision, without the rows that stayed empty."""
    return [
        Condition(text=row["text"], owner=row["owner"], due=_day(row["due"]))
        for _number, row in sorted(loaded.items(), key=lambda each: int(each[0]))
        if any(row.values())
    ]


def _day(value: date | None) -> date:
    assert value is not None  # noqa: S101  # `_unfinished` asked for it
    return value


class AcceptancesSchema(StrictSchema):
    """Words that are prepared for the board's decision: see `acceptances_schema`."""

    version = Whole(least=0, most=2**31, required=True)  # 0: nothing was there to read


def acceptances_schema(risks: Iterable[str]) -> Schema:
    """Return the schema of acceptances that are prepared for the board, one per medium risk."""
    added = {f"{ACCEPTANCE}.{risk}": Text(blank=True, longest=_WORDS) for risk in risks}
    return AcceptancesSchema.from_dict(dict(added))()


class ConditionMarkSchema(StrictSchema):
    """That a condition is met, or after all is not, with what that rests on."""

    is_met = Flag(required=True)
    on = Day(required=True)
    note = Text(longest=_WORDS)
    version = Whole(least=0, most=2**31, load_default=None)  # how many marks were there to read


class ConsultationEventSchema(StrictSchema):
    """What happened in the prior consultation of the authority."""

    kind = Choice(EventKind, required=True)
    on = Day(required=True)
    applicant = Choice(Applicant, allow_none=True, load_default=None)
    text = Text(blank=True, longest=_WORDS)
    version = Whole(least=0, most=2**31, load_default=None)  # how many events were there to read


class TakenBackSchema(StrictSchema):
    """Which event was noted wrongly, and why."""

    number = Whole(least=1, most=2**31, required=True)
    text = Text(longest=_WORDS)
