"""The sentences of a hit that show why it was found."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dpia_workbench.search.analysis import WORD, cut, is_stop, stem, tokens, variants
from dpia_workbench.search.model import Highlight
from dpia_workbench.search.query import Wish
from dpia_workbench.search.synonyms import NOTION, beginnings, notions

MOST_PASSAGES = 2
LONGEST = 220
_LEAD = 60
_ELLIPSIS = "…"

# What a word may be besides the number of the wish it meets.
_NOTHING = -1
_MAY_SPEAK = -2

_Span = tuple[int, int, int]  # from, to, which wish


@dataclass(frozen=True, slots=True)
class Sought:
    """What to mark: the forms, notions and beginning of each wish."""

    forms: Mapping[str, int]
    notions: Mapping[str, int]
    prefix: str
    last: int


def sought(wishes: Sequence[Wish]) -> Sought:
    """Return what to mark for wishes."""
    forms: dict[str, int] = {}
    named: dict[str, int] = {}
    for place, wish in enumerate(wishes):
        for word in (word for way in wish.ways for word in way):
            if word.startswith(NOTION):
                named[word.removeprefix(NOTION)] = place
            elif wish.stop or not is_stop(word):
                forms.update((form, forms.get(form, place)) for form in variants(word))
    last = wishes[-1] if wishes and wishes[-1].last else None
    return Sought(forms, named, last.ways[0][-1] if last else "", len(wishes) - 1)


class Marker:
    """Finds what was sought in the sentences of one language.

    Remembers each word it has judged: a page of hits holds thousands, mostly the same.
    """

    def __init__(self, wanted: Sought, *, language: str) -> None:
        self._wanted = wanted
        self._language = language
        self._judged: dict[str, int] = {}
        self._beginnings = beginnings(wanted.notions, language=language)

    def highlights(self, passages: Iterable[str]) -> tuple[tuple[int, Highlight], ...]:
        """Return the passages that show most of what was sought, at most two, with their place."""
        ranked = []
        for place, passage in enumerate(passages):
            spans = self._spans(passage)
            if spans:
                ranked.append((-len({wish for *_, wish in spans}), place, passage, spans))
                if -ranked[-1][0] > self._wanted.last:
                    break  # it shows all there is to show: no other would be shown beside it
        ranked.sort(key=lambda entry: entry[:2])
        chosen: list[tuple[int, Highlight]] = []
        shown: set[int] = set()
        for _, place, passage, spans in ranked:
            wishes = {wish for *_, wish in spans}
            if len(chosen) < MOST_PASSAGES and not wishes <= shown:
                chosen.append((place, _cut(passage, spans)))
                shown |= wishes
        return tuple(chosen)

    def _spans(self, passage: str) -> list[_Span]:
        judged = self._judged
        spans = []
        spoken = False
        for match in WORD.finditer(passage):
            word = match.group()
            wish = judged.get(word)
            if wish is None:
                wish = judged[word] = self._judge(word)
            if wish >= 0:
                spans.append((*match.span(), wish))
            elif wish == _MAY_SPEAK:
                spoken = True
        return sorted({*spans, *self._spoken(passage)}) if spoken else spans

    def _judge(self, word: str) -> int:
        joined, forms, stems = _readings(word, language=self._language)
        wanted = self._wanted
        for form in forms:
            known = wanted.forms.get(form)
            if known is not None:
                return known
        if len(wanted.prefix) > 1 and joined.startswith(wanted.prefix):
            return wanted.last
        return _NOTHING if self._beginnings.isdisjoint(stems) else _MAY_SPEAK

    def _spoken(self, passage: str) -> Iterator[_Span]:
        """Return the words that speak of a notion that was sought."""
        owners = [token for token in tokens(passage) for _ in token.parts]
        parts = [part for token in tokens(passage) for part in token.parts]
        for first, last, notion in notions(parts, language=self._language):
            wish = self._wanted.notions.get(notion)
            if wish is not None:
                for token in owners[first:last]:
                    if self._judged.get(passage[token.start : token.end], _NOTHING) < 0:
                        yield token.start, token.end, wish


@lru_cache(maxsize=131_072)
def _readings(word: str, *, language: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return a word as one, all forms under which it is found, and the stems of its parts."""
    parts, joined = cut(word)
    forms: list[str] = []
    for form in dict.fromkeys((*parts, joined)):
        forms += [form] if is_stop(form) else [form, stem(form, language=language)]
    return joined, tuple(dict.fromkeys(forms)), tuple(stem(p, language=language) for p in parts)


def _cut(passage: str, spans: list[_Span]) -> Highlight:
    start, end = _window(passage, spans)
    pieces: list[tuple[str, bool]] = [(_ELLIPSIS, False)] if start else []
    place = start
    for first, last, _ in spans:
        if first < place or last > end:
            continue
        pieces += [(passage[place:first], False), (passage[first:last], True)]
        place = last
    pieces += [(passage[place:end], False), (_ELLIPSIS if end < len(passage) else "", False)]
    return tuple(piece for piece in pieces if piece[0])


def _window(passage: str, spans: list[_Span]) -> tuple[int, int]:
    """Return the part of a long passage that shows most wishes, cut between words."""
    if len(passage) <= LONGEST:
        return 0, len(passage)
    room = LONGEST - 2 * len(_ELLIPSIS)

    def shows(begin: int) -> int:
        return len({wish for first, last, wish in spans if begin <= first and last <= begin + room})

    begins = [max(0, min(first - _LEAD, len(passage) - room)) for first, _, _ in spans]
    start = max(begins, key=shows)
    first = next(first for first, _, _ in spans if first >= start)
    blank = passage.find(" ", start, first) if start else -1
    start = blank + 1 if blank >= 0 else start
    end = min(len(passage), start + room)
    if end < len(passage):
        blank = passage.rfind(" ", start + _LEAD, end)
        end = blank if blank > first else end
    return start, end
