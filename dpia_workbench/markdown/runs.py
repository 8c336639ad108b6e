"""A text as a row of stretches, each of one look: what editors keep and signs are put around."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from dpia_workbench.markdown import tree

Atom = tree.Words | tree.Code | tree.Break | tree.Image | tree.NoteMark | tree.Reference

_AROUND_A_BREAK = re.compile(r"\s*\n\s*")
# Links stand around looks, so that a link with a bold word in it stays one link.
_OUTERMOST = (tree.Look.STRONG, tree.Look.EMPHASIS, tree.Look.STRIKE)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one look, and where it leads if it is part of a link."""

    what: Atom
    looks: frozenset[tree.Look] = frozenset()
    address: str = ""

    @property
    def is_space(self) -> bool:
        """Return whether nobody would see how it looks."""
        if isinstance(self.what, tree.Words):
            return not self.what.text.strip()
        return isinstance(self.what, tree.Break)


def runs(inlines: Iterable[tree.Inline]) -> tuple[Run, ...]:
    """Return a text as its stretches; no two beside each other look alike."""
    return tidy(_flat(inlines, looks=frozenset(), address=""))


def tidy(found: Iterable[Run]) -> tuple[Run, ...]:
    """Return stretches as Markdown can say them.

    Space at the edge of a look or a link belongs to neither, and at both ends of a text there is
    none.
    """
    parts = _trimmed([part for run in found for part in _split(run)])
    for look in _OUTERMOST:
        parts = _tight(parts, has=_with(look), bare=_without(look))
    parts = _tight(parts, has=lambda run: bool(run.address), bare=lambda r: replace(r, address=""))
    return tuple(_merged(parts))


def joined(found: Iterable[Run]) -> tree.Inlines:
    """Return stretches as a text."""
    return tuple(_linked(found))


def _flat(
    inlines: Iterable[tree.Inline], *, looks: frozenset[tree.Look], address: str
) -> Iterator[Run]:
    for one in inlines:
        match one:
            case tree.Marked():
                yield from _flat(one.inner, looks=looks | {one.look}, address=address)
            case tree.Link():
                yield from _flat(one.inner, looks=looks, address=one.address)
            case _:
                yield Run(one, looks, address)


def _split(run: Run) -> Iterator[Run]:
    """Yield the words of a stretch, and the space before and after them apart."""
    if not isinstance(run.what, tree.Words):
        yield run
        return
    text = _AROUND_A_BREAK.sub("\n", run.what.text)
    words = text.strip()
    for part in text.partition(words) if words else (text,):
        if part:
            yield replace(run, what=tree.Words(part))


def _trimmed(parts: Sequence[Run]) -> list[Run]:
    """Return parts without space at both ends, and around a break."""
    found: list[Run] = []
    for part in parts:
        is_word_space = part.is_space and isinstance(part.what, tree.Words)
        if is_word_space and found and isinstance(found[-1].what, tree.Break):
            continue
        if isinstance(part.what, tree.Break):
            _drop_space(found, words_only=True)
        found.append(part)
    _drop_space(found)
    start = next((place for place, part in enumerate(found) if not part.is_space), len(found))
    return found[start:]


def _drop_space(parts: list[Run], *, words_only: bool = False) -> None:
    while parts and parts[-1].is_space:
        if words_only and isinstance(parts[-1].what, tree.Break):
            return
        parts.pop()


def _with(look: tree.Look) -> Callable[[Run], bool]:
    return lambda run: look in run.looks


def _without(look: tree.Look) -> Callable[[Run], Run]:
    return lambda run: replace(run, looks=run.looks - {look})


def _tight(
    parts: Iterable[Run], *, has: Callable[[Run], bool], bare: Callable[[Run], Run]
) -> list[Run]:
    """Return parts of which space at the edges of a look has it no more."""
    found: list[Run] = []
    for is_marked, group in groupby(parts, key=has):
        some = list(group)
        if is_marked:
            seen = [place for place, part in enumerate(some) if not part.is_space] or [len(some)]
            inside = range(seen[0], seen[-1] + 1)
            some = [part if place in inside else bare(part) for place, part in enumerate(some)]
        found += some
    return found


def _merged(parts: Iterable[Run]) -> Iterator[Run]:
    for (looks, address, kind), group in groupby(
        parts, key=lambda run: (run.looks, run.address, type(run.what))
    ):
        if kind in (tree.Words, tree.Code):
            text = "".join(getattr(run.what, "text", "") for run in group)
            yield Run(kind(text), looks, address)
        else:
            yield from group


def _linked(found: Iterable[Run]) -> Iterator[tree.Inline]:
    for address, group in groupby(found, key=lambda run: run.address):
        inner = tuple(_marked(list(group), _OUTERMOST))
        if address:
            yield tree.Link(address, inner)
        else:
            yield from inner


def _marked(found: Sequence[Run], looks: Sequence[tree.Look]) -> Iterator[tree.Inline]:
    if not looks:
        yield from (run.what for run in found)
        return
    for is_marked, group in groupby(found, key=lambda run: looks[0] in run.looks):
        inner = tuple(_marked(list(group), looks[1:]))
        if is_marked:
            yield tree.Marked(looks[0], inner)
        else:
            yield from inner
