"""The words of the daily mail: counts and names per dossier, and no word of what was said."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import ngettext, speaking
from dpia_workbench.mail.message import addressed, written

_WORDS: Mapping[str, Callable[[int], str]] = {
    "mentions": lambda n: ngettext("%(n)s comment mentions you.", "%(n)s comments mention you.", n),
    "assigned": lambda n: ngettext(
        "You are asked to see to %(n)s discussion.",
        "You are asked to see to %(n)s discussions.",
        n,
    ),
    "replies": lambda n: ngettext(
        "%(n)s new answer in discussions you take part in.",
        "%(n)s new answers in discussions you take part in.",
        n,
    ),
    "suggestions": lambda n: ngettext(
        "%(n)s suggestion waits for an answer.", "%(n)s suggestions wait for an answer.", n
    ),
}


def compose_digest(
    dossiers: Sequence[Mapping[str, Any]],
    *,
    to: str,
    sender: str,
    language: str,
    base_url: str,
    at: datetime,
) -> EmailMessage:
    """Return the daily mail in a language; `dossiers` are those of `usecases.digest.collect`."""
    with speaking(language):
        subject = ngettext(
            "News in the discussion on %(n)s dossier",
            "News in the discussion on %(n)s dossiers",
            len(dossiers),
        )
        message = addressed(subject, to=to, sender=sender, at=at)
        parts = [_part(each, base_url=base_url) for each in dossiers]
        everything = _("All that waits for you: %(link)s", link=f"{base_url}/tasks")
        off = _(
            "You get this mail at most once a day. You can switch it off on the page of your"
            " account: %(link)s",
            link=f"{base_url}/account",
        )
        return written(message, [*parts, everything, off], language=language)


def _part(told: Mapping[str, Any], *, base_url: str) -> str:
    lines = [_WORDS[kind](count) for kind, count in told["counts"].items() if count]
    who = _("By: %(names)s", names=", ".join(told["who"]))
    return "\n".join([told["dossier"], *lines, who, f"{base_url}{told['path']}"])
