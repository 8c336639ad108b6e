"""Mails to people who follow something: to confirm it, and with what is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import ngettext
from dpia_workbench.mail.message import addressed, written

_LONGEST_LINE = 998  # of RFC 5322; a folded address would be another one


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """To whom a mail goes, from whom, in which language and when."""

    to: str
    sender: str
    language: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One piece of news, in the reader's language."""

    title: str
    text: str
    day: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Addresses of the reader's own: to end by one click, to end on a page, to see everything."""

    one_click: str
    stop: str
    manage: str


def compose_confirmation(letter: Letter, *, followed: str, url: str, days: int) -> EmailMessage:
    """Return the mail by which the owner of an address says that they asked for it."""
    message = _begun(letter, subject=_("Confirm that you want to follow this"))
    asked = _(
        "Somebody, probably you, asked us to mail news about: %(followed)s. Open this page and"
        " press the button, and we will. The link works for %(days)s days.",
        followed=followed, days=days,
    )  # fmt: skip
    not_you = _(
        "Was it not you? Then you need not do anything: you get no more of this, and we forget"
        " your address."
    )
    return written(message, [asked, url, not_you], language=letter.language)


def compose_known(letter: Letter, *, followed: str, ways: Ways) -> EmailMessage:
    """Return the mail to who asked again for what they follow already."""
    message = _begun(letter, subject=_("You follow this already"))
    known = _("You asked for news about: %(followed)s. You get that already.", followed=followed)
    return written(message, [known, _manage(ways)], language=letter.language)


def compose_news(
    letter: Letter, items: Sequence[Item], *, because: Sequence[str], ways: Ways
) -> EmailMessage:
    """Return a mail with news; `because` says what is followed that it is about (RFC 8058)."""
    count = len(items)
    subject = (
        items[0].title
        if count == 1
        else ngettext("%(n)s piece of news on verdicts", "%(n)s pieces of news on verdicts", count)
    )
    message = _begun(letter, subject=subject)
    message["List-Unsubscribe"] = f"<{ways.one_click}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    why = _("You get this mail because you follow: %(what)s.", what="; ".join(because))
    stop = _("Do you not want this any more? Stop it here: %(url)s", url=ways.stop)
    return written(
        message, [*map(_told, items), why, stop, _manage(ways)], language=letter.language
    )


def _told(item: Item) -> str:
    lines = [item.title, "=" * len(item.title), item.text, item.day, item.url]
    return "\n".join(filter(None, lines))


def _manage(ways: Ways) -> str:
    return _("See and change all that you follow: %(url)s", url=ways.manage)


def _begun(letter: Letter, *, subject: str) -> EmailMessage:
    message = addressed(subject, to=letter.to, sender=letter.sender, at=letter.at)
    message.policy = message.policy.clone(max_line_length=_LONGEST_LINE)
    return message
