"""What people say when they look again at what their board adopted."""

from dpia_workbench.risk.review import LocalChange
from dpia_workbench.schemas.base import Choice, Many, StrictSchema, Text, VersionedSchema

_WORDS = 20_000


class KeepSchema(VersionedSchema):
    """Why nothing changes for the board."""

    reason = Text(longest=_WORDS)


class ChangeSchema(StrictSchema):
    """What became different at the board."""

    changes = Many(Choice(LocalChange))
    text = Text(longest=_WORDS)


class LookSchema(StrictSchema):
    """Why the data protection officer asks for a new look."""

    text = Text(longest=_WORDS)
