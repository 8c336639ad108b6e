"""Fact checks and vendors' statements of the demonstration."""

from marshmallow import fields

from dpia_workbench.risk.fact_check import Answer
from dpia_workbench.risk.vendor_statement import LONGEST
from dpia_workbench.schemas.base import BilingualField, StrictSchema, Text, Whole
from dpia_workbench.schemas.catalogue_fields import Code, Listing, Part
from dpia_workbench.schemas.demonstration_talk import Spot

_LONG = 20_000


class CheckedSchema(StrictSchema):
    """A place that is put before the vendor, with the answer if it gave one."""

    place = Spot()  # of the description: the name of its field
    answer = Code(*Answer, required=False)
    words = Text(blank=True, longest=_LONG)


class FactCheckSchema(StrictSchema):
    """A fact check that is sent when the revision was written, and open for some days."""

    open_for = Whole(least=1, most=90, required=True)
    items = Listing(Part(CheckedSchema))


class StatementSchema(StrictSchema):
    """What the vendor says beside the verdict; the publisher accepted it."""

    written = Whole(least=0, most=190, required=True)
    text = BilingualField(longest=LONGEST, both=True)
    signatory = Text()
    function = Text()


FACT_CHECK = fields.Nested(FactCheckSchema)
STATEMENT = fields.Nested(StatementSchema)
