"""For which schools an adoption holds, and what holds at some of them only."""

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import ngettext
from dpia_workbench.i18n.explanation import tag_label
from dpia_workbench.i18n.labels import label
from dpia_workbench.report.model import Block, Cell, Table
from dpia_workbench.report.wording import cell, day, lines, listed, plain, prose, said, sentence
from dpia_workbench.store.models import AdoptionSchool, SchoolDeviation
from dpia_workbench.usecases.local import LocalAssessment


def rows(assessment: LocalAssessment) -> list[AdoptionSchool]:
    """Return the schools for which the adoption holds, by name."""
    return sorted(
        assessment.adoption.school_rows, key=lambda row: (row.school.name, row.school.brin)
    )


def pupils(assessment: LocalAssessment) -> int:
    """Return how many pupils the schools have, as far as that is known."""
    return sum(row.school.pupils or 0 for row in assessment.adoption.school_rows)


def deviations(assessment: LocalAssessment) -> list[SchoolDeviation]:
    """Return where a school is further or less far with a measure than the board."""
    found = [row for row in assessment.adoption.deviations if row.ended_at is None]
    return sorted(found, key=lambda row: (row.key, row.school.name, row.school.brin))


def short(assessment: LocalAssessment) -> str:
    """Return for which schools it holds in one line."""
    count = len(assessment.adoption.school_rows)
    if not count:
        return ", ".join(assessment.adoption.schools.split("\n")) or _("Not stated yet")
    if assessment.adoption.every_school:
        return ngettext("the one school of the board", "all %(n)s schools of the board", count)
    return ngettext("%(n)s school of the board", "%(n)s schools of the board", count)


def table(assessment: LocalAssessment) -> list[Block]:
    """Return the schools, each with what holds there besides."""
    found = rows(assessment)
    words = prose(assessment.adoption.schools)
    if not found:
        return words or [sentence(_("The board has not filled this in."))]
    shown = Table(
        caption=_("Schools for which this holds"),
        description=_("Per school: its number, sector, pupils, and circumstances of its own."),
        header=(
            _("School"), _("BRIN"), _("Sector"), _("Pupils"), _("Circumstances of its own")
        ),
        rows=tuple(_row(row) for row in found),
        widths=(32, 12, 14, 12, 30),
    )  # fmt: skip
    text = _("This holds for %(schools)s.", schools=short(assessment))
    return [sentence(text), shown, *words]


def _row(row: AdoptionSchool) -> tuple[Cell, ...]:
    school = row.school
    own = [_("Special education")] if school.special_education else []
    own += [tag_label(tag) for tag in row.tags]
    return (
        cell(school.name),
        cell(school.brin),
        cell(label(school.sector)),
        cell(str(school.pupils) if school.pupils is not None else ""),
        cell(listed(dict.fromkeys(own)) if own else _("None")),
    )


def deviation_table(assessment: LocalAssessment) -> list[Block]:
    """Return where schools differ from the board in a measure; nothing if none does."""
    found = deviations(assessment)
    if not found:
        return []
    titles = {view.key: view.title for view in assessment.measures}
    return [
        Table(
            caption=_("Schools that differ from the board"),
            description=_("Per measure and school: how far it is there, and why."),
            header=(_("Measure"), _("School"), _("State"), _("Evidence or reason")),
            rows=tuple(
                (
                    Cell(runs=(*plain(row.key, bold=True), *plain(" "),
                               *said(titles.get(row.key)))),
                    cell(f"{row.school.name} ({row.school.brin})"),
                    Cell(runs=lines(
                        plain(label(row.state)),
                        plain(_("Since %(day)s", day=day(row.since)) if row.since else ""),
                        plain(_("Planned for %(day)s", day=day(row.due)) if row.due else ""),
                    )),
                    Cell(runs=lines(said(row.evidence), said(row.reason))),
                )
                for row in found
            ),
            widths=(30, 22, 20, 28),
        )
    ]  # fmt: skip
