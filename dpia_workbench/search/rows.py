"""From a document to what the index keeps of it."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dpia_workbench.search.analysis import (
    LANGUAGES,
    Token,
    composed,
    is_stop,
    stem,
    tokens,
    variants,
)
from dpia_workbench.search.model import Document
from dpia_workbench.search.synonyms import notion_term, notions

FIELDS = ("head", "side", "body", "word")
"""Names; vendor and category; passages by stem; every word as it is written."""

_BREAK = " | "


@dataclass(frozen=True, slots=True)
class Card:
    """What is kept in memory of a document: everything but its text."""

    slug: str
    product: str
    vendor: str
    category: str
    sectors: tuple[str, ...]
    verdict: str
    published_on: str
    current: bool
    titles: tuple[str, ...]
    names: tuple[str, ...]
    lengths: Mapping[str, int]

    @classmethod
    def read(cls, raw: bytes) -> "Card":
        """Return the card that `row` wrote."""
        values: dict[str, Any] = json.loads(raw)
        for key in ("sectors", "titles", "names"):
            values[key] = tuple(values[key])
        return cls(**values)


def row(document: Document) -> dict[str, Any]:
    """Return the values of every index field for a document."""
    head = [tokens(composed(text)) for text in (document.product, *document.names)]
    side = [
        tokens(composed(text)) for text in (document.vendor, document.category, *document.words)
    ]
    body = {
        language: [tokens(composed(text)) for text in document.passages.get(language, ())]
        for language in LANGUAGES
    }
    texts = [*head, *side, *(text for language in LANGUAGES for text in body[language])]
    lengths = {
        "head": sum(map(len, head)),
        "side": sum(map(len, side)),
        "body": sum(len(text) for part in body.values() for text in part),
    }
    return {
        "head": _names(head),
        "side": _names(side),
        "body": _prose(body),
        "word": Counter(form for form in _forms(texts) if not is_stop(form)),
        "card": _card(document, head=head, side=side, lengths=lengths),
        "text": json.dumps(
            {language: list(map(composed, lines)) for language, lines in document.passages.items()},
            ensure_ascii=False,
        ).encode(errors="replace"),
        "plain": plain(texts).encode(errors="replace"),
    }


def plain(texts: Iterable[list[Token]]) -> str:
    """Return folded texts in which a phrase can be looked up between spaces."""
    lines = (" ".join(part for token in text for part in token.parts) for text in texts)
    return f" {_BREAK.join(lines)} "


def _forms(texts: Iterable[list[Token]]) -> Iterable[str]:
    return (form for text in texts for token in text for form in token.forms)


def _names(texts: list[list[Token]]) -> Counter[str]:
    """Count the words of names; a name has no language, so both stems are kept."""
    counted: Counter[str] = Counter()
    for form in _forms(texts):
        counted.update(variants(form))
    for text in texts:
        for language in LANGUAGES:
            counted.update(_notions(text, language=language))
    return counted


def _prose(body: Mapping[str, list[list[Token]]]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for language, texts in body.items():
        counted.update(stem(form, language=language) for form in _forms(texts) if not is_stop(form))
        for text in texts:
            counted.update(_notions(text, language=language))
    return counted


def _notions(text: list[Token], *, language: str) -> Iterable[str]:
    forms = [part for token in text for part in token.parts]
    return (notion_term(notion) for _, _, notion in notions(forms, language=language))


def _card(
    document: Document,
    *,
    head: list[list[Token]],
    side: list[list[Token]],
    lengths: Mapping[str, int],
) -> bytes:
    published: date | None = document.published_on
    return json.dumps(
        {
            "slug": document.slug,
            "product": " ".join(token.joined for token in head[0]),
            "vendor": document.vendor_slug,
            "category": document.category,
            "sectors": sorted(set(document.sectors)),
            "verdict": document.verdict,
            "published_on": published.isoformat() if published else "",
            "current": document.current,
            "titles": [" ".join(token.joined for token in text) for text in head if text],
            "names": sorted(set(_forms([*head, *side]))),
            "lengths": lengths,
        }
    ).encode()
