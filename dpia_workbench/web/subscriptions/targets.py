"""What an address of the page "stay informed" is about: a product, a vendor, or a search."""

from dataclasses import dataclass

from flask import url_for
from werkzeug.datastructures import MultiDict

from dpia_workbench.i18n import current_language
from dpia_workbench.plumbing.criteria import Criteria
from dpia_workbench.plumbing.database import db
from dpia_workbench.risk.following import Subject
from dpia_workbench.store import organisations, products
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Follow
from dpia_workbench.usecases import followed
from dpia_workbench.usecases.following import Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Something that can be followed: what it is called, where it is read, where its feed is."""

    wanted: Wanted
    what: str
    url: str
    feed_url: str
    criteria: Criteria | None = None


def of_args(args: MultiDict[str, str]) -> Target:
    """Return what an address asks about. Raises NotFound for what is not public."""
    if args.get("product"):
        return _of_product(args["product"])
    criteria = Criteria.of_args(args)
    if len(criteria.vendor) == 1 and criteria == Criteria(vendor=criteria.vendor):
        return _of_vendor(criteria.vendor[0])
    return of_search(criteria)


def _of_product(slug: str) -> Target:
    row = products.published(db.session(), slug)
    return Target(
        wanted=Wanted(subject=Subject.PRODUCT, product_id=row.id),
        what=row.name.text(current_language()),
        url=url_for("verdicts.show", slug=slug),
        feed_url=url_for("verdicts.product_feed", slug=slug),
    )


def _of_vendor(slug: str) -> Target:
    row = organisations.vendor(db.session(), slug)
    if not products.vendor_is_public(db.session(), row.id):
        raise NotFound
    return Target(
        wanted=Wanted(subject=Subject.VENDOR, vendor_id=row.id),
        what=followed.of_vendor(row.name),
        url=url_for("verdicts.vendor", slug=slug),
        feed_url=url_for("verdicts.vendor_feed", slug=slug),
    )


def of_search(criteria: Criteria) -> Target:
    """Return a search; without any criteria it is everything that is published."""
    where = criteria.address()
    return Target(
        wanted=Wanted(subject=Subject.SEARCH, criteria=criteria.as_json()),
        what=followed.searched(db.session(), criteria.as_json()),
        url=url_for("verdicts.results", **where),
        feed_url=feed_of(criteria),
        criteria=criteria,
    )


def feed_of(criteria: Criteria) -> str:
    """Return where the feed of a search is; without any criteria that of all verdicts."""
    if not criteria:
        return url_for("verdicts.feed")
    return url_for("verdicts.search_feed", **criteria.address())


def url_of(row: Follow) -> str:
    """Return where what is followed is read, also if nothing of it is public any more."""
    if row.product is not None:
        return url_for("verdicts.show", slug=row.product.slug)
    if row.vendor is not None:
        return url_for("verdicts.vendor", slug=row.vendor.slug)
    return url_for("verdicts.results", **Criteria.of_json(row.criteria).address())
