"""What a text refers to in its own dossier, by the name that it has now."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """A risk, a measure or a row of a register: its name, and perhaps the address of its page."""

    name: str
    address: str = ""


Names = Callable[[str], Named | None]  # by its key, such as R1


def spoken(key: str, named: Named | None) -> str:
    """Return how something is called: by its key and its name, or only by its key."""
    return f"{key} {named.name}".strip() if named else key
