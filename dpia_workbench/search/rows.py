"""From a verdict with its parts to what the index keeps of them: a row each, the verdict first."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dpia_workbench.search.analysis import (
    LANGUAGES,
    Token,
    composed,
    is_stop,
    stem,
    tokens,
    variants,
)
from dpia_workbench.search.model import KINDS, Document, Part
from dpia_workbench.search.synonyms import notion_term, notions

FIELDS = ("body", "context", "head", "name", "side", "stop", "topic", "whole", "word")
"""By stem: passages, the names around a part, names, vendor and category, titles of parts. As
written: names (also whole ones), stop words, every other word."""

LENGTHS = ("head", "side", "body")
"""The fields of which the length counts."""

LONGEST_LENGTH = 65_535
_LONGEST_WHOLE = 200
_BREAK = " | "

Texts = list[list[Token]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What is kept of a verdict or of a part: its words, counted, by field, and its columns."""

    words: Mapping[str, Mapping[str, int]]
    kind: int
    card: bytes
    text: bytes
    plain: bytes
    lengths: tuple[int, int, int] = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Card:
    """What is kept in memory of a verdict: everything but its text."""

    slug: str
    product: str
    vendor: str
    category: str
    sectors: tuple[str, ...]
    verdict: str
    published_on: str
    current: bool
    release: int | None
    shown: tuple[str, ...]
    vendor_shown: str
    category_shown: Mapping[str, str]

    @classmethod
    def read(cls, raw: bytes) -> "Card":
        """Return the card that `rows` wrote."""
        values: dict[str, Any] = json.loads(raw)
        for key in ("sectors", "shown"):
            values[key] = tuple(values[key])
        return cls(**values)


class _Prose(NamedTuple):
    """Texts in two languages, read once: their words are counted for a part and for its verdict."""

    texts: Texts
    stems: Counter[str]
    words: Counter[str]
    stops: Counter[str]

    @property
    def length(self) -> int:
        return sum(map(len, self.texts))


@dataclass(slots=True)
class _Names:
    """The names of a verdict, read once."""

    head: Texts
    side: Texts
    every: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.every = list(_forms([*self.head, *self.side]))


def rows(document: Document) -> Iterator[Row]:
    """Yield the row of a verdict, and after it those of its parts."""
    names = _Names(
        head=[_tokens(text) for text in (document.product, *document.names)],
        side=[_tokens(text) for text in (document.vendor, document.category, *document.words)],
    )
    own = _prose(document.passages)
    titles = [
        _prose({code: (text,) for code, text in part.title.items()}) for part in document.parts
    ]
    texts = [_prose(part.passages) for part in document.parts]
    yield _verdict(document, names=names, proses=[own, *titles, *texts])
    context = _names([*names.head, *names.side])
    for part, title, text in zip(document.parts, titles, texts, strict=True):
        yield _part(part, title=title, text=text, context=context)


def _verdict(document: Document, *, names: _Names, proses: list[_Prose]) -> Row:
    words, stops = Counter[str](), Counter[str]()
    for form in names.every:
        (stops if is_stop(form) else words)[form] += 1
    texts = [text for prose in proses for text in prose.texts]
    lengths = (sum(map(len, names.head)), sum(map(len, names.side)), sum(map(len, texts)))
    return Row(
        words={
            "head": _names(names.head),
            "side": _names(names.side),
            "body": _sum(prose.stems for prose in proses),
            "word": _sum((words, *(prose.words for prose in proses))),
            "stop": _sum((stops, *(prose.stops for prose in proses))),
            "name": dict.fromkeys(names.every, 1),
            "whole": dict.fromkeys(filter(None, map(_whole, names.head)), 1),
        },
        kind=0,
        card=_card(document, first=names.head[0]),
        text=_text({}, document.passages),
        plain=plain([*names.head, *names.side, *texts]).encode(errors="replace"),
        lengths=_capped(lengths),
    )


def _part(part: Part, *, title: _Prose, text: _Prose, context: Counter[str]) -> Row:
    return Row(
        words={
            "topic": title.stems,
            "body": _sum((title.stems, text.stems)),
            "word": _sum((title.words, text.words)),
            "stop": _sum((title.stops, text.stops)),
            "context": dict.fromkeys(context, 1),
        },
        kind=KINDS.index(part.kind),
        card=part.key.encode(errors="replace"),
        text=_text(part.title, part.passages),
        plain=plain([*title.texts, *text.texts]).encode(errors="replace"),
        lengths=_capped((0, 0, title.length + text.length)),
    )


def _capped(lengths: tuple[int, int, int]) -> tuple[int, int, int]:
    first, second, third = (min(length, LONGEST_LENGTH) for length in lengths)
    return first, second, third


def _tokens(text: str) -> list[Token]:
    return tokens(composed(text))


def _sum(counters: Iterable[Mapping[str, int]]) -> Counter[str]:
    total = Counter[str]()
    for each in counters:
        total.update(each)
    return total


def plain(texts: Iterable[list[Token]]) -> str:
    """Return folded texts in which a phrase can be looked up between spaces."""
    lines = (" ".join(part for token in text for part in token.parts) for text in texts)
    return f" {_BREAK.join(lines)} "


def _forms(texts: Iterable[list[Token]]) -> Iterator[str]:
    return (form for text in texts for token in text for form in token.forms)


def _names(texts: Texts) -> Counter[str]:
    """Count the words of names; a name has no language, so both stems are kept."""
    counted: Counter[str] = Counter()
    for form in _forms(texts):
        counted.update(variants(form))
    for text in texts:
        for language in LANGUAGES:
            counted.update(_notions(text, language=language))
    return counted


def _prose(passages: Mapping[str, Iterable[str]]) -> _Prose:
    found = _Prose([], Counter(), Counter(), Counter())
    for language in LANGUAGES:
        for line in passages.get(language, ()):
            text = _tokens(line)
            found.texts.append(text)
            for form in _forms([text]):
                if is_stop(form):
                    found.stops[form] += 1
                else:
                    found.words[form] += 1
                    found.stems[stem(form, language=language)] += 1
            found.stems.update(_notions(text, language=language))
    return found


def _notions(text: list[Token], *, language: str) -> Iterable[str]:
    forms = [part for token in text for part in token.parts]
    return (notion_term(notion) for _, _, notion in notions(forms, language=language))


def _text(title: Mapping[str, str], passages: Mapping[str, tuple[str, ...]]) -> bytes:
    kept = {
        "title": {language: composed(text) for language, text in title.items()},
        "passages": {language: list(map(composed, lines)) for language, lines in passages.items()},
    }
    return json.dumps(kept, ensure_ascii=False).encode(errors="replace")


def _whole(text: list[Token]) -> str:
    return " ".join(token.joined for token in text)[:_LONGEST_WHOLE]


def _card(document: Document, *, first: list[Token]) -> bytes:
    published = document.published_on
    values = {
        "slug": document.slug,
        "product": " ".join(token.joined for token in first),
        "vendor": document.vendor_slug,
        "category": document.category,
        "sectors": sorted(set(document.sectors)),
        "verdict": document.verdict,
        "published_on": published.isoformat() if published else "",
        "current": document.current,
        "release": document.release,
        "shown": list(dict.fromkeys((document.product, *document.names))),
        "vendor_shown": document.vendor,
        "category_shown": dict(document.category_names),
    }
    return json.dumps(values).encode()
