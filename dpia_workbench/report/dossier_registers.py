"""A register of a dossier in its report: a table, or one entry after the other.

A table stays readable with a few columns and short texts. What does not fit in a column of its
own stands in the last one, each fact with its name; where texts are long, each entry has a heading.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.entry_words import entry_name, value_words
from dpia_workbench.i18n.register_labels import field_label, register_title
from dpia_workbench.report.model import (
    Block,
    Cell,
    Facts,
    Heading,
    Paragraph,
    Run,
    Runs,
    Table,
    Tone,
)
from dpia_workbench.report.wording import lines, plain
from dpia_workbench.report.written import Hand, fits_in_table
from dpia_workbench.risk.registers import COMMON, Field, Kind, Register, Value, empty

Entry = Mapping[str, Any]  # key, register, values

_MOST_COLUMNS, _OWN_COLUMNS, _FEWER_COLUMNS = 4, 3, 2
_MANY = 4  # facts without a column of their own, which ask for a wider last column
_DEEPEST = 6  # level of a heading
_COMMON = frozenset(field.name for field in COMMON)
_WIDTHS = {Kind.LINE: 18, Kind.CHOICE: 23, Kind.CHOICES: 23, Kind.REFERENCES: 31, Kind.TEXT: 30}
_FIRST, _NARROW_LAST, _LAST, _WIDE_LAST = 21, 23, 32, 50  # shares of the width


def names_of(entries: Sequence[Entry], *, hand: Hand) -> dict[str, Runs]:
    """Return the name of every entry by its key; some are named by people, some by a choice."""
    found = {}
    for item in entries:
        name = entry_name(Register(item["register"]), item["values"])
        is_written = name in item["values"].values()
        found[item["key"]] = hand.line(name) if is_written else plain(name)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Some fields of some entries of a register."""

    register: Register
    fields: tuple[Field, ...]
    entries: tuple[Entry, ...]
    names: Mapping[str, Runs]
    hand: Hand
    is_concept: bool

    @property
    def title(self) -> str:
        """Return the name of the register."""
        return register_title(self.register)

    def blocks(self, *, level: int, is_titled: bool) -> list[Block]:
        """Return the entries; headings begin at a level, `is_titled` with that of the register."""
        if not self.entries:
            return []
        if self._is_short():
            return [self._table()]
        heading = Heading(level=min(level, _DEEPEST), runs=plain(self.title), number="")
        title = [heading] if is_titled else []
        return [*title, *self._one_by_one(min(level + is_titled, _DEEPEST))]

    @property
    def _others(self) -> tuple[Field, ...]:
        """Return what is told besides the name: what must be filled in, or is in some entry."""
        return tuple(
            field
            for field in self.fields
            if field.name != "name"
            and (field.required or any(item["values"].get(field.name) for item in self.entries))
        )

    def _is_short(self) -> bool:
        texts = [field.name for field in self.fields if field.kind is Kind.TEXT]
        values = [item["values"].get(name, "") for item in self.entries for name in texts]
        return all(fits_in_table(value) for value in values)

    def _table(self) -> Table:
        own = _columns(self._others)
        rest = tuple(field for field in self._others if field not in own)
        last = (_("Further"),) if rest else ()
        return Table(
            caption=self.title,
            description=_("Per entry of this register: what is stated of it."),
            header=(_("Entry"), *(field_label(self.register, f.name) for f in own), *last),
            rows=tuple(self._row(item, own=own, rest=rest) for item in self.entries),
            widths=(_FIRST, *(_WIDTHS[field.kind] for field in own), *_last_width(rest)),
        )

    def _row(self, item: Entry, *, own: Sequence[Field], rest: Sequence[Field]) -> tuple[Cell, ...]:
        further = lines(*self._labelled(item, rest))
        return (
            Cell(runs=self._named(item)),
            *(self._cell(item, field) for field in own),
            *([Cell(runs=further)] if rest else []),
        )

    def _named(self, item: Entry) -> Runs:
        """Return the key, and the name if the entry has one of its own."""
        name = item["values"].get("name", "")
        key = Run(text=item["key"], bold=True)
        return (key, Run(text=" "), *self.hand.line(name)) if name else (key,)

    def _cell(self, item: Entry, field: Field) -> Cell:
        value = self._value(item, field)
        if value:
            return Cell(runs=value)
        lacks = field.required and self.is_concept
        text = _("Not filled in yet") if lacks else "–"
        return Cell(runs=plain(text, italic=lacks), tone=Tone.CAUTION if lacks else Tone.PLAIN)

    def _labelled(self, item: Entry, fields: Sequence[Field]) -> Iterator[Runs]:
        for field in fields:
            value = self._value(item, field) or self._lack(field)
            if value:
                name = _("%(name)s:", name=field_label(self.register, field.name))
                yield (*plain(name, bold=True), Run(text=" "), *value)

    def _lack(self, field: Field) -> Runs:
        lacks = field.required and self.is_concept
        return plain(_("Not filled in yet"), italic=True) if lacks else ()

    def _value(self, item: Entry, field: Field) -> Runs:
        """Return a value as runs; what people wrote is in their language, a choice in ours."""
        value: Value = item["values"].get(field.name) or empty(field)
        if not value:
            return ()
        if field.kind is Kind.TEXT:
            return self.hand.inline(str(value))
        if field.kind is Kind.LINE:
            return self.hand.line(str(value))
        if field.kind is Kind.REFERENCES:
            return lines(*(self._reference(key) for key in value))
        return plain(value_words(field, value, names={}))

    def _reference(self, key: str) -> Runs:
        return (*plain(key), Run(text=" "), *self.names.get(key, ()))

    def _one_by_one(self, level: int) -> Iterator[Block]:
        for item in self.entries:
            title = (*plain(item["key"]), Run(text=" "), *self.names[item["key"]])
            yield Heading(level=level, runs=title, number="")
            yield from self._entry(item, level=min(level + 1, _DEEPEST))

    def _entry(self, item: Entry, *, level: int) -> Iterator[Block]:
        texts = [field for field in self._others if field.kind is Kind.TEXT]
        facts = tuple(
            (field_label(self.register, field.name), value)
            for field in self._others
            if field not in texts and (value := self._value(item, field) or self._lack(field))
        )
        if facts:
            yield Facts(pairs=facts)
        for field in texts:
            written = item["values"].get(field.name, "")
            name = plain(field_label(self.register, field.name), bold=True)
            if written:
                yield Paragraph(runs=name)
                yield from self.hand.blocks(written, level=level)
            elif lack := self._lack(field):
                yield Paragraph(runs=lines(name, lack))


def _last_width(rest: Sequence[Field]) -> tuple[int, ...]:
    if not rest:
        return ()
    if all(field.name in _COMMON for field in rest):
        return (_NARROW_LAST,)
    return (_WIDE_LAST if len(rest) > _MANY else _LAST,)


def _columns(fields: Sequence[Field]) -> tuple[Field, ...]:
    """Return the fields with a column of their own: all if they are few, or else what matters."""
    if len(fields) <= _MOST_COLUMNS:
        return tuple(fields)
    known = [field for field in fields if field.name not in _COMMON]
    choosing = (Kind.CHOICE, Kind.CHOICES, Kind.REFERENCES)
    ranked = sorted(known, key=lambda field: (not field.required, field.kind not in choosing))
    has_many = len(fields) - _OWN_COLUMNS > _MANY
    chosen = ranked[: _FEWER_COLUMNS if has_many else _OWN_COLUMNS]
    return tuple(field for field in fields if field in chosen)
