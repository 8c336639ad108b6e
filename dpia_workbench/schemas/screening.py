"""Screening forms of data/screening/: what a file must be, and what answers to it must be."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from dpia_workbench.i18n import deferred
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.messages import message
from dpia_workbench.risk import questionnaire
from dpia_workbench.risk.questionnaire import OF_OPTIONS, Definition, Kind, Question
from dpia_workbench.risk.questionnaire import Part as ScorePart
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.schemas.base import (
    REQUIRED,
    Flag,
    Many,
    Sentence,
    StrictSchema,
    Text,
    VersionedSchema,
    Whole,
)
from dpia_workbench.schemas.catalogue_fields import Address, Both, Code, Key, Listing, Part, Slug
from dpia_workbench.schemas.catalogue_rules import Finding, items, nested, repeated
from dpia_workbench.schemas.source import ContentRefused, Problem, Source, read_source
from dpia_workbench.store.screenings import CURRENT
from dpia_workbench.usecases.screening import definition_of

MOST = 1000  # weights, points and limits are small numbers
VERSION = "version"  # a field beside the answers of a page that two people may edit


_NAMED = Sentence(deferred("Give an object with named fields."))
_REQUIRED: dict[str, Any] = {"required": Sentence(REQUIRED), "null": Sentence(REQUIRED)}


def _some(schema: type[StrictSchema], *, required: bool = True) -> Many:
    """Return a list of groups of named fields; one that is required is not empty."""
    return Many(Part(schema), least=1, required=True) if required else Many(Part(schema))


def _number(*, least: int = 0, **options: Any) -> Whole:
    return Whole(least=least, most=MOST, **options)


class SourceSchema(StrictSchema):
    """What a form rests on; a title stays in its own language."""

    title = Text()
    url = Address()


class BandSchema(StrictSchema):
    """From this sum of weights on, a part of the score gives these points."""

    least = _number(least=1, required=True)
    points = _number(least=1, required=True)


class SectionSchema(StrictSchema):
    """A group of questions under one heading."""

    id = Key()
    title = Both()


class OptionSchema(StrictSchema):
    """An answer that a question offers."""

    id = Key()
    text = Both()
    weight = _number()
    ground = Code(*sorted(OF_OPTIONS), required=False)


class ConditionSchema(StrictSchema):
    """With which answers to an earlier question this one applies."""

    question = Key()
    options = Listing(Key())


class QuestionSchema(StrictSchema):
    """A question; `weight` and `ground` hold for yes, or for each of several options."""

    id = Key()
    section = Key()
    kind = Code(*(kind.value for kind in Kind))
    text = Both()
    help = Both(required=False)
    part = Code(*ScorePart, required=False)
    weight = _number()
    ground = Code(*sorted(OF_OPTIONS), required=False)
    none = Flag()
    when = _some(ConditionSchema, required=False)
    options = _some(OptionSchema, required=False)

    @validates_schema
    def fits_its_kind(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Refuse what a question of this kind cannot have."""
        kind, options = Kind(data["kind"]), len(data.get("options", ()))
        least = {Kind.BOOLEAN: 0, Kind.CHOICE: 2, Kind.MULTI: 1}[kind]
        if options < least or (kind is Kind.BOOLEAN and options):
            raise ValidationError(
                _("Give this kind of question the options that it needs, and no others."),
                field_name="options",
            )
        for name in ("weight", "ground"):
            if kind is Kind.CHOICE and name in data:
                raise ValidationError(
                    _("Write this with the options: only one of them will be chosen."),
                    field_name=name,
                )


