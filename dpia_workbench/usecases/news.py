"""News about releases in words, the same in feeds, mails and on pages."""

from datetime import date

from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.messages import shown
from dpia_workbench.risk.news import Turn
from dpia_workbench.risk.release import Event
from dpia_workbench.store import releases
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.news import News


def product_name(news: News) -> str:
    """Return the name of the product, in the current language."""
    return news.product.name.text(current_language())


def title(news: News) -> str:
    """Return what happened to which product, in the current language."""
    happened = news.release.verdict if news.kind is Turn.PUBLISHED else news.kind
    return f"{product_name(news)}: {label(happened)}"


def summary(news: News) -> str:
    """Return what is behind it, in the current language: the verdict in a sentence, or a reason."""
    if news.kind is Turn.PUBLISHED:
        return releases.facts(news.release).sentence.text(current_language())
    if isinstance(news.reason, Bilingual):
        return news.reason.text(current_language())
    number = news.release.number
    if news.kind is Turn.EXPIRED:
        return _(
            "The last day of release %(number)s was %(day)s.",
            number=number, day=shown(news.release.valid_until),
        )  # fmt: skip
    if news.kind is Event.SUPERSEDED:
        return _("Release %(newer)s took the place of release %(number)s.",
                 newer=news.reason, number=number)  # fmt: skip
    if news.kind is Event.AGREEMENT_ENDS:
        day = shown(date.fromisoformat(news.reason))
        return _("From %(day)s on, an agreement that this verdict rests on no longer holds.",
                 day=day)  # fmt: skip
    return news.reason


def publisher(news: News) -> str:
    """Return who published the release, as it says itself, in the current language."""
    return releases.facts(news.release).publisher.text(current_language())


def path(news: News) -> str:
    """Return where on the site it is read: the release that it is about."""
    return f"/verdicts/{news.product.slug}/releases/{news.release.number}"
