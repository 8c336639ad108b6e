"""Texts that several people write at once (decision 0045): the document, and what it says."""

from dpia_workbench.together.document import Document, NotAnUpdate, opened, take
from dpia_workbench.together.passages import SIGN
from dpia_workbench.together.speaking import Remembering, Speaking, is_too_large
from dpia_workbench.together.whereabouts import NoWhereabouts, nowhere, whereabouts

__all__ = [
    "SIGN", "Document", "NoWhereabouts", "NotAnUpdate", "Remembering",
    "Speaking", "is_too_large", "nowhere",
    "opened", "take", "whereabouts",
]  # fmt: skip
