"""Assessment files: what `risk explain` and `risk plan` read (contract.md section 4).

Unknown keys, ids that lead nowhere and values of another kind are errors that name the place.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from dpia_workbench.i18n import gettext as _
from dpia_workbench.risk.computation import Assessment
from dpia_workbench.risk.measures import LocalMeasure, LocalState, Measure, Owner
from dpia_workbench.risk.profile import MethodProfile
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.scale import HIGHEST, LOWEST, Axis
from dpia_workbench.risk.score import Cell, Claim, Floor, Risk, School
from dpia_workbench.risk.verdict import LegalFinding, Result
from dpia_workbench.schemas.base import Choice, Day, Many, StrictSchema, Text
from dpia_workbench.schemas.catalogue_fields import SAID
from dpia_workbench.schemas.catalogue_rules import nested

UNKNOWN = "unknown"
MOST = 1_000  # of each kind of thing: far more than a dossier holds
_STATES = tuple(state for state in State if state is not State.DRAFT)


class Inner(fields.Nested):
    """A group of named fields within another."""

    default_error_messages = SAID


class Exactly(fields.Field[bool]):
    """True or false, and no word or number that may mean it."""

    default_error_messages = SAID

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError(_("Write true or false."))
        return value


class Step(fields.Field[Any]):
    """A whole number on a scale; text that looks like one is none."""

    default_error_messages = SAID

    def __init__(self, *, least: int = LOWEST, most: int = HIGHEST, unknown: bool = False) -> None:
        super().__init__(required=True)
        self.least, self.most, self.unknown = least, most, unknown

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int | None:
        if self.unknown and value == UNKNOWN:
            return None
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if is_number and self.least <= value <= self.most:
            return int(value)
        if self.unknown:
            raise ValidationError(
                _("Write a whole number from %(least)s to %(most)s, or unknown.",
                  least=self.least, most=self.most)
            )  # fmt: skip
        raise ValidationError(
            _("Write a whole number from %(least)s to %(most)s.", least=self.least, most=self.most)
        )


def _id() -> Text:
    return Text(longest=100)


def _ids(*, least: int = 0) -> Many:
    return Many(_id(), least=least)


class CellSchema(StrictSchema):
    """What the scope cell fixes: circumstances, and which edition."""

    tags = _ids()
    edition = Text(longest=100, load_default=None, allow_none=True)


def _things(schema: type[StrictSchema]) -> fields.List[Any]:
    """Return a field for a list of things, which refuses too many before it reads them."""
    return Things(Inner(lambda: schema()), load_default=list)


class Things(fields.List[Any]):
    """A list of things, with errors in the reader's language."""

    default_error_messages = SAID

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        if not isinstance(value, list):
            raise ValidationError(_("This must be a list."))
        if len(value) > MOST:
            raise ValidationError(_("Give at most %(most)s.", most=MOST))
        return super()._deserialize(value, attr, data, **kwargs)


class FloorSchema(StrictSchema):
    """A floor under an axis in a circumstance."""

    tag = _id()
    axis = Choice(Axis, required=True)
    level = Step()


class RiskSchema(StrictSchema):
    """A risk as tested."""

    id = _id()
    title = Text(blank=True)
    likelihood = Step(unknown=True)
    severity = Step(unknown=True)
    severe_floor_waived = Exactly(load_default=False)
    floors = _things(FloorSchema)


# Which facts belong to the measures of an owner, besides id, title and editions.
_FACTS: Mapping[Owner, frozenset[str]] = {
    Owner.VENDOR: frozenset(
        {"state", "due", "evidence", "independent", "verified_on", "verification_expires_on"}
    ),
    Owner.CONTRACTUAL: frozenset({"in_force_from", "in_force_until", "open_to_sector"}),
    Owner.SCHOOL_MANDATORY: frozenset(),
    Owner.SCHOOL_OPTIONAL: frozenset(),
}


def _maybe_day() -> Day:
    return Day(load_default=None, allow_none=True)


class MeasureSchema(StrictSchema):
    """A measure, with the facts that its owner has to bring."""

    id = _id()
    title = Text(blank=True)
    owner = Choice(Owner, required=True)
    editions = _ids()
    state = Choice(State, load_default=None, allow_none=True)
    due = _maybe_day()
    evidence = Exactly(load_default=False)
    independent = Exactly(load_default=False)
    verified_on = _maybe_day()
    verification_expires_on = _maybe_day()
    in_force_from = _maybe_day()
    in_force_until = _maybe_day()
    open_to_sector = Exactly(load_default=False)

    @validates_schema(pass_original=True)
    def facts_fit(self, data: Mapping[str, Any], original: Any, **kwargs: Any) -> None:
        """Refuse facts of another kind of measure: nobody would see that they do nothing."""
        every = frozenset[str]().union(*_FACTS.values())
        strange = (set(original) & every) - _FACTS[data["owner"]]
        if strange:
            text = _("This is not a fact of a measure of this owner.")
            raise ValidationError({name: [text] for name in sorted(strange)})
        if data["state"] is State.DRAFT:
            raise ValidationError({"state": [_one_of(_STATES)]})


def _one_of(members: Iterable[str]) -> str:
    return _("Write one of these: %(codes)s.", codes=", ".join(members))


class ClaimSchema(StrictSchema):
    """A claim: measures that together cap an axis of a risk."""

    risk = _id()
    axis = Choice(Axis, required=True)
    cap = Step(most=HIGHEST - 1)
    requires = _ids(least=1)
    void_if = _ids()


