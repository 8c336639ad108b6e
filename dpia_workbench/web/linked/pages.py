"""What the page about our words of linked data shows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WordView:
    """A word with its meaning; `near` is the address of a word elsewhere that means nearly this."""

    name: str
    kind: str
    meaning: str
    near: str
    near_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsPage:
    """All words, and where programs find them."""

    namespace: str
    words: tuple[WordView, ...]
