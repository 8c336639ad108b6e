"""Releases as linked data: JSON-LD in the words of DPV 2.3 (method.md 6.8), with our own beside."""

from dpia_workbench.linked.context import context
from dpia_workbench.linked.release import MEDIA_TYPE, release_graph
from dpia_workbench.linked.shapes import shapes
from dpia_workbench.linked.vocabulary import TERMS, Kind, Term, vocabulary

__all__ = [
    "MEDIA_TYPE", "TERMS", "Kind", "Term", "context", "release_graph", "shapes", "vocabulary",
]  # fmt: skip
