"""What somebody follows, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.risk.vocabulary import Sector
from dpia_workbench.store import organisations
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Follow, Product


def described(session: Session, row: Follow) -> str:
    """Return what is followed, in the current language."""
    if row.product is not None:
        return row.product.name.text(current_language())
    if row.vendor is not None:
        return of_vendor(row.vendor.name)
    return row.saved.name if row.saved is not None else searched(session, row.criteria)


def of_vendor(name: str) -> str:
    """Return that all products of a vendor are followed."""
    return _("All products of %(vendor)s", vendor=name)


def searched(session: Session, criteria: Mapping[str, Any]) -> str:
    """Return what a search asks, in the current language: its text, and its filters."""
    return ", ".join(_parts(session, criteria)) or _("All verdicts")


def _parts(session: Session, criteria: Mapping[str, Any]) -> Iterator[str]:
    if criteria.get("q"):
        yield _("“%(text)s”", text=criteria["q"])
    for value in criteria.get("verdict", ()):
        yield label(Verdict(value))
    for value in criteria.get("sector", ()):
        yield label(Sector(value))
    for code in criteria.get("category", ()):
        yield _category(session, code)
    for slug in criteria.get("vendor", ()):
        vendor = organisations.by_slug(session, slug)
        yield vendor.name if vendor is not None else slug


def _category(session: Session, code: str) -> str:
    query = select(Product.category).where(Product.category["code"].as_string() == code)
    found = session.scalar(query.limit(1))
    return Bilingual.of(found["label"]).text(current_language()) if found else code
