"""What people of the demonstration ask a vendor about a dossier, and what both sides write."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from marshmallow import fields

from dpia_workbench.i18n import gettext as _
from dpia_workbench.schemas.base import Email, Flag, StrictSchema, Text
from dpia_workbench.schemas.catalogue_fields import Both, Part
from dpia_workbench.schemas.demonstration_talk import FileSchema, Spot
from dpia_workbench.schemas.source import Where

_LONG = 20_000
Item = Mapping[str, Any]


class MessageSchema(StrictSchema):
    """What one side writes, perhaps with a file."""

    by = Email()
    words = Text(longest=_LONG)
    file = fields.Nested(FileSchema)


class QuestionSchema(StrictSchema):
    """What is asked about a risk or a finding, or kept as a draft."""

    by = Email()
    about = Spot()
    title = Both()
    words = Text(longest=_LONG)
    is_draft = Flag(load_default=False)
    messages = fields.List(Part(MessageSchema), load_default=list)


def files(item: Item) -> Iterator[Item]:
    """Yield the files that come with messages."""
    for question in item["questions"]:
        for message in question["messages"]:
            if "file" in message:
                yield message["file"]


def loose_ends(item: Item, *, accounts: Collection[str]) -> Iterator[tuple[Where, str]]:
    """Yield where somebody without an account asks or writes."""
    for index, question in enumerate(item["questions"]):
        named: list[tuple[Where, str]] = [(("questions", index, "by"), question["by"])]
        for place, message in enumerate(question["messages"]):
            named.append((("questions", index, "messages", place, "by"), message["by"]))
        for where, email in named:
            if email not in accounts:
                yield where, _("There is no account %(email)s.", email=email)
