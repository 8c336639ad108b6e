"""What of a revision can be put before a vendor, as plain data that is frozen with a fact check.

An item holds what describes the product and what is asked: no level, no score, no ground for a
level, no verdict, no comment, no evidence, no name of somebody. Only what somebody wrote into a
selected text can say so. An entry that refers to another one names it only if that is selected too.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from dpia_workbench.i18n import LANGUAGES, gettext, speaking
from dpia_workbench.i18n import deferred as _
from dpia_workbench.i18n.entry_words import entry_name, value_words
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.register_labels import field_label
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import COMMON, FIELDS, Field, Kind, Section, Value
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.store import contents
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Entry, Finding, Measure, Revision, Risk, ScopeCell

Item = dict[str, Any]  # place, title, passages
Passage = dict[str, Any]  # name and text by language, and the kind of text
MARKED, LINE, CHOSEN = "markdown", "line", "choice"  # what a passage holds

# The texts that describe what the product does (Rijksmodel, part A).
DESCRIBING = (
    Section.PROPOSAL, Section.DATA, Section.OPERATIONS, Section.TECHNIQUES, Section.PURPOSES,
    Section.PARTIES, Section.LOCATIONS, Section.RETENTION,
)  # fmt: skip
_SUMMARY = Place(part=DossierPart.DESCRIPTION, field="summary")
_SCOPE = Place(part=DossierPart.DESCRIPTION, field="scope")
_NAMES = {"summary": _("Summary"), "scope": _("Scope")}
_USE, _EXCLUSIONS, _TITLE, _INSTRUCTION = _("Use"), _("Not covered"), _("Title"), _("Instruction")
_DESCRIPTION, _NOTE, _TEXT = _("Description"), _("Note"), _("Text")


def _both(words: Callable[[], str]) -> dict[str, str]:
    """Return words of ours in each language."""
    found = {}
    for language in LANGUAGES:
        with speaking(language):
            found[language] = words()
    return found


def _passage(name: str, text: Bilingual, *, kind: str = MARKED) -> Iterator[Passage]:
    """Yield a text under its name, in the languages that it is there in."""
    said = {half: words for half, words in text.as_dict().items() if words}
    if said:
        yield {"name": _both(lambda: gettext(name)), "text": said, "kind": kind}


def offered(revision: Revision) -> list[Place]:
    """Return every place of a revision that can be selected, in the order of its page."""
    every = [_SUMMARY, _SCOPE, *_numbered(revision), *_stated(revision)]
    return [place for place in every if item(revision, place, chosen=()) is not None]


def facts_only(revision: Revision) -> list[Place]:
    """Return what states facts and judges nothing: scope, descriptions, entries of registers."""
    kinds = (DossierPart.CELL, DossierPart.ENTRY)
    return [
        place
        for place in offered(revision)
        if place == _SCOPE
        or place.part in kinds
        or (place.part is DossierPart.TEXT and place.key in DESCRIBING)
    ]


def _numbered(revision: Revision) -> Iterator[Place]:
    yield from (Place(part=DossierPart.CELL, key=row.key) for row in revision.cells)
    yield from (Place(part=DossierPart.RISK, key=row.key) for row in revision.risks)
    yield from (Place(part=DossierPart.MEASURE, key=row.key) for row in revision.measures)
    yield from (Place(part=DossierPart.FINDING, key=topic.value) for topic in Topic)


def _stated(revision: Revision) -> Iterator[Place]:
    yield from (Place(part=DossierPart.TEXT, key=section.value) for section in Section)
    for row in _entries(revision):
        yield Place(part=DossierPart.ENTRY, key=row.key)


def _entries(revision: Revision) -> list[Entry]:
    return [row for row in revision.entries if not row.is_removed]


def items(revision: Revision, places: Sequence[Place]) -> list[Item]:
    """Return what is frozen of a selection, numbered, in the order of the dossier's page."""
    wanted = set(places)
    ordered = [place for place in offered(revision) if place in wanted]
    made = (item(revision, place, chosen=ordered) for place in ordered)
    return [{"number": number, **each} for number, each in enumerate(filter(None, made), start=1)]


def item(revision: Revision, place: Place, *, chosen: Sequence[Place]) -> Item | None:
    """Return a place of a revision as plain data, or None if nothing is written there.

    `chosen` are all places of the selection.
    """
    found = _FOUND[place.part](revision, place, chosen)
    if found is None or not found[1]:
        return None
    title, passages = found
    where = {"part": place.part.value, "key": place.key, "field": place.field}
    return {"place": where, "title": title, "passages": passages}


