"""The search floor: an index of public verdicts in Dutch and English."""

from dpia_workbench.search.index import Index
from dpia_workbench.search.model import (
    KINDS,
    Document,
    Highlight,
    Hit,
    IndexBroken,
    IndexBusy,
    Kind,
    Part,
    Place,
    Query,
    Results,
    SearchBackend,
    Suggestion,
)
from dpia_workbench.search.synonyms import said

__all__ = [
    "KINDS",
    "Document",
    "Highlight",
    "Hit",
    "Index",
    "IndexBroken",
    "IndexBusy",
    "Kind",
    "Part",
    "Place",
    "Query",
    "Results",
    "SearchBackend",
    "Suggestion",
    "said",
]
