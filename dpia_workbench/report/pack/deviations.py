"""In what a board differs from the central verdict, all in one paper."""

from collections.abc import Iterator

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.report import local_decision, uncovered
from dpia_workbench.report.model import Block, Bullets, Cell, Document, Runs, Table
from dpia_workbench.report.pack import frame, risks, schooling
from dpia_workbench.report.wording import day, level_cell, lines, plain, prose, said, sentence
from dpia_workbench.risk.adoption_pack import Paper
from dpia_workbench.risk.measures import Owner
from dpia_workbench.usecases import local_levels
from dpia_workbench.usecases.adoption_pack import Pack
from dpia_workbench.usecases.local import LocalAssessment, MeasureView, RiskView


def deviations(pack: Pack) -> Document:
    """Return in what the board differs from the central verdict."""
    return frame.document(pack, title=label(Paper.DEVIATIONS), blocks=_blocks(pack))


def _blocks(pack: Pack) -> Iterator[Block]:
    assessed = pack.assessment
    product = frame.product(assessed)
    yield from frame.top(pack, _("Where we differ: %(product)s", product=product))
    yield sentence(_("Compared with: %(what)s.", what=frame.reference(assessed)))
    yield frame.heading(2, _("Use that is not covered"))
    yield from uncovered.told(assessed)
    yield from uncovered.supplements(assessed, level=3)
    yield frame.heading(2, _("Mandatory measures that are not in effect"))
    yield from _measures(assessed)
    yield frame.heading(2, _("Schools that differ from the board"))
    yield from schooling.deviation_table(assessed) or [sentence(_("No school differs."))]
    yield frame.heading(2, _("Risks of the board's own"))
    yield from risks.own(assessed, level=3)
    yield frame.heading(2, _("Risks that are higher here than they need to be"))
    yield from _higher(assessed)
    yield frame.heading(2, _("Advice of the FG, and what the board did with it"))
    yield from _advice(pack)


def _measures(assessment: LocalAssessment) -> list[Block]:
    left = [
        view
        for view in assessment.measures
        if view.owner is Owner.SCHOOL_MANDATORY and view.applies and not view.is_effective
    ]
    if not left:
        return [sentence(_("At the board as a whole every mandatory measure is in effect."))]
    return [
        Table(
            caption=_("Mandatory measures that are not in effect"),
            description=_("Per measure: its state, the day, and the reason."),
            header=(_("Measure"), _("State"), _("Reason")),
            rows=tuple(_measure(view) for view in left),
            widths=(40, 25, 35),
        )
    ]


def _measure(view: MeasureView) -> tuple[Cell, ...]:
    due = _("Planned for %(day)s", day=day(view.due)) if view.due else ""
    name: Runs = (*plain(view.key, bold=True), *plain(" "), *said(view.title))
    return (
        Cell(runs=name),
        Cell(runs=lines(plain(label(view.state)), plain(due))),
        Cell(runs=said(view.reason)),
    )


def _higher(assessment: LocalAssessment) -> Iterator[Block]:
    mine = {row.key for row in local_levels.own_risks(assessment.adoption)}
    left = [view for view in assessment.risks if view.key not in mine and _is_higher(view)]
    if not left:
        yield sentence(_("No risk is higher here than it needs to be."))
        return
    yield Table(
        caption=_("Risks that are higher here than they need to be"),
        description=_("Per risk: the attainable level and the level at this school."),
        header=(_("Risk"), _("Attainable"), _("Here")),
        rows=tuple(_risk(view) for view in left),
        widths=(60, 20, 20),
    )
    why = risks.reasons(assessment)
    for view in left:
        yield Bullets(items=tuple(plain(text) for text in why[view.key]))


def _is_higher(view: RiskView) -> bool:
    return view.attainable is not None and view.local.rank > view.attainable.rank


def _risk(view: RiskView) -> tuple[Cell, ...]:
    name: Runs = (*plain(view.key, bold=True), *plain(" "), *said(view.title))
    attainable = level_cell(view.attainable) if view.attainable else Cell(runs=())
    return (Cell(runs=name), attainable, level_cell(view.local))


def _advice(pack: Pack) -> Iterator[Block]:
    yield from frame.under(local_decision.advice(pack.assessment), level=3)
    taken = pack.adoption.decision
    if taken is None:
        yield sentence(_("The board has not decided yet."))
        return
    yield frame.heading(3, _("How the advice was followed"))
    yield from prose(taken.follows_advice) or [sentence(_("The board did not say."))]
