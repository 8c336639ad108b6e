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

_MOST_COLUMNS, _OWN_COLUMNS = 4, 3
_DEEPEST = 6  # level of a heading
_COMMON = frozenset(field.name for field in COMMON)
_WIDTHS = {Kind.LINE: 17, Kind.CHOICE: 20, Kind.CHOICES: 20, Kind.REFERENCES: 21, Kind.TEXT: 30}
_FIRST, _LAST = 20, 32  # shares of the width for the name and for what has no column of its own


def names_of(entries: Sequence[Entry]) -> dict[str, str]:
    """Return the name of every entry by its key, for references."""
    return {item["key"]: entry_name(Register(item["register"]), item["values"]) for item in entries}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Some fields of some entries of a register."""

    register: Register
    fields: tuple[Field, ...]
    entries: tuple[Entry, ...]
    names: Mapping[str, str]
    hand: Hand
    is_concept: bool

    def blocks(self, *, level: int) -> list[Block]:
        """Return the entries; `level` is that of the headings below the point."""
        if not self.entries:
            return []
        return [self._table()] if self._is_short() else list(self._one_by_one(level))

    @property
    def _others(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.name != "name")

    def _is_short(self) -> bool:
        texts = [field.name for field in self.fields if field.kind is Kind.TEXT]
        values = [item["values"].get(name, "") for item in self.entries for name in texts]
        return all(fits_in_table(value) for value in values)

    def _table(self) -> Table:
        own = _columns(self._others)
        rest = tuple(field for field in self._others if field not in own)
        last = (_("Further"),) if rest else ()
        title = register_title(self.register)
        return Table(
            caption=title,
            description=_("Per entry of this register: what is stated of it."),
            header=(_("Entry"), *(field_label(self.register, f.name) for f in own), *last),
            rows=tuple(self._row(item, own=own, rest=rest) for item in self.entries),
            widths=(_FIRST, *(_WIDTHS[field.kind] for field in own), *([_LAST] if rest else [])),
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
        return (*plain(key), Run(text=" "), *self.hand.line(self.names.get(key, "")))

    def _one_by_one(self, level: int) -> Iterator[Block]:
        yield Heading(
            level=min(level, _DEEPEST), runs=plain(register_title(self.register)), number=""
        )
        inner = min(level + 1, _DEEPEST)
        for item in self.entries:
            name = self.hand.line(self.names[item["key"]])
            title = (*plain(item["key"]), Run(text=" "), *name)
            yield Heading(level=inner, runs=title, number="")
            yield from self._entry(item, level=inner + 1)

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
                yield from self.hand.blocks(written, level=min(level, _DEEPEST))
            elif lack := self._lack(field):
                yield Paragraph(runs=lines(name, lack))


def _columns(fields: Sequence[Field]) -> tuple[Field, ...]:
    """Return the fields with a column of their own: all if they are few, or else what matters."""
    if len(fields) <= _MOST_COLUMNS:
        return tuple(fields)
    known = [field for field in fields if field.name not in _COMMON]
    choosing = (Kind.CHOICE, Kind.CHOICES, Kind.REFERENCES)
    ranked = sorted(known, key=lambda field: (not field.required, field.kind not in choosing))
    chosen = ranked[:_OWN_COLUMNS]
    return tuple(field for field in fields if field in chosen)
