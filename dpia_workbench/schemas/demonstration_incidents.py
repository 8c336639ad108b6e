"""The demonstration: incidents with products, and what boards say of the verdicts they adopt."""

from marshmallow import fields

from dpia_workbench.risk.feedback import Found
from dpia_workbench.risk.incident import LONGEST_TEXT, LONGEST_TITLE, Gravity
from dpia_workbench.risk.remark import LONGEST_ANSWER
from dpia_workbench.risk.statements import DataCategory
from dpia_workbench.schemas.base import BilingualField, Email, StrictSchema, Text
from dpia_workbench.schemas.catalogue_fields import Code, Listing, Part, Slug
from dpia_workbench.schemas.demonstration_dossiers import Ago


class ReadSchema(StrictSchema):
    """That a board read of an incident, and what it did."""

    board = Slug()
    read = Ago(required=True)
    did = Text(longest=LONGEST_TEXT)


class IncidentSchema(StrictSchema):
    """One incident: who reported it, who sent it, and who read it."""

    product = Slug()
    by = Email()
    sent_by = Email()
    reported = Ago(required=True)
    since = Ago(required=True)
    gravity = Code(*Gravity)
    title = BilingualField(longest=LONGEST_TITLE, both=True)
    happened = BilingualField(longest=LONGEST_TEXT, both=True)
    to_do = BilingualField(longest=LONGEST_TEXT, both=True)
    touched = Text(blank=True)
    categories = Listing(Code(*DataCategory))
    contact = Text()
    readers = fields.List(Part(ReadSchema), load_default=list)


class FeedbackSchema(StrictSchema):
    """What a board said of a verdict that it adopts, and what it was answered."""

    board = Slug()
    product = Slug()
    sent = Ago(required=True)
    found = Code(*Found)
    place = Text(blank=True)
    text = Text(longest=LONGEST_TEXT)
    answer = Text(longest=LONGEST_ANSWER)


class IncidentsSchema(StrictSchema):
    """The file incidents.yaml."""

    incidents = Listing(Part(IncidentSchema))
    feedback = Listing(Part(FeedbackSchema))
