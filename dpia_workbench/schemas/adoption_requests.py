"""What the API asks about adoptions where it differs from the forms: objects and lists."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, missing, validate, validates_schema

from dpia_workbench.i18n import LANGUAGES, deferred
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.messages import message
from dpia_workbench.risk import describing as rules
from dpia_workbench.risk.adoption_step import UseKind
from dpia_workbench.risk.describing import Said
from dpia_workbench.risk.readoption import GIVEN, LookAgain
from dpia_workbench.schemas.adoption_steps import (
    MOST_USES,
    AgreementSchema,
    OperationSchema,
    ScopeSchema,
)
from dpia_workbench.schemas.adoptions import LocalMeasureSchema
from dpia_workbench.schemas.base import (
    Choice,
    Day,
    Flag,
    Many,
    Sentence,
    StrictSchema,
    Text,
    Whole,
)
from dpia_workbench.schemas.decisions import MOST_CONDITIONS, DecisionSchema
from dpia_workbench.schemas.own_risks import OwnMeasureSchema, OwnRiskSchema
from dpia_workbench.schemas.schools import CoverSchema

_WORDS = 20_000
_FORM = ("version",)  # of forms; the API says it with If-Match
_MOST = 500  # operations, measures or risks at once
_UNLISTED = "What is not listed stays as it is."


class BeginAdoptionSchema(StrictSchema):
    """What the board adopts: a release, or without a number the external record of a product."""

    slug = Text()
    number = Whole(least=1, most=100_000, allow_none=True, load_default=None)
    why = Choice(
        LookAgain, allow_none=True, load_default=None,
        validate=validate.OneOf(
            [*GIVEN, None], error=Sentence(deferred("Choose one from the list."))
        ),
        metadata={"description": "Why the board looks again at what it uses already."},
    )  # fmt: skip
    words = Text(blank=True, longest=_WORDS)


class FileQuerySchema(StrictSchema):
    """In which language a file is written."""

    lang = Text(
        load_default=None,
        validate=validate.OneOf(
            LANGUAGES, error=Sentence(deferred("Choose one from the list."))
        ),
    )  # fmt: skip


class UseSchema(StrictSchema):
    """Use that no examined cell covers, with the board's own assessment of it."""

    kind = Choice(UseKind, required=True)
    name = Text()
    supplement = Text(blank=True, longest=_WORDS)


class ScopeStepSchema(ScopeSchema):
    """Which examined cells fit, and what else the board uses, as a list."""

    uncovered = Many(fields.Nested(UseSchema), most=MOST_USES)
    is_complete = Flag(
        load_default=True,
        metadata={"description": "Say `false` to keep what is not whole yet."},
    )

    @validates_schema(skip_on_field_errors=True)
    def _says_all(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        if not data.get("is_complete"):
            return
        uses = data.get("uncovered", [])
        wrong: dict[str, Any] = {}
        if not data.get("cells"):
            wrong["cells"] = [message(rules.NothingFits())]
        for place in rules.unassessed(uses):
            violation = rules.SupplementMissing(name=uses[place]["name"])
            wrong.setdefault("uncovered", {})[place] = {"supplement": [message(violation)]}
        if data.get("beyond") is None:
            wrong["beyond"] = [_("Answer with yes or no.")]
        elif data["beyond"] and not uses:
            wrong["uncovered"] = [_("Name what you use besides what was examined.")]
        elif uses and not data["beyond"]:
            wrong["beyond"] = [_("You name something that was not examined, so answer with yes.")]
        if wrong:
            raise ValidationError(wrong)


class SaidByTag(fields.Dict):
    """An answer per circumstance, by its code."""

    def __init__(self, **options: Any) -> None:
        super().__init__(keys=fields.String(), values=Choice(Said), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        """Return the answers. Raises ValidationError at each that is none."""
        try:
            return super()._deserialize(value, attr, data, **kwargs)  # type: ignore[no-untyped-call]
        except ValidationError as error:
            if not isinstance(error.messages, dict):
                raise
            told = {
                tag: found["value"] if isinstance(found, dict) and "value" in found else found
                for tag, found in error.messages.items()
            }
            raise ValidationError(told) from error


class OperationItemSchema(OperationSchema):
    """What the board does in one operation.

    It goes by the `key` of the release; an operation of the board's own by its `number`, or by
    its name alone if it is new.
    """

    key = Text(blank=True)
    number = Whole(least=1, most=100_000, allow_none=True, load_default=None)
    name = Text(blank=True)

    @validates_schema(skip_on_field_errors=True)
    def _is_known(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        if not data.get("key") and not data.get("name"):
            raise ValidationError({"name": [_("Fill in this field.")]})


class MeasureItemSchema(LocalMeasureSchema):
    """How far the board is with one measure of what it adopts."""

    key = Text()


class OwnMeasureItemSchema(OwnMeasureSchema):
    """A measure against a risk that the board judged; a new one has no key yet."""

    key = Text(blank=True)


class OwnRiskItemSchema(OwnRiskSchema):
    """A risk that the board judges itself; a new one has no key yet.

    A risk of an external record that nobody gave a level goes by the key that it has there.
    """

    key = Text(blank=True)
    title = Text(blank=True)
    measures = Many(fields.Nested(OwnMeasureItemSchema), most=_MOST)

    @validates_schema(skip_on_field_errors=True)
    def _is_known(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        if not data.get("key") and not data.get("title"):
            raise ValidationError({"title": [_("Fill in this field.")]})


class OwnRisksStepSchema(StrictSchema):
    """The risks that the board judges itself, or why there are none of its own."""

    explanation = Text(blank=True, longest=_WORDS)
    risks = Many(
        fields.Nested(OwnRiskItemSchema), most=_MOST, load_only=True,
        metadata={"description": _UNLISTED},
    )  # fmt: skip


class AdoptionStepsSchema(StrictSchema):
    """Steps of an adoption; only those that are sent are taken, all of them or none."""

    in_parts = True  # a part that is not sent stays as it is, and is not looked at

    schools = fields.Nested(CoverSchema, exclude=_FORM)
    scope = fields.Nested(ScopeStepSchema, exclude=_FORM)
    circumstances = SaidByTag()
    operations = Many(
        fields.Nested(OperationItemSchema, exclude=_FORM), most=_MOST, load_default=missing,
        metadata={
            "description": f"{_UNLISTED} Once all of the release are answered the step is finished."
        },
    )  # fmt: skip
    agreement = fields.Nested(AgreementSchema, exclude=_FORM)
    measures = Many(
        fields.Nested(MeasureItemSchema, exclude=_FORM), most=_MOST, load_default=missing,
        metadata={"description": _UNLISTED},
    )  # fmt: skip
    own_risks = fields.Nested(OwnRisksStepSchema)


class ConditionSchema(StrictSchema):
    """What must happen, who sees to it, and the last day for it."""

    text = Text(longest=_WORDS)
    owner = Text()
    due = Day(required=True)


class BoardDecisionSchema(DecisionSchema):
    """The board's decision, with why it accepts each medium risk, and its conditions."""

    acceptances = fields.Dict(
        keys=Text(), values=Text(blank=True, longest=_WORDS), load_default=dict,
        metadata={"description": "Why the board accepts each risk that is medium, by its key."},
    )  # fmt: skip
    conditions = Many(fields.Nested(ConditionSchema), most=MOST_CONDITIONS)
