"""What a board judged itself, the conditions it set, and its consultation of the authority."""

from collections.abc import Iterator

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.report import wording
from dpia_workbench.report.model import Block, Cell, Runs, Table
from dpia_workbench.report.wording import cell, day, level_cell, lines, plain, prose, said, sentence
from dpia_workbench.risk import consultation_record
from dpia_workbench.risk.consultation_record import Record
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.scale import Axis, Level
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import AdoptionDecision, ConsultationEvent, OwnMeasure, OwnRisk
from dpia_workbench.usecases import consultation, local_levels
from dpia_workbench.usecases.local import LocalAssessment


def own_risks(assessment: LocalAssessment) -> list[Block]:
    """Return the risks that the board judged itself, with its measures, and its own words."""
    found = local_levels.own_risks(assessment.adoption)
    words = prose(assessment.adoption.own_risks)
    if not found:
        return [*words] or [sentence(_("The board has not filled this in."))]
    table = Table(
        caption=_("Risks that the board judged itself"),
        description=_("Per risk: how likely, how severe and why, the level, and what is done."),
        header=(_("Risk"), _("How it is judged"), _("Level"), _("Measures of the board")),
        rows=tuple(_risk(row, assessment=assessment) for row in found),
        widths=(28, 28, 12, 32),
    )
    return [table, *words]


def _risk(row: OwnRisk, *, assessment: LocalAssessment) -> tuple[Cell, ...]:
    title = (*plain(row.key, bold=True), *plain(" "), *said(row.title))
    judged = [
        plain(f"{label(axis)}: {_step(value, axis=axis, assessment=assessment)}")
        for axis, value in ((Axis.LIKELIHOOD, row.likelihood), (Axis.SEVERITY, row.severity))
    ]
    level: Level | None = assessment.levels.get(row.key)
    measures = [_measure(each) for each in row.measures if not each.is_removed]
    return (
        Cell(runs=lines(title, said(row.description))),
        Cell(runs=lines(*judged, said(row.reason))),
        level_cell(level) if level else cell(_("Not computed yet")),
        Cell(runs=lines(*measures)) if measures else cell(_("None")),
    )


def _step(value: int | None, *, axis: Axis, assessment: LocalAssessment) -> str:
    """Return a judged value in the words of the method."""
    for item in assessment.content["profile"][axis.value]:
        if item["value"] == value:
            return wording.text_of(item["label"])
    return _("unknown")


def _measure(each: OwnMeasure) -> Runs:
    text = _(
        "%(key)s %(title)s (%(state)s): %(axis)s at most %(cap)s. Why: %(why)s",
        key=each.key, title=each.title, state=label(each.state).lower(),
        axis=label(each.axis).lower(), cap=each.cap, why=each.rationale,
    )  # fmt: skip
    return plain(text)


def conditions(taken: AdoptionDecision, *, assessment: LocalAssessment) -> list[Block]:
    """Return the conditions of a decision as they were decided; nothing if there are none."""
    if not taken.condition_rows:
        return prose(taken.conditions)
    titles = {view.key: view.title for view in assessment.measures}
    table = Table(
        caption=_("Conditions of the decision"),
        description=_("Per condition: what must happen, who sees to it, and before which day."),
        header=(_("Condition"), _("Who sees to it"), _("Before")),
        rows=tuple(
            (
                Cell(runs=said(_condition(row.measure, row.text, title=titles.get(row.measure)))),
                cell(row.owner),
                cell(day(row.due)),
            )
            for row in taken.condition_rows
        ),
        widths=(56, 24, 20),
    )
    return [table]


def _condition(key: str, text: str, *, title: Bilingual | None) -> str:
    return f"{key} {wording.text_of(title.as_dict()) if title else text}" if key else text


def authority(taken: AdoptionDecision) -> list[Block]:
    """Return what happened in the consultation of the authority; nothing before it began."""
    if taken.outcome is not Outcome.CONSULTATION or not taken.consultation:
        return []
    events = consultation.standing(taken)
    table = Table(
        caption=_("What happened in the consultation"),
        description=_("Per event: the day, what happened, and what was said."),
        header=(_("Day"), _("What happened"), _("In words")),
        rows=tuple(
            (cell(day(row.on)), cell(_event(row)), Cell(runs=said(row.text))) for row in events
        ),
        widths=(20, 40, 40),
    )
    heading = wording.chapter(_("Consultation of the Data Protection Authority"))
    return [heading, *_clock(consultation.record_of(taken)), table]


def _event(row: ConsultationEvent) -> str:
    if row.kind is None:
        return ""
    if row.applicant is None:
        return label(row.kind)
    return _("%(what)s by: %(who)s", what=label(row.kind), who=label(row.applicant))


def _clock(found: Record) -> Iterator[Block]:
    """Yield the last day as it follows from what was noted, on the day of the newest event."""
    days = [found.received, found.extended, found.answered]
    days += [each.until or each.since for each in found.suspensions]
    newest = max((each for each in days if each is not None), default=None)
    told = consultation_record.clock(found, on=newest) if newest else None
    if told is None or newest is None:
        return
    text = _("As far as is known on %(day)s, the last day for the answer is %(due)s.",
             day=day(newest), due=day(told.due))  # fmt: skip
    yield sentence(text)
