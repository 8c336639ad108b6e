"""What a kind of mail says."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Subject and text of a kind of mail; the link stands under the text."""

    subject: str
    text: str
