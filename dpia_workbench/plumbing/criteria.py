"""What a reader searches for, as it stands in an address, in a row and as a question to the index.

A search that is followed or saved is one value, whatever the results page looks like.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from werkzeug.datastructures import MultiDict

from dpia_workbench.i18n import current_language
from dpia_workbench.plumbing import indexing
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.risk.vocabulary import Sector
from dpia_workbench.schemas.base import clean
from dpia_workbench.search import Query

LONGEST_TEXT = 500
MOST_CHOSEN = 50
FACETS = ("verdict", "sector", "category", "vendor")
_KNOWN: Mapping[str, frozenset[str]] = {
    "verdict": frozenset(each.value for each in Verdict),
    "sector": frozenset(each.value for each in Sector),
}
_PAGE = 500
_MOST_FOUND = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """A text and filters; without any it is everything that is published."""

    text: str = ""
    verdict: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    vendor: tuple[str, ...] = ()

    @classmethod
    def of_args(cls, args: MultiDict[str, str]) -> "Criteria":
        """Return what an address asks, without what cannot be asked."""
        return cls(
            text=clean(args.get("q", "")[:LONGEST_TEXT]),
            **{name: _chosen(name, args.getlist(name)) for name in FACETS},
        )

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "Criteria":
        """Return what a row kept."""
        return cls(text=kept.get("q", ""), **{n: tuple(kept.get(n, ())) for n in FACETS})

    def as_json(self) -> dict[str, Any]:
        """Return it as a row keeps it: only what is asked."""
        kept: dict[str, Any] = {"q": self.text} if self.text else {}
        return kept | {n: list(getattr(self, n)) for n in FACETS if getattr(self, n)}

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield (name, value) as they stand in an address or in a form."""
        if self.text:
            yield "q", self.text
        for name in FACETS:
            for value in getattr(self, name):
                yield name, value

    def address(self) -> dict[str, Any]:
        """Return the arguments of an address."""
        return self.as_json()

    def __bool__(self) -> bool:
        """Return whether anything is asked at all."""
        return bool(self.as_json())

    def query(self, **words: Any) -> Query:
        """Return the question to the index; `words` say which page of the answer."""
        return Query(
            text=self.text, verdicts=self.verdict, sectors=self.sector, categories=self.category,
            vendors=self.vendor, language=spoken(), **words,
        )  # fmt: skip


def _chosen(name: str, values: list[str]) -> tuple[str, ...]:
    """Return the values of a filter, each once and in one order, without what no value can be."""
    found = {clean(value[:LONGEST_TEXT]) for value in values[:MOST_CHOSEN]} - {""}
    return tuple(sorted(found & _KNOWN[name] if name in _KNOWN else found))


def spoken() -> Literal["nl", "en"]:
    """Return the language of the reader, of those that verdicts are in."""
    return "en" if current_language() == "en" else "nl"


def found_by(criteria: Criteria) -> list[str]:
    """Return the slugs of what a search finds, old releases too, the newest published first.

    It is what the public finds. Of more than a few thousand the oldest are left out.
    """
    slugs: list[str] = []
    while len(slugs) < _MOST_FOUND:
        results = indexing.find(
            criteria.query(sort="date", limit=_PAGE, offset=len(slugs), include_past=True)
        )
        slugs += [hit.slug for hit in results.hits]
        if not results.hits or len(slugs) >= results.total:
            break
    return slugs


def finds(criteria: Criteria, *, slug: str, vendor: str) -> bool:
    """Return whether a search finds a product of a vendor, without reading all that it finds."""
    if criteria.vendor and vendor not in criteria.vendor:
        return False
    narrowed = replace(criteria, vendor=(vendor,))
    found = indexing.find(narrowed.query(sort="name", limit=_PAGE, include_past=True))
    return slug in {hit.slug for hit in found.hits}
