"""From text to words: folding, cutting and stemming, in Dutch and English.

Done here and not by Whoosh: its analyzers keep state that threads spoil, drop words of one
character and cut hyphenated words without keeping the whole.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from dpia_workbench.search.engine import DutchStemmer, EnglishStemmer
from dpia_workbench.search.lexicon import COMPOUND_ENDINGS, FAMILIES, PERSONS, STOP

LANGUAGES = ("nl", "en")

LONGEST_WORD = 60

# Marks that do not compose (NFC leaves them) and invisible hyphens belong to the word.
_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u00ad\u200b-\u200d"
_LETTERS = rf"[^\W_](?:[^\W_]|[{_MARKS}])*"
_JOINERS = "'’ʼ\u2010\u2011-"
WORD = re.compile(rf"{_LETTERS}(?:[{_JOINERS}]{_LETTERS})*")
_PART = re.compile(_LETTERS)
_NOT_IN_WORDS = re.compile(r"[\W_]+")
# Letters that have no decomposition but are typed as others.
_LOOKALIKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"})

_DUTCH = DutchStemmer()
_ENGLISH = EnglishStemmer()
_PLURAL_IES = re.compile(r"[tsrgnmlk]ies$")
_PLURAL_ES = re.compile(r"..[bcdfghjklmnpqrstvwxz]es$")
_DOUBLED = re.compile(r"([bcdfghjklmnpqrstvwxz])\1$")


class Token(NamedTuple):
    """One word of a text, where it stands, and the parts a hyphen or apostrophe makes of it."""

    parts: tuple[str, ...]
    joined: str
    start: int
    end: int

    @property
    def forms(self) -> tuple[str, ...]:
        """All forms under which the word can be found: its parts, and the parts joined."""
        return self.parts if len(self.parts) == 1 else (*self.parts, self.joined)


def composed(text: str) -> str:
    """Return text in NFC, the form in which tokens count their positions."""
    return unicodedata.normalize("NFC", text)


def fold(word: str) -> str:
    """Return a word without capitals, accents, ligatures and invisible signs."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).lower())
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _NOT_IN_WORDS.sub("", kept.translate(_LOOKALIKES))[:LONGEST_WORD]


@lru_cache(maxsize=65_536)
def cut(word: str) -> tuple[tuple[str, ...], str]:
    """Return the folded parts of a word as it is written, and the parts joined."""
    parts = tuple(filter(None, map(fold, _PART.findall(word))))
    return parts, parts[0] if len(parts) == 1 else "".join(parts)[:LONGEST_WORD]


def tokens(text: str) -> list[Token]:
    """Return the words of a composed text in order."""
    found = []
    for match in WORD.finditer(text):
        parts, joined = cut(match.group())
        if parts:
            found.append(Token(parts, joined, match.start(), match.end()))
    return found


def is_stop(form: str) -> bool:
    """Tell whether a word says nothing about what is sought."""
    return form in STOP


@lru_cache(maxsize=131_072)
def stem(form: str, *, language: str) -> str:
    """Return the stem of a folded word in a language."""
    if not form.isalpha() or not form.isascii():
        return form
    return _dutch(form) if language == "nl" else PERSONS.get(form) or str(_ENGLISH.stem(form))


def _dutch(form: str) -> str:
    family = FAMILIES.get(form)
    if family is not None:
        return family
    if form.endswith(COMPOUND_ENDINGS):  # one question, for most words have none of them
        ending = next(ending for ending in COMPOUND_ENDINGS if form.endswith(ending))
        return form[: -len(ending)] + FAMILIES[ending]
    if _PLURAL_IES.search(form) or _PLURAL_ES.search(form):
        form = form[:-1]
    # Snowball leaves less-, huiz- and briev- where the singular gives les, huis and brief.
    short = _DOUBLED.sub(r"\1", str(_DUTCH.stem(form)).lower())
    if short.endswith("z"):
        return short[:-1] + "s"
    if short.endswith("v"):
        return short[:-1] + "f"
    return short


def variants(form: str) -> tuple[str, ...]:
    """Return a word and its stems in both languages, each once."""
    return tuple(dict.fromkeys((form, *(stem(form, language=one) for one in LANGUAGES))))
