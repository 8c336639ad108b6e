"""What a school board records on top of a release; forms and JSON share it."""

from dpia_workbench.risk.measures import LocalState
from dpia_workbench.schemas.base import (
    Choice,
    Day,
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


class StartRecordSchema(StrictSchema):
    """Of which product the board adopts the external record."""

    slug = Text()


class LocalMeasureSchema(VersionedSchema):
    """How far the board is with one measure, and what that rests on."""

    state = Choice(LocalState, required=True)
    evidence = Text(blank=True, longest=_WORDS)
    due = Day(allow_none=True, load_default=None)
    reason = Text(blank=True, longest=_WORDS)
