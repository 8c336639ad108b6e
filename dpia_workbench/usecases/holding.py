"""What holds the value of a field that several people write, and how their texts are merged."""

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from dpia_workbench.risk.merge import merge, merge_lists
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import (
    BODY,
    Field,
    Kind,
    Section,
    UnknownReference,
    Value,
    checked,
    empty,
    field_of,
    started_from,
)
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import contents
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Entry, EntryReference, Revision, SectionText


class FieldConflict(RuleViolation):
    """Somebody else changed the same words; nothing was stored."""

    code = "field.conflict"


class Holder(Protocol):
    """What holds the value of one field."""

    @property
    def field(self) -> Field:
        """Return the field."""

    def read(self) -> Value:
        """Return the value."""

    def write(self, value: Value) -> None:
        """Put another value in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextHolder:
    """The body of a text."""

    row: SectionText
    field: Field = BODY

    def read(self) -> Value:
        """Return the Markdown."""
        return self.row.body

    def write(self, value: Value) -> None:
        """Replace the Markdown; somebody looked at it."""
        self.row.body, self.row.to_check = str(value), False


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryHolder:
    """A field of an entry."""

    session: Session
    revision: Revision
    row: Entry
    field: Field

    def read(self) -> Value:
        """Return the text, the choices, or the keys of what is referred to."""
        return contents.values(self.row).get(self.field.name, empty(self.field))

    def write(self, value: Value) -> None:
        """Replace the value. Raises UnknownReference."""
        self.row.to_check = False
        if self.field.kind is Kind.REFERENCES:
            self._refer([str(key) for key in value])
        else:
            self.row.values = {**self.row.values, self.field.name: value}

    def _refer(self, keys: list[str]) -> None:
        here = {r.target.key: r for r in self.row.references if r.field == self.field.name}
        others = [r for r in self.row.references if r.field != self.field.name]
        wanted = []
        for place, key in enumerate(keys):
            reference = here.get(key) or EntryReference(
                field=self.field.name, target=self._target(key)
            )
            reference.place = place
            wanted.append(reference)
        self.row.references = [*others, *wanted]
        # A reference is no column: the entry has to count its version all the same.
        flag_modified(self.row, "values")

    def _target(self, key: str) -> Entry:
        try:
            target = contents.entry(self.session, self.revision, key)
        except NotFound:
            target = None
        if target is None or target.is_removed or target.register is not self.field.to:
            raise UnknownReference(field=self.field.name, key=key)
        return target


def holder(session: Session, revision: Revision, place: Place) -> Holder:
    """Return what holds a field. Raises NotFound or UnknownField."""
    if place.part is DossierPart.TEXT:
        return TextHolder(row=_text(session, revision, place))
    if place.part is DossierPart.ENTRY:
        row = contents.entry(session, revision, place.key)
        if row.is_removed:
            raise NotFound
        field = field_of(row.register, place.field)
        return EntryHolder(session=session, revision=revision, row=row, field=field)
    raise NotFound


def _text(session: Session, revision: Revision, place: Place) -> SectionText:
    if place.key not in list(Section) or place.field != BODY.name:
        raise NotFound
    section = Section(place.key)
    row = contents.text(session, revision, section)
    if row is None:
        row = SectionText(revision_id=revision.id, section=section, body="")
        session.add(row)
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class CaughtUp:
    """What a field held, what somebody wants it to hold, and what becomes of both."""

    before: Value
    mine: Value
    after: Value


def caught_up(held: Holder, *, value: object, was: object) -> CaughtUp:
    """Return what becomes of a field that others may have written since somebody began.

    Raises WrongValue, TextTooLong or FieldConflict.
    """
    field, theirs = held.field, held.read()
    mine, base = checked(field, value), started_from(field, was)
    after = checked(field, merged(field, base=base, mine=mine, theirs=theirs))
    return CaughtUp(before=theirs, mine=mine, after=after)


def merged(field: Field, *, base: Value, mine: Value, theirs: Value) -> Value:
    """Return what both wrote. Raises FieldConflict with all three."""
    if isinstance(base, list) and isinstance(mine, list) and isinstance(theirs, list):
        return list(merge_lists(base, mine, theirs))
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    if field.kind is Kind.TEXT:
        found = merge(str(base), str(mine), str(theirs))
        if found.is_clean:
            return found.text
    raise FieldConflict(field=field.name, base=base, mine=mine, theirs=theirs)
