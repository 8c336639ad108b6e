"""The search floor: an index of public verdicts in Dutch and English."""

from dpia_workbench.search.index import Index
from dpia_workbench.search.model import (
    Document,
    Highlight,
    Hit,
    IndexBroken,
    IndexBusy,
    Query,
    Results,
)
from dpia_workbench.search.synonyms import said

__all__ = [
    "Document",
    "Highlight",
    "Hit",
    "Index",
    "IndexBroken",
    "IndexBusy",
    "Query",
    "Results",
    "said",
]
