"""The chapter on risks: an overview, and per risk how it comes to its levels."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.explanation import tag_label
from dpia_workbench.i18n.labels import label
from dpia_workbench.pictures import sources
from dpia_workbench.pictures.figures import risk_figure
from dpia_workbench.report import pictures, wording
from dpia_workbench.report.model import Block, Callout, Cell, Facts, Heading, Run, Runs, Table, Tone
from dpia_workbench.report.wording import (
    cell,
    keyed,
    level_cell,
    lines,
    plain,
    reasoned,
    said,
    scale_value,
    sentence,
)
from dpia_workbench.report.written import Hand
from dpia_workbench.risk.measures import Missing
from dpia_workbench.risk.scale import Axis
from dpia_workbench.risk.score import CENTRAL_STAGES, Stage
from dpia_workbench.risk.vocabulary import Origin, SubjectGroup

Content = Mapping[str, Any]

OVERVIEW_STAGES = (Stage.AS_TESTED, Stage.AFTER_VENDOR, Stage.ATTAINABLE)


def risks(content: Content, *, hand: Hand) -> list[Block]:
    """Return the chapter on risks."""
    intro = _(
        "Each risk has a level as tested, after what the vendor verifiably did, and after the"
        " mandatory measures of schools. In this overview the level is that of the scope cell"
        " that comes off worst."
    )
    blocks: list[Block] = [
        wording.chapter(_("Risks")),
        sentence(intro),
        overview(content["risks"], caption=_("Risks and their levels")),
        *pictures.blocks(risk_figure(sources.risks_of_release(content))),
    ]
    for risk in content["risks"]:
        blocks += one(risk, content=content, hand=hand)
    return blocks


def overview(items: list[Content], *, caption: str) -> Table:
    """Return risks with the levels of the stages that matter to schools."""
    return Table(
        caption=caption,
        description=_("Per risk: its level as tested, after the vendor and after your measures."),
        header=(_("Risk"), *(label(stage) for stage in OVERVIEW_STAGES)),
        rows=tuple(
            (
                Cell(runs=keyed(item)),
                *(_level(item, stage) for stage in OVERVIEW_STAGES),
            )
            for item in items
        ),
        widths=(52, 16, 16, 16),
    )


def _level(item: Content, stage: Stage) -> Cell:
    """Return a level; of the risks of an external record none was computed."""
    return level_cell(item["levels"][stage]) if item["levels"] else cell("–")


def one(risk: Content, *, content: Content, hand: Hand) -> list[Block]:
    """Return all that is said of a risk, under a heading of level 2."""
    title = (Run(text=risk["key"]), Run(text=" "), *said(risk["title"]))
    return [
        Heading(level=2, runs=title),
        *hand.bilingual(risk["description"], level=3),
        Facts(pairs=((_("Origin"), plain(label(Origin(risk["origin"])))),)),
        _axes(risk, content=content),
        *_notes(risk, content=content),
        *_claims(risk, content=content),
        *([_levels(risk, content=content)] if content["cells"] else []),
        *_severe_note(risk, content=content),
    ]


def _axes(risk: Content, *, content: Content) -> Table:
    return Table(
        caption=_("%(risk)s: likelihood and severity as tested", risk=risk["key"]),
        description=_("For likelihood and severity: the value as tested and the reason for it."),
        header=(_("Axis"), _("As tested"), _("Why")),
        rows=tuple(
            (
                cell(label(axis)),
                cell(scale_value(risk[axis.value])),
                Cell(runs=reasoned(risk[f"{axis.value}_reason"], content=content)),
            )
            for axis in Axis
        ),
        widths=(18, 20, 62),
    )


def _notes(risk: Content, *, content: Content) -> list[Block]:
    """Return what people decided about this risk besides the two axes."""
    found: list[Block] = [
        sentence(
            _(
                "%(axis)s is at least %(value)s in the circumstance “%(tag)s”.",
                axis=label(Axis(floor["axis"])),
                value=scale_value(floor["level"]),
                tag=tag_label(floor["tag"]),
            )
        )
        for floor in risk["floors"]
    ]
    if risk["unknown_note"]:
        title = _("Something is not known about this risk")
        found.append(
            _callout(title, reasoned(risk["unknown_note"], content=content), tone=Tone.CAUTION)
        )
    if risk["severe_floor_waived"]:
        title = _("A severe but unlikely risk counts as low here")
        found.append(
            _callout(title, reasoned(risk["waiver_reason"], content=content), tone=Tone.NOTE)
        )
    return found


def _callout(title: str, text: Runs, *, tone: Tone) -> Callout:
    return Callout(title=title, paragraphs=(text,), tone=tone)


def _claims(risk: Content, *, content: Content) -> list[Block]:
    mine = [claim for claim in content["claims"] if claim["risk"] == risk["key"]]
    if not mine:
        return [sentence(_("No measure lowers this risk."))]
    table = Table(
        caption=_("%(risk)s: what measures do", risk=risk["key"]),
        description=_("Per claim: the measures, their effect and why, and where it counts."),
        header=(_("Measures"), _("Effect and why"), _("Does it count?")),
        rows=tuple(_claim(claim, content=content) for claim in mine),
        widths=(28, 40, 32),
    )
    return [table]


def _claim(claim: Content, *, content: Content) -> tuple[Cell, ...]:
    measures = {item["key"]: item for item in content["measures"]}
    effect = _(
        "%(axis)s is at most %(value)s.",
        axis=label(Axis(claim["axis"])),
        value=scale_value(claim["cap"]),
    )
    void: Runs = ()
    if claim["void_if"]:
        tags = wording.listed(tag_label(tag) for tag in claim["void_if"])
        void = plain(_("Not in these circumstances: %(tags)s.", tags=tags), italic=True)
    return (
        Cell(runs=lines(*(keyed(measures[key]) for key in claim["requires"]))),
        Cell(
            runs=lines(
                plain(effect, bold=True), reasoned(claim["rationale"], content=content), void
            )
        ),
        Cell(runs=lines(*(plain(text) for text in _where(claim, content=content)))),
    )


def _where(claim: Content, *, content: Content) -> Iterator[str]:
    """Yield one sentence per way in which a claim fares, with the scope cells it holds for."""
    fares: dict[str, list[str]] = {}
    for item in content["cells"]:
        fares.setdefault(_fares(claim, item), []).append(item["key"])
    for text, keys in fares.items():
        yield _("%(cells)s: %(how)s", cells=wording.listed(keys), how=text)


def _fares(claim: Content, cell_item: Content) -> str:
    """Return from which stage on a claim counts in a cell, or the first reason why it does not."""
    explained = cell_item["explanations"][claim["risk"]]
    for stage, text in (
        (Stage.AFTER_VENDOR, _("counts after the vendor's measures.")),
        (Stage.ATTAINABLE, _("counts after your mandatory measures.")),
        (Stage.BEST, _("counts only with all optional measures.")),
        (Stage.PROJECTED, _("counts only if promises are kept.")),
    ):
        if any(_same(claim, fired) for fired in explained[stage][claim["axis"]]["fired"]):
            return text
    unfired = explained[Stage.ATTAINABLE][claim["axis"]]["not_fired"]
    obstacle = next((item for item in unfired if _same(claim, item)), None)
    return _obstacle(obstacle) if obstacle else _("does not count.")


def _same(claim: Content, recorded: Content) -> bool:
    same_cap: bool = claim["cap"] == recorded["cap"]
    return same_cap and sorted(claim["requires"]) == sorted(recorded["requires"])


def _obstacle(item: Content) -> str:
    if item["tag"]:
        tag = tag_label(item["tag"])
        return _("does not count in the circumstance “%(tag)s”.", tag=tag)
    return _(
        "does not count, because of %(measure)s: %(reason)s.",
        measure=item["measure"],
        reason=label(Missing(item["reason"])),
    )


def _levels(risk: Content, *, content: Content) -> Table:
    return Table(
        caption=_("%(risk)s: levels per scope cell", risk=risk["key"]),
        description=_("Per scope cell: the level of this risk at every stage."),
        header=(_("Scope cell"), *(label(stage) for stage in CENTRAL_STAGES)),
        rows=tuple(
            (Cell(runs=_names(items)), *(level_cell(level) for level in levels))
            for levels, items in _alike(content["cells"], risk=risk["key"]).items()
        ),
        widths=(30, 14, 14, 14, 14, 14),
    )


def _alike(cells: Iterable[Content], *, risk: str) -> dict[tuple[str, ...], list[Content]]:
    """Return the scope cells by the levels of a risk in them, in the order of the first of each."""
    found: dict[tuple[str, ...], list[Content]] = {}
    for item in cells:
        levels = tuple(item["levels"][risk][stage] for stage in CENTRAL_STAGES)
        found.setdefault(levels, []).append(item)
    return found


def _names(items: Sequence[Content]) -> Runs:
    """Return one scope cell by its name, or several by their keys."""
    if len(items) == 1:
        return _cell_name(items[0])
    return (Run(text=wording.listed(item["key"] for item in items), bold=True),)


def _cell_name(item: Content) -> Runs:
    group = plain(label(SubjectGroup(item["group"])))
    key = (Run(text=item["key"], bold=True), Run(text=" "))
    return (*key, *said(item["edition"]["name"]), Run(text="\n"), *group)


def _severe_note(risk: Content, *, content: Content) -> list[Block]:
    key = risk["key"]
    held = [
        item["key"]
        for item in content["cells"]
        if item["explanations"][key][Stage.ATTAINABLE]["severe_floor_applied"]
    ]
    if not held:
        return []
    text = _(
        "In %(cells)s the risk stays at medium although it is unlikely, because the harm would be"
        " severe.",
        cells=wording.listed(held),
    )
    return [sentence(text)]
