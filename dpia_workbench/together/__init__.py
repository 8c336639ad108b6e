"""Texts that several people write at once (decision 0045): the document, and what it says."""

from dpia_workbench.together.building import build
from dpia_workbench.together.document import (
    Document,
    NotAnUpdate,
    become,
    nodes_of,
    opened,
    take,
)
from dpia_workbench.together.reading import tree_of
from dpia_workbench.together.speaking import Speaking, is_too_large

__all__ = [
    "Document", "NotAnUpdate", "Speaking", "become", "build", "is_too_large", "nodes_of", "opened",
    "take", "tree_of",
]  # fmt: skip
