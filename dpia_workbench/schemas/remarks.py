"""What readers say about a verdict, and what its owner answers."""

from dpia_workbench.risk.feedback import Found
from dpia_workbench.risk.remark import LONGEST_ANSWER, LONGEST_TEXT, Kind
from dpia_workbench.schemas.base import (
    Choice,
    Email,
    Flag,
    Identifier,
    StrictSchema,
    Text,
    VersionedSchema,
)

_ADDRESS = 254  # the longest that mail allows


class RemarkSchema(StrictSchema):
    """A remark. `website` is left empty by people: it is not shown. `stamp` came with the form."""

    kind = Choice(Kind, required=True)
    place = Text(blank=True, longest=50)
    text = Text(longest=LONGEST_TEXT)
    email = Email(blank=True, longest=_ADDRESS)
    website = Text(blank=True, longest=LONGEST_TEXT)
    stamp = Text(blank=True, longest=1_000)


class RemarkAnswerSchema(VersionedSchema):
    """What the reader is answered by mail."""

    words = Text(longest=LONGEST_ANSWER)
    leads_to_change = Flag(load_default=False)


class FeedbackSchema(StrictSchema):
    """What a board found while it worked with a verdict."""

    remark_id = Identifier(required=True)
    found = Choice(Found, required=True)
    place = Text(blank=True, longest=50)
    text = Text(longest=LONGEST_TEXT)
    is_named = Flag(load_default=False)


class RemarkDisposalSchema(VersionedSchema):
    """Why a remark is put aside."""

    reason = Text(longest=LONGEST_ANSWER)
