"""The texts of a dossier by their place: read, and written through the verb of their part.

`TEXTS` says per part which fields are texts; those of registers are said by `risk.registers`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import (
    BODY,
    LONGEST_LINE,
    LONGEST_TEXT,
    Kind,
    Section,
    fields_of,
)
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import dossiers
from dpia_workbench.store.base import Stale
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Claim, Entry, Revision, RevisionAuthor
from dpia_workbench.usecases import cell, claim, dossier, fields, finding, measure, risk
from dpia_workbench.usecases.editing import editable_dossier

HALVES = ("nl", "en")
STATED = frozenset({DossierPart.TEXT, DossierPart.ENTRY})  # kept by section and register
_SHORT, _REASON, _LONG = 300, 20_000, 100_000


class PartGone(RuleViolation):
    """A text can only be written in a part that the newest revision has."""

    code = "place.part-gone"


class TextTooLong(RuleViolation):
    """A text has a longest length, as in the form of its part."""

    code = "place.text-too-long"


class TextMissing(RuleViolation):
    """What must have a text in one of the languages cannot lose it."""

    code = "place.text-missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField:
    """A field that holds a text: its longest length, and whether it may be empty."""

    longest: int
    bilingual: bool = True
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The texts of a kind of part.

    `find` returns the row of a key or None; `save` writes some fields of it, given the row, the
    values, and `actor`, `dossier_id` and `now` by name.
    """

    fields: Mapping[str, TextField]
    find: Callable[[Revision, str], Any]
    save: Callable[..., object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One text: a field, and its half if it is in two languages."""

    field: str
    language: str = ""
    text: str = ""
    longest: int = 0


def _keyed(rows: str) -> Callable[[Revision, str], Any]:
    def find(revision: Revision, key: str) -> Any:
        return next((row for row in getattr(revision, rows) if row.key == key), None)

    return find


def _revision(revision: Revision, key: str) -> Revision | None:
    return None if key else revision


def _finding(revision: Revision, key: str) -> Any:
    return next((row for row in revision.findings if row.topic == key), None)


def _stored(row: Any, names: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a verb takes of a row, with some of it changed."""
    return {**{name: getattr(row, name) for name in names.split()}, **values}


def _describe(session: Session, row: Revision, values: Mapping[str, Any], **who: Any) -> None:
    told = _stored(row, "summary scope sentence", values)
    dossier.describe(session, version=None, **told, **who)


def _save_cell(session: Session, row: Any, values: Mapping[str, Any], **who: Any) -> None:
    told = _stored(row, "edition_id group use tags exclusions", values)
    cell.save(session, cell_id=row.id, version=None, **told, **who)


def _save_risk(session: Session, row: Any, values: Mapping[str, Any], **who: Any) -> None:
    risk.save(session, risk_id=row.id, values=values, version=None, **who)


def _save_measure(session: Session, row: Any, values: Mapping[str, Any], **who: Any) -> None:
    told = _stored(row, "editions owner", values)
    measure.save(session, measure_id=row.id, values=told, version=None, **who)


def _save_claim(session: Session, row: Claim, values: Mapping[str, Any], **who: Any) -> None:
    told = _stored(row, "risk_id axis cap void_if rationale", values)
    needs = [each.id for each in row.requires]
    claim.save(session, claim_id=row.id, requires=needs, version=None, **told, **who)


def _save_finding(session: Session, row: Any, values: Mapping[str, Any], **who: Any) -> None:
    told = _stored(row, "topic result note measure_id", values)
    finding.save(session, version=None, **told, **who)


_REASONED = TextField(longest=_REASON, bilingual=False)
TEXTS: Mapping[DossierPart, Texts] = {
    DossierPart.DESCRIPTION: Texts(
        fields={
            "summary": TextField(longest=_LONG),
            "scope": TextField(longest=_LONG),
            "sentence": TextField(longest=1_000),
        },
        find=_revision,
        save=_describe,
    ),
    DossierPart.CELL: Texts(
        fields={"use": TextField(longest=2_000), "exclusions": TextField(longest=5_000)},
        find=_keyed("cells"),
        save=_save_cell,
    ),
    DossierPart.RISK: Texts(
        fields={
            "title": TextField(longest=_SHORT, required=True),
            "description": TextField(longest=_LONG),
            "likelihood_reason": _REASONED,
            "severity_reason": _REASONED,
            "unknown_note": _REASONED,
            "waiver_reason": _REASONED,
        },
        find=_keyed("risks"),
        save=_save_risk,
    ),
    DossierPart.MEASURE: Texts(
        fields={
            "title": TextField(longest=_SHORT, required=True),
            "instruction": TextField(longest=_REASON),
            "setting_path": TextField(longest=_SHORT),
            "setting_value": TextField(longest=_SHORT),
            "side_effect": TextField(longest=_REASON),
            "decided_by": TextField(longest=_SHORT),
        },
        find=_keyed("measures"),
        save=_save_measure,
    ),
    DossierPart.CLAIM: Texts(
        fields={"rationale": _REASONED}, find=_keyed("claims"), save=_save_claim
    ),
    DossierPart.FINDING: Texts(
        fields={"note": TextField(longest=_REASON)}, find=_finding, save=_save_finding
    ),
}


def row_at(revision: Revision, place: Place) -> Any:
    """Return the row of a place's part, or None if the revision has no such part."""
    if place.part is DossierPart.TEXT:
        return revision if place.key in list(Section) else None
    if place.part is DossierPart.ENTRY:
        return _entry(revision, place.key)
    texts = TEXTS.get(place.part)
    return texts.find(revision, place.key) if texts else None


def spots(revision: Revision, place: Place) -> tuple[Spot, ...]:
    """Return the texts of a part in their order, or nothing if the revision has no such part."""
    row = row_at(revision, place)
    if row is None:
        return ()
    if place.part in STATED:
        return tuple(_stated(revision, place, row))
    found: list[Spot] = []
    for name, kind in TEXTS[place.part].fields.items():
        value = getattr(row, name)
        for half in HALVES if kind.bilingual else ("",):
            text = getattr(value, half) if half else value
            found.append(Spot(field=name, language=half, text=text, longest=kind.longest))
    return tuple(found)


def _entry(revision: Revision, key: str) -> Entry | None:
    return next((e for e in revision.entries if e.key == key and not e.is_removed), None)


def _stated(revision: Revision, place: Place, row: Any) -> Iterator[Spot]:
    """Yield the texts of a section, or of an entry, which has no halves."""
    if place.part is DossierPart.TEXT:
        body = next((text.body for text in revision.texts if text.section == place.key), "")
        yield Spot(field=BODY.name, text=body, longest=LONGEST_TEXT)
        return
    for field in fields_of(row.register):
        if field.kind in (Kind.LINE, Kind.TEXT):
            longest = LONGEST_LINE if field.kind is Kind.LINE else LONGEST_TEXT
            text = str(row.values.get(field.name, ""))
            yield Spot(field=field.name, text=text, longest=longest)


def text_at(revision: Revision, place: Place, *, language: str) -> str | None:
    """Return the text at a place now, or None if there is no such text."""
    for spot in spots(revision, place):
        if (spot.field, spot.language) == (place.field, language):
            return spot.text
    return None


def write(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    place: Place,
    language: str,
    text: str,
    seen: str,
    words_of: UUID | None,
    now: datetime,
) -> None:
    """Write the text at a place, if it is still what was `seen` there.

    `words_of` is who thought of the words: they count as an author, too (invariant 13).
    Raises NotFound, Forbidden, NotEditable, PartGone, Stale, TextTooLong or TextMissing.
    """
    about = editable_dossier(session, dossier_id, actor=actor)
    row = row_at(about.revision, place)
    if row is None:
        raise PartGone(place=place.key)
    session.refresh(row)
    if text_at(about.revision, place, language=language) != seen:
        raise Stale
    if place.part in STATED:
        fields.save(
            session, actor=actor, dossier_id=dossier_id, place=place, value=text, was=seen, now=now
        )
        credit(about.revision, row, words_of)
        return
    value = _value(row, place, language=language, text=text)
    TEXTS[place.part].save(
        session, row, {place.field: value}, actor=actor, dossier_id=dossier_id, now=now
    )
    credit(about.revision, row, words_of)


def _value(row: Any, place: Place, *, language: str, text: str) -> Bilingual | str:
    """Return what the field becomes. Raises TextTooLong or TextMissing."""
    kind = TEXTS[place.part].fields[place.field]
    if len(text) > kind.longest:
        raise TextTooLong(most=kind.longest)
    value: Bilingual | str = text
    if language:
        value = replace(getattr(row, place.field), **{language: text})
    if kind.required and not value:
        raise TextMissing
    return value


def credit(revision: Revision, row: Any, words_of: UUID | None) -> None:
    """Keep who thought of what is written now as one of its authors."""
    if words_of is None:
        return
    if words_of not in dossiers.author_ids(revision):
        revision.authors.append(RevisionAuthor(revision_id=revision.id, user_id=words_of))
    if isinstance(row, Claim):
        claim.sign_claim(row, user_id=words_of)
