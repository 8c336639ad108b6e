"""Norms: the shape of the files in data/norms/, and what a board says of itself."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from marshmallow import ValidationError, validates_schema

from dpia_workbench.i18n import gettext as _
from dpia_workbench.risk.norm import Certainty, Domain, Maturity, Use
from dpia_workbench.schemas.base import Choice, Day, Many, StrictSchema, Text, Whole
from dpia_workbench.schemas.catalogue_fields import Address, Both, Code, Listing, Part
from dpia_workbench.schemas.desk import Desk

_WORDS = 20_000


class DeadlineSchema(StrictSchema):
    """A day from which something counts, and where that was read."""

    day = Day(required=True)
    what = Both()
    certainty = Code(*Certainty)
    source = Text()


class NormSchema(StrictSchema):
    """One norm."""

    code = Text()
    title = Both()
    domain = Code(*Domain)
    use = Code(*Use)


class FrameworkSchema(StrictSchema):
    """A file of data/norms/."""

    key = Text()
    name = Both()
    url = Address()
    checked_on = Day(required=True)
    target = Whole(least=1, most=len(Maturity), required=True)
    deadlines = Listing(Part(DeadlineSchema))
    norms = Listing(Part(NormSchema))

    @validates_schema
    def names_each_norm_once(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Refuse a number that two norms have."""
        codes = [norm["code"] for norm in data["norms"]]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise ValidationError(
                {"norms": [_("These numbers stand here twice: %(codes)s.", codes=", ".join(twice))]}
            )


def read_norms(folder: Path) -> tuple[dict[str, Any], ...]:
    """Read and check every framework of norms, in the order of their names.

    Raises ContentRefused with all problems of all files, each with file, line and field.
    """
    desk = Desk(folder=folder)
    found = []
    for path in sorted(folder.glob("*.yaml")):
        source, framework = desk.read(path, schema=FrameworkSchema())
        found.append(framework)
        if source:
            desk.check_name(source, "key", stem=path.stem)
    desk.finish()
    return tuple(found)


class ScoreSchema(StrictSchema):
    """How mature a board says that it is, and what that rests on."""

    maturity = Choice(Maturity, required=True)
    evidence = Text(blank=True, longest=_WORDS)
    plan = Text(blank=True, longest=_WORDS)
    adoptions = Many(Text())


class AnnualSchema(StrictSchema):
    """What a board plans for next year."""

    plan = Text(blank=True, longest=_WORDS)
