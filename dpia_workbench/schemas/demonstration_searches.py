"""The demonstration: searches that people saved."""

from marshmallow import fields

from dpia_workbench.risk.following import ALERTS
from dpia_workbench.risk.vocabulary import Sector
from dpia_workbench.schemas.base import Email, StrictSchema, Text
from dpia_workbench.schemas.catalogue_fields import Code, Listing, Part, Slug
from dpia_workbench.schemas.demonstration_dossiers import Ago


class CriteriaSchema(StrictSchema):
    """What a search asks, as plumbing.criteria keeps it."""

    q = Text()
    sector = Listing(Code(*Sector))
    vendor = Listing(Slug())


class SearchSchema(StrictSchema):
    """One search, and whether it mails what is new."""

    by = Email()
    saved = Ago(required=True)
    name = Text()
    alert = Code(*ALERTS, required=False)
    criteria = fields.Nested(CriteriaSchema(partial=True), required=True)


class SearchesSchema(StrictSchema):
    """The file searches.yaml."""

    searches = Listing(Part(SearchSchema))
