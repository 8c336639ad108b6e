"""Tables as files for spreadsheets: the same rows as .xlsx and as CSV (RFC 4180, UTF-8)."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO, StringIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dpia_workbench.report.letters import clean

Value = str | int | date | None
# With apostrophes before it, so that one more of them can be told from those that were written.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_WIDEST, _NARROWEST = 60, 12  # characters
_LONGEST_NAME, _LONGEST_CELL = 31, 32_767  # what a spreadsheet takes
_NOT_IN_A_NAME = str.maketrans("", "", "[]:*?/\\'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table with a name; days and numbers are values, and stay that in a spreadsheet.

    `on` is the day that a workbook says it was made on; without it, it says the moment.
    """

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    on: date | None = None


def as_csv(sheet: Sheet) -> bytes:
    """Return a table as CSV; no text in it is taken for a formula."""
    written = StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(sheet.header)
    writer.writerows([_plain(value) for value in row] for row in sheet.rows)
    return written.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> str:
    if isinstance(value, date):
        return value.isoformat()
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and _FORMULA.match(text) else text


def as_xlsx(sheet: Sheet) -> bytes:
    """Return a table as a workbook of one sheet: a fixed header, filters, no formulas, no links."""
    file = BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False, "default_date_format": "yyyy-mm-dd",
    }  # fmt: skip
    with xlsxwriter.Workbook(file, options) as book:
        if sheet.on is not None:
            book.set_properties({"created": datetime.combine(sheet.on, time())})
        page = book.add_worksheet(sheet.name.translate(_NOT_IN_A_NAME)[:_LONGEST_NAME] or None)
        page.write_row(0, 0, sheet.header, book.add_format({"bold": True}))
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for place, row in enumerate(sheet.rows, start=1):
            for column, value in enumerate(row):
                _write(page, place, column, value, wrapped)
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, len(sheet.rows), len(sheet.header) - 1)
        for column, width in enumerate(_widths(sheet)):
            page.set_column(column, column, width)
    return file.getvalue()


def _write(page: Worksheet, row: int, column: int, value: Value, look: Format) -> None:
    if isinstance(value, str):
        page.write_string(row, column, clean(value)[:_LONGEST_CELL], look)
    elif isinstance(value, date):
        page.write_datetime(row, column, value)
    elif value is not None:
        page.write_number(row, column, value)


def _widths(sheet: Sheet) -> Sequence[int]:
    """Return how wide each column is, by its longest text within reason."""
    columns = zip(sheet.header, *sheet.rows, strict=True)
    return [
        max(_NARROWEST, min(_WIDEST, max(len(str(value or "")) for value in column) + 2))
        for column in columns
    ]
