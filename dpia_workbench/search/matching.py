"""Which documents meet a wish, and how well."""

from collections.abc import Iterable, Mapping, Sequence, Set
from math import log

from dpia_workbench.search.analysis import is_stop, variants
from dpia_workbench.search.query import Form, Wish
from dpia_workbench.search.synonyms import NOTION
from dpia_workbench.search.view import View

# Names first, then vendor and category, then what the verdict says. A word of a passage
# exactly as typed counts a little more than another form of it.
BOOSTS: Mapping[str, float] = {"head": 12.0, "side": 4.0, "body": 1.0, "word": 1.2}
_EXACT_TITLE = 30.0
_PHRASE = 1.5
_STOP_WORD = 0.1
_SYNONYM = 0.8
_BEGINNING = 0.6
_SATURATION = 1.2
_LENGTH = 0.75
_SHORTEST_BEGINNING = 2
_SHORTEST_BEGINNING_IN_TEXT = 4
_MOST_BEGINNINGS = 20

Scores = Mapping[int, float]


def _field_scores(view: View, field: str, terms: Iterable[str]) -> dict[int, float]:
    lengths, mean = view.lengths[field]
    boost = BOOSTS[field] * (_SATURATION + 1)
    fixed, each = _SATURATION * (1 - _LENGTH), _SATURATION * _LENGTH / mean
    best: dict[int, float] = {}
    for term in terms:
        for one, count in view.postings(field, term):
            score = boost * count / (count + fixed + each * lengths[one])
            if score > best.get(one, 0.0):
                best[one] = score
    return best


def _word(view: View, form: str) -> Scores:
    """Score a word in any of its forms: the best form in a field, the fields added up."""
    kept = view.kept(form)
    if kept is not None:
        return kept
    if is_stop(form):
        scores = _stop_word(view, form)
    else:
        forms = variants(form)
        head = _field_scores(view, "head", forms)
        side = _field_scores(view, "side", forms)
        body = _field_scores(view, "body", forms)
        exact = _field_scores(view, "word", (form,))
        text = _best((body, exact))
        scores = _sum((text, head, side))
    view.keep(form, scores)
    return scores


def _stop_word(view: View, form: str) -> dict[int, float]:
    # Passages are not indexed by words like these, so who asks for nothing else waits for
    # a look at every text.
    head = _sum((_field_scores(view, "head", (form,)), _field_scores(view, "side", (form,))))
    needle = f" {form} ".encode(errors="replace")
    return _sum((head, dict.fromkeys(view.with_phrase(view.alive, needle), _STOP_WORD)))


def _best(all_scores: Iterable[Scores]) -> dict[int, float]:
    found: dict[int, float] = {}
    for scores in sorted(all_scores, key=len, reverse=True):
        if not found:
            found = dict(scores)
            continue
        for one, score in scores.items():
            if score > found.get(one, 0.0):
                found[one] = score
    return found


def _sum(all_scores: Sequence[Scores]) -> dict[int, float]:
    found: dict[int, float] = {}
    for scores in sorted(all_scores, key=len, reverse=True):
        if not found:
            found = dict(scores)
            continue
        for one, score in scores.items():
            found[one] = found.get(one, 0.0) + score
    return found


def _scaled(scores: Scores, factor: float) -> dict[int, float]:
    return {one: score * factor for one, score in scores.items()}


def together(all_scores: Sequence[Scores]) -> set[int]:
    """Return the documents that all of these scores have."""
    smallest, *others = sorted(all_scores, key=len)
    common = set(smallest)
    # Smallest first: what is left only shrinks.
    for scores in others:
        common &= scores.keys()
    return common


def _way(view: View, form: Form) -> Scores:
    scores = [_word(view, word) for word in form]
    if len(scores) == 1:
        return scores[0]
    return {one: sum(each[one] for each in scores) for one in together(scores)}