class FormSchema(StrictSchema):
    """A screening form."""

    key = Slug()
    version = _number(least=1, required=True)
    title = Both()
    sources = _some(SourceSchema)
    score_limit = _number(required=True)
    criteria_limit = _number(least=1, required=True)
    bands = fields.Dict(
        keys=fields.String(),
        values=_some(BandSchema),
        required=True,
        error_messages={**_REQUIRED, "invalid": _NAMED},
    )
    sections = _some(SectionSchema)
    questions = _some(QuestionSchema)

    @validates_schema
    def is_sound(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Refuse a form on which no screening can rest, naming each place."""
        found = list(_findings(data))
        if not found:
            found = list(_faults(definition_of(data)))
        if found:
            raise ValidationError(nested(found))


def _findings(data: Mapping[str, Any]) -> Iterator[Finding]:
    """Name sections and parts that are not there, and sections that are there twice."""
    yield from repeated(data, "sections", name="id")
    sections = {section["id"] for section in data["sections"]}
    for place, question in items(data, "questions"):
        if question["id"] == VERSION:
            yield ("questions", place, "id"), _("This id is the name of another field.")
        if question["section"] not in sections:
            text = _("There is no section %(id)s in this form.", id=question["section"])
            yield ("questions", place, "section"), text
    for part in data["bands"]:
        if part not in set(ScorePart):
            yield ("bands", part), _("Write one of these: %(codes)s.", codes=", ".join(ScorePart))


def _faults(definition: Definition) -> Iterator[Finding]:
    """Name what the rules refuse, at most one thing per question and per part of the score."""
    checks = [
        *((questionnaire.require_sound_question, n) for n in range(len(definition.questions))),
        *((questionnaire.require_rising_bands, part) for part in definition.bands),
    ]
    for check, place in checks:
        try:
            check(definition, place)  # type: ignore[operator]  # each with its own kind of place
        except RuleViolation as error:
            where: Any = error.params["place"]
            yield tuple(where), message(error)


def read_forms(folder: Path) -> tuple[dict[str, Any], ...]:
    """Read and check every screening form in a folder.

    Raises ContentRefused with all problems of all files, each with file, line and field.
    """
    found: list[dict[str, Any]] = []
    problems: list[Problem] = []
    needed = folder / f"{CURRENT}.yaml"
    for path in sorted({needed, *folder.glob("*.yaml")}):
        try:
            found.append(_read(path, root=folder.parent))
        except ContentRefused as refused:
            problems += refused.problems
    if problems:
        raise ContentRefused(tuple(problems))
    return tuple(found)


def _read(path: Path, *, root: Path) -> dict[str, Any]:
    source = read_source(path, root=root)
    try:
        form = dict(FormSchema().load(source.data))
    except ValidationError as error:
        raise ContentRefused(tuple(_problems(source, error))) from error
    if form["key"] != path.stem:
        text = _("The key must be the name of the file: %(name)s.", name=path.stem)
        raise ContentRefused((source.problem(("key",), message=text),))
    return form


def _problems(source: Source, error: ValidationError) -> list[Problem]:
    messages = error.messages if isinstance(error.messages, dict) else {}
    found = source.problems(messages)
    return sorted(found, key=lambda problem: problem.line)


class _One(Text):
    """The answer to a question with one answer; nothing at all leaves it open."""

    def __init__(self, question: Question) -> None:
        super().__init__(blank=True)
        self.question = question

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        return _answer(self.question, {text} - {""})


class _Several(Many):
    """The answers to a question with several."""

    def __init__(self, question: Question) -> None:
        super().__init__(Text())
        self.question = question

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        chosen = super()._deserialize(value, attr, data, **kwargs)
        return _answer(self.question, {str(each) for each in chosen})


def _answer(question: Question, chosen: set[str]) -> list[str]:
    """Return a checked answer in its stored form. Raises ValidationError."""
    try:
        questionnaire.require_answer(question, frozenset(chosen))
    except RuleViolation as error:
        raise ValidationError(message(error)) from error
    return sorted(chosen)


def answers_schema(definition: Definition, *, versioned: bool) -> Schema:
    """Return the schema of answers to a form; `versioned` for a page that two people may edit."""
    base = VersionedSchema if versioned else StrictSchema
    made: dict[str, fields.Field[Any]] = {
        question.id: _Several(question) if question.kind is Kind.MULTI else _One(question)
        for question in definition.questions
    }
    return base.from_dict(made)()
