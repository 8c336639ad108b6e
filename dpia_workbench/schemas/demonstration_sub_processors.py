"""The demonstration: changes of sub-processors that vendors announced."""

from marshmallow import fields

from dpia_workbench.i18n import LANGUAGES
from dpia_workbench.risk.statements import DataCategory, Mechanism
from dpia_workbench.risk.sub_processors import ANSWERS, BUNDLED, ChangeKind
from dpia_workbench.schemas.base import Email, StrictSchema, Text, Whole
from dpia_workbench.schemas.catalogue_fields import Code, Listing, Part, Slug
from dpia_workbench.schemas.demonstration_dossiers import Ago

_LONG = 20_000


class BundleSchema(StrictSchema):
    """What a cooperative told the vendor."""

    by = Email()
    given = Ago(required=True)
    stance = Code(*BUNDLED)
    words = Text(longest=_LONG)


class AnswerSchema(StrictSchema):
    """What the vendor answered."""

    given = Ago(required=True)
    move = Code(*ANSWERS)
    words = Text(longest=_LONG)


class AnnouncementSchema(StrictSchema):
    """One change, and how far it is."""

    by = Email()
    products = Listing(Slug())
    announced = Ago(required=True)
    kind = Code(*ChangeKind)
    name = Text()
    legal_entity = Text()
    country = Text()
    service = Text()
    categories = Listing(Code(*DataCategory))
    mechanism = Code(*Mechanism)
    replaces = Text(blank=True)
    effective_in = Whole(least=0, most=360, required=True)
    language = Code(*LANGUAGES)
    words = Text(longest=_LONG)
    bundle = fields.Nested(BundleSchema)
    answer = fields.Nested(AnswerSchema)


class AnnouncementsSchema(StrictSchema):
    """The file sub_processors.yaml."""

    announcements = Listing(Part(AnnouncementSchema))
