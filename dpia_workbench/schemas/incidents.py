"""What people send about incidents."""

from marshmallow import validate

from dpia_workbench.i18n import deferred
from dpia_workbench.risk.incident import LONGEST_TEXT, LONGEST_TITLE, Gravity, Note
from dpia_workbench.risk.statements import DataCategory
from dpia_workbench.schemas.base import (
    BilingualField,
    Choice,
    Day,
    Many,
    Sentence,
    StrictSchema,
    Text,
    VersionedSchema,
    Whole,
)

_FROM_LIST = Sentence(deferred("Choose one from the list."))


class IncidentSchema(StrictSchema):
    """A report of an incident; a draft may still lack a language."""

    title = BilingualField(longest=LONGEST_TITLE)
    gravity = Choice(Gravity, required=True)
    since = Day(required=True)
    happened = BilingualField(longest=LONGEST_TEXT)
    to_do = BilingualField(longest=LONGEST_TEXT)
    touched = Text(blank=True)
    categories = Many(Choice(DataCategory))
    contact = Text()
    confidential = Text(blank=True, longest=LONGEST_TEXT)


class IncidentDraftSchema(IncidentSchema, VersionedSchema):
    """A report that is not sent yet, as it should be."""


class SendingSchema(VersionedSchema):
    """That a report is sent as it was read."""


class CheckSchema(VersionedSchema):
    """What a cooperative found of a vendor's report."""

    title = BilingualField(longest=LONGEST_TITLE, both=True)
    words = BilingualField(longest=LONGEST_TEXT, both=True)
    to_do = BilingualField(longest=LONGEST_TEXT, both=True)


class NewsSchema(VersionedSchema):
    """What is new about an incident."""

    words = BilingualField(longest=LONGEST_TEXT, both=True)
    to_do = BilingualField(longest=LONGEST_TEXT, blank=True)


class EndSchema(VersionedSchema):
    """How an incident ended, in words."""

    note = Choice(
        Note,
        required=True,
        validate=validate.OneOf((Note.CLOSED, Note.WITHDRAWN), error=_FROM_LIST),
    )
    words = BilingualField(longest=LONGEST_TEXT, both=True)


class ReceiptSchema(StrictSchema):
    """Up to which note a board read."""

    number = Whole(least=1, most=2**31 - 1, required=True)


class DeedSchema(StrictSchema):
    """What a board did, and when."""

    text = Text(longest=LONGEST_TEXT)
    on = Day(required=True)
