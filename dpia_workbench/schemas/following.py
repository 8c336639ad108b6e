"""What people send to follow something by mail, or to save a search."""

from marshmallow import validate

from dpia_workbench.i18n import LANGUAGES, deferred
from dpia_workbench.risk.following import Pace
from dpia_workbench.schemas.base import Choice, Email, Sentence, StrictSchema, Text, VersionedSchema


class FollowSchema(StrictSchema):
    """An address, and how soon it wants to hear."""

    email = Email(longest=254)
    pace = Choice(Pace, load_default=Pace.DAILY)


class PaceSchema(StrictSchema):
    """How soon somebody wants to hear of one thing."""

    pace = Choice(Pace, required=True)


class MailLanguageSchema(StrictSchema):
    """The language of mails to a follower."""

    language = Text(
        validate=validate.OneOf(LANGUAGES, error=Sentence(deferred("Choose one from the list.")))
    )


class SavedSearchSchema(StrictSchema):
    """The name of a search, and whether it mails what is new."""

    name = Text(longest=100)
    alert = Choice(Pace, allow_none=True, load_default=None)


class ChangedSearchSchema(VersionedSchema, SavedSearchSchema):
    """A saved search that is changed."""
