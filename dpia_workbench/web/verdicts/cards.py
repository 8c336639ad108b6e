"""Cards and search results as values for the page."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask import url_for

from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.terms import vendor_name
from dpia_workbench.risk.change import Reason, Weight
from dpia_workbench.risk.verdict import Topic, Verdict
from dpia_workbench.risk.vocabulary import Sector
from dpia_workbench.search import Results
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.usecases.verdict import Card
from dpia_workbench.web.verdicts.pages import (
    Badge,
    CardView,
    FacetGroup,
    FacetOption,
    PassageView,
    Told,
)

UNCONFIRMED = "unconfirmed"


def told(value: Any, *, sources: Iterable[str] = ()) -> Told:
    """Return a bilingual text for the reader; "unconfirmed" becomes a word of the reader's."""
    if value == UNCONFIRMED:
        return Told(_("unconfirmed"), current_language(), tuple(sources))
    text = Bilingual.of(value)
    spoken = current_language()
    return Told(text.text(spoken), text.language(spoken), tuple(sources))


def badge(verdict: Verdict) -> Badge:
    """Return a verdict with its label."""
    return Badge(verdict, label(verdict))


def view(card: Card, *, passages: tuple[PassageView, ...] = ()) -> CardView:
    """Return a card for the page."""
    return CardView(
        slug=card.slug,
        url=url_for("verdicts.show", slug=card.slug),
        name=told(card.name),
        vendor=vendor_name(card.vendor),
        vendor_url=vendor_url(card.vendor_slug),
        category=told(card.category).text,
        verdict=badge(card.verdict),
        sentence=told(card.sentence),
        published=card.published,
        publisher=told(card.publisher).text,
        is_external=card.is_external,
        is_invented=card.is_invented,
        status=Badge(card.status, label(card.status)) if card.status else None,
        passages=passages,
    )


def vendor_url(slug: str) -> str:
    """Return where the vendor's page is; nothing where no source names the vendor."""
    return "" if slug == UNCONFIRMED else url_for("verdicts.vendor", slug=slug)


def groups(
    results: Results,
    *,
    chosen: Mapping[str, tuple[str, ...]],
    names: Mapping[str, Mapping[str, str]],
) -> Iterator[FacetGroup]:
    """Yield the facets with their counts; `names` has the names of vendors and categories."""
    titles = {
        "verdict": _("Verdict"),
        "sector": _("Sector"),
        "category": _("Kind of product"),
        "vendor": _("Vendor"),
    }
    for name, title in titles.items():
        counts = results.facets.get(name, {})
        found = [
            FacetOption(value, _facet_label(name, value, names=names), count, value in chosen[name])
            for value, count in counts.items()
            if count or value in chosen[name]
        ]
        yield FacetGroup(name, title, tuple(_in_order(name, found)))


def _facet_label(name: str, value: str, *, names: Mapping[str, Mapping[str, str]]) -> str:
    if name == "verdict":
        return label(Verdict(value))
    if name == "sector":
        return label(Sector(value))
    return names[name].get(value, value)


def _in_order(name: str, found: list[FacetOption]) -> list[FacetOption]:
    orders: dict[str, list[str]] = {"verdict": list(Verdict), "sector": list(Sector)}
    if name in orders:
        return sorted(found, key=lambda option: orders[name].index(option.value))
    return sorted(found, key=lambda option: (-option.count, option.label))


def weight(value: Weight) -> Badge:
    """Return what a change asks of those who adopted."""
    tones = {Weight.MATERIAL: "warning", Weight.INFORMATIVE: "neutral", Weight.EDITORIAL: "safe"}
    return Badge(value, label(value), tones[value])


def reason(value: Reason) -> str:
    """Return one reason for it, with what it is about."""
    subject = label(Topic(value.subject)) if value.subject in set(Topic) else value.subject
    about = ", ".join(part for part in (subject, value.cell) if part)
    named = label(value.change)
    return _("%(reason)s: %(subject)s", reason=named, subject=about) if about else named
