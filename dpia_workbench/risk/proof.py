"""Whether a release is what was published: its signature, and the chain that it is a link of.

Each release names the hash of the release of its dossier before it. Whoever changes one has to
change all that came after it, and cannot sign them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class FileKind(StrEnum):
    """What a file is that somebody wants to know the truth of."""

    JSON = "json"
    WORD = "word"
    BULK = "bulk"
    OTHER = "other"


class Outcome(StrEnum):
    """What a file turned out to be."""

    GENUINE = "genuine"
    CHANGED = "changed"
    UNKNOWN = "unknown"  # names no release that was published here
    UNREADABLE = "unreadable"


class SignatureState(StrEnum):
    """Whether a signature is that of the publisher over this content."""

    GOOD = "good"
    BAD = "bad"
    UNKNOWN_KEY = "unknown_key"
    MISSING = "missing"


class Fault(StrEnum):
    """What is wrong with a link of the chain."""

    CONTENT = "content"  # its hash is not that of its content
    FACTS = "facts"  # what is kept beside the content says something else
    LINK = "link"  # it does not name the release before it
    GAP = "gap"  # the one before it is gone
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A release as a link of the chain of its product."""

    number: int
    dossier: str
    previous: str | None
    stated: str  # the hash that is kept of it
    computed: str  # the hash of its content
    agrees: bool  # what is kept beside the content says what the content says
    signature: SignatureState


def faults(links: Iterable[Link]) -> Iterator[tuple[int, Fault]]:
    """Yield what is wrong with the releases of one product, by their number."""
    before: dict[str, str] = {}
    expected = 1
    for link in sorted(links, key=lambda each: each.number):
        checks: Sequence[tuple[bool, Fault]] = (
            (link.number == expected, Fault.GAP),
            (link.stated == link.computed, Fault.CONTENT),
            (link.agrees, Fault.FACTS),
            (link.previous == before.get(link.dossier), Fault.LINK),
            (link.signature is SignatureState.GOOD, Fault.SIGNATURE),
        )
        yield from ((link.number, fault) for is_right, fault in checks if not is_right)
        before[link.dossier] = link.computed
        expected = link.number + 1
