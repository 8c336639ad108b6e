"""A workbook with answers that comes back: every row is checked before any is saved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dpia_workbench.files import workbook
from dpia_workbench.i18n import LANGUAGES, deferred, gettext, speaking
from dpia_workbench.i18n.labels import label
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.worksheet import Answer, AnswerKind
from dpia_workbench.schemas.base import clean
from dpia_workbench.schemas.worksheets import LONGEST_ANSWER
from dpia_workbench.usecases.worksheet_filling import Given

CODE, ANSWER, SINCE = deferred("Code"), deferred("How it stands"), deferred("Done since")
DUE, WORDS = deferred("Done at the latest on"), deferred("Explanation")
SHEET = deferred("Worksheet")
FILLED = (ANSWER, SINCE, DUE, WORDS)
_READ = (CODE, *FILLED, SHEET)


class SheetForeign(RuleViolation):
    """A row belongs to another worksheet."""

    code = "worksheet.sheet-foreign"


class SheetColumns(RuleViolation):
    """A column that is read is not there."""

    code = "worksheet.sheet-columns"


class SheetUnknown(RuleViolation):
    """A row is about something that is not asked."""

    code = "worksheet.sheet-unknown"


class SheetRepeated(RuleViolation):
    """Two rows are about the same setting."""

    code = "worksheet.sheet-repeated"


class SheetAnswer(RuleViolation):
    """An answer is none of those that can be chosen."""

    code = "worksheet.sheet-answer"


class SheetDay(RuleViolation):
    """What stands in a column for days is no day."""

    code = "worksheet.sheet-day"


class SheetLong(RuleViolation):
    """A text is longer than the form takes."""

    code = "worksheet.sheet-long"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the file: its number as a spreadsheet shows it, and what stands in each column."""

    number: int
    cells: Mapping[str, str]

    def day(self, column: str) -> date | None:
        """Return the day in a column, if any. Raises SheetDay."""
        text = self.cells[column]
        found = workbook.as_day(text) if text else None
        if text and found is None:
            raise SheetDay(row=self.number, text=text[:40])
        return found

    def words(self) -> str:
        """Return the explanation. Raises SheetLong."""
        text = clean(self.cells[WORDS])
        if len(text) > LONGEST_ANSWER:
            raise SheetLong(row=self.number, most=LONGEST_ANSWER)
        return text

    def kind(self) -> AnswerKind | None:
        """Return what was chosen, in any of our languages. Raises SheetAnswer."""
        text = self.cells[ANSWER].casefold()
        if not text:
            return None
        for kind in AnswerKind:
            if text in (name.casefold() for name in _spoken(kind)):
                return kind
        raise SheetAnswer(row=self.number, answers=list(AnswerKind))


def answers(
    rows: Sequence[tuple[int, list[str]]], *, known: set[str], code: str
) -> dict[str, Given]:
    """Return the answers in a workbook; rows in which nothing was filled in are left out.

    `code` is that of the worksheet. Raises SheetColumns, SheetForeign, SheetUnknown, SheetRepeated,
    SheetAnswer, SheetDay or SheetLong, of the first row that is wrong.
    """
    found: dict[str, Given] = {}
    seen: set[str] = set()
    for row in _named(rows):
        key = row.cells[CODE]
        if row.cells[SHEET] != code:
            raise SheetForeign(row=row.number)
        if key not in known:
            raise SheetUnknown(row=row.number, key=key[:40] or "–")
        if key in seen:
            raise SheetRepeated(row=row.number, key=key)
        seen.add(key)
        answer = Answer(kind=row.kind(), words=row.words(), since=row.day(SINCE), due=row.day(DUE))
        if not answer.is_empty:
            found[key] = Given(answer=answer)
    return found


def _named(rows: Sequence[tuple[int, list[str]]]) -> Iterator[_Row]:
    """Yield the rows below the header, by the names of the columns. Raises SheetColumns."""
    header = rows[0][1] if rows else []
    places = {}
    for column in _READ:
        names = _in_all(column)
        place = next((i for i, name in enumerate(header) if name in names), None)
        if place is None:
            raise SheetColumns(column=gettext(column))
        places[column] = place
    for number, cells in rows[1:]:
        padded = [*cells, *[""] * len(header)]
        yield _Row(number, {column: padded[place] for column, place in places.items()})


def _in_all(name: str) -> set[str]:
    found = {gettext(name)}
    for language in LANGUAGES:
        with speaking(language):
            found.add(gettext(name))
    return found


def _spoken(kind: AnswerKind) -> set[str]:
    found = {label(kind)}
    for language in LANGUAGES:
        with speaking(language):
            found.add(label(kind))
    return found
