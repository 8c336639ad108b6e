"""Method profiles: the shape of the files in data/profiles/, and the way to read them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.messages import message
from dpia_workbench.risk.profile import MatrixNotMonotone, MethodProfile, Periods
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.scale import HIGHEST, LOWEST, Level
from dpia_workbench.risk.verdict import Result, Verdict
from dpia_workbench.schemas.base import Flag, StrictSchema, Text, Whole
from dpia_workbench.schemas.catalogue_fields import Both, Code, Listing, Part
from dpia_workbench.schemas.desk import Desk

_STEPS = range(LOWEST, HIGHEST + 1)
_A_LIFETIME = 10_000  # days, working days or months: more is a mistake


class StepSchema(StrictSchema):
    """A step of a scale, with what people need to choose it."""

    value = Whole(least=LOWEST, most=HIGHEST, required=True)
    label = Both()
    guidance = Both()


class RuleSchema(StrictSchema):
    """A verdict and its conditions, any of which is enough."""

    verdict = Code(*Verdict)
    attainable = fields.List(Code(*Level), load_default=list)
    findings = fields.List(Code(*Result), load_default=list)
    lowered_by_schools = Flag(load_default=False)


class PeriodsSchema(StrictSchema):
    """Every period of the method; but one, none is left to the program."""

    grace_days = review_months = verification_months = fresh_months = Whole(
        least=1, most=_A_LIFETIME, required=True
    )
    unanswered_days = expiring_days = reminder_days = escalation_days = Whole(
        least=1, most=_A_LIFETIME, required=True
    )
    urgent_working_days = review_days = Whole(least=1, most=_A_LIFETIME, required=True)
    # Profiles that were loaded before this period was known stay as they are: 30 days.
    objection_days = Whole(least=1, most=_A_LIFETIME)


class ProfileSchema(StrictSchema):
    """A file of data/profiles/."""

    id = Text()
    version = Whole(least=1, most=9999, required=True)
    label = Both()
    source = Text()
    likelihood = Listing(Part(StepSchema))
    severity = Listing(Part(StepSchema))
    matrix = fields.List(
        fields.List(Code(*Level), validate=validate.Length(equal=HIGHEST)),
        validate=validate.Length(equal=HIGHEST), required=True,
    )  # fmt: skip
    verdicts = Listing(Part(RuleSchema))
    periods = Part(PeriodsSchema)

    @validates_schema
    def hangs_together(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        """Refuse scales with other steps, and a matrix or verdicts that cannot be trusted."""
        for axis in ("likelihood", "severity"):
            if [step["value"] for step in data[axis]] != list(_STEPS):
                raise ValidationError({axis: [_("Give the steps 1, 2 and 3, in this order.")]})
        try:
            MethodProfile.of(data)
        except RuleViolation as refused:
            place = "matrix" if isinstance(refused, MatrixNotMonotone) else "verdicts"
            raise ValidationError({place: [message(refused)]}) from refused


def read_profiles(folder: Path) -> tuple[dict[str, Any], ...]:
    """Read and check every method profile, in the order of their names.

    Raises ContentRefused with all problems of all files, each with file, line and field.
    """
    desk = Desk(folder=folder)
    found = []
    for path in sorted(folder.glob("*.yaml")):
        source, profile = desk.read(path, schema=ProfileSchema())
        found.append(profile)
        if source:
            desk.check_name(source, "id", stem=path.stem)
    desk.finish()
    return tuple(found)


assert set(PeriodsSchema().fields) == set(Periods.__dataclass_fields__)  # noqa: S101  # no period is forgotten
