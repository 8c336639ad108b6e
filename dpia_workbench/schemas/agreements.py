"""What is written about agreements; forms and JSON share it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from dpia_workbench.i18n import LANGUAGES, deferred
from dpia_workbench.i18n import gettext as _
from dpia_workbench.risk.agreement import (
    AgreementType,
    AnnexKind,
    Coverage,
    Duty,
    Grade,
    PartyRole,
    Regime,
)
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.schemas.base import (
    REQUIRED,
    BilingualField,
    Choice,
    Day,
    Flag,
    Identifier,
    Many,
    Sentence,
    StrictSchema,
    Text,
    VersionedSchema,
    Whole,
)
from dpia_workbench.usecases.agreement_part import Judged

_WORDS = 20_000
_DAYS, _HOURS = 3_650, 8_760


class Count(Whole):
    """A whole number that may be left open."""

    def __init__(self, *, most: int) -> None:
        super().__init__(least=0, most=most, allow_none=True, load_default=None)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return None if value == "" else super()._deserialize(value, attr, data, **kwargs)


class MeasurePlace(fields.Field[Any]):
    """A measure of a dossier: `id-of-the-dossier:M3`."""

    default_error_messages = {
        "required": Sentence(REQUIRED),
        "null": Sentence(REQUIRED),
        "unknown": Sentence(deferred("Choose one from the list.")),
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        dossier, _colon, key = value.partition(":") if isinstance(value, str) else ("", "", "")
        try:
            return UUID(dossier), key
        except ValueError as error:
            raise self.make_error("unknown") from error


class _Terms(Schema):
    kind = Choice(AgreementType, required=True)
    title = BilingualField(longest=300)
    summary = BilingualField(blank=True, longest=_WORDS)
    document_version = Text(blank=True)
    language = fields.String(
        load_default="nl",
        validate=validate.OneOf(
            [*LANGUAGES, "other"], error=Sentence(deferred("Choose one from the list."))
        ),
    )
    mandate = Text(blank=True)
    coverage = Choice(Coverage, required=True)
    confidentiality = Choice(Confidentiality, required=True)
    product_ids = Many(Identifier())
    valid_from = Day(allow_none=True, load_default=None)
    valid_until = Day(allow_none=True, load_default=None)
    notice_days = Count(most=_DAYS)
    renewal = Text(blank=True, longest=_WORDS)
    governing_law = Text(blank=True)
    purposes_allowed = Text(blank=True, longest=_WORDS)
    purposes_prohibited = Text(blank=True, longest=_WORDS)
    retention = Text(blank=True, longest=_WORDS)
    end_days = Count(most=_DAYS)
    locations = Text(blank=True, longest=_WORDS)
    transfer = Text(blank=True, longest=_WORDS)
    audit_scope = Text(blank=True, longest=_WORDS)
    audit_notice_days = Count(most=_DAYS)
    audit_cost = Text(blank=True, longest=_WORDS)
    audit_report = Text(blank=True, longest=_WORDS)
    breach_hours = Count(most=_HOURS)
    subprocessor_regime = Choice(Regime, allow_none=True, load_default=None)
    subprocessor_notice_days = Count(most=_DAYS)
    subprocessor_objection_days = Count(most=_DAYS)
    liability = Text(blank=True, longest=_WORDS)
    deviations = Text(blank=True, longest=_WORDS)
    supersedes_id = Identifier(allow_none=True, load_default=None)


class NewAgreementSchema(_Terms, StrictSchema):
    """A new agreement of the reader's cooperative with a vendor."""

    vendor_id = Identifier(required=True)


class AgreementSchema(_Terms, VersionedSchema):
    """What an agreement says."""


class MoveSchema(VersionedSchema):
    """A step in the life of an agreement."""


class ReasonSchema(VersionedSchema):
    """Why an agreement is given up."""

    reason = Text(longest=_WORDS)


class TerminationSchema(ReasonSchema):
    """From which day on an agreement no longer holds, and why."""

    on = Day(required=True)


class SignatureSchema(VersionedSchema):
    """Who signed for a party, and when."""

    signatory = Text()
    function = Text()
    signed_on = Day(required=True)


class PartySchema(VersionedSchema):
    """Another party; the number is that of a school board that is known here."""

    name = Text()
    role = Choice(PartyRole, required=True)
    is_mandatory = Flag(load_default=False)
    number = Text(blank=True, longest=40)


class BoardsSchema(VersionedSchema):
    """The numbers of school boards, each on a line of its own."""

    numbers = Text(longest=_WORDS)


class AnnexSchema(StrictSchema):
    """What is written about a file of an agreement."""

    kind = Choice(AnnexKind, required=True)
    title = Text(blank=True)
    dated = Day(required=True)


class SubprocessorSchema(VersionedSchema):
    """A sub-processor, since when it is used."""

    name = Text()
    legal_entity = Text(blank=True)
    country = Text()
    service = Text()
    data_categories = Text(blank=True, longest=_WORDS)
    mechanism = Text(blank=True)
    since = Day(required=True)
    until = Day(allow_none=True, load_default=None)
    noticed_on = Day(allow_none=True, load_default=None)

    @validates_schema
    def _ends_after_start(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Refuse a sub-processor that ended before it began."""
        if data.get("until") and data.get("since") and data["until"] < data["since"]:
            raise ValidationError(_("The end comes after the beginning."), field_name="until")


class SubprocessorEndSchema(VersionedSchema):
    """The first day on which a sub-processor is no longer used."""

    until = Day(required=True)


class ClauseSchema(VersionedSchema):
    """A clause in plain words, and the measures that rest on it."""

    reference = Text(longest=60)
    summary = BilingualField(longest=_WORDS)
    measures = Many(MeasurePlace())


class JoinderSchema(VersionedSchema):
    """Who signs for a school board, and that it is meant."""

    signatory = Text()
    function = Text()
    agrees = Flag(load_default=False)

    @validates_schema
    def _agrees(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Refuse what nobody confirmed; it is never ticked beforehand."""
        if data.get("agrees") is not True:
            raise ValidationError(
                _("Confirm that you may sign for your board, and that you join."),
                field_name="agrees",
            )


def _duty_fields() -> dict[str, fields.Field[Any]]:
    made: dict[str, fields.Field[Any]] = {}
    for duty in Duty:
        made[f"{duty}_grade"] = Choice(Grade, required=True)
        made[f"{duty}_clause"] = Text(blank=True)
        made[f"{duty}_note"] = Text(blank=True, longest=_WORDS)
    return made


class _DutyFields(VersionedSchema):
    """What the checklist has for each letter of art. 28(3)."""


ChecklistSchema: type[VersionedSchema] = type(
    "ChecklistSchema", (_DutyFields,), {"__doc__": _DutyFields.__doc__, **_duty_fields()}
)


def judged(values: Mapping[str, Any]) -> dict[Duty, Judged]:
    """Return the checklist as a use case takes it."""
    return {
        duty: Judged(
            grade=values[f"{duty}_grade"],
            clause=values[f"{duty}_clause"],
            note=values[f"{duty}_note"],
        )
        for duty in Duty
    }
