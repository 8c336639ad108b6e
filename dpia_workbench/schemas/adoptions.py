"""What a school board records on top of a release; forms and JSON share it."""

from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.vocabulary import Tag
from dpia_workbench.schemas.base import (
    Choice,
    Day,
    Many,
    StrictSchema,
    Text,
    VersionedSchema,
    Whole,
)

_WORDS = 20_000


class StartSchema(StrictSchema):
    """Which release the board adopts."""

    slug = Text()
    number = Whole(least=1, most=100_000, required=True)


class SituationSchema(VersionedSchema):
    """The board's own situation; what it uses outside the scope cells is not covered."""

    cells = Many(Text(), least=1)
    outside = Text(blank=True, longest=_WORDS)
    tags = Many(Choice(Tag))
    schools = Text(longest=_WORDS)
    purposes = Text(longest=_WORDS)
    party_to = Many(Text())


class LocalMeasureSchema(VersionedSchema):
    """How far the board is with one measure, and what that rests on."""

    state = Choice(LocalState, required=True)
    evidence = Text(blank=True, longest=_WORDS)
    due = Day(allow_none=True, load_default=None)
    reason = Text(blank=True, longest=_WORDS)
