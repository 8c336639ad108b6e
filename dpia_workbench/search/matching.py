"""Which documents meet a wish, and how well: arrays with a score for every document."""

from collections.abc import Iterable, Mapping, Sequence
from math import log

import numpy as np

from dpia_workbench.search.analysis import is_stop, variants
from dpia_workbench.search.query import Form, Wish
from dpia_workbench.search.synonyms import NOTION
from dpia_workbench.search.view import Mask, Scores, View

# Names first, then vendor and category, then the title of a part, then what the verdict says. A
# word of a passage exactly as typed counts a little more than another form of it. Where a part
# stands counts least: it finds the risks of a product, and ranks them by what they say.
BOOSTS: Mapping[str, float] = {
    "head": 12.0, "side": 4.0, "topic": 2.0, "body": 1.0, "word": 1.2, "context": 0.2, "stop": 0.1,
}  # fmt: skip
_LENGTH_OF: Mapping[str, str] = {"head": "head", "side": "side", "body": "body", "word": "body"}
_EXACT_TITLE = 30.0
_PHRASE = 1.5
_SYNONYM = 0.8
_BEGINNING = 0.6
_SATURATION = 1.2
_LENGTH = 0.75
_RAREST = 0.05
_SHORTEST_BEGINNING = 2
_SHORTEST_BEGINNING_IN_TEXT = 4
_MOST_BEGINNINGS = 20


class Scope:
    """A view, and the kinds of document that are asked for: a word is rare, or not, among those."""

    def __init__(self, view: View, kinds: tuple[str, ...]) -> None:
        self.view = view
        self.kinds = kinds
        self.asked = view.of_kinds(kinds)
        self.size = int(np.count_nonzero(self.asked))


def _nothing(view: View) -> Scores:
    return np.zeros(view.size, np.float32)


def _add_field(view: View, field: str, terms: Iterable[str], *, to: Scores) -> None:
    """Take for each document the best of the terms in a field."""
    boost = np.float32(BOOSTS[field] * (_SATURATION + 1))
    length = _LENGTH_OF.get(field)
    for term in terms:
        for _, ids, counts in view.postings(field, term):
            if length is None:
                fading = np.float32(_SATURATION)
            else:
                each, means = view.lengths[length]
                relative = each[ids] / means[view.kinds[ids]]
                fading = _SATURATION * (1 - _LENGTH) + _SATURATION * _LENGTH * relative
            scores = boost * counts / (counts + fading)
            to[ids] = np.maximum(to[ids], scores)


def _field(view: View, field: str, terms: Iterable[str]) -> Scores:
    scores = _nothing(view)
    _add_field(view, field, terms, to=scores)
    return scores


def _word(view: View, form: str) -> Scores:
    """Score a word in any of its forms: the best form in a field, the fields added up."""
    kept = view.kept(form)
    if kept is not None:
        return kept
    forms = variants(form)
    if is_stop(form):
        scores = _field(view, "stop", (form,))
        forms = (form,)
    else:
        scores = _field(view, "body", forms)
        _add_field(view, "word", (form,), to=scores)
        _add_once(view, ("topic", "context"), forms, to=scores)
    _add_once(view, ("head", "side"), forms, to=scores)
    view.keep(form, scores)
    return scores


def _add_once(view: View, fields: Iterable[str], forms: Sequence[str], *, to: Scores) -> None:
    for field in fields:
        found = [term for term in forms if any(True for _ in view.postings(field, term))]
        if found:
            to += _field(view, field, found)


def _way(view: View, form: Form) -> Scores:
    scores = [_word(view, word) for word in form]
    return scores[0] if len(scores) == 1 else _where_all(scores)


def _where_all(scores: Sequence[Scores]) -> Scores:
    """Add up scores where all of them are, and have nothing elsewhere."""
    added = _sum(scores)
    added[~met_by_all(scores)] = 0
    return added


def _sum(scores: Sequence[Scores]) -> Scores:
    added = scores[0].copy()
    for each in scores[1:]:
        added += each
    return added


def met_by_all(scores: Sequence[Scores]) -> Mask:
    """Return which documents have all of these scores."""
    met: Mask = scores[0] > 0
    for each in scores[1:]:
        met &= each > 0
    return met


