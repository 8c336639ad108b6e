"""How well the search answers what school staff type, by judgements made beforehand.

The judgements are in tests/search/judgements.yaml; they are about the verdicts of data/ and the
demonstration. The tests demand each of them; this prints the share that is satisfied.
"""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from benchmarks import pages
from dpia_workbench.plumbing import indexing
from dpia_workbench.search import Query, Results

FIRST_PAGE = 20
_TOP = 3
_SOURCE = Path(__file__).parents[1] / "tests" / "search" / "judgements.yaml"

Find = Callable[[Query], Results]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A query as typed, and what must be found for it (see judgements.yaml)."""

    query: str
    language: Literal["nl", "en"] = "nl"
    first: tuple[str, ...] = ()
    top: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    nothing: bool = False

    def faults(self, find: Find) -> list[str]:
        """Return in words what is wrong with what a search gives; empty: it is satisfied."""
        results = find(Query(text=self.query, language=self.language, limit=FIRST_PAGE))
        slugs = [hit.slug for hit in results.hits]
        wrong = [f"found {slugs}"] if self.nothing and slugs else []
        if self.first and (not slugs or slugs[0] not in self.first):
            wrong.append(f"first is {slugs[:1]}, not one of {list(self.first)}")
        wrong += _missing(self.top, among=slugs[:_TOP], where="among the first three")
        wrong += _missing(self.found, among=slugs, where="found")
        return wrong + [f"{slug} is found" for slug in self.absent if slug in slugs]


def _missing(wanted: Sequence[str], *, among: Sequence[str], where: str) -> list[str]:
    return [f"{slug} is not {where}: {among}" for slug in wanted if slug not in among]


def judgements() -> list[Judgement]:
    """Return all judgements. Raises TypeError for a key that none has."""
    entries: list[dict[str, Any]] = yaml.safe_load(_SOURCE.read_text("utf-8"))["judgements"]
    return [Judgement(**{key: _frozen(value) for key, value in each.items()}) for each in entries]


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def run() -> list[str]:
    """Return the share of judgements that are satisfied, and a line for each that is not."""
    with tempfile.TemporaryDirectory() as folder:
        app = pages.application(Path(folder))
        with app.app_context():
            judged = [(each, each.faults(indexing.find)) for each in judgements()]
        pages.dispose(app)
    missed = [f"{each.query!r}: {'; '.join(faults)}" for each, faults in judged if faults]
    satisfied = len(judged) - len(missed)
    return [
        f"{satisfied} of {len(judged)} judgements satisfied ({satisfied / len(judged):.0%})",
        *missed,
    ]


if __name__ == "__main__":
    print("\n".join(run()))
