"""From files, checks and answers of partners to the values that pages of measures show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import ngettext
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing import scans, uploads
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.filters import day, moment
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.scanning import Scan
from dpia_workbench.risk.worksheet import AnswerKind
from dpia_workbench.store.models import (
    FileScan,
    LocalMeasure,
    MeasureFile,
    User,
    Worksheet,
    WorksheetAnswer,
)
from dpia_workbench.usecases import worksheet
from dpia_workbench.usecases.local import MeasureView
from dpia_workbench.web.adoptions.measure_pages import AnswerRow, FileRow
from dpia_workbench.web.adoptions.pages import Badge
from dpia_workbench.web.pieces import Words, words

Looked = Mapping[str, FileScan]
KIND_TONES = {
    AnswerKind.DONE: "safe",
    AnswerKind.LATER: "neutral",
    AnswerKind.CANNOT: "warning",
    AnswerKind.QUESTION: "warning",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who looks at worksheets, and when."""

    may_settle: bool
    today: date
    now: datetime


def check(row: LocalMeasure) -> Badge | None:
    """Return whether a second person looked at what is applied."""
    if row.state is LocalState.CHECKED:
        who = _checker(row)
        on = moment(row.checked_at) if row.checked_at else ""
        return Badge("checked", _("Checked by %(who)s, %(when)s", who=who, when=on), "safe")
    if row.state is LocalState.IMPLEMENTED:
        return Badge("unchecked", _("No second person checked this yet"), "neutral")
    return None


def _checker(row: LocalMeasure) -> str:
    person = db.session().get(User, row.checked_by_id) if row.checked_by_id else None
    if person is not None:
        return person.name
    sheet = db.session().get(Worksheet, row.worksheet_id) if row.worksheet_id else None
    return sheet.sent_by or sheet.partner if sheet else _("somebody else")


def facts(view: MeasureView, *, files: int) -> Iterator[str]:
    """Yield in a few words how far a measure is."""
    if view.since is not None:
        yield _("Applied since %(day)s", day=day(view.since))
    if view.due is not None:
        yield _("Planned for %(day)s", day=day(view.due))
    if view.row.review_due is not None:
        yield _("Check again before %(day)s", day=day(view.row.review_due))
    if files:
        yield ngettext("%(n)s file", "%(n)s files", files)


def measure_file(row: MeasureFile, *, looked: Looked, may_remove: bool) -> FileRow:
    """Return a file with a measure."""
    where: dict[str, Any] = {"adoption_id": row.measure.adoption_id, "file_id": row.id}
    scan = looked.get(row.file_sha256)
    marks = [Badge("personal", _("Personal data of others"), "warning")]
    told = _("Added by %(who)s, %(when)s", who=row.added_by.name, when=moment(row.added_at))
    if row.worksheet_id is not None:
        told = _("From an ICT partner, taken over by %(who)s, %(when)s", who=row.added_by.name,
                 when=moment(row.added_at))  # fmt: skip
    if row.taken_out_by is not None:
        told = _("Taken out by %(who)s, %(when)s: it does not count any more",
                 who=row.taken_out_by.name, when=moment(row.taken_out_at))  # fmt: skip
    return FileRow(
        name=row.file_name,
        url=_given(url_for("adoptions.measure_file", **where), scan),
        size=uploads.kind_and_size(row.facts),
        scan=scans.in_short(scan),
        marks=tuple(marks if row.has_personal_data else ()),
        told=told,
        removal_url=url_for("adoptions.take_out_file", **where)
        if may_remove and row.counts
        else None,
    )


def _given(url: str, scan: FileScan | None) -> str | None:
    return None if scans.status(scan) is Scan.INFECTED else url


def answer(
    sheet: Worksheet, row: WorksheetAnswer, *, titles: Mapping[str, Any], desk: Desk
) -> AnswerRow:
    """Return what a partner answered about a setting."""
    where: dict[str, Any] = {"adoption_id": sheet.adoption_id, "worksheet_id": sheet.id}
    measure = next(each for each in sheet.adoption.measures if each.key == row.key)
    is_open = desk.may_settle and row.outcome is None
    is_question = row.kind is AnswerKind.QUESTION
    kind = row.kind or AnswerKind.QUESTION
    return AnswerRow(
        key=row.key,
        title=words(titles.get(row.key, {})) if titles else Words("", "nl"),
        kind=Badge(kind, label(kind), KIND_TONES[kind]),
        said=_("%(who)s, %(when)s", who=row.by_name or sheet.partner, when=moment(row.at)),
        words=row.words,
        day=_day(row),
        files=tuple(_files(sheet, row.key)),
        outcome=_outcome(row),
        reply=row.outcome.words if row.outcome else "",
        is_question=is_question,
        effect=_effect(measure, row),
        take_url=url_for("adoptions.take_over", **where, answer_id=row.id)
        if is_open and not is_question
        else None,
        aside_url=url_for("adoptions.set_aside", **where, answer_id=row.id) if is_open else None,
        version=measure.version,
    )


def _day(row: WorksheetAnswer) -> str:
    if row.kind is AnswerKind.DONE and row.since:
        return _("Done since %(day)s", day=day(row.since))
    if row.kind is AnswerKind.LATER and row.due:
        return _("To be done before %(day)s", day=day(row.due))
    return ""


def _outcome(row: WorksheetAnswer) -> str:
    if row.outcome is None:
        return ""
    return _("%(what)s by %(who)s, %(when)s", what=label(row.outcome.outcome),
             who=row.outcome.by.name, when=moment(row.outcome.at))  # fmt: skip


def _effect(measure: LocalMeasure, row: WorksheetAnswer) -> str:
    """Return what taking an answer over does to the measure."""
    if row.kind in (None, AnswerKind.QUESTION):
        return ""
    if worksheet.is_confirmation(measure, row):
        return _("Your board recorded this itself; the partner confirms it as the second person.")
    if measure.state is not LocalState.TODO:
        return _("Taking this over replaces what your board recorded: %(state)s.",
                 state=label(measure.state))  # fmt: skip
    return ""


def _files(sheet: Worksheet, key: str) -> Iterator[FileRow]:
    found = worksheet.shown(sheet, key)
    looked = scans.newest(each.file_sha256 for each in found)
    where: dict[str, Any] = {"adoption_id": sheet.adoption_id, "worksheet_id": sheet.id}
    for each in found:
        scan = looked.get(each.file_sha256)
        yield FileRow(
            name=each.file_name,
            url=_given(url_for("adoptions.worksheet_file", **where, file_id=each.id), scan),
            size=uploads.kind_and_size(each.facts),
            scan=scans.in_short(scan),
            marks=(),
            told="",
            removal_url=None,
        )
