"""The answer of one view to one query: what is found, in which order, counted how."""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from heapq import nlargest, nsmallest

from dpia_workbench.search.analysis import LANGUAGES
from dpia_workbench.search.highlights import Marker, sought
from dpia_workbench.search.matching import most, ranked, weigh
from dpia_workbench.search.model import Hit, Query, Results
from dpia_workbench.search.query import Wish, parse
from dpia_workbench.search.view import View

MOST_HITS = 1000


@dataclass(frozen=True, slots=True)
class Found:
    """Scores of what was found, and how far the question had to be bent for it."""

    scores: Mapping[int, float]
    wishes: tuple[Wish, ...] = ()
    correction: str | None = None
    partial: bool = field(default=False, kw_only=True)


def answer(view: View, query: Query) -> Results:
    """Return what a query finds in a view."""
    pool = view.alive if query.include_past else view.listed
    found = _found(view, query.text, pool=pool)
    facets, chosen = _facets(view, found.scores.keys(), query=query)
    page = _page(view, chosen, found=found, query=query)
    # Readers of a language we have no passages in see Dutch, as on the rest of the page.
    language = query.language if query.language in LANGUAGES else LANGUAGES[0]
    marker = Marker(sought(found.wishes), language=language)
    hits = tuple(
        Hit(
            slug=view.cards[one].slug,
            score=found.scores[one],
            highlights=marker.highlights(view.passages(one, language=language))
            if found.wishes
            else (),
        )
        for one in page
    )
    return Results(
        hits=hits,
        total=len(chosen),
        facets=facets,
        correction=found.correction,
        partial=found.partial,
    )


def _found(view: View, text: str, *, pool: Set[int]) -> Found:
    """Search for all words, then for what may be meant, then for most words.

    Correction goes before giving up a word, and only for words that occur nowhere: who types
    "gogle workspase edu" is better served by Google Workspace than by everything about edu.
    """
    wishes = parse(text)
    if not wishes:
        return Found(dict.fromkeys(pool, 0.0))
    if found := _meeting(view, wishes, pool=pool):
        return found
    correction = _correction(view, wishes)
    meant = parse(correction) if correction else ()
    if found := _meeting(view, meant, pool=pool, correction=correction):
        return found
    loose = parse(" ".join(wish.shown for wish in wishes).replace('"', " "))
    if loose != wishes and (scores := _all(view, loose, pool=pool)):
        return Found(scores, loose, partial=True)
    for words, said in ((loose, None), (meant, correction)):
        if words and (scores := _most(view, words, pool=pool)):
            return Found(scores, words, said, partial=True)
    return Found({}, wishes)


def _meeting(
    view: View, wishes: tuple[Wish, ...], *, pool: Set[int], correction: str | None = None
) -> Found | None:
    """Return what meets all wishes, or else what comes close to those that nothing meets."""
    widened = tuple(_widened(view, wish) for wish in wishes)
    for each in (wishes, widened) if wishes else ():
        if scores := _all(view, each, pool=pool):
            return Found(scores, each, correction, partial=each != wishes)
    return None


def _widened(view: View, wish: Wish) -> Wish:
    """Return a wish that nothing meets as a wish for what comes close."""
    if not wish.related or weigh(view, wish):
        return wish
    return replace(wish, ways=(*wish.ways, *wish.related), related=(), adds_up=True)


def _all(view: View, wishes: Sequence[Wish], *, pool: Set[int]) -> dict[int, float]:
    return _within(ranked(view, wishes, met=None), pool)


def _most(view: View, wishes: Sequence[Wish], *, pool: Set[int]) -> dict[int, float]:
    return _within(ranked(view, wishes, met=most(view, wishes)), pool)


def _within(scores: dict[int, float], pool: Set[int]) -> dict[int, float]:
    if scores.keys() <= pool:
        return scores
    return {one: score for one, score in scores.items() if one in pool}


def _correction(view: View, wishes: Sequence[Wish]) -> str | None:
    """Return the wishes with unknown words replaced, or None when all are known."""
    unknown = [not weigh(view, wish) for wish in wishes]
    if not any(unknown):
        return None
    words: list[str] = []
    place = 0
    while place < len(wishes):
        pair = wishes[place : place + 2]
        joined = "".join(wish.shown for wish in pair)
        if len(pair) > 1 and any(unknown[place : place + 2]) and joined in view.vocabulary:
            words.append(joined)
            place += 2
            continue
        shown = wishes[place].shown
        words.append(_repaired(view, shown) if unknown[place] else shown)
        place += 1
    if words == [wish.shown for wish in wishes]:
        return None
    return " ".join(words)


def _repaired(view: View, shown: str) -> str:
    known = view.vocabulary
    quote = '"' if shown.startswith('"') else ""
    words = [
        word if word in known else known.nearest(word) or known.parted(word) or word
        for word in shown.strip('"').split()
    ]
    return f"{quote}{' '.join(words)}{quote}"


def _facets(
    view: View, found: Collection[int], *, query: Query
) -> tuple[Mapping[str, Mapping[str, int]], Collection[int]]:
    """Count each facet among what the other filters leave; return what all filters leave."""
    filters = {
        "verdict": query.verdicts,
        "sector": query.sectors,
        "vendor": query.vendors,
        "category": query.categories,
    }
    passing = {
        facet: view.facets[facet].having(found, chosen=values)
        for facet, values in filters.items()
        if values
    }
    facets = {}
    for facet in filters:
        others = [kept for other, kept in passing.items() if other != facet]
        facets[facet] = view.facets[facet].count(_common(found, others))
    return facets, _common(found, passing.values())


def _common(found: Collection[int], kept: Iterable[Set[int]]) -> Collection[int]:
    sets = list(kept)
    return set.intersection(*map(set, sets)) if sets else found


def _page(view: View, chosen: Collection[int], *, found: Found, query: Query) -> list[int]:
    """Return the documents of one page, in order; equal scores by name."""
    first = max(0, query.offset)
    last = first + max(0, min(query.limit, MOST_HITS))
    if query.sort == "name":
        return nsmallest(last, chosen, key=view.by_name.__getitem__)[first:]
    if query.sort == "date" or not found.wishes:
        return nsmallest(last, chosen, key=view.by_date.__getitem__)[first:]
    scores = found.scores
    # Only what reaches the page is ordered exactly: most of ten thousand hits never does.
    limit = nlargest(last, map(scores.__getitem__, chosen))[-1:] or [0.0]
    able = [one for one in chosen if scores[one] >= limit[0]]
    able.sort(key=lambda one: (-scores[one], view.by_name[one]))
    return able[first:last]
