"""Words of the field that mean the same, in Dutch and English.

Every entry is one notion. A text that uses any of its terms is indexed under the notion, so a
question in one word finds the texts that use another, and terms of several words match only
where they stand together. The terms are data: `notions.yaml` beside this file.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from importlib.resources import files

import yaml

from dpia_workbench.search.analysis import LANGUAGES, stem, tokens

NOTION = "~"
"""What the index term of a notion begins with."""

_SOURCE = yaml.safe_load(files(__package__).joinpath("notions.yaml").read_text(encoding="utf-8"))

NOTIONS: Mapping[str, tuple[str, ...]] = {
    notion: tuple(map(str, terms)) for notion, terms in _SOURCE["notions"].items()
}

RELATED: Mapping[str, tuple[str, ...]] = {
    notion: tuple(others) for notion, others in _SOURCE["related"].items()
}
"""What a notion is about, for when no text names it."""


def said(kind: str, codes: Iterable[str]) -> tuple[str, ...]:
    """Return how people name the sectors ("sector") or the verdict ("verdict") of a product.

    The answer has one term for each code that has any, in Dutch; its synonyms find it, too.
    """
    named = (NOTIONS.get(f"{kind}.{code}") for code in codes)
    return tuple(terms[0] for terms in named if terms)


_Entry = tuple[tuple[str, ...], str]


def _by_first_word(language: str) -> dict[str, tuple[_Entry, ...]]:
    table: dict[str, list[_Entry]] = {}
    for notion, terms in NOTIONS.items():
        for term in terms:
            forms = [part for token in tokens(term) for part in token.parts]
            stems = tuple(stem(form, language=language) for form in forms)
            table.setdefault(stems[0], []).append((stems, notion))
    # The longest term first: whoever reads greedily gets the most exact notion.
    return {
        first: tuple(sorted(entries, key=lambda entry: -len(entry[0])))
        for first, entries in table.items()
    }


_TABLES = {language: _by_first_word(language) for language in LANGUAGES}


def notions(forms: Sequence[str], *, language: str) -> Iterator[tuple[int, int, str]]:
    """Return where (from, to) a text speaks of which notion, longest first at each place."""
    table = _TABLES[language]
    stems = tuple(stem(form, language=language) for form in forms)
    for start, first in enumerate(stems):
        for entry, notion in table.get(first, ()):
            if stems[start : start + len(entry)] == entry:
                yield start, start + len(entry), notion


def notion_term(notion: str) -> str:
    """Return the index term of a notion; no word of a text can look like it."""
    return f"{NOTION}{notion}"


def beginnings(wanted: Collection[str], *, language: str) -> frozenset[str]:
    """Return the stems with which a term of any of these notions begins."""
    return frozenset(
        first
        for first, entries in _TABLES[language].items()
        if any(notion in wanted for _, notion in entries)
    )
