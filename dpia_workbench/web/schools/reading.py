"""From schools and lists of them to what pages show."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import url_for

from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import deferred
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.messages import message
from dpia_workbench.plumbing.filters import day, number
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.school import SCHOOL_SECTORS, RowState
from dpia_workbench.risk.vocabulary import Sector
from dpia_workbench.store.models import School
from dpia_workbench.usecases.school import Review, ReviewedLine
from dpia_workbench.web.schools.pages import ReviewRow, SchoolRow

COLUMNS = {
    "brin": deferred("BRIN"),
    "name": deferred("Name of the school"),
    "sector": deferred("Kind of education"),
    "special_education": deferred("Special education"),
    "pupils": deferred("Pupils"),
}
_TONES = {
    RowState.REFUSED: "danger",
    RowState.NEW: "safe",
    RowState.CHANGED: "warning",
    RowState.UNCHANGED: "neutral",
}


def sectors() -> tuple[tuple[str, str], ...]:
    """Return the kinds of education to choose from."""
    return tuple((sector.value, label(sector)) for sector in SCHOOL_SECTORS)


def row(school: School) -> SchoolRow:
    """Return a school as the register shows it."""
    may_edit = school.ended_at is None and allows(current_actor(), Permission.SCHOOL_EDIT, school)
    return SchoolRow(
        brin=school.brin,
        name=school.name,
        sector=label(school.sector),
        special_education=school.special_education,
        pupils=school.pupils,
        url=url_for("schools.change", school_id=school.id) if may_edit else "",
        ended=day(school.ended_at) if school.ended_at else "",
    )


def reviewed(review: Review) -> tuple[ReviewRow, ...]:
    """Return what each line of a list would do; what needs a look stands first."""
    order = list(RowState)
    lines = sorted(review.lines, key=lambda each: (order.index(each.state), each.line.number))
    return tuple(_reviewed(each) for each in lines)


def _reviewed(each: ReviewedLine) -> ReviewRow:
    name = each.line.name or (each.row.name if each.row else "")
    return ReviewRow(
        number=each.line.number,
        brin=each.line.brin,
        name=name,
        state=(label(each.state), _TONES[each.state]),
        reasons=(*(message(fault) for fault in each.line.faults), *_changes(each.changed)),
    )


def _changes(changed: Mapping[str, tuple[Any, Any]]) -> Iterator[str]:
    for name, (before, after) in changed.items():
        yield _(
            "%(column)s: was %(before)s, becomes %(after)s",
            column=_(COLUMNS[name]), before=told(before), after=told(after),
        )  # fmt: skip


def told(value: object) -> str:
    """Return a value of a column in words."""
    if value is None:
        return _("not known")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Sector):
        return label(value)
    return number(value) if isinstance(value, int) else str(value)
