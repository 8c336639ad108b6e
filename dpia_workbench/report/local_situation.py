"""What the report of a local assessment says of the board's own situation (invariant 20)."""

from collections.abc import Mapping
from typing import Any

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.explanation import service_name, tag_label
from dpia_workbench.i18n.labels import label
from dpia_workbench.report import local_schools, wording
from dpia_workbench.report.model import Block, Bullets, Callout, Cell, Facts, Runs, Table, Tone
from dpia_workbench.report.wording import cell, day, lines, listed, plain, prose, said, text_of
from dpia_workbench.risk.describing import Said
from dpia_workbench.risk.vocabulary import SubjectGroup
from dpia_workbench.store.models import LocalOperation
from dpia_workbench.usecases import examined
from dpia_workbench.usecases.local import LocalAssessment


def blocks(assessment: LocalAssessment) -> list[Block]:
    """Return the chapter about the board's own situation."""
    row = assessment.adoption
    return [
        wording.chapter(_("The own situation")),
        wording.section(_("What the release covers")),
        *covered(assessment),
        *switched_on(assessment),
        wording.section(_("What the release does not cover")),
        *_used_all_the_same(assessment),
        *_left_out(assessment),
        wording.section(_("Circumstances")),
        *_circumstances(assessment),
        *local_schools.blocks(assessment),
        wording.section(_("Purposes, legal bases and data")),
        *_operations(assessment),
        *prose(row.purposes),
    ]


def _told(text: str) -> list[Block]:
    """Return what the board wrote, or that it wrote nothing."""
    return prose(text) or [wording.sentence(_("The board has not filled this in."))]


def covered(assessment: LocalAssessment) -> list[Block]:
    """Return the scope cells that fit what the board uses."""
    if not assessment.cells:
        return [wording.sentence(_("The board has not said yet what it uses."))]
    table = Table(
        caption=_("Scope cells that fit this board"),
        description=_("Per scope cell: edition, group of people, use, and the central verdict."),
        header=(_("Cell"), _("Edition"), _("Whose data"), _("Use"), _("Verdict")),
        rows=tuple(
            (
                Cell(runs=plain(item["key"], bold=True)),
                Cell(runs=said(item["edition"]["name"])),
                cell(label(SubjectGroup(item["group"]))),
                Cell(runs=said(item["use"])),
                wording.verdict_cell(item["verdict"]),
            )
            for item in assessment.cells
        ),
        widths=(8, 17, 18, 37, 20),
    )
    return [table]


def switched_on(assessment: LocalAssessment) -> list[Block]:
    """Return which services and techniques the board uses, if it named any."""
    names = assessment.adoption.services
    if not names:
        return []
    services = listed(service_name(each) for each in names)
    return [wording.sentence(_("Switched on: %(services)s.", services=services))]


def _used_all_the_same(assessment: LocalAssessment) -> list[Block]:
    """Return what the board uses outside the release, with its own assessment of each."""
    row = assessment.adoption
    if not row.cells and not row.uncovered:
        return _told("")
    if not row.uncovered and not row.outside.strip():
        return [wording.sentence(_("The board uses nothing that the release does not cover."))]
    missing = _("The board has still to write its own assessment of this.")
    named = [
        lines(
            plain(_("%(kind)s: %(name)s", kind=label(each.kind), name=each.name), bold=True),
            said(each.supplement) if each.supplement else plain(missing),
        )
        for each in row.uncovered
    ]
    noted = [run for run in (said(row.outside),) if run[0].text]
    explained = _("For this part the board needs an assessment of its own, or must not use it.")
    return [
        Callout(
            title=_("Used, and not covered by this assessment"),
            paragraphs=(*named, *noted, plain(explained)),
            tone=Tone.BAD,
        )
    ]


def _left_out(assessment: LocalAssessment) -> list[Block]:
    """Return the cells of the release that the board does not use."""
    covered = {item["key"] for item in assessment.cells}
    others = [item for item in assessment.content["cells"] if item["key"] not in covered]
    if not others:
        return []
    return [
        Callout(
            title=_("Not covered by this assessment"),
            paragraphs=tuple(_name(item) for item in others),
            tone=Tone.CAUTION,
        )
    ]


def _name(item: Mapping[str, Any]) -> Runs:
    text = _(
        "%(cell)s: %(edition)s, %(group)s",
        cell=item["key"],
        edition=text_of(item["edition"]["name"]),
        group=label(SubjectGroup(item["group"])),
    )
    return plain(text)


def _circumstances(assessment: LocalAssessment) -> list[Block]:
    row = assessment.adoption
    answered = [
        plain(_("%(circumstance)s: %(answer)s", circumstance=tag_label(tag), answer=_answer(said)))
        for tag, said in row.circumstances.items()
    ]
    items = answered or [plain(tag_label(tag)) for tag in row.tags]
    if not items:
        return [wording.sentence(_("The board named no special circumstances."))]
    return [Bullets(items=tuple(items))]


def _answer(answer: str) -> str:
    if answer == Said.UNKNOWN:
        return _("not known, so it counts as yes")
    return label(Said(answer)).lower()


def _operations(assessment: LocalAssessment) -> list[Block]:
    row = assessment.adoption
    done = [each for each in row.operations if not each.is_removed]
    if not done:
        return [] if row.purposes.strip() else _told("")
    items = examined.data_items(assessment.content)
    table = Table(
        caption=_("What the board does with the product"),
        description=_("Per operation: purpose, legal basis, data, retention, access and links."),
        header=(_("Operation"), _("Purpose and legal basis"), _("Data"), _("Kept and access")),
        rows=tuple(_operation(each, items=items) for each in done),
        widths=(18, 30, 26, 26),
    )
    return [table]


def _operation(row: LocalOperation, *, items: Mapping[str, str]) -> tuple[Cell, ...]:
    names = [items.get(key, key) for key in row.data_items]
    basis = label(row.legal_basis) if row.legal_basis else ""
    why = (row.basis_reason, row.parental_consent)
    return (
        cell(row.name),
        Cell(runs=lines(said(row.purpose), plain(basis), *(said(text) for text in why))),
        Cell(runs=lines(*(said(text) for text in (*names, row.other_data)))),
        Cell(runs=lines(*(said(text) for text in (row.retention, row.access, row.links)))),
    )


def agreement(assessment: LocalAssessment) -> list[Block]:
    """Return which processor agreement is in force for the board, if it said so."""
    held = assessment.adoption.agreement
    if held is None:
        return []
    told = (
        (_("Agreement"), held.title),
        (_("Version"), held.edition),
        (_("Signed on"), day(held.signed_on) if held.signed_on else ""),
        (_("Annexes"), held.annexes),
        (_("News of sub-processors goes to"), held.notice_address),
        (_("Explanation"), held.explanation),
    )
    arranged = (_("How it is arranged"), plain(label(held.form)))
    return [Facts(pairs=(arranged, *((name, said(text)) for name, text in told if text)))]


def not_covered(assessment: LocalAssessment) -> list[Block]:
    """Return what the board uses and the decision does not rest on the release for."""
    names = [each.name for each in assessment.adoption.uncovered]
    if not names:
        return []
    return [wording.sentence(_("The verdict does not cover: %(names)s.", names="; ".join(names)))]
