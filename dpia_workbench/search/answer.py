"""The answer of one view to one query: what is found, in which order, counted how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from dpia_workbench.search.analysis import LANGUAGES
from dpia_workbench.search.matching import Scope, counted, is_met, met_by_all, named, total, weigh
from dpia_workbench.search.model import KINDS, Query, Results
from dpia_workbench.search.page import Shown, hits
from dpia_workbench.search.postings import Numbers
from dpia_workbench.search.query import Wish, parse
from dpia_workbench.search.view import Mask, Scores, View

MOST_HITS = 1000


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, with which scores, and how far the question had to be bent for it."""

    met: Mask
    scores: Scores
    wishes: tuple[Wish, ...] = ()
    correction: str | None = None
    partial: bool = field(default=False, kw_only=True)


def answer(view: View, query: Query) -> Results:
    """Return what a query finds in a view."""
    scope = Scope(view, query.kinds)
    pool = view.alive if query.include_past else view.listed
    found = _found(scope, query.text, pool=pool)
    met = _one_of_each_product(view, found.met) if query.include_past else found.met
    passing = _passing(scope, query)
    chosen = _left(met, passing)
    # Readers of a language we have no passages in see Dutch, as on the rest of the page.
    language = query.language if query.language in LANGUAGES else LANGUAGES[0]
    shown = Shown(view, found.scores, found.wishes, language)
    return Results(
        hits=hits(shown, _page(view, chosen, found=found, query=query)),
        total=len(chosen),
        facets=_facets(view, met, passing=passing),
        kinds=_kinds(view, met, passing=passing),
        names=view.names(language),
        correction=found.correction,
        partial=found.partial,
    )


def _found(scope: Scope, text: str, *, pool: Mask) -> Found:
    """Search for all words, then for what may be meant, then for most words.

    Correction goes before giving up a word, and only for words that occur nowhere: who types
    "gogle workspase edu" is better served by Google Workspace than by everything about edu.
    """
    wishes = parse(text)
    nothing = np.zeros(scope.view.size, np.float32)
    if not wishes:
        return Found(pool, nothing)
    if found := _meeting(scope, wishes, pool=pool):
        return found
    correction = _correction(scope, wishes)
    meant = parse(correction) if correction else ()
    if found := _meeting(scope, meant, pool=pool, correction=correction):
        return found
    loose = parse(" ".join(wish.shown for wish in wishes).replace('"', " "))
    if loose != wishes and (found := _all(scope, loose, pool=pool)):
        return replace(found, partial=True)
    for words, said in ((loose, None), (meant, correction)):
        if words and (found := _most(scope, words, pool=pool)):
            return replace(found, correction=said)
    return Found(np.zeros(scope.view.size, np.bool_), nothing, wishes)


def _meeting(
    scope: Scope, wishes: tuple[Wish, ...], *, pool: Mask, correction: str | None = None
) -> Found | None:
    """Return what meets all wishes, or else what comes close to those that nothing meets."""
    widened = tuple(_widened(scope, wish) for wish in wishes)
    for each in (wishes, widened) if wishes else ():
        if found := _all(scope, each, pool=pool):
            return replace(found, correction=correction, partial=each != wishes)
    return None


def _widened(scope: Scope, wish: Wish) -> Wish:
    """Return a wish that nothing meets as a wish for what comes close."""
    if not wish.related or is_met(scope, wish):
        return wish
    return replace(wish, ways=(*wish.ways, *wish.related), related=(), adds_up=True)


def _all(scope: Scope, wishes: tuple[Wish, ...], *, pool: Mask) -> Found | None:
    met = met_by_all([weigh(scope, wish) for wish in wishes]) & pool
    if not (met & scope.asked).any():
        return None
    return Found(met, total(scope, wishes), wishes)


