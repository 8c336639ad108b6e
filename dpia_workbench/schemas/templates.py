"""Templates of data/templates/: what a file must be, and what all of them together must show."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from dpia_workbench.i18n import deferred
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.messages import message
from dpia_workbench.risk import templates
from dpia_workbench.risk.assessment import Purpose
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.registers import Register, Section
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.templates import NEVER, Part, Template
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.risk.vocabulary import Origin
from dpia_workbench.schemas.base import Flag, Many, Sentence, StrictSchema, Text, Whole
from dpia_workbench.schemas.catalogue_fields import Both, Code, Key, Pattern
from dpia_workbench.schemas.catalogue_rules import Finding, nested
from dpia_workbench.schemas.desk import Desk
from dpia_workbench.schemas.source import Problem

_KINDS = ("text", "register", "part")
# What says more about one kind of thing that is shown.
_BELONGS = {"fields": "register", "where": "register", "topics": "part", "origins": "part"}
_LIMITED = {"topics": Part.FINDINGS, "origins": Part.RISKS}


class NodeId(Pattern):
    """The official number of a point: 2, 0.5, 1.1.a, A."""

    shape = re.compile(r"[A-Z0-9]+(?:\.[0-9a-z]+)*")


class Urn(Pattern):
    """The name by which others know a form."""

    shape = re.compile(r"urn(?::[a-z0-9.-]+)+")


class TemplateKey(Pattern):
    """The name of a template: nl-rijk-dpia-3.0."""

    shape = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


class ShownSchema(StrictSchema):
    """A text, a register or a part, and what of it."""

    text = Code(*Section, required=False)
    register = Code(*Register, required=False)
    part = Code(*Part, required=False)
    needed_for = Code(*Purpose, NEVER, required=False)
    fields_ = Many(Key(), least=1, data_key="fields", attribute="fields")
    where = fields.Dict(
        keys=Key(),
        values=Many(Key(), least=1, required=True),
        error_messages={"invalid": Sentence(deferred("Give an object with named fields."))},
    )
    topics = Many(Code(*Topic), least=1)
    origins = Many(Code(*Origin), least=1)

    @validates_schema
    def is_one_thing(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Refuse what shows nothing or two things, or limits what it does not show."""
        if len([kind for kind in _KINDS if kind in data]) != 1:
            raise ValidationError(_("Name one text, one register or one part."))
        for name, kind in _BELONGS.items():
            wanted = _LIMITED.get(name)
            if name in data and (kind not in data or (wanted and data[kind] != wanted)):
                text = _("This only goes with %(name)s.", name=wanted or kind)
                raise ValidationError(text, field_name=name)


class NodeSchema(StrictSchema):
    """A point of a form, with what it shows and the points below it."""

    id = NodeId()
    title = Both()
    guidance = Both()
    needed_for = Code(*Purpose, NEVER, required=False)
    free = Flag()
    shows = Many(fields.Nested(ShownSchema), least=1)
    nodes = Many(fields.Nested(lambda: NodeSchema()), least=1)


class TemplateSchema(StrictSchema):
    """A file of data/templates/."""

    key = TemplateKey()
    urn = Urn()
    version = Whole(least=1, most=9999, required=True)
    name = Both()
    source = Text(longest=1000)
    audience = Code(*Confidentiality)
    nodes = Many(fields.Nested(NodeSchema), least=1, required=True)

    @validates_schema
    def is_sound(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Refuse a template in which a point shows nothing, or what is not there."""
        if found := list(_findings(data)):
            raise ValidationError(nested(found))


def _findings(data: Mapping[str, Any]) -> Iterator[Finding]:
    for place, violation in templates.faults(Template.of(data)):
        yield place, message(violation)


def read_templates(folder: Path) -> tuple[dict[str, Any], ...]:
    """Read and check every template, in the order of their names.

    Raises ContentRefused with all problems of all files, each with file, line and field; also if
    something that is asked of a dossier is shown by none of them.
    """
    desk = Desk(folder=folder.parent)
    found = []
    for path in sorted(folder.glob("*.yaml")):
        source, template = desk.read(path, schema=TemplateSchema())
        found.append(template)
        if source:
            desk.check_name(source, "key", stem=path.stem)
    if not desk.problems:
        try:
            templates.require_all_shown(map(Template.of, found))
        except RuleViolation as refused:
            desk.problems.append(
                Problem(file=folder.name, line=1, field="", message=message(refused))
            )
    desk.finish()
    return tuple(found)