def _ordered(view: View, phrase: Form) -> Scores:
    """Score the documents that have these words in this order."""
    scores = _way(view, phrase)
    words = f" {' '.join(phrase)} ".encode(errors="replace")
    verdicts = view.with_phrase((scores > 0) & (view.kinds == 0), words)
    # The text of a verdict holds that of its parts: no other part can have the phrase.
    holding = np.zeros(len(view.cards), np.bool_)
    holding[view.owners[verdicts]] = True
    parts = view.with_phrase((scores > 0) & (view.kinds > 0) & holding[view.owners], words)
    found = np.concatenate((verdicts, parts))
    kept = _nothing(view)
    kept[found] = scores[found] * _PHRASE
    return kept


def _beginnings(scope: Scope, prefix: str, *, met: Scores) -> Scores:
    """Score names that begin so; when nothing else is found, words of passages as well."""
    view = scope.view
    found = _nothing(view)
    if len(prefix) < _SHORTEST_BEGINNING:
        return found
    for name in view.names_with(prefix):
        if name != prefix:
            found[view.having("name", name)] = BOOSTS["side"] * _BEGINNING
    some = ((found > 0) | (met > 0)) & view.alive & scope.asked
    if some.any() or len(prefix) < _SHORTEST_BEGINNING_IN_TEXT:
        return found
    for word in view.vocabulary.beginning(prefix, at_most=_MOST_BEGINNINGS):
        np.maximum(found, _word(view, word) * np.float32(_BEGINNING), out=found)
    return found


def weigh(scope: Scope, wish: Wish) -> Scores:
    """Return the documents that meet a wish, rare wishes weighing more."""
    view, key = scope.view, (wish, scope.kinds)
    kept = view.kept(key)
    if kept is not None:
        return kept
    if wish.phrase:
        met = _ordered(view, wish.phrase)
    else:
        first, *others = wish.ways
        met = _way(view, first).copy()
        for way in others:
            term = _term(view, way) * np.float32(_SYNONYM)
            (np.add if wish.adds_up else np.maximum)(met, term, out=met)
    if wish.last:
        np.maximum(met, _beginnings(scope, wish.ways[0][-1], met=met), out=met)
    count = int(np.count_nonzero(met[scope.asked]))
    rarity = log(1 + (scope.size - count + 0.5) / (count + 0.5)) if count else 0.0
    met *= np.float32(max(rarity, _RAREST))
    view.keep(key, met)
    return met


def is_met(scope: Scope, wish: Wish) -> bool:
    """Tell whether any document that is asked for meets a wish."""
    return bool((weigh(scope, wish)[scope.asked] > 0).any())


def _term(view: View, way: Form) -> Scores:
    """Score a notion or a joined word."""
    if len(way) == 1 and way[0].startswith(NOTION):
        scores = _nothing(view)
        _add_once(view, ("head", "side", "topic", "context", "body"), way, to=scores)
        return scores
    return _way(view, way)


def total(scope: Scope, wishes: Sequence[Wish]) -> Scores:
    """Return what the wishes that each document meets add up to, with that of a whole name."""
    view = scope.view
    added = _sum([weigh(scope, wish) for wish in wishes])
    typed = " ".join(wish.shown.strip('"') for wish in wishes)
    titled = view.having("whole", typed)
    added[titled] += np.where(added[titled] > 0, np.float32(_EXACT_TITLE), np.float32(0))
    return added


def counted(scope: Scope, wishes: Sequence[Wish]) -> Scores:
    """Return how many of the wishes each document meets."""
    return _sum([(weigh(scope, wish) > 0).astype(np.float32) for wish in wishes])


def named(scope: Scope, wishes: Sequence[Wish]) -> Mask:
    """Return in which documents' names any of the wishes stands, in any of the ways to say it."""
    view = scope.view
    found: Mask = np.zeros(view.size, np.bool_)
    for wish in wishes:
        for way in () if wish.stop else wish.ways:
            found |= met_by_all([_field(view, "head", variants(word)) for word in way])
    return found