class FindingSchema(StrictSchema):
    """A finding on a topic of lawfulness."""

    topic = _id()
    result = Choice(Result, required=True)


class LocalMeasureSchema(StrictSchema):
    """How far the school is with a measure."""

    state = Choice(LocalState, required=True)
    since = Day(data_key="from", load_default=None, allow_none=True)
    review_due = _maybe_day()
    evidence = Exactly(load_default=False)


class LocalMeasuresField(fields.Field[dict[str, Any]]):
    """What the school recorded, by the id of the measure."""

    default_error_messages = SAID

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **kwargs: Any
    ) -> dict[str, Any]:
        if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
            raise ValidationError(_("Give an object with named fields."))
        found, messages = {}, {}
        for key, item in value.items():
            try:
                found[key] = LocalMeasureSchema().load(item)
            except ValidationError as error:
                messages[key] = error.messages
        if messages:
            raise ValidationError(messages)
        return found


class SchoolSchema(StrictSchema):
    """What one school brings."""

    tags = _ids()
    party_to = _ids()
    measures = LocalMeasuresField(load_default=dict)


class AssessmentFileSchema(StrictSchema):
    """A whole file."""

    profile = _id()
    as_of = Day(load_default=None)
    cell = Inner(lambda: CellSchema(), load_default=lambda: {"tags": [], "edition": None})
    risks = _things(RiskSchema)
    measures = _things(MeasureSchema)
    claims = _things(ClaimSchema)
    findings = _things(FindingSchema)
    school = Inner(lambda: SchoolSchema(), load_default=None, allow_none=True)

    @validates_schema
    def hangs_together(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        """Refuse ids that are given twice, and ids that lead nowhere."""
        messages = nested((*_repeated(data), *_dangling(data)))
        if messages:
            raise ValidationError(messages)


def _repeated(data: Mapping[str, Any]) -> Iterator[tuple[tuple[Any, ...], str]]:
    for name in ("risks", "measures"):
        seen: set[str] = set()
        for place, item in enumerate(data[name]):
            if item["id"] in seen:
                yield (name, place, "id"), _("This id is given twice: %(id)s.", id=item["id"])
            seen.add(item["id"])


def _dangling(data: Mapping[str, Any]) -> Iterator[tuple[tuple[Any, ...], str]]:
    risks = {item["id"] for item in data["risks"]}
    owners = {item["id"]: item["owner"] for item in data["measures"]}
    for place, claim in enumerate(data["claims"]):
        if claim["risk"] not in risks:
            yield ("claims", place, "risk"), _("There is no risk %(id)s.", id=claim["risk"])
        for at, key in enumerate(claim["requires"]):
            if key not in owners:
                yield ("claims", place, "requires", at), _("There is no measure %(id)s.", id=key)
    if data["school"] is not None:
        yield from _dangling_school(data["school"], owners=owners)


def _dangling_school(
    school: Mapping[str, Any], *, owners: Mapping[str, Owner]
) -> Iterator[tuple[tuple[Any, ...], str]]:
    for at, key in enumerate(school["party_to"]):
        if owners.get(key) is not Owner.CONTRACTUAL:
            text = _("There is no contractual measure %(id)s.", id=key)
            yield ("school", "party_to", at), text
    for key in school["measures"]:
        if owners.get(key) not in (Owner.SCHOOL_MANDATORY, Owner.SCHOOL_OPTIONAL):
            yield ("school", "measures", key), _("There is no school measure %(id)s.", id=key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An assessment file as values: one scope cell, perhaps a school, perhaps a day."""

    assessment: Assessment
    cell: Cell
    school: School | None
    as_of: date | None
    titles: Mapping[str, str]


def case_of(data: Mapping[str, Any], *, profiles: Mapping[str, MethodProfile]) -> Case:
    """Return what was checked by the schema, as values. Raises ValidationError."""
    if data["profile"] not in profiles:
        raise ValidationError({"profile": [_one_of(sorted(profiles))]})
    assessment = Assessment(
        profile=profiles[data["profile"]],
        risks=tuple(_risk(item) for item in data["risks"]),
        measures=tuple(_measure(item) for item in data["measures"]),
        claims=tuple(_claim(item) for item in data["claims"]),
        findings=tuple(LegalFinding(**item) for item in data["findings"]),
    )
    return Case(
        assessment=assessment,
        cell=Cell(tags=frozenset(data["cell"]["tags"]), edition=data["cell"]["edition"]),
        school=_school(data["school"]) if data["school"] is not None else None,
        as_of=data["as_of"],
        titles={item["id"]: item["title"] for item in (*data["risks"], *data["measures"])},
    )


def _risk(item: Mapping[str, Any]) -> Risk:
    values = {key: value for key, value in item.items() if key != "title"}
    return Risk(**{**values, "floors": frozenset(Floor(**floor) for floor in item["floors"])})


def _measure(item: Mapping[str, Any]) -> Measure:
    values = {key: value for key, value in item.items() if key != "title"}
    return Measure(**{**values, "editions": frozenset(item["editions"])})


def _claim(item: Mapping[str, Any]) -> Claim:
    sets = {name: frozenset(item[name]) for name in ("requires", "void_if")}
    return Claim(**{**item, **sets})


def _school(item: Mapping[str, Any]) -> School:
    return School(
        tags=frozenset(item["tags"]),
        party_to=frozenset(item["party_to"]),
        measures={key: LocalMeasure(**local) for key, local in item["measures"].items()},
    )
