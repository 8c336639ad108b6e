"""Tables for spreadsheets: the same rows in both forms, and nothing that a spreadsheet runs."""

import csv
import io
import zipfile
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.report.sheets import Sheet, as_csv, as_xlsx

_NAMES = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")']


def sheet(*rows: tuple[str | int | date | None, ...]) -> Sheet:
    return Sheet(name="Requests: [all]", header=("What", "When", "Days"), rows=rows)


def texts(content: bytes) -> list[str]:
    """Return the texts of a workbook, as it keeps them."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        if "xl/sharedStrings.xml" not in book.namelist():
            return []
        found = ET.fromstring(book.read("xl/sharedStrings.xml"))
    return ["".join(each.itertext()) for each in found.findall("m:si", _NAMES)]


def cells(content: bytes) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert book.testzip() is None
        return ET.fromstring(book.read("xl/worksheets/sheet1.xml"))


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula_or_a_link(text: str) -> None:
    made = sheet((text, date(2026, 11, 27), 3))

    book = as_xlsx(made)
    lines = list(csv.reader(io.StringIO(as_csv(made).decode("utf-8-sig"), newline="")))

    page = cells(book)
    assert not page.findall(".//m:f", _NAMES)
    assert not page.findall(".//m:hyperlink", _NAMES)
    assert lines[1][0] == f"'{text}"


def test_days_and_numbers_stay_what_they_are() -> None:
    made = sheet(("Zet uit", date(2026, 11, 27), 3), ("Leeg", None, None))

    page = cells(as_xlsx(made))
    values = {each.get("r"): each for each in page.findall(".//m:c", _NAMES)}
    lines = as_csv(made).decode("utf-8-sig").splitlines()

    assert values["B2"].findtext("m:v", namespaces=_NAMES) == "46353"  # days since 1900
    assert values["C2"].get("t") is None
    assert "B3" not in values
    assert lines == ["What,When,Days", "Zet uit,2026-11-27,3", "Leeg,,"]


@given(st.lists(st.text(max_size=50), min_size=1, max_size=4))
def test_whatever_is_written_is_a_whole_file_with_all_rows(words: list[str]) -> None:
    made = sheet(*((word, None, 1) for word in words))

    page = cells(as_xlsx(made))
    lines = list(csv.reader(io.StringIO(as_csv(made).decode("utf-8-sig"), newline="")))

    assert len(page.findall(".//m:row", _NAMES)) == len(words) + 1
    assert len(lines) == len(words) + 1
    assert all(word in (line[0], line[0][1:]) for word, line in zip(words, lines[1:], strict=True))
