"""The sheet for the data protection officer: what the advice rests on, and room to write it."""

from collections.abc import Iterator, Mapping
from typing import Any

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.report import local, local_decision
from dpia_workbench.report.model import (
    Block,
    Bullets,
    Cell,
    Document,
    Facts,
    Runs,
    SignatureLines,
    Table,
)
from dpia_workbench.report.pack import frame, risks, schooling, todo
from dpia_workbench.report.pack.processing import operations
from dpia_workbench.report.wording import cell, plain, said, sentence
from dpia_workbench.risk.adoption_pack import Paper
from dpia_workbench.risk.verdict import Result, Topic, Verdict
from dpia_workbench.usecases.adoption_pack import Pack


def advice_sheet(pack: Pack) -> Document:
    """Return the sheet for the data protection officer."""
    return frame.document(pack, title=label(Paper.ADVICE_SHEET), blocks=_blocks(pack))


def _blocks(pack: Pack) -> Iterator[Block]:
    assessed = pack.assessment
    title = _("Advice of the FG on %(product)s", product=frame.product(assessed))
    yield from frame.top(pack, title)
    yield from _question(pack)
    yield frame.heading(2, _("Who uses it, and for what"))
    yield Facts(pairs=tuple(_facts(pack)))
    yield from _operations(pack)
    yield from frame.uncovered_bullets(assessed, level=2)
    yield frame.heading(2, _("What the central assessment found"))
    yield from _findings(assessed.content)
    yield frame.heading(2, _("Measures of this board"))
    yield from frame.under(local.measures(assessed), level=3)
    yield from schooling.deviation_table(assessed)
    yield frame.heading(2, _("What is still to be done"))
    yield from todo.blocks(pack)
    yield frame.heading(2, _("Risks at this school"))
    yield from risks.levels(assessed, level=3)
    yield frame.heading(2, _("Risks of the board's own"))
    yield from risks.own(assessed, level=3)
    yield frame.heading(2, _("Views of the people whose data are processed"))
    yield from local_decision.views(assessed)
    yield frame.heading(2, _("Advice"))
    yield from _advice(pack)


def _question(pack: Pack) -> Iterator[Block]:
    yield sentence(
        _(
            "The board asks the data protection officer for advice before it decides (GDPR article"
            " 35(2)). The officer advises and does not decide."
        )
    )
    yield sentence(_("It rests on: %(what)s.", what=frame.reference(pack.assessment)))


def _facts(pack: Pack) -> Iterator[tuple[str, Runs]]:
    assessed = pack.assessment
    verdict = Verdict(assessed.content["published_verdict"])
    yield _("School board"), plain(pack.adoption.board.name)
    yield _("Schools"), plain(schooling.short(assessed))
    yield _("Central verdict"), plain(label(verdict))
    yield _("Risks at this board"), plain(frame.counted(assessed.risks))


def _operations(pack: Pack) -> list[Block]:
    found = operations(pack.assessment)
    if not found:
        return frame.told(pack.adoption.purposes)
    return [
        Table(
            caption=_("Processing operations of this board"),
            description=_("Per operation: its purpose, its legal basis, and how long data stay."),
            header=(_("Operation"), _("Purpose"), _("Legal basis"), _("Retention")),
            rows=tuple(
                (
                    Cell(runs=said(row.name, bold=True)),
                    Cell(runs=said(row.purpose)),
                    cell(label(row.legal_basis) if row.legal_basis else _("Not stated yet")),
                    Cell(runs=said(row.retention)),
                )
                for row in found
            ),
            widths=(24, 34, 20, 22),
        )
    ]


def _findings(content: Mapping[str, Any]) -> list[Block]:
    """Return the findings that are not simply in order."""
    left = [item for item in content["findings"] if item["result"] != Result.COMPLIANT]
    if not left:
        return [sentence(_("Everything that was examined is in order."))]
    return [Bullets(items=tuple(_finding(item) for item in left))]


def _finding(item: Mapping[str, Any]) -> Runs:
    told = _("%(topic)s: %(result)s", topic=label(Topic(item["topic"])),
             result=label(Result(item["result"])))  # fmt: skip
    note = said(item["note"])
    return (*plain(told, bold=True), *plain(". "), *note) if note[0].text else plain(told)


def _advice(pack: Pack) -> list[Block]:
    if pack.adoption.advice is not None:
        return frame.under(local_decision.advice(pack.assessment), level=3)
    questions = (
        _("Is what the board says of its use complete and right?"),
        _("Are the measures enough for these pupils and staff?"),
        _("What must be done first, or may not be done?"),
    )
    labels = (
        _("The advice: positive, positive under conditions, or negative"),
        _("Reasons"), _("Reasons, continued"), _("Conditions"), _("Conditions, continued"),
        _("Name"), _("Date and signature"),
    )  # fmt: skip
    return [
        sentence(_("The advice has not been given yet. It answers at least:")),
        Bullets(items=tuple(plain(each) for each in questions)),
        SignatureLines(labels=labels),
        sentence(_("Give the advice in the workbench too: only then can the board decide.")),
    ]
