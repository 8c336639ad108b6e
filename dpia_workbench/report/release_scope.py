"""What schools must do, what was assessed, and whether it is lawful."""

from collections.abc import Iterable, Mapping
from typing import Any

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.explanation import tag_label
from dpia_workbench.i18n.labels import label
from dpia_workbench.report import practice, wording
from dpia_workbench.report.model import Block, Cell, Facts, Runs, Table, Tone
from dpia_workbench.report.wording import cell, keyed, lines, plain, said, sentence, text_of
from dpia_workbench.report.written import Hand
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.verdict import Result, Topic
from dpia_workbench.risk.vocabulary import Sector, SubjectGroup
from dpia_workbench.usecases.local import school_measures as frozen_school_measures

Content = Mapping[str, Any]

_RESULT_TONES = {
    Result.COMPLIANT: Tone.GOOD,
    Result.REMEDIABLE: Tone.CAUTION,
    Result.NON_COMPLIANT: Tone.BAD,
    Result.NOT_ASSESSED: Tone.NOTE,
}


def school_measures(content: Content) -> list[Block]:
    """Return the chapter that tells schools what to do."""
    measures = frozen_school_measures(content)
    heading = wording.chapter(_("What schools must do"))
    if not measures:
        return [heading, sentence(_("Schools need not take measures of their own."))]
    table = Table(
        caption=_("Measures of schools"),
        description=_("Per measure: what it is, how to do it, and whether it is mandatory."),
        header=(_("Measure"), _("How to do it"), _("Obligation")),
        rows=tuple(_school_measure(item, content=content) for item in measures),
        widths=(30, 55, 15),
    )
    text = _("The verdict holds only for a school that takes all mandatory measures.")
    return [heading, sentence(text), table]


def _school_measure(item: Content, *, content: Content) -> tuple[Cell, ...]:
    only: Runs = ()
    if item["editions"]:
        names = wording.editions(item["editions"], content=content)
        only = plain(_("Only for: %(editions)s", editions=names), italic=True)
    mandatory = item["owner"] == Owner.SCHOOL_MANDATORY
    return (
        Cell(runs=lines(keyed(item), only)),
        Cell(runs=lines(said(item["instruction"]), *practice.told(item))),
        cell(_("Mandatory") if mandatory else _("Optional")),
    )


def scope(content: Content, *, hand: Hand) -> list[Block]:
    """Return the chapter on what was assessed and what was not."""
    return [
        wording.chapter(_("Scope")),
        *hand.bilingual(content["scope"], level=2),
        Facts(pairs=_scope_facts(content)),
        *cells(content),
    ]


def cells(content: Content) -> list[Block]:
    """Return the scope cells with their verdicts, and what falls outside them."""
    table = Table(
        caption=_("Scope cells and their verdicts"),
        description=_("Per scope cell: edition, group of people, use, and the verdict on it."),
        header=(_("Cell"), _("Edition"), _("Whose data"), _("Use"), _("Verdict")),
        rows=tuple(_cell_row(item) for item in content["cells"]),
        widths=(8, 17, 18, 37, 20),
    )
    return [
        sentence(_("A verdict is given per edition, group of people and use: a scope cell.")),
        table,
        *_exclusions(content),
    ]


def _scope_facts(content: Content) -> tuple[tuple[str, Runs], ...]:
    product = content["product"]
    names = [text_of(item["name"]) for item in product["editions"]]
    sectors = [label(Sector(sector)) for sector in product["sectors"]]
    return (
        (_("Editions"), plain(wording.listed(names))),
        (_("Sectors"), plain(wording.listed(sectors))),
    )


def _cell_row(item: Content) -> tuple[Cell, ...]:
    tags = [tag_label(tag) for tag in item["tags"]]
    circumstances = (
        plain(_("Circumstances: %(tags)s", tags=wording.listed(tags)), italic=True) if tags else ()
    )
    return (
        Cell(runs=plain(item["key"], bold=True)),
        Cell(runs=said(item["edition"]["name"])),
        cell(label(SubjectGroup(item["group"]))),
        Cell(runs=lines(said(item["use"]), circumstances)),
        wording.verdict_cell(item["verdict"]),
    )


def _exclusions(content: Content) -> list[Block]:
    """Return what falls outside the cells."""
    excluded = [item for item in content["cells"] if text_of(item["exclusions"])]
    if not excluded:
        return [sentence(_("What is not in a scope cell was not assessed and has no verdict."))]
    return [
        wording.section(_("What was not assessed")),
        sentence(_("What is not in a scope cell was not assessed and has no verdict.")),
        Facts(pairs=tuple((item["key"], said(item["exclusions"])) for item in excluded)),
    ]


def lawfulness(content: Content) -> list[Block]:
    """Return the chapter with the findings on lawfulness."""
    text = _(
        "Lawfulness is a gate: if one topic is not in order, the verdict is red, however low the"
        " risks are. What can be put in order keeps the verdict from being green until that is"
        " done."
    )
    return [wording.chapter(_("Lawfulness")), sentence(text), findings(content, topics=Topic)]


def findings(content: Content, *, topics: Iterable[Topic]) -> Table:
    """Return the findings on some topics."""
    measures = {item["key"]: item for item in content["measures"]}
    found = {item["topic"]: item for item in content["findings"]}
    return Table(
        caption=_("Findings on lawfulness"),
        description=_("Per topic: the finding, why, and the measure that puts it in order."),
        header=(_("Topic"), _("Finding"), _("Explanation")),
        rows=tuple(_finding(topic, found=found, measures=measures) for topic in topics),
        widths=(27, 18, 55),
    )


def _finding(
    topic: Topic, *, found: Mapping[str, Content], measures: Mapping[str, Content]
) -> tuple[Cell, ...]:
    item = found.get(topic, {"result": Result.NOT_ASSESSED, "note": None, "measure": None})
    result = Result(item["result"])
    remedy = measures.get(item["measure"] or "")
    by: Runs = ()
    if remedy is not None:
        by = plain(_("To be put in order by %(measure)s.", measure=_named(remedy)), italic=True)
    return (
        cell(label(topic)),
        Cell(runs=plain(label(result)), tone=_RESULT_TONES[result]),
        Cell(runs=lines(said(item["note"]), by)),
    )


def _named(measure: Content) -> str:
    return _("%(key)s (%(title)s)", key=measure["key"], title=text_of(measure["title"]))
