"""What a board has still to do after its decision: planned measures and conditions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.report import local_judgement
from dpia_workbench.report.model import Block, Cell, Table
from dpia_workbench.report.pack import schooling
from dpia_workbench.report.wording import cell, day, plain, said, sentence
from dpia_workbench.risk.measures import LocalState, Owner
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.usecases import local_levels
from dpia_workbench.usecases.adoption_pack import Pack
from dpia_workbench.usecases.local import LocalAssessment

OPEN = (LocalState.TODO, LocalState.PLANNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something that is still to be done, and before which day if that is known."""

    key: str
    title: Bilingual
    where: str
    state: LocalState
    due: date | None
    is_mandatory: bool


def actions(assessment: LocalAssessment) -> list[Action]:
    """Return what is still to be done, what has the nearest day first."""
    found = [*_of_release(assessment), *_of_schools(assessment), *_of_own_risks(assessment)]
    return sorted(found, key=lambda each: (each.due or date.max, each.key, each.where))


def _of_release(assessment: LocalAssessment) -> Iterator[Action]:
    for view in assessment.measures:
        mandatory = view.owner is Owner.SCHOOL_MANDATORY
        waits = view.state is LocalState.PLANNED or (mandatory and view.state is LocalState.TODO)
        if view.applies and waits:
            yield Action(key=view.key, title=view.title, where="", state=view.state,
                         due=view.due, is_mandatory=mandatory)  # fmt: skip


def _of_schools(assessment: LocalAssessment) -> Iterator[Action]:
    views = {view.key: view for view in assessment.measures}
    for row in schooling.deviations(assessment):
        view = views.get(row.key)
        if row.state in OPEN and view is not None:
            yield Action(key=row.key, title=view.title, where=row.school.name,
                         state=row.state, due=row.due,
                         is_mandatory=view.owner is Owner.SCHOOL_MANDATORY)  # fmt: skip


def _of_own_risks(assessment: LocalAssessment) -> Iterator[Action]:
    for row in local_levels.own_measures(assessment.adoption):
        if row.state in OPEN:
            yield Action(key=row.key, title=Bilingual(nl=row.title), where="", state=row.state,
                         due=row.due, is_mandatory=False)  # fmt: skip


def blocks(pack: Pack) -> list[Block]:
    """Return what is still to be done, and the conditions of the decision."""
    taken = pack.adoption.decision
    told = local_judgement.conditions(taken, assessment=pack.assessment) if taken else []
    found = actions(pack.assessment)
    if not found:
        return [*told, sentence(_("No measure is open or planned."))]
    return [*told, _table(found)]


def _table(found: list[Action]) -> Table:
    return Table(
        caption=_("Measures that are still to be taken"),
        description=_("Per measure: where, how far it is, and before which day."),
        header=(_("Measure"), _("Where"), _("State"), _("Before which day")),
        rows=tuple(
            (
                Cell(runs=(*plain(each.key, bold=True), *plain(" "), *said(each.title))),
                cell(each.where or _("Whole board")),
                cell(label(each.state)),
                cell(day(each.due) if each.due else _("No day yet")),
            )
            for each in found
        ),
        widths=(44, 20, 16, 20),
    )
