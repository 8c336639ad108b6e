"""How a list of schools is read: a table with Dutch or English headings, or a line per school."""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from io import StringIO
from typing import TypeVar

from dpia_workbench.risk import school as rules
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.school import Line, brin_of
from dpia_workbench.risk.vocabulary import Sector
from dpia_workbench.schemas import handed_in
from dpia_workbench.schemas.base import SHORT, clean

T = TypeVar("T")
_HEADINGS: Mapping[str, frozenset[str]] = {
    "brin": frozenset({"brin", "brinnummer", "brincode", "brinnr", "institutioncode"}),
    "branch": frozenset({"vestigingsnummer", "vestiging", "vestigingscode", "brin6", "branch"}),
    "name": frozenset({"naam", "name", "school", "schoolnaam", "vestigingsnaam", "instellingsnaam",
                       "schoolname", "naamschool", "naamvestiging",
                       "naamvandeschool", "nameoftheschool"}),
    "sector": frozenset({"sector", "onderwijstype", "soort", "onderwijssoort", "type",
                         "educationtype", "kindofeducation", "soortonderwijs"}),
    "special": frozenset({"speciaalonderwijs", "speciaal", "specialeducation", "special"}),
    "pupils": frozenset({"leerlingen", "aantalleerlingen", "leerlingaantal", "pupils", "students",
                         "studenten", "aantalstudenten", "pupilsandstudents",
                         "leerlingenenstudenten", "numberofpupils"}),
}  # fmt: skip
_SECTORS: Mapping[str, Sector] = {
    **{str(sector): sector for sector in rules.SCHOOL_SECTORS},
    "bo": Sector.PO, "bao": Sector.PO, "basisonderwijs": Sector.PO, "primaironderwijs": Sector.PO,
    "primaryeducation": Sector.PO, "primary": Sector.PO,
    "speciaalbasisonderwijs": Sector.SBO, "specialprimaryeducation": Sector.SBO,
    "speciaalonderwijs": Sector.SO, "specialeducation": Sector.SO,
    "voortgezetspeciaalonderwijs": Sector.VSO, "specialsecondaryeducation": Sector.VSO,
    "voortgezetonderwijs": Sector.VO, "secondaryeducation": Sector.VO, "secondary": Sector.VO,
    "middelbaarberoepsonderwijs": Sector.MBO, "vocationaleducation": Sector.MBO,
    "hogerberoepsonderwijs": Sector.HBO, "wetenschappelijkonderwijs": Sector.WO,
}  # fmt: skip
_YES = frozenset({"ja", "j", "yes", "y", "x", "1", "waar", "true"})
_NO = frozenset({"nee", "n", "no", "0", "onwaar", "false", "-"})
_WHOLE = re.compile(r"[0-9]{1,6}|[0-9]{1,3}(?:[. \u00a0,][0-9]{3})+")
_BRANCH = re.compile(r"[0-9]{1,2}")
_FREE_LINE = re.compile(r"([0-9]{2}[A-Za-z]{2}(?:[0-9]{2})?)(?:\s*[,;:–-]\s*|\s+|$)(.*)", re.DOTALL)
# As files of ours guard what a spreadsheet would take for a formula (report/sheets.py).
_GUARDED = re.compile(r"\A'(?='*[=+\-@\t\r])")


def decoded(body: bytes) -> str:
    """Return the text of a file. Raises SchoolsUnreadable or TooManySchools."""
    try:
        return handed_in.decoded(body)
    except handed_in.Oversized as error:
        raise rules.TooManySchools(most=rules.MOST_SCHOOLS) from error
    except handed_in.NotText as error:
        raise rules.SchoolsUnreadable from error


def lines_in(text: str, *, sector: Sector | None = None) -> tuple[Line, ...]:
    """Return the schools in a table or a list, each with what is wrong with it.

    `sector` holds for new schools whose line says none. Raises SchoolsMissing, TooManySchools,
    SchoolsUnreadable or ColumnMissing.
    """
    rows = list(_rows(text.replace("\0", "").removeprefix("\ufeff")))
    if not rows:
        raise rules.SchoolsMissing
    columns = _columns(rows[0][1])
    found = [_line(*row, columns=columns) for row in rows[1:]] if columns else _free(rows)
    if not found:
        raise rules.SchoolsMissing
    return tuple(_once([replace(each, otherwise=sector) for each in found]))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each line with something in it, and its number."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=False)
    count = 0
    try:
        for row in reader:
            cells = [_cell(cell) for cell in row]
            if any(cells):
                count += 1
                if count > rules.MOST_SCHOOLS + 1:  # with the heading
                    raise rules.TooManySchools(most=rules.MOST_SCHOOLS)
                yield reader.line_num, cells
    except csv.Error as error:
        raise rules.SchoolsUnreadable from error


