"""What people say in a discussion, and how they answer a suggestion; forms and JSON share it."""

from dpia_workbench.schemas.base import LONG, Flag, Identifier, Many, StrictSchema, Text

_WORDS = 20_000


class ReplySchema(StrictSchema):
    """An answer in a thread, and who it calls."""

    body = Text(longest=_WORDS)
    mentions = Many(Identifier())


class ThreadSchema(StrictSchema):
    """A new thread: on which text, on which passage of it, perhaps with another text.

    `where` is a field, with the half after a point if it is in two languages.
    """

    where = Text(blank=True)
    passage = Text(blank=True, longest=_WORDS)
    body = Text(blank=True, longest=_WORDS)
    proposed = Text(blank=True, longest=LONG)
    removes = Flag(load_default=False)
    mentions = Many(Identifier())
    assignee_id = Identifier(allow_none=True, load_default=None)


class AssignmentSchema(StrictSchema):
    """Who sees to a thread; nobody is a choice."""

    assignee_id = Identifier(allow_none=True, required=True)


class AcceptanceSchema(StrictSchema):
    """What a text becomes, and the hash of what it was on the screen."""

    read = Text(blank=True)
    text = Text(blank=True, longest=LONG)


class SuggestionRefusalSchema(StrictSchema):
    """Why a suggestion is refused."""

    reason = Text(longest=_WORDS)
