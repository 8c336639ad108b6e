"""The risks of a board in its papers: R3 next to R2, why, and the risks of its own."""

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import local_reasons
from dpia_workbench.i18n.labels import label
from dpia_workbench.report import local_decision
from dpia_workbench.report.model import (
    Block,
    Bullets,
    Cell,
    Facts,
    Paragraph,
    Run,
    Runs,
    Table,
    Tone,
)
from dpia_workbench.report.pack import frame
from dpia_workbench.report.wording import (
    cell,
    day,
    lines,
    plain,
    prose,
    said,
    scale_value,
    sentence,
    text_of,
)
from dpia_workbench.risk.measures import LocalState, local_lack
from dpia_workbench.risk.scale import Level
from dpia_workbench.store.models import OwnMeasure, OwnRisk
from dpia_workbench.usecases import local_levels, local_schools
from dpia_workbench.usecases.local import LocalAssessment, RiskView


def levels(assessment: LocalAssessment, *, level: int) -> list[Block]:
    """Return the levels side by side with their acceptance, and why they are not lower."""
    blocks = local_decision.levels(assessment)
    why = reasons(assessment)
    if not assessment.risks or not any(why.values()):
        return blocks
    blocks.append(frame.heading(level, _("Why these levels are not lower")))
    for view in assessment.risks:
        if why[view.key]:
            blocks += _why(view, why[view.key])
    return blocks


def _why(view: RiskView, why: tuple[str, ...]) -> list[Block]:
    name: Runs = (*plain(view.key, bold=True), *plain(" "), *said(view.title, bold=True))
    return [Paragraph(runs=name), Bullets(items=tuple(plain(text) for text in why))]


def reasons(assessment: LocalAssessment) -> dict[str, tuple[str, ...]]:
    """Return per risk why it is at its level, in sentences; nothing for a low one."""
    row, content = assessment.adoption, assessment.content
    explained = local_levels.explanations(
        row, content=content, cells=assessment.cells, on=assessment.on
    )
    titles = {item["key"]: text_of(item["title"]) for item in content["measures"]}
    titles |= {each.key: each.title for each in local_levels.own_measures(row)}
    return {
        view.key: ()
        if view.local is Level.LOW
        else (
            local_reasons.compared(attainable=view.attainable, local=view.local),
            *local_reasons.reasons(explained.get(view.key, ()), titles=titles),
        )
        for view in assessment.risks
    }


def own(assessment: LocalAssessment, *, level: int) -> list[Block]:
    """Return the risks that the board judged itself, each with its measures, or why none."""
    row = assessment.adoption
    found = local_levels.own_risks(row)
    said_of_them = prose(row.own_risks)
    if not found:
        return said_of_them or [sentence(_("The board has not filled this in."))]
    blocks = list(said_of_them)
    for risk in found:
        blocks += _one(assessment, risk, level=level)
    return blocks


def _one(assessment: LocalAssessment, risk: OwnRisk, *, level: int) -> list[Block]:
    local = assessment.levels.get(risk.key)
    pairs: tuple[tuple[str, Runs], ...] = (
        (_("Likelihood"), plain(scale_value(risk.likelihood))),
        (_("Severity"), plain(scale_value(risk.severity))),
        (_("Level at this school"), plain(label(local) if local else _("Not known yet"))),
    )
    title = _("%(key)s %(title)s", key=risk.key, title=risk.title)
    blocks: list[Block] = [frame.heading(level, title), *prose(risk.description)]
    blocks += [Facts(pairs=pairs), *prose(risk.reason)]
    taken = [each for each in risk.measures if not each.is_removed]
    return [*blocks, _measures(assessment, taken)] if taken else blocks


def _measures(assessment: LocalAssessment, taken: list[OwnMeasure]) -> Table:
    return Table(
        caption=_("Measures of the board against this risk"),
        description=_("Per measure: its state, what that rests on, and why it helps."),
        header=(_("Measure"), _("State"), _("Evidence or reason"), _("Why it helps")),
        rows=tuple(_measure(assessment, each) for each in taken),
        widths=(28, 20, 26, 26),
    )


def _measure(assessment: LocalAssessment, row: OwnMeasure) -> tuple[Cell, ...]:
    counts = local_lack(local_schools.facts_of(row), on=assessment.on) is None
    state = lines(
        plain(label(row.state)),
        plain(_("Since %(day)s", day=day(row.since)) if row.since else ""),
        plain(_("Planned for %(day)s", day=day(row.due)) if row.due else ""),
    )
    tone = Tone.GOOD if counts else Tone.CAUTION
    return (
        Cell(runs=(Run(text=row.key, bold=True), Run(text=" "), *said(row.title))),
        Cell(runs=state, tone=Tone.PLAIN if row.state is LocalState.NOT_APPLICABLE else tone),
        Cell(runs=lines(said(row.evidence), said(row.reason))),
        Cell(runs=said(row.rationale)),
    )


def remaining(assessment: LocalAssessment) -> list[RiskView]:
    """Return the risks that are not low, the highest first."""
    left = [view for view in assessment.risks if view.local is not Level.LOW]
    return sorted(left, key=lambda view: -view.local.rank)


def short_table(assessment: LocalAssessment, *, most: int, words: int) -> Table | None:
    """Return the risks that remain in a small table, or None if all are low."""
    left = remaining(assessment)
    if not left:
        return None
    return Table(
        caption=_("Risks that remain"),
        description=_("Per risk: the attainable level, the level at this school, and acceptance."),
        header=(_("Risk"), _("Attainable"), _("Here"), _("Why the board accepts it")),
        rows=tuple(
            (
                Cell(runs=(*plain(view.key, bold=True), *plain(" "),
                           *frame.brief(view.title, words=words))),
                cell(label(view.attainable) if view.attainable else _("Not stated")),
                cell(label(view.local)),
                Cell(runs=frame.mine(frame.shortened(view.acceptance, words=words))),
            )
            for view in left[:most]
        ),
        widths=(40, 14, 12, 34),
    )  # fmt: skip
