"""From what a reader types to what is sought. There is no query language to inject into."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dpia_workbench.search.analysis import LANGUAGES, Token, composed, is_stop, tokens
from dpia_workbench.search.synonyms import NOTION, RELATED, notion_term, notions

# A pasted page is a question too: its first words are answered.
LONGEST_TEXT = 1000
MOST_WISHES = 12

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"'))
_PHRASE = re.compile(r'"([^"]*)"')

Form = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing a document must have: any of the ways to say it.

    Each way is a tuple of words that must all occur. `related` are ways that come close, for
    when no document has any other; then they add up. A phrase must occur in this order. A wish
    for the last word is also met by a name that begins so.
    """

    shown: str
    ways: tuple[Form, ...]
    related: tuple[Form, ...] = ()
    adds_up: bool = False
    phrase: Form = ()
    last: bool = False
    stop: bool = False


def parse(text: str) -> tuple[Wish, ...]:
    """Return the wishes in a text, each once; the rest of a very long text is ignored."""
    text = composed(text[:LONGEST_TEXT]).translate(_QUOTES)
    wishes: list[Wish] = []
    place = 0
    for match in _PHRASE.finditer(text):
        wishes += _words(text[place : match.start()])
        wishes += _phrase(match[1])
        place = match.end()
    wishes += _words(text[place:], ends=True)
    return _worth_asking(dict.fromkeys(wishes))


def _worth_asking(wishes: Iterable[Wish]) -> tuple[Wish, ...]:
    found = list(wishes)
    telling = [wish for wish in found if not wish.stop]
    return tuple((telling or found)[:MOST_WISHES])


def _phrase(text: str) -> list[Wish]:
    form = tuple(part for token in tokens(text) for part in token.parts)
    return [Wish(f'"{" ".join(form)}"', (form,), phrase=form)] if form else []


def _words(text: str, *, ends: bool = False) -> list[Wish]:
    found = tokens(text)
    starts = _notions(found)
    wishes = []
    place = 0
    while place < len(found):
        end, terms = starts.get(place, (place + 1, ()))
        last = ends and end == len(found)
        wishes.append(_wish(found[place:end], terms=terms, last=last))
        place = end
    return wishes


def _wish(found: list[Token], *, terms: tuple[str, ...], last: bool) -> Wish:
    parts = tuple(part for token in found for part in token.parts)
    related = _related(terms)
    # Its words apart say something else: privacy settings, and a data protection officer.
    ways: list[Form] = [*([] if related else [parts]), *((term,) for term in terms)]
    if len(found) == 1 and len(parts) > 1:
        ways.append((found[0].joined,))
    stop = not terms and all(map(is_stop, parts))
    return Wish(" ".join(parts), tuple(ways), related=related, last=last and not stop, stop=stop)


def _related(terms: tuple[str, ...]) -> tuple[Form, ...]:
    found = (other for term in terms for other in RELATED.get(term.removeprefix(NOTION), ()))
    return tuple((notion_term(other),) for other in found)


def _notions(found: list[Token]) -> dict[int, tuple[int, tuple[str, ...]]]:
    """Return, by first token, the longest stretch that names notions, and their terms."""
    parts = [part for token in found for part in token.parts]
    owners = [place for place, token in enumerate(found) for _ in token.parts]
    longest: dict[int, tuple[int, tuple[str, ...]]] = {}
    for language in LANGUAGES:
        for first, last, notion in notions(parts, language=language):
            start, end = owners[first], owners[last - 1] + 1
            known_end, terms = longest.get(start, (0, ()))
            if end > known_end:
                longest[start] = (end, (notion_term(notion),))
            elif end == known_end:
                longest[start] = (end, tuple(dict.fromkeys((*terms, notion_term(notion)))))
    return longest
