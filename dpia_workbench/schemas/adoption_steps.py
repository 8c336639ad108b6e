"""What a board says of itself in steps 2 to 5 of an adoption."""

from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import Schema, ValidationError, validates_schema

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.messages import message
from dpia_workbench.risk import describing as rules
from dpia_workbench.risk.adoption_step import AgreementForm, UseKind
from dpia_workbench.risk.describing import Said
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.statements import Article6
from dpia_workbench.schemas.base import Choice, Day, Flag, Many, Text, VersionedSchema

_WORDS = 20_000
USE, TAG = "use", "tag"  # the fields use_0_name, use_0_kind, …, and tag_under_13, …
MOST_USES = 50
_PARTS = ("kind", "name", "supplement")


class ScopeSchema(VersionedSchema):
    """Which examined cells fit, what is switched on, and whether there is anything else."""

    cells = Many(Text())
    services = Many(Text())
    beyond = Flag(load_default=None, allow_none=True)


def scope_schema(uses: int) -> Schema:
    """Return the schema of the step with fields for a number of uses that were not examined."""
    fields: dict[str, Any] = {}
    for place in range(uses):
        fields[f"{USE}_{place}_kind"] = Choice(UseKind, allow_none=True, load_default=None)
        fields[f"{USE}_{place}_name"] = Text(blank=True)
        fields[f"{USE}_{place}_supplement"] = Text(blank=True, longest=_WORDS)
    return ScopeSchema.from_dict(fields)()


def uses_of(values: Mapping[str, Any], *, uses: int, is_complete: bool) -> list[dict[str, Any]]:
    """Return the uses that were named, in order; a line without any word is no use.

    Raises ValidationError where one has no kind or no name, or where the answer to the question
    whether there are any is missing or says otherwise.
    """
    found = [{part: values[f"{USE}_{place}_{part}"] for part in _PARTS} for place in range(uses)]
    wrong: dict[str, list[str]] = {}
    for place, each in enumerate(found):
        if any(each.values()):
            empty = [part for part in ("kind", "name") if not each[part]]
            wrong |= {f"{USE}_{place}_{part}": [_("Fill in this field.")] for part in empty}
        if is_complete and each["name"] and not each["supplement"]:
            violation = rules.SupplementMissing(name=each["name"])
            wrong[f"{USE}_{place}_supplement"] = [message(violation)]
    named = [each for each in found if each["name"]]
    if is_complete and not values["cells"]:
        wrong["cells"] = [message(rules.NothingFits())]
    if is_complete:
        wrong |= _beyond(values["beyond"], named=bool(named))
    if wrong:
        raise ValidationError(dict(wrong))
    return named


def _beyond(said: bool | None, *, named: bool) -> dict[str, list[str]]:  # noqa: FBT001  # an answer
    if said is None:
        return {"beyond": [_("Answer with yes or no.")]}
    if said and not named:
        return {f"{USE}_0_name": [_("Name what you use besides what was examined.")]}
    if not said and named:
        return {"beyond": [_("Below you name something that was not examined. Answer “yes”, or"
                             " empty its lines.")]}  # fmt: skip
    return {}


def circumstances_schema(tags: Iterable[str]) -> Schema:
    """Return the schema of the step with a required answer per circumstance."""
    fields = {f"{TAG}_{tag}": Choice(Said, required=True) for tag in tags}
    return VersionedSchema.from_dict(dict(fields))()


class OperationSchema(VersionedSchema):
    """Whether a board does an operation, and how."""

    is_done = Flag(required=True)
    purpose = Text(blank=True, longest=_WORDS)
    legal_basis = Choice(Article6, allow_none=True, load_default=None)
    basis_reason = Text(blank=True, longest=_WORDS)
    parental_consent = Text(blank=True, longest=_WORDS)
    data_items = Many(Text())
    other_data = Text(blank=True, longest=_WORDS)
    retention = Text(blank=True, longest=_WORDS)
    access = Text(blank=True, longest=_WORDS)
    links = Text(blank=True, longest=_WORDS)

    @validates_schema(skip_on_field_errors=False)
    def _says_all(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Ask for all that is missing at once; the rule itself names the first."""
        if data.get("is_done"):
            known = {name: data.get(name) for name in self.fields}
            _refuse(rules.operation_lacks(known))


class OwnOperationSchema(OperationSchema):
    """An operation that the release does not know."""

    name = Text()


class AgreementSchema(VersionedSchema):
    """Which processor agreement is in force for the board."""

    form = Choice(AgreementForm, required=True)
    title = Text(blank=True)
    edition = Text(blank=True)
    signed_on = Day(allow_none=True, load_default=None)
    annexes = Text(blank=True, longest=_WORDS)
    notice_address = Text(blank=True)
    explanation = Text(blank=True, longest=_WORDS)
    party_to = Many(Text())

    @validates_schema(skip_on_field_errors=True)
    def _says_all(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Ask for all that is missing at once."""
        _refuse(rules.agreement_lacks(data))


def _refuse(found: Iterable[RuleViolation]) -> None:
    missing = {str(each.params["field"]): [message(each)] for each in found}
    if missing:
        raise ValidationError(dict(missing))
