"""Discussion of a dossier: what a suggestion would make of a text, and how it is answered."""

from enum import StrEnum


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
