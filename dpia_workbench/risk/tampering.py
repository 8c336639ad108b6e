"""Where the content of a file differs from what was published, and what it says instead."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any

MOST = 200  # who reads more of them?
_LONGEST, _BEFORE = 300, 40  # characters of a value that are shown
_MISSING = object()


class DifferenceKind(StrEnum):
    """How a place differs."""

    CHANGED = "changed"
    ADDED = "added"  # it is in the file, and was never published
    REMOVED = "removed"  # it was published, and is not in the file


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A place that differs: where it is, what was published there, what the file says."""

    path: str
    kind: DifferenceKind
    published: str = ""
    given: str = ""


def differences(published: Any, given: Any) -> tuple[Difference, ...]:
    """Return the first MOST places in which a file differs, in the order of the content."""
    return tuple(islice(_walk(published, given, ""), MOST))


def _walk(published: Any, given: Any, path: str) -> Iterator[Difference]:
    if isinstance(published, Mapping) and isinstance(given, Mapping):
        for name in (*published, *(each for each in given if each not in published)):
            place = f"{path}.{name}" if path else str(name)
            yield from _pair(published.get(name, _MISSING), given.get(name, _MISSING), place)
    elif isinstance(published, list) and isinstance(given, list):
        yield from _lists(published, given, path)
    elif not _same(published, given):
        yield _told(published, given, path)


def _same(published: Any, given: Any) -> bool:
    """Return whether two values are the same in JSON, where 1, 1.0 and true differ."""
    return type(published) is type(given) and published == given


def _pair(published: Any, given: Any, path: str) -> Iterator[Difference]:
    if published is _MISSING or given is _MISSING:
        yield _told(published, given, path)
    else:
        yield from _walk(published, given, path)


def _lists(published: list[Any], given: list[Any], path: str) -> Iterator[Difference]:
    """Compare things by their key, whatever their order; anything else by its place."""
    mine, theirs = _by_key(published), _by_key(given)
    if mine is None or theirs is None:
        for index in range(max(len(published), len(given))):
            yield from _pair(_at(published, index), _at(given, index), f"{path}[{index}]")
        return
    for key in (*mine, *(each for each in theirs if each not in mine)):
        place = f"{path}[{key}]"
        yield from _pair(mine.get(key, _MISSING), theirs.get(key, _MISSING), place)
    if set(mine) == set(theirs) and list(mine) != list(theirs):
        yield _told(list(mine), list(theirs), path)


def _by_key(items: Sequence[Any]) -> dict[str, Any] | None:
    """Return things by their key or topic; None if they have none, or one of them twice."""
    for name in ("key", "topic"):
        keys = [item.get(name) if isinstance(item, Mapping) else None for item in items]
        if keys and all(isinstance(key, str) for key in keys) and len(set(keys)) == len(keys):
            return {str(key): item for key, item in zip(keys, items, strict=True)}
    return None


def _at(items: Sequence[Any], index: int) -> Any:
    return items[index] if index < len(items) else _MISSING


def _told(published: Any, given: Any, path: str) -> Difference:
    if published is _MISSING:
        return Difference(path=path, kind=DifferenceKind.ADDED, given=_short(given))
    if given is _MISSING:
        return Difference(path=path, kind=DifferenceKind.REMOVED, published=_short(published))
    begin = _shown_from(published, given)
    return Difference(
        path=path, kind=DifferenceKind.CHANGED, published=_short(published, begin=begin),
        given=_short(given, begin=begin),
    )  # fmt: skip


def _shown_from(published: Any, given: Any) -> int:
    """Return from where on two texts are shown: a little before they begin to differ."""
    if not isinstance(published, str) or not isinstance(given, str):
        return 0
    if max(len(published), len(given)) <= _LONGEST:
        return 0
    pairs = enumerate(zip(published, given, strict=False))
    shortest = min(len(published), len(given))
    first = next((place for place, (mine, theirs) in pairs if mine != theirs), shortest)
    return max(0, first - _BEFORE)


def _short(value: Any, *, begin: int = 0) -> str:
    """Return a value as text, cut off where nobody reads on."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    shown = text[begin : begin + _LONGEST]
    before, after = "…" * (begin > 0), "…" * (begin + _LONGEST < len(text))
    return f"{before}{shown}{after}"
