"""Sentences and labels in Dutch and English.

The language is told once per request, command or mail with `speaking(language)`; every call
inside it is answered in that language. Message ids are full English sentences.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

LANGUAGES = ("nl", "en")
DEFAULT_LANGUAGE = "nl"
PSEUDO_LANGUAGE = "xx"

_LOCALES = Path(__file__).parent / "locale"
_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


class PseudoTranslations(NullTranslations):
    """Puts every message between ⟦ and ⟧, so that a test sees text that passed nobody."""

    def gettext(self, message: str) -> str:
        """Return the message between marks."""
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the right form between marks."""
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


@cache
def translations(language: str) -> NullTranslations:
    """Return the compiled catalogue of a language; English is the message ids themselves."""
    if language == PSEUDO_LANGUAGE:
        return PseudoTranslations()
    compiled = _LOCALES / language / "LC_MESSAGES" / "messages.mo"
    if language == "en" or not compiled.exists():
        return NullTranslations()
    with compiled.open("rb") as file:
        return GNUTranslations(file)


def current_language() -> str:
    """Return the language that is being spoken: "nl" or "en"."""
    return _language.get()


def speak(language: str) -> None:
    """Speak a language from now on; every request begins with this."""
    _language.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language inside the block."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def gettext(message: str, **params: object) -> str:
    """Return a message in the current language, its named placeholders filled."""
    text = translations(current_language()).gettext(message)
    return text % params if params else text


def ngettext(singular: str, plural: str, n: int, **params: object) -> str:
    """Return the form that fits a count; the count fills `%(n)s`."""
    text = translations(current_language()).ngettext(singular, plural, n)
    return text % {"n": n, **params}


def deferred(message: str) -> str:
    """Mark a message for extraction that is translated later, where it is shown."""
    return message
