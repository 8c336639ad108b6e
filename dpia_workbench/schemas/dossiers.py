"""What analysts, reviewers and publishers send; forms and JSON share it."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, pre_load, validate, validates_schema

from dpia_workbench.i18n import DEFAULT_LANGUAGE, LANGUAGES, deferred
from dpia_workbench.i18n import gettext as _
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.scale import HIGHEST, LOWEST, Axis
from dpia_workbench.risk.verdict import Result, Verdict
from dpia_workbench.risk.vocabulary import (
    LibraryPart,
    MeasureKind,
    Origin,
    ReportKind,
    Sector,
    Start,
    SubjectGroup,
    Tag,
)
from dpia_workbench.schemas.base import (
    LONG,
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
    Whole,
)

APPROVE, CHANGES = REVIEW_OUTCOMES = ("approve", "changes")
_SHORT = 300
_REASON = 20_000


class _Editing(StrictSchema):
    version = Whole(least=0, most=2**31, load_default=None, allow_none=True)

    @pre_load
    def _no_version_yet(self, data: Any, **_kwargs: Any) -> Any:
        """Take an empty version, which the form of a new thing has, as none."""
        if not isinstance(data, Mapping):
            return data  # the schema itself says what is wrong with it
        return {key: value for key, value in data.items() if (key, value) != ("version", "")}


class ProductSchema(StrictSchema):
    """A new product to make a dossier on."""

    name = BilingualField(longest=_SHORT)
    vendor_id = Identifier(required=True)
    category = Text()
    sectors = Many(Choice(Sector), least=1)
    editions = Text(longest=5_000)


class DossierSchema(StrictSchema):
    """A dossier on a product that is known."""

    product_id = Identifier(required=True)
    method = Text(longest=100)
    language = Text(
        load_default=DEFAULT_LANGUAGE,
        validate=validate.OneOf(LANGUAGES, error=Sentence(deferred("Choose one from the list."))),
    )


class OpeningSchema(DossierSchema):
    """What a dossier begins with: nothing, a record, or an earlier dossier and to what end."""

    start = Choice(Start, load_default=Start.EMPTY)
    source_id = Identifier(load_default=None, allow_none=True)
    kind = Choice(ReportKind, load_default=ReportKind.UPDATE)


class ConfirmationSchema(StrictSchema):
    """Which parts that were carried over are still right, by their names."""

    parts = Many(Text(longest=_SHORT), least=1)


class AdditionSchema(StrictSchema):
    """What is taken from the library: a risk or a measure of a product, by its key there."""

    part = Choice(LibraryPart, required=True)
    slug = Text(longest=_SHORT)
    key = Text(longest=_SHORT)


class DescriptionSchema(_Editing):
    """What a revision says as a whole; a draft may be incomplete."""

    summary = BilingualField(blank=True)
    scope = BilingualField(blank=True)
    sentence = BilingualField(blank=True, longest=1_000)


class CellSchema(_Editing):
    """A scope cell."""

    edition_id = Identifier(required=True)
    group = Choice(SubjectGroup, required=True)
    use = BilingualField(blank=True, longest=2_000)
    tags = Many(Choice(Tag))
    exclusions = BilingualField(blank=True, longest=5_000)


class Axis3(Whole):
    """1, 2, 3, or unknown (empty or the word)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(least=LOWEST, most=HIGHEST, allow_none=True, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if value in ("", "unknown"):
            return None
        return super()._deserialize(value, attr, data, **kwargs)


class FloorSchema(StrictSchema):
    """If the tag applies, the axis is at least this."""

    tag = Choice(Tag, required=True)
    axis = Choice(Axis, required=True)
    level = Whole(least=2, most=HIGHEST, required=True)


class Floor(Text):
    """A floor: an object in JSON, `tag:axis:level` in a form."""

    _PARTS = ("tag", "axis", "level")

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, str):
            parts = super()._deserialize(value, attr, data, **kwargs).split(":")
            value = dict(zip(self._PARTS, parts, strict=False))
        loaded = FloorSchema().load(value)
        return {"tag": str(loaded["tag"]), "axis": str(loaded["axis"]), "level": loaded["level"]}


class RiskSchema(_Editing):
    """A risk as judged on two axes; its level is not a field (invariant 7)."""

    title = BilingualField(longest=_SHORT)
    description = BilingualField(blank=True, longest=LONG)
    origin = Choice(Origin, required=True)
    likelihood = Axis3(required=True)
    likelihood_reason = Text(blank=True, longest=_REASON)
    severity = Axis3(required=True)
    severity_reason = Text(blank=True, longest=_REASON)
    unknown_note = Text(blank=True, longest=_REASON)
    severe_floor_waived = Flag(load_default=False)
    waiver_reason = Text(blank=True, longest=_REASON)
    floors = Many(Floor())


class MeasureSchema(_Editing):
    """A measure; which fields matter depends on its owner."""

    title = BilingualField(longest=_SHORT)
    owner = Choice(Owner, required=True)
    kind = Choice(MeasureKind, required=True)
    instruction = BilingualField(blank=True, longest=_REASON)
    setting_path = BilingualField(blank=True, longest=_SHORT)
    setting_value = BilingualField(blank=True, longest=_SHORT)
    side_effect = BilingualField(blank=True, longest=_REASON)
    decided_by = BilingualField(blank=True, longest=_SHORT)
    editions = Many(Text())
    agreement = Text(blank=True)
    agreement_id = Identifier(allow_none=True, load_default=None)
    clause = Text(blank=True)
    in_force_from = Day(allow_none=True, load_default=None)
    in_force_until = Day(allow_none=True, load_default=None)
    open_to_sector = Flag(load_default=False)

    @validates_schema
    def _ends_after_start(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Refuse an agreement that ends before it begins."""
        starts, ends = data.get("in_force_from"), data.get("in_force_until")
        if ends is not None and (starts is None or ends <= starts):
            raise ValidationError(
                _("The agreement must begin before it ends."), field_name="in_force_until"
            )
        named = data.get("agreement") or data.get("agreement_id")
        if data.get("owner") is Owner.CONTRACTUAL and not named:
            raise ValidationError(_("Name the agreement."), field_name="agreement")


class ClaimSchema(_Editing):
    """A claim: these measures cap this axis of this risk."""

    risk_id = Identifier(required=True)
    axis = Choice(Axis, required=True)
    cap = Whole(least=LOWEST, most=HIGHEST - 1, required=True)
    requires = Many(Identifier(), least=1)
    void_if = Many(Choice(Tag))
    rationale = Text(blank=True, longest=_REASON)


class FindingSchema(_Editing):
    """The lawfulness finding on one topic."""

    result = Choice(Result, required=True)
    note = BilingualField(blank=True, longest=_REASON)
    measure_id = Identifier(allow_none=True, load_default=None)


class ReviewSchema(StrictSchema):
    """What a reviewer decides."""

    outcome = fields.String(
        required=True,
        validate=validate.OneOf(
            REVIEW_OUTCOMES, error=Sentence(deferred("Choose one from the list."))
        ),
        error_messages={"required": Sentence(REQUIRED)},
    )
    content_hash = Text(blank=True)
    function = Text()
    note = Text(blank=True, longest=_REASON)


class PublicationSchema(StrictSchema):
    """How a publisher publishes what was approved."""

    chosen = Choice(Verdict, required=True)
    reason = Text(blank=True, longest=_REASON)
    valid_until = Day(allow_none=True, load_default=None)


class WithdrawalSchema(StrictSchema):
    """Why a release is withdrawn."""

    reason = Text(longest=_REASON)
