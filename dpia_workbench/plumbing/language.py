"""In which language a request is answered."""

from flask import Flask, request

from dpia_workbench.i18n import DEFAULT_LANGUAGE, LANGUAGES, PSEUDO_LANGUAGE, speak
from dpia_workbench.plumbing.identity import current_language_kept
from dpia_workbench.plumbing.settings import settings

COOKIE = "language"


def install(app: Flask) -> None:
    """Speak the reader's language in every request."""
    app.before_request(_speak)


def _speak() -> None:
    speak(choose())


def choose() -> str:
    """Return the language asked for in the address, chosen before, kept, or accepted."""
    asked = request.args.get("lang", "")
    if asked == PSEUDO_LANGUAGE and not settings().is_production:
        return PSEUDO_LANGUAGE
    for wanted in (asked, request.cookies.get(COOKIE, "")):
        if wanted in LANGUAGES:
            return wanted
    kept = current_language_kept() if request.endpoint != "static" else None
    if kept in LANGUAGES:
        return kept
    return request.accept_languages.best_match(LANGUAGES, DEFAULT_LANGUAGE) or DEFAULT_LANGUAGE
