"""The demonstration: schools of boards, and for which of them an adoption holds."""

from marshmallow import fields

from dpia_workbench.risk.school import MOST_PUPILS, SCHOOL_SECTORS
from dpia_workbench.risk.vocabulary import Tag
from dpia_workbench.schemas.base import StrictSchema, Text, Whole
from dpia_workbench.schemas.catalogue_fields import Code, Listing, Number, Part, Slug
from dpia_workbench.schemas.demonstration_dossiers import Ago
from dpia_workbench.schemas.schools import DEVIATIONS

_LONG = 2_000


class RegisteredSchema(StrictSchema):
    """An invented school with a BRIN that is not in use."""

    brin = Text()
    name = Text()
    sector = Code(*SCHOOL_SECTORS)
    pupils = Whole(least=0, most=MOST_PUPILS)


class RegisterSchema(StrictSchema):
    """The schools of a board."""

    board = Slug()
    added = Ago(required=True)
    schools = Listing(Part(RegisteredSchema))


class DifferentSchema(StrictSchema):
    """A measure with which one school is further or less far than its board."""

    school = Text()
    key = Number()
    state = Code(*DEVIATIONS)
    due_in = Whole(least=1, most=360)
    evidence = Text(blank=True, longest=_LONG)
    reason = Text(blank=True, longest=_LONG)


class OwnTagsSchema(StrictSchema):
    """Circumstances that hold at one school only."""

    school = Text()
    tags = Listing(Code(*Tag))


class CoveredSchema(StrictSchema):
    """For which schools an adoption holds: all of them, unless some are named."""

    chosen = fields.List(Text(), load_default=list)
    different = fields.List(Part(DifferentSchema), load_default=list)
    tagged = fields.List(Part(OwnTagsSchema), load_default=list)
