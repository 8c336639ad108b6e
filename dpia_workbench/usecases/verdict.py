"""What the public reads: per product the current release, or else the external record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.risk.release import IN_USE, Status
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store import products, releases
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Product, Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A verdict as a list shows it. `published` is a day, or a partial date of an old source."""

    slug: str
    name: Bilingual
    vendor: str
    vendor_slug: str
    category: Bilingual
    category_code: str
    sectors: tuple[str, ...]
    verdict: Verdict
    sentence: Bilingual
    publisher: Bilingual
    published: str
    valid_until: date | None
    status: Status | None  # None: an external record, which has no status here
    is_invented: bool
    number: int | None

    @property
    def is_external(self) -> bool:
        """Return whether the verdict was published elsewhere and not computed here."""
        return self.number is None


def card(session: Session, product: Product, *, on: date) -> Card | None:
    """Return the card of a product, or None if nothing was published about it."""
    release = products.newest_release(session, product.id)
    if release is not None:
        status = releases.status(session, release, on=on)
        return release_card(product, release, status=status)
    return record_card(product) if product.record is not None else None


def cards(session: Session, *, slugs: Sequence[str], on: date) -> list[Card]:
    """Return the cards of the products with these slugs, in this order, without those unknown."""
    found = {product.slug: product for product in products.find(session, slugs=slugs)}
    newest = products.newest_releases(session, [product.id for product in found.values()])
    status = releases.statuses(session, list(newest.values()), on=on)
    made = []
    for product in (found[slug] for slug in slugs if slug in found):
        release = newest.get(product.id)
        if release is not None:
            made.append(release_card(product, release, status=status[release.id]))
        elif product.record is not None:
            made.append(record_card(product))
    return made


def release_card(product: Product, release: Release, *, status: Status) -> Card:
    """Return the card of a release, whatever happened to it since."""
    facts = releases.facts(release)
    return Card(
        **_product_part(product),
        # A release that no longer holds gives no verdict (method.md 3.6); its page shows it still.
        verdict=release.verdict if status in IN_USE else Verdict.GREY,
        sentence=facts.sentence,
        publisher=facts.publisher,
        published=facts.published_on,
        valid_until=release.valid_until,
        status=status,
        number=release.number,
    )


def record_card(product: Product) -> Card:
    """Return the card of what was published about a product elsewhere."""
    record = product.record
    content: Mapping[str, Any] = record.content if record else {}
    return Card(
        **_product_part(product),
        verdict=Verdict(content["verdict"]["colour"]),
        sentence=Bilingual.of(content["verdict"]["one_line"]),
        publisher=Bilingual.of(content["publisher"]),
        published=str(content["published"]),
        valid_until=None,
        status=None,
        number=None,
    )


def _product_part(product: Product) -> dict[str, Any]:
    return {
        "slug": product.slug,
        "name": product.name,
        "vendor": product.vendor.name,
        "vendor_slug": product.vendor.slug,
        "category": Bilingual.of(product.category["label"]),
        "category_code": product.category["code"],
        "sectors": tuple(product.sectors),
        "is_invented": product.is_invented,
    }
