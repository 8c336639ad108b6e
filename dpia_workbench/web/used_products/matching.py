"""Which product a typed name means: found as a reader would find it, sure only by its name."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from dpia_workbench.i18n import current_language
from dpia_workbench.i18n.terms import vendor_name
from dpia_workbench.plumbing import indexing
from dpia_workbench.plumbing.database import db
from dpia_workbench.risk.demand import key_of
from dpia_workbench.search import Query, Results
from dpia_workbench.store import products
from dpia_workbench.store.models import Product

MOST_CANDIDATES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A typed name with the products it may mean, the likeliest first."""

    name: str
    candidates: tuple[Product, ...]
    is_sure: bool  # the first one has exactly this name


def match(names: tuple[str, ...]) -> list[Match]:
    """Return what each name may mean, in order."""
    found = {name: _found(name) for name in names}
    slugs = {hit.slug for each in found.values() for hit in each.hits}
    known = {row.slug: row for row in products.find(db.session(), slugs=sorted(slugs))}
    return [_match(name, found[name], known=known) for name in names]


def _found(name: str) -> Results:
    return indexing.find(Query(text=name, limit=MOST_CANDIDATES, language="nl"))


def _match(name: str, found: Results, *, known: Mapping[str, Product]) -> Match:
    key, rows = key_of(name), [known[hit.slug] for hit in found.hits if hit.slug in known]
    exact = [row for row in rows if key in keys(row)]
    meant = {key, key_of(found.correction or name)}
    # Words that stand somewhere in many verdicts say nothing about the name of a product.
    is_telling = not found.partial and found.total <= MOST_CANDIDATES
    close = [row for row in rows if row not in exact and (is_telling or _is_close(meant, row))]
    return Match(name=name, candidates=(*exact, *close), is_sure=len(exact) == 1)


def keys(row: Product) -> frozenset[str]:
    """Return all names of a product, as they are compared."""
    names = (*row.name.as_dict().values(), *row.aliases, *row.former_names)
    return frozenset(key_of(name) for name in names if name)


def _is_close(meant: Set[str], row: Product) -> bool:
    """Return whether a name that was meant and one of the product's contain each other."""
    return any(key in other or other in key for key in meant for other in keys(row))


def label(row: Product) -> str:
    """Return a product as a list of choices names it."""
    return f"{row.name.text(current_language())} ({vendor_name(row.vendor.name)})"
