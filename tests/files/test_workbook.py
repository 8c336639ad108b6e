"""Workbooks that come back: what we wrote is read, and what is none is refused."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.files import workbook
from dpia_workbench.files.workbook import NoWorkbook, TooManyRows
from dpia_workbench.report.sheets import Sheet, as_xlsx

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CELL = '<row r="3"><c r="B3" t="inlineStr"><is><t>ja</t></is></c><c><v>7</v></c></row>'


def _read(content: bytes) -> list[tuple[int, list[str]]]:
    return workbook.rows(BytesIO(content), size=len(content))


def _book(sheet: str = CELL, **parts: str) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("xl/workbook.xml", "<workbook/>")
        body = f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>'
        book.writestr("xl/worksheets/sheet1.xml", parts.pop("whole", body))
        for name, text in parts.items():
            book.writestr(f"xl/{name}.xml", text)
    return made.getvalue()


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")))


@given(st.lists(st.lists(texts, min_size=2, max_size=2), max_size=4))
def test_what_we_write_is_read_as_it_was(written: list[list[str]]) -> None:
    sheet = Sheet(name="S", header=("A", "B"), rows=tuple(tuple(row) for row in written))

    found = {number: [*row, "", ""][:2] for number, row in _read(as_xlsx(sheet))}

    assert found[1] == ["A", "B"]
    assert [found.get(n, ["", ""]) for n in range(2, len(written) + 2)] == [
        [text.strip() for text in row] for row in written
    ]


def test_other_programs_write_cells_in_other_ways() -> None:
    assert _read(_book()) == [(3, ["", "ja", "7"])]
    shared = "<sst><si><r><t>a</t></r><r><t>b</t></r><rPh><t>x</t></rPh></si></sst>"
    assert _read(_book('<row><c t="s"><v>0</v></c></row>', sharedStrings=shared)) == [(1, ["ab"])]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"PK\x03\x04", b"M3;done", _book(whole="<worksheet>"),
        _book('<row><c t="s"><v>9</v></c></row>'), _book('<row r="x"/>'),
        _book(whole=f'<!DOCTYPE w [<!ENTITY a "b">]><worksheet xmlns="{MAIN}"/>'),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(NoWorkbook):
        _read(content)


def test_a_document_in_place_of_a_workbook_is_refused() -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("word/document.xml", "<document/>")

    with pytest.raises(NoWorkbook):
        _read(made.getvalue())


def test_a_table_has_a_largest_size() -> None:
    with pytest.raises(TooManyRows):
        _read(_book("<row/>" * (workbook.MOST_ROWS + 1)))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("46000", date(2025, 12, 9)), ("46000.0", date(2025, 12, 9)),
        ("2026-03-09", date(2026, 3, 9)),
        ("9-3-2026", date(2026, 3, 9)), ("9/3/2026", date(2026, 3, 9)), ("", None),
        ("morgen", None), ("31-2-2026", None), ("999999", None), ("0", None),
    ],
)  # fmt: skip
def test_a_day_is_a_number_or_is_written(text: str, day: date | None) -> None:
    assert workbook.as_day(text) == day
