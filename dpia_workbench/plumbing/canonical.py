"""The one address of a public page in each language, for machines that gather pages."""

from urllib.parse import quote

from flask import g, request

from dpia_workbench.i18n import DEFAULT_LANGUAGE, LANGUAGES, current_language
from dpia_workbench.plumbing.identity import OPEN_ENDPOINTS
from dpia_workbench.plumbing.settings import settings


def address(path: str, *, language: str | None = None) -> str:
    """Return the whole address of a page in a language, by default the one that is spoken.

    Without a language in it, an address is in Dutch for whoever asks for none.
    """
    spoken = language or current_language()
    asked = f"?lang={spoken}" if spoken in LANGUAGES and spoken != DEFAULT_LANGUAGE else ""
    return f"{settings().base_url}{path}{asked}"


def set_path(path: str) -> None:
    """Say that the page of this request has its home at another path."""
    g.canonical_path = path


def keep_out() -> None:
    """Say that search engines should not show the page of this request."""
    g.keep_out = True


def alternates() -> tuple[tuple[str, str], ...]:
    """Return (language, address) of the page in each language, or nothing if it is not public."""
    if (
        request.endpoint not in OPEN_ENDPOINTS
        or request.method not in ("GET", "HEAD")
        or is_kept_out()
    ):
        return ()
    path = _path()
    found = [(language, address(path, language=language)) for language in LANGUAGES]
    return (*found, ("x-default", address(path, language=DEFAULT_LANGUAGE)))


def own() -> str:
    """Return the one address of the page of this request, or nothing if it is not public."""
    if not alternates():
        return ""
    return address(_path())


def is_kept_out() -> bool:
    """Return whether search engines should not show the page of this request."""
    return bool(g.get("keep_out", False))


def _path() -> str:
    path: str = g.get("canonical_path", quote(request.path))
    return path