def _most(scope: Scope, wishes: tuple[Wish, ...], *, pool: Mask) -> Found | None:
    """Return what meets most of the wishes; who meets more comes first.

    What is named by a wish is what the question is about, whatever else was asked: it need not
    meet the others, and its name counts double.
    """
    counts, is_named = counted(scope, wishes), named(scope, wishes)
    # Of two words one will do; of more, more than half.
    least = len(wishes) // 2 + 1 if len(wishes) > 2 else 1
    met = ((counts >= least) | is_named) & pool
    counts += is_named
    if not (met & scope.asked).any():
        return None
    step = 1 + sum(float(weigh(scope, wish).max()) for wish in wishes)
    return Found(met, counts * np.float32(step) + total(scope, wishes), wishes, partial=True)


def _correction(scope: Scope, wishes: Sequence[Wish]) -> str | None:
    """Return the wishes with unknown words replaced, or None when all are known."""
    unknown = [not weigh(scope, wish).any() for wish in wishes]
    if not any(unknown):
        return None
    vocabulary = scope.view.vocabulary
    words: list[str] = []
    place = 0
    while place < len(wishes):
        pair = wishes[place : place + 2]
        joined = "".join(wish.shown for wish in pair)
        if len(pair) > 1 and any(unknown[place : place + 2]) and joined in vocabulary:
            words.append(joined)
            place += 2
            continue
        shown = wishes[place].shown
        words.append(_repaired(scope.view, shown) if unknown[place] else shown)
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


def _one_of_each_product(view: View, met: Mask) -> Mask:
    """Keep of the verdicts on a product the current one, or else the newest; keep all parts."""
    found = np.flatnonzero(met & (view.kinds == 0))
    cards = view.owners[found]
    order = np.lexsort((-view.releases[cards], ~view.current[found]))
    _, first = np.unique(view.products[cards[order]], return_index=True)
    kept: Mask = met & (view.kinds > 0)
    kept[found[order[first]]] = True
    return kept


def _passing(scope: Scope, query: Query) -> Mapping[str, Mask]:
    """Return which documents each filter leaves; who filters nothing is left out."""
    view = scope.view
    filters = {
        "verdict": query.verdicts,
        "sector": query.sectors,
        "vendor": query.vendors,
        "category": query.categories,
    }
    passing = {
        facet: view.facets[facet].having(values)[view.owners]
        for facet, values in filters.items()
        if values
    }
    return {**passing, "kind": scope.asked}


def _facets(
    view: View, met: Mask, *, passing: Mapping[str, Mask]
) -> Mapping[str, Mapping[str, int]]:
    """Count each facet among what the other filters leave."""
    whole = _left(met, passing)
    return {
        name: facet.count(view.owners[_left(met, passing, but=name) if name in passing else whole])
        for name, facet in view.facets.items()
    }


def _kinds(view: View, met: Mask, *, passing: Mapping[str, Mask]) -> Mapping[str, int]:
    found = view.kinds[_left(met, passing, but="kind")]
    counts = np.bincount(found, minlength=len(KINDS)).tolist()
    return dict(zip(KINDS, counts, strict=True))


def _left(met: Mask, passing: Mapping[str, Mask], *, but: str = "") -> Numbers:
    left = met
    for facet, mask in passing.items():
        if facet != but:
            left = left & mask
    return np.flatnonzero(left)


def _page(view: View, chosen: Numbers, *, found: Found, query: Query) -> list[int]:
    """Return the documents of one page, in order; equal scores by name, past ones at the end."""
    first = max(0, query.offset)
    last = min(len(chosen), first + max(0, min(query.limit, MOST_HITS)))
    if first >= last:
        return []
    cards = view.owners[chosen]
    if query.sort == "name":
        rank = view.by_name[cards].astype(np.float64)
    elif query.sort == "date" or not found.wishes:
        rank = view.by_date[cards].astype(np.float64)
    else:
        rank = -found.scores[chosen].astype(np.float64)
    rank += np.where(view.current[chosen], 0.0, 1e9)
    # Only what reaches the page is ordered exactly: most of what is found never does.
    limit = np.partition(rank, last - 1)[last - 1]
    able = np.flatnonzero(rank <= limit)
    order = np.lexsort((chosen[able], view.by_name[cards[able]], rank[able]))
    return [int(one) for one in chosen[able[order]][first:last]]
