"""What a search found, below the verdicts: passages with their place, parts, kinds to choose."""

from collections.abc import Iterable, Iterator, Sequence

from flask import url_for

from dpia_workbench.i18n import gettext as _
from dpia_workbench.search import KINDS, Hit, Kind, Place, Results
from dpia_workbench.usecases.verdict import Card
from dpia_workbench.web.verdicts import cards
from dpia_workbench.web.verdicts.pages import KindOption, PartView, PassageView


def kind_of(value: str) -> Kind:
    """Return the kind in an address; products for whatever is no kind."""
    return next((kind for kind in KINDS if kind == value), "verdict")


def _kind_names() -> dict[Kind, str]:
    return {
        "verdict": _("Products"),
        "risk": _("Risks"),
        "measure": _("Measures"),
        "setting": _("Settings"),
        "agreement": _("Agreements"),
    }


def _part_name(place: Place) -> str:
    names = {
        "risk": _("Risk %(key)s", key=place.key),
        "measure": _("Measure %(key)s", key=place.key),
        "setting": _("Setting %(key)s", key=place.key),
    }
    return names.get(place.kind, _("Agreement"))


def _part_url(slug: str, place: Place) -> str:
    anchor = f"part-{place.key}"
    if place.release is None:
        return url_for("verdicts.show", slug=slug, _anchor=anchor)
    if place.kind == "agreement":
        anchor = "agreements"  # they stand together, with what each rests on
    return url_for("verdicts.release", slug=slug, number=place.release, _anchor=anchor)


def kinds(results: Results, *, chosen: Kind, urls: dict[Kind, str]) -> tuple[KindOption, ...]:
    """Return the kinds of thing that were found, and the address of each."""
    return tuple(
        KindOption(name, results.kinds.get(kind, 0), urls[kind], kind == chosen)
        for kind, name in _kind_names().items()
    )


def passages(hit: Hit) -> tuple[PassageView, ...]:
    """Return the passages of a hit, with a link to where each stands."""
    return tuple(
        PassageView(
            pieces=pieces,
            part=_part_name(place) if place else "",
            url=_part_url(hit.slug, place) if place else "",
        )
        for pieces, place in zip(hit.highlights, hit.places, strict=True)
    )


def parts(hits: Sequence[Hit], products: Iterable[Card]) -> Iterator[PartView]:
    """Yield the parts that were found, each with its product."""
    known = {card.slug: card for card in products}
    for hit in hits:
        card = known.get(hit.slug)
        if card is not None:
            yield PartView(
                title=hit.title,
                name=_part_name(hit.place),
                url=_part_url(hit.slug, hit.place),
                product=cards.told(card.name),
                product_url=url_for("verdicts.show", slug=hit.slug),
                vendor=cards.view(card).vendor,
                note="" if hit.is_current else _("of an older release"),
                passages=passages(hit),
            )
