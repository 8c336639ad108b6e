"""What a board says of its schools, and for which of them an adoption holds."""

from typing import Any

from marshmallow import post_load

from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.school import MOST_PUPILS, MOST_SCHOOLS, SCHOOL_SECTORS, brin_of
from dpia_workbench.risk.vocabulary import Sector, Tag
from dpia_workbench.schemas.base import (
    LONG,
    Choice,
    Day,
    Flag,
    Identifier,
    Many,
    StrictSchema,
    Text,
    VersionedSchema,
    Whole,
)
from dpia_workbench.schemas.handed_in import LARGEST_LIST
from dpia_workbench.usecases.school import Facts

_WORDS = 20_000
DEVIATIONS = (
    LocalState.IMPLEMENTED, LocalState.PLANNED, LocalState.TODO, LocalState.NOT_APPLICABLE
)  # fmt: skip


class SchoolSector(Choice):
    """A kind of education that schools give."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Sector, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        found = super()._deserialize(value, attr, data, **kwargs)
        if found is not None and found not in SCHOOL_SECTORS:
            raise self.make_error("unknown")
        return found


class SchoolSchema(StrictSchema):
    """What the register says of a school. Raises BrinWrong, besides what schemas raise."""

    brin = Text(longest=20)
    name = Text()
    sector = SchoolSector(required=True)
    special_education = Flag(load_default=False)
    pupils = Whole(least=0, most=MOST_PUPILS, allow_none=True, load_default=None)

    @post_load
    def _as_facts(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        version = {"version": data.pop("version")} if "version" in data else {}
        return {"facts": Facts(**{**data, "brin": brin_of(data["brin"])}), **version}


class SchoolChangeSchema(SchoolSchema, VersionedSchema):
    """The same of a school that is in the register already."""


class EndSchema(VersionedSchema):
    """The version that is ended, and no more."""


class ListSchema(StrictSchema):
    """A list of schools as it is pasted, with the kind of education of lines that say none."""

    rows = Text(blank=True, longest=LARGEST_LIST)
    sector = SchoolSector(allow_none=True, load_default=None)


class KeepSchema(ListSchema):
    """A list that was looked through, with the mark of what was shown."""

    mark = Text(blank=True, longest=LONG)
    leave_out = Flag(load_default=False)


class CoverSchema(VersionedSchema):
    """For which schools an adoption holds; which ones counts if it is not for all."""

    every_school = Flag(required=True)
    school = Many(Identifier(), most=MOST_SCHOOLS)


class CircumstancesSchema(StrictSchema):
    """What holds at one school only, and what the form was filled from."""

    tags = Many(Choice(Tag))
    before = Text(blank=True, longest=LONG)


class DeviationSchema(StrictSchema):
    """How far one school is with a measure; version 0 if nothing is different there yet."""

    state = Choice(LocalState, required=True)
    evidence = Text(blank=True, longest=_WORDS)
    due = Day(allow_none=True, load_default=None)
    reason = Text(blank=True, longest=_WORDS)
    version = Whole(least=0, most=2**31, required=True)