def _delimiter(text: str) -> str:
    """Return what stands between the cells: the sign that makes the most of the heading."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(";\t,", key=lambda sign: (len(_named(first.split(sign))), first.count(sign)))


def _cell(text: str) -> str:
    return _GUARDED.sub("", clean(text))


def _key(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _named(cells: Sequence[str]) -> dict[str, int]:
    """Return in which column each known thing stands; of two the first."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        for name, words in _HEADINGS.items():
            if _key(cell) in words:
                found.setdefault(name, place)
    return found


def _columns(heading: Sequence[str]) -> Mapping[str, int]:
    """Return the columns of a table, or nothing if the first line is a school already.

    Raises ColumnMissing.
    """
    if _FREE_LINE.fullmatch(heading[0]):
        return {}
    found = _named(heading)
    lacks = [] if {"brin", "branch"} & set(found) else ["BRIN"]
    lacks += [] if "name" in found else ["naam / name"]
    if lacks:
        raise rules.ColumnMissing(columns=", ".join(lacks))
    return found


def _line(number: int, cells: Sequence[str], *, columns: Mapping[str, int]) -> Line:
    """Return a line of a table."""
    said = {name: cells[place] for name, place in columns.items() if place < len(cells)}
    return _checked(number, _number_of(said), said)


def _number_of(said: Mapping[str, str]) -> str:
    """Return the number of a school; of a branch with two digits it is added to that of a whole."""
    whole, branch = said.get("brin", ""), said.get("branch", "")
    if branch and not _BRANCH.fullmatch(branch):
        return branch
    is_whole = len(_key(whole)) == len("99AA")
    return whole + branch.zfill(2) if branch and is_whole else whole


def _free(rows: Sequence[tuple[int, list[str]]]) -> list[Line]:
    """Return lines without a heading: number, name, and perhaps kind and pupils."""
    found = []
    for number, cells in rows:
        first, *rest = cells
        split = _FREE_LINE.fullmatch(first)
        if split and split[2].strip():  # the number and the name stand together
            first, rest = split[1], [split[2], *rest]
        names = ("name", "sector", "pupils")
        found.append(_checked(number, first, dict(zip(names, rest, strict=False))))
    return found


def _checked(number: int, brin: str, said: Mapping[str, str]) -> Line:
    """Return a line of which every cell was read, with what is wrong with each of them."""
    faults: list[RuleViolation] = []

    def read(how: Callable[[str], T], text: str) -> T | None:
        try:
            return how(text)
        except RuleViolation as fault:
            faults.append(fault)
            return None

    return Line(
        number=number,
        brin=read(brin_of, brin) or brin[:SHORT],
        name=said.get("name", "")[:SHORT],
        sector=read(_sector, said.get("sector", "")),
        special_education=read(_flag, said.get("special", "")),
        pupils=read(_whole, said.get("pupils", "")),
        faults=tuple(faults),
    )


def _sector(text: str) -> Sector | None:
    found = _SECTORS.get(_key(text))
    if text and found is None:
        raise rules.ValueUnknown(text=text[:SHORT])
    return found


def _flag(text: str) -> bool | None:
    said = text.casefold()
    if text and said not in _YES | _NO:
        raise rules.ValueUnknown(text=text[:SHORT])
    return said in _YES if text else None


def _whole(text: str) -> int | None:
    if not text:
        return None
    digits = re.sub(r"[^0-9]", "", text) if _WHOLE.fullmatch(text) else ""
    if not digits or int(digits) > rules.MOST_PUPILS:
        raise rules.ValueUnknown(text=text[:SHORT])
    return int(digits)


def _once(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines; one on a school that stands above already is refused."""
    seen: dict[str, int] = {}
    for line in lines:
        try:
            _require_first(line, seen=seen)
        except rules.BrinTwice as fault:
            yield replace(line, faults=(fault,))
        else:
            seen.setdefault(line.brin, line.number)
            yield line


def _require_first(line: Line, *, seen: Mapping[str, int]) -> None:
    if line.brin in seen and not line.faults:
        raise rules.BrinTwice(brin=line.brin, line=seen[line.brin])
