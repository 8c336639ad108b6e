"""What people send to register an address for messages."""

from itertools import chain

from marshmallow import validate

from dpia_workbench.i18n import deferred
from dpia_workbench.risk.hooks import LONGEST_ADDRESS
from dpia_workbench.risk.news import Turn
from dpia_workbench.risk.release import Event
from dpia_workbench.schemas.base import Many, Sentence, StrictSchema, Text

KINDS = tuple(chain(Turn, Event))
_CHOOSE = Sentence(deferred("Choose one from the list."))


class WebhookSchema(StrictSchema):
    """An address, and of which news it hears."""

    url = Text(longest=LONGEST_ADDRESS)
    kinds = Many(
        Text(validate=validate.OneOf([each.value for each in KINDS], error=_CHOOSE)), least=1
    )
