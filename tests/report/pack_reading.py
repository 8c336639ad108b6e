"""Opens the papers of an adoption again; what the tests of several papers share."""

import csv
import io
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

from dpia_workbench.risk.adoption_pack import FileForm, Paper
from tests.report import pack_sample
from tests.report.reading import Reading

_NAMES = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def read(paper: Paper, *, language: str = "en", **changes: Any) -> Reading:
    """Write a paper of the sample with changes, and open it again."""
    made = pack_sample.packed(**changes)
    return Reading(pack_sample.paper(paper, language=language, of=made))


def undecided(**changes: Any) -> dict[str, Any]:
    """Return the changes that make the sample one that is not decided yet."""
    return {"decision": None, **changes}


def begun() -> dict[str, Any]:
    """Return the changes that leave a board that has only just begun."""
    return {
        "cells": [], "tags": [], "outside": "", "purposes": "", "own_risks": "", "party_to": [],
        "steps": [], "advices": [], "views": None, "decision": None, "school_rows": [],
        "deviations": [], "uncovered": [], "operations": [], "agreement": None, "risks": [],
        "every_school": None,
    }  # fmt: skip


def rows_of(data: bytes) -> list[list[str]]:
    """Return the rows of a CSV file."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def entry(**changes: Any) -> list[dict[str, str]]:
    """Return the rows of the register of processing by their English headings."""
    made = pack_sample.packed(**changes)
    header, *rows = rows_of(pack_sample.paper(Paper.REGISTER, FileForm.CSV, of=made))
    return [dict(zip(header, row, strict=True)) for row in rows]


def cells(workbook: bytes) -> list[list[str]]:
    """Return the texts of a workbook, row by row."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as book:
        shared = ET.fromstring(book.read("xl/sharedStrings.xml"))
        page = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    texts = ["".join(each.itertext()) for each in shared.findall("m:si", _NAMES)]
    return [
        [
            texts[int(cell.findtext("m:v", "0", _NAMES))]
            if cell.get("t") == "s"
            else cell.findtext("m:v", "", _NAMES)
            for cell in row.findall("m:c", _NAMES)
        ]
        for row in page.findall(".//m:row", _NAMES)
    ]
