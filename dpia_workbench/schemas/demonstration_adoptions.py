"""What a board of the demonstration says of itself, step by step."""

from marshmallow import fields

from dpia_workbench.risk.adoption_step import AgreementForm, UseKind
from dpia_workbench.risk.describing import Said
from dpia_workbench.risk.statements import Article6
from dpia_workbench.schemas.base import StrictSchema, Text, Whole
from dpia_workbench.schemas.catalogue_fields import Code, Listing, Number, Part

_LONG = 20_000


class UncoveredSchema(StrictSchema):
    """What the board uses that was not examined, with its own assessment."""

    kind = Code(*UseKind)
    name = Text()
    supplement = Text(longest=_LONG)


class OperationSchema(StrictSchema):
    """How the board does one operation of the release."""

    key = Text()
    purpose = Text(longest=_LONG)
    legal_basis = Code(*Article6)
    data_items = fields.List(Text(), load_default=list)
    other_data = Text(blank=True, longest=_LONG)
    retention = Text(longest=_LONG)
    access = Text(longest=_LONG)
    links = Text(blank=True, longest=_LONG)


class AgreementSchema(StrictSchema):
    """Which processor agreement is in force for the board; signed some days ago."""

    form = Code(*AgreementForm)
    title = Text(blank=True)
    edition = Text(blank=True)
    signed = Whole(least=0, most=3_650)
    annexes = Text(blank=True, longest=_LONG)
    notice_address = Text(blank=True)
    explanation = Text(blank=True, longest=_LONG)


class SituationSchema(StrictSchema):
    """What a board says of itself; circumstances that are not named do not hold."""

    cells = Listing(Number())
    services = fields.List(Text(), load_default=list)
    uncovered = fields.List(Part(UncoveredSchema), load_default=list)
    circumstances = fields.Dict(keys=Text(), values=Code(*Said), load_default=dict)
    operations = Listing(Part(OperationSchema))
    agreement = Part(AgreementSchema)
    party_to = fields.List(Number(), load_default=list)
    own_risks = Text(longest=_LONG)