Found = tuple[dict[str, str], list[Passage]] | None


def _description(revision: Revision, place: Place, _chosen: Sequence[Place]) -> Found:
    if place.key or place.field not in _NAMES:
        return None
    name, text = _NAMES[place.field], getattr(revision, place.field)
    return _both(lambda: gettext(name)), list(_passage(_TEXT, text))


def _cell(revision: Revision, place: Place, _chosen: Sequence[Place]) -> Found:
    row: ScopeCell | None = _by_key(revision.cells, place.key)
    if row is None:
        return None
    title = {
        half: f"{row.edition.name.text(half)}, {group}"
        for half, group in _both(lambda: label(row.group)).items()
    }
    return title, [*_passage(_USE, row.use), *_passage(_EXCLUSIONS, row.exclusions)]


def _risk(revision: Revision, place: Place, _chosen: Sequence[Place]) -> Found:
    row: Risk | None = _by_key(revision.risks, place.key)
    if row is None:
        return None
    passages = [*_passage(_TITLE, row.title, kind=LINE), *_passage(_DESCRIPTION, row.description)]
    return _keyed(row.key, row.title), passages


def _measure(revision: Revision, place: Place, _chosen: Sequence[Place]) -> Found:
    row: Measure | None = _by_key(revision.measures, place.key)
    if row is None:
        return None
    passages = [*_passage(_TITLE, row.title, kind=LINE), *_passage(_INSTRUCTION, row.instruction)]
    return _keyed(row.key, row.title), passages


def _finding(revision: Revision, place: Place, _chosen: Sequence[Place]) -> Found:
    row: Finding | None = next((f for f in revision.findings if f.topic == place.key), None)
    if row is None:
        return None
    return _both(lambda: label(Topic(row.topic))), list(_passage(_NOTE, row.note))


def _text(revision: Revision, place: Place, _chosen: Sequence[Place]) -> Found:
    row = next((text for text in revision.texts if text.section == place.key), None)
    if row is None:
        return None
    body = Bilingual(**{revision.language: row.body})
    return _both(lambda: label(Section(row.section))), list(_passage(_TEXT, body))


def _entry(revision: Revision, place: Place, chosen: Sequence[Place]) -> Found:
    rows = _entries(revision)
    row: Entry | None = _by_key(rows, place.key)
    if row is None:
        return None
    keys = {each.key for each in chosen if each.part is DossierPart.ENTRY}
    named = [each for each in rows if each.key in keys]
    names = {field.name for field in COMMON}
    own = {name: value for name, value in row.values.items() if name not in names}
    title = _both(lambda: f"{row.key} {entry_name(row.register, own)}")
    return title, list(_entry_passages(revision, row, named))


def _entry_passages(revision: Revision, row: Entry, named: Sequence[Entry]) -> Iterator[Passage]:
    """Yield the fields of an entry: what was written in its language, a choice in both."""
    values = contents.values(row)
    for field in FIELDS[row.register]:  # where a statement comes from is not the vendor's to check
        value = values.get(field.name)
        if not value:
            continue
        yield {
            "name": _both(partial(field_label, row.register, field.name)),
            "text": {revision.language: str(value)}
            if field.kind in _WRITTEN
            else _both(partial(_chosen_words, field, value, named)),
            "kind": _WRITTEN.get(field.kind, CHOSEN),
        }


_WRITTEN = {Kind.LINE: LINE, Kind.TEXT: MARKED}


def _chosen_words(field: Field, value: Value, named: Sequence[Entry]) -> str:
    names = {each.key: entry_name(each.register, each.values) for each in named}
    return value_words(field, value, names=names)


def _keyed(key: str, title: Bilingual) -> dict[str, str]:
    return {half: f"{key} {title.text(half)}" for half in LANGUAGES}


def _by_key(rows: Sequence[Any], key: str) -> Any:
    return next((row for row in rows if row.key == key), None)


_FOUND: Mapping[DossierPart, Callable[[Revision, Place, Sequence[Place]], Found]] = {
    DossierPart.DESCRIPTION: _description,
    DossierPart.CELL: _cell,
    DossierPart.RISK: _risk,
    DossierPart.MEASURE: _measure,
    DossierPart.CLAIM: lambda _revision, _place, _chosen: None,  # a claim is about levels
    DossierPart.FINDING: _finding,
    DossierPart.TEXT: _text,
    DossierPart.ENTRY: _entry,
}
