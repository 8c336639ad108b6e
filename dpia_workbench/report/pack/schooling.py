"""For which schools an adoption holds, and what holds at some of them only."""

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import ngettext
from dpia_workbench.i18n.explanation import tag_label
from dpia_workbench.i18n.labels import label
from dpia_workbench.report.model import Block, Cell, Table
from dpia_workbench.report.wording import cell, day, lines, listed, plain, prose, said, sentence
from dpia_workbench.store.models import SchoolDeviation
from dpia_workbench.usecases import local_schools
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.usecases.local_schools import Place


def pupils(assessment: LocalAssessment) -> int:
    """Return how many pupils the schools have, as far as that is known."""
    return local_schools.pupils_of(local_schools.covered(assessment.adoption)) or 0


def deviations(assessment: LocalAssessment) -> list[SchoolDeviation]:
    """Return where a school is further or less far with a measure than the board."""
    found = [row for row in assessment.adoption.deviations if row.ended_at is None]
    return sorted(found, key=lambda row: (row.key, row.school.name, row.school.brin))


def short(assessment: LocalAssessment) -> str:
    """Return for which schools it holds in one line."""
    count = len(local_schools.covered(assessment.adoption))
    if not count:
        return ", ".join(assessment.adoption.schools.split("\n")) or _("Not stated yet")
    if assessment.adoption.every_school:
        return ngettext("the one school of the board", "all %(n)s schools of the board", count)
    return ngettext("%(n)s school of the board", "%(n)s schools of the board", count)


def table(assessment: LocalAssessment) -> list[Block]:
    """Return the schools, each with what holds there besides."""
    found = local_schools.covered(assessment.adoption)
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
    return [sentence(text), shown, *_not_covered(assessment), *words]


def _not_covered(assessment: LocalAssessment) -> list[Block]:
    """Return the schools of the board for which it does not hold (invariant 20)."""
    others = local_schools.uncovered(assessment.adoption)
    if not others:
        return []
    names = listed(f"{place.name} ({place.brin})" for place in others)
    return [sentence(_("It does not hold for %(schools)s.", schools=names))]


def _row(school: Place) -> tuple[Cell, ...]:
    own = [_("Special education")] if school.special_education else []
    own += [tag_label(tag) for tag in school.tags]
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
