"""Discussion of a dossier: what a suggestion would make of a text, and whom a comment calls."""

import re
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

Key = TypeVar("Key")


class Answer(StrEnum):
    """What an analyst did with a suggestion."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


def suggested(current: str, *, basis: str, passage: str, proposed: str) -> str | None:
    """Return the text that a suggestion makes of the current one.

    `basis` is the whole text on which it was made; a `passage` of it is replaced, or without one
    all of it. None if the text changed since in such a way that somebody must look at both.
    """
    if passage:
        place = current.find(passage)
        if place < 0 or place != current.rfind(passage):
            return None
        return current[:place] + proposed + current[place + len(passage) :]
    return proposed if current == basis else None


def called(text: str, names: Mapping[Key, str]) -> frozenset[Key]:
    """Return who is called by @ and a name in a comment, by the keys of their names.

    The whole name counts, and the first name if only one person has it; capitals do not matter.
    """
    firsts = Counter(_first(name) for name in names.values())
    return frozenset(
        key
        for key, name in names.items()
        if _calls(text, name) or (firsts[_first(name)] == 1 and _calls(text, _first(name)))
    )


def _first(name: str) -> str:
    return name.split()[0].casefold() if name.split() else ""


def _calls(text: str, name: str) -> bool:
    pattern = rf"(?<!\w)@{re.escape(name)}(?![\w-])"
    return bool(name) and re.search(pattern, text, re.IGNORECASE) is not None
