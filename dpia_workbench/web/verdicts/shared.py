"""What machines read of the page of a verdict: Open Graph, and schema.org as JSON-LD."""

from typing import Any

from flask import url_for

from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.pictures.card import HEIGHT, WIDTH
from dpia_workbench.plumbing import canonical
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.web.verdicts.pages import Head
from dpia_workbench.web.verdicts.sharing import Shared

_LOCALES = {"nl": "nl_NL", "en": "en_GB"}
_UNKNOWN = 10  # letters of a whole day; an old source may know only the year


def shared(
    head: Head, *, path: str, publisher: str, published: str, valid_until: str = ""
) -> Shared:
    """Return what machines read of a verdict; `path` is where its page is."""
    base, language = settings().base_url, current_language()
    url = canonical.address(path)
    title = _("%(product)s: %(verdict)s", product=head.name.text, verdict=head.verdict.label)
    whole = published if len(published) == _UNKNOWN else ""
    picture = url_for("verdicts.card", slug=head.slug, lang=language)
    return Shared(
        title=title,
        description=head.sentence.text or head.meaning,
        url=url,
        locale=_LOCALES.get(language, "en_GB"),
        image=f"{base}{picture}",
        image_text=title,
        width=WIDTH,
        height=HEIGHT,
        published=whole,
        data=_data(head, url=url, publisher=publisher, published=whole, valid_until=valid_until),
    )


def _data(
    head: Head, *, url: str, publisher: str, published: str, valid_until: str
) -> dict[str, Any]:
    """Return a review of a program, as schema.org has it; a colour is no number of stars."""
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Review",
        "url": url,
        "name": f"{head.name.text}: {head.verdict.label}",
        "reviewBody": head.sentence.text,
        "inLanguage": head.sentence.language,
        "isAccessibleForFree": True,
        "author": {"@type": "Organization", "name": publisher},
        "publisher": {"@type": "Organization", "name": publisher},
        "itemReviewed": {
            "@type": "SoftwareApplication",
            "name": head.name.text,
            "alternateName": list(head.former_names),
            "applicationCategory": head.category,
            "author": {"@type": "Organization", "name": head.vendor},
        },
    }
    dates = {"datePublished": published, "expires": valid_until}
    return found | {name: value for name, value in dates.items() if value}