def _ordered(view: View, phrase: Form) -> Scores:
    """Score the documents that have these words in this order."""
    telling = tuple(word for word in phrase if not is_stop(word))
    scores = _way(view, telling) if telling else dict.fromkeys(view.alive, 1.0)
    needle = f" {' '.join(phrase)} ".encode(errors="replace")
    return {one: scores[one] * _PHRASE for one in view.with_phrase(scores, needle)}


def _beginnings(view: View, prefix: str, *, met: Scores) -> dict[int, float]:
    """Score names that begin so; when nothing else is found, words of passages as well."""
    found: dict[int, float] = {}
    if len(prefix) < _SHORTEST_BEGINNING:
        return found
    score = BOOSTS["side"] * _BEGINNING
    for name in view.names_with(prefix):
        if name != prefix:
            found.update(dict.fromkeys(view.names[name], score))
    if found or met or len(prefix) < _SHORTEST_BEGINNING_IN_TEXT:
        return found
    words = view.vocabulary.beginning(prefix, at_most=_MOST_BEGINNINGS)
    return _best([_scaled(_word(view, word), _BEGINNING) for word in words])


def weigh(view: View, wish: Wish) -> Scores:
    """Return the documents that meet a wish, rare wishes weighing more."""
    kept = view.kept(wish)
    if kept is not None:
        return kept
    if wish.phrase:
        met = dict(_ordered(view, wish.phrase))
    else:
        first, *others = wish.ways
        combined = _sum if wish.adds_up else _best
        met = combined(
            [_way(view, first), *(_scaled(_term(view, way), _SYNONYM) for way in others)]
        )
    if wish.last:
        met = _best((met, _beginnings(view, wish.ways[0][-1], met=met)))
    rarity = log(1 + (len(view.cards) - len(met) + 0.5) / (len(met) + 0.5)) if met else 0.0
    scores = _scaled(met, max(rarity, 0.05))
    view.keep(wish, scores)
    return scores


def _term(view: View, way: Form) -> Scores:
    """Score a notion or a joined word."""
    if len(way) == 1 and way[0].startswith(NOTION):
        return _sum([_field_scores(view, field, way) for field in ("head", "side", "body")])
    return _way(view, way)


def titled(view: View, wishes: Sequence[Wish]) -> Set[int]:
    """Return the documents whose whole name was typed."""
    typed = " ".join(wish.shown.strip('"') for wish in wishes)
    return frozenset(view.titles.get(typed, ()))


def ranked(
    view: View, wishes: Sequence[Wish], *, met: Mapping[int, int] | None
) -> dict[int, float]:
    """Return the score of each document; who meets more wishes comes first.

    `met` counts the wishes of each document when not all need be met.
    """
    scores = [weigh(view, wish) for wish in wishes]
    if met is None and len(scores) == 1:
        found = dict(scores[0])
    elif met is None:
        found = {one: sum(each[one] for each in scores) for one in together(scores)}
    else:
        step = 1 + sum(max(each.values(), default=0.0) for each in scores)
        found = {
            one: count * step + sum(each.get(one, 0.0) for each in scores)
            for one, count in met.items()
        }
    for one in titled(view, wishes) & found.keys():
        found[one] += _EXACT_TITLE
    return found


def most(view: View, wishes: Sequence[Wish]) -> dict[int, int]:
    """Return the documents that meet most of the wishes, and how many they meet.

    A document that is named by a wish is what the question is about, whatever else was asked:
    it need not meet the others, and its name counts double.
    """
    counts: dict[int, int] = {}
    named: set[int] = set()
    for wish in wishes:
        for one in weigh(view, wish):
            counts[one] = counts.get(one, 0) + 1
        named |= _named(view, wish)
    # Of two words one will do; of more, more than half.
    least = len(wishes) // 2 + 1 if len(wishes) > 2 else 1
    return {
        one: count + (one in named)
        for one, count in counts.items()
        if count >= least or one in named
    }


def _named(view: View, wish: Wish) -> set[int]:
    """Return the documents in whose name a wish stands, in any of the ways to say it."""
    if wish.stop:
        return set()
    ways = [[_field_scores(view, "head", variants(word)) for word in way] for way in wish.ways]
    return set().union(*(together(scores) for scores in ways))
