"""The texts of the first sheet of a workbook: what somebody filled in and sends back.

Read with the parser of Python alone, which is told to refuse document types: no entity of a
stranger is ever expanded, and no formula, macro or link is looked at. A reader of everything that
a spreadsheet can be is not needed for a table of texts that we wrote ourselves.
"""

import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import IO
from xml.parsers import expat

from dpia_workbench.files import archives
from dpia_workbench.risk.rules import RuleViolation

MOST_ROWS, MOST_BYTES = 2000, 20 * 2**20
_FIRST_DAY = date(1899, 12, 30)  # from which spreadsheets count
_LAST_DAY = (date(2999, 12, 31) - _FIRST_DAY).days
_COLUMN = re.compile(r"[A-Z]{1,3}")
_MOST_COLUMNS = 100
_CHUNK = 1 << 16


class NoWorkbook(RuleViolation):
    """Only a workbook can be read as one."""

    code = "workbook.unreadable"


class TooManyRows(RuleViolation):
    """A table has a largest size."""

    code = "workbook.too-many-rows"


def rows(file: IO[bytes], *, size: int) -> list[tuple[int, list[str]]]:
    """Return the rows of the first sheet that hold any text, each with its number.

    A number or a day in a cell is a text, too. Raises NoWorkbook or TooManyRows.
    """
    try:
        if archives.judge(file, size=size) != archives.XLSX:
            raise NoWorkbook
        with zipfile.ZipFile(file) as book:
            shared = _Texts()
            if "xl/sharedStrings.xml" in book.namelist():
                _parse(book, "xl/sharedStrings.xml", shared)
            sheet = _Sheet(shared=shared.found)
            _parse(book, _first_sheet(book), sheet)
    except _REFUSED as error:
        raise NoWorkbook from error
    filled = [(number, _filled(row)) for number, row in sheet.rows]
    return [(number, row) for number, row in filled if any(row)]


def as_day(text: str) -> date | None:
    """Return the day of a cell: as a spreadsheet counts it, or written; None if it is none."""
    if re.fullmatch(r"\d{1,6}(\.0*)?", text):
        number = int(float(text))
        return _FIRST_DAY + timedelta(days=number) if 0 < number <= _LAST_DAY else None
    found = re.fullmatch(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})", text)
    if found is None:
        return None
    parts = [int(each) for each in found.groups()]
    if len(found[1]) != 4:
        parts.reverse()
    try:
        return date(*parts)
    except ValueError:
        return None


_REFUSED = (
    archives.Broken, archives.Bomb, archives.Macros, zipfile.BadZipFile, expat.ExpatError, KeyError,
    ValueError, IndexError, NotImplementedError, RuntimeError, EOFError, OSError,
)  # fmt: skip


def _first_sheet(book: zipfile.ZipFile) -> str:
    """Return the name of the first sheet's part: programs number them from one."""
    sheets = sorted(
        (int(found[1]), name)
        for name in book.namelist()
        if (found := re.fullmatch(r"xl/worksheets/sheet(\d{1,4})\.xml", name))
    )
    return sheets[0][1]


def _parse(book: zipfile.ZipFile, name: str, reader: "_Texts | _Sheet") -> None:
    """Read a part of a workbook. Raises ValueError for a document type or what is too large."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.buffer_text = True
    read = 0
    with book.open(name) as part:
        while chunk := part.read(_CHUNK):
            read += len(chunk)
            if read > MOST_BYTES:
                raise ValueError("too large")
            parser.Parse(chunk, False)  # noqa: FBT003  # that this is not the end; it takes no name
    parser.Parse(b"", True)  # noqa: FBT003  # that this is the end


def _refuse(*_declared: object) -> None:
    raise ValueError("a document type")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


@dataclass(slots=True)
class _Texts:
    """The texts that cells refer to by number; hints for pronunciation are left out."""

    found: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        self.inside.append(_local(name))

    def text(self, data: str) -> None:
        if self.inside[-1] == "t" and "rPh" not in self.inside:
            self.parts.append(data)

    def end(self, name: str) -> None:
        self.inside.pop()
        if _local(name) == "si":
            self.found.append("".join(self.parts))
            self.parts.clear()


@dataclass(slots=True)
class _Sheet:
    """The cells of a sheet, in their columns."""

    shared: list[str]
    rows: list[tuple[int, dict[int, str]]] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    inside: str = ""
    kind: str = ""
    column: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.inside = _local(name)
        if self.inside == "row":
            if len(self.rows) >= MOST_ROWS:
                raise TooManyRows(most=MOST_ROWS)
            self.rows.append((int(attributes.get("r", len(self.rows) + 1)), {}))
            self.column = 0
        elif self.inside == "c":
            reference = _COLUMN.match(attributes.get("r", ""))
            self.column = _number(reference[0]) if reference else self.column + 1
            self.kind = attributes.get("t", "")
            self.parts.clear()

    def text(self, data: str) -> None:
        if self.inside in ("v", "t"):
            self.parts.append(data)

    def end(self, name: str) -> None:
        if _local(name) == "c" and self.parts and self.column <= _MOST_COLUMNS:
            text = "".join(self.parts)
            self.rows[-1][1][self.column] = self.shared[int(text)] if self.kind == "s" else text
        self.inside = ""


def _number(column: str) -> int:
    """Return the number of a column: 1 for A, 27 for AA."""
    total = 0
    for letter in column:
        total = total * 26 + ord(letter) - ord("A") + 1
    return total


def _filled(row: dict[int, str]) -> list[str]:
    """Return the cells of a row with nothing where there is none."""
    return [row.get(column, "").strip() for column in range(1, max(row, default=0) + 1)]
