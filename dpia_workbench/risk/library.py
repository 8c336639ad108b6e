"""What many DPIAs have in common: risks and measures of the same name, with how often they occur.

Two names are the same when their words are, or nearly all of them; order, signs and case do not
matter. Short names must have the same words, because one word of three is a third of the meaning.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_NEARLY = 0.75  # of all words of both
_SHORT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A risk or a measure in one DPIA, by its key there; `titles` are its name per language."""

    source: str
    key: str
    titles: tuple[str, ...]
    is_solved: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Items of the same name; the first one stands for all of them."""

    items: tuple[Item, ...]

    @property
    def sources(self) -> frozenset[str]:
        """Return in which DPIAs it occurs."""
        return frozenset(item.source for item in self.items)

    @property
    def solved(self) -> frozenset[str]:
        """Return in which DPIAs it occurs and is solved wherever it occurs in them."""
        left = {item.source for item in self.items if not item.is_solved}
        return self.sources - left


def words(text: str) -> frozenset[str]:
    """Return the words of a name, without case, signs and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return frozenset(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))


def is_same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether two names are the same, or nearly so."""
    if one == other:
        return bool(one)
    if min(len(one), len(other)) <= _SHORT:
        return False
    return len(one & other) >= _NEARLY * len(one | other)


def grouped(items: Sequence[Item]) -> tuple[Group, ...]:
    """Return the items in groups, those that occur in most DPIAs first.

    An item joins the first group whose first item has its name in any language; so the order in
    which items are given decides who stands for a group.
    """
    groups: list[list[Item]] = []
    names: list[list[frozenset[str]]] = []
    having: dict[str, set[int]] = defaultdict(set)  # groups by the words of their name
    for item in items:
        mine = [words(title) for title in item.titles]
        near = sorted({place for each in mine for word in each for place in having[word]})
        found = next((place for place in near if _any_same(mine, names[place])), None)
        if found is None:
            found = len(groups)
            groups.append([])
            names.append(mine)
            for word in frozenset().union(*mine):
                having[word].add(found)
        groups[found].append(item)
    made = [Group(tuple(each)) for each in groups]
    return tuple(sorted(made, key=lambda group: (-len(group.sources), group.items[0].titles)))


def _any_same(mine: Iterable[frozenset[str]], theirs: Sequence[frozenset[str]]) -> bool:
    return any(is_same(one, other) for one, other in zip(mine, theirs, strict=True))
