"""The parts of a local DPIA that a board fills: each knows at which points of a form it belongs."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.explanation import tag_label
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.labels import sentence as meaning
from dpia_workbench.report import local, local_decision, local_situation, uncovered, wording
from dpia_workbench.report.model import Block, Bullets, Callout, Cell, Facts, Runs, Table, Tone
from dpia_workbench.report.pack import frame, risks, schooling, todo
from dpia_workbench.report.pack.processing import names, operations
from dpia_workbench.report.wording import cell, day, lines, listed, plain, prose, said, sentence
from dpia_workbench.risk.adoption_step import AgreementForm
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.risk.vocabulary import Sector
from dpia_workbench.store.models import LocalOperation
from dpia_workbench.usecases.adoption_pack import Pack

Writer = Callable[[Pack, int], list[Block]]


class LocalPart(StrEnum):
    """What a board says itself, in the order in which it stands within one point."""

    SUMMARY = "summary"
    CONTROLLER = "controller"
    SCHOOLS = "schools"
    SCOPE = "scope"
    CIRCUMSTANCES = "circumstances"
    DATA = "data"
    OPERATIONS = "operations"
    PURPOSES = "purposes"
    AGREEMENT = "agreement"
    RETENTION = "retention"
    LEGAL_BASES = "legal_bases"
    OWN_RISKS = "own_risks"
    MEASURES = "measures"
    LEVELS = "levels"
    PLAN = "plan"
    ACCEPTANCE = "acceptance"
    VERSION = "version"
    ADVICE = "advice"
    VIEWS = "views"
    DECISION = "decision"


ANCHORS: Mapping[LocalPart, tuple[str, ...]] = {
    LocalPart.SUMMARY: ("part:description.summary",),
    LocalPart.CONTROLLER: ("register:party:controller", "register:party"),
    LocalPart.SCHOOLS: ("part:cells", "part:description.scope"),
    LocalPart.SCOPE: ("part:description.scope", "part:cells"),
    LocalPart.CIRCUMSTANCES: ("text:context", "text:proposal"),
    LocalPart.DATA: ("register:data_item",),
    LocalPart.OPERATIONS: ("register:operation",),
    LocalPart.PURPOSES: ("register:purpose", "text:purposes"),
    LocalPart.AGREEMENT: ("part:findings:processor_contract", "register:party"),
    LocalPart.RETENTION: ("register:retention", "text:retention"),
    LocalPart.LEGAL_BASES: ("register:legal_basis", "text:legal_bases"),
    LocalPart.OWN_RISKS: ("part:risks", "text:risks"),
    LocalPart.MEASURES: ("part:measures", "text:measures"),
    LocalPart.LEVELS: ("part:risks_residual", "part:risks"),
    LocalPart.PLAN: ("part:measures_by_actor", "text:plan"),
    LocalPart.ACCEPTANCE: ("text:acceptance",),
    LocalPart.VERSION: ("part:versions",),
    LocalPart.ADVICE: ("text:officer_advice",),
    LocalPart.VIEWS: ("text:views",),
    LocalPart.DECISION: ("part:decision",),
}


def _summary(pack: Pack, level: int) -> list[Block]:
    """Return the central verdict as a board understands it, and how it turns out here."""
    content = pack.assessment.content
    verdict = Verdict(content["published_verdict"])
    own = said(content["sentence"])
    return [
        Callout(
            title=_("Verdict: %(verdict)s", verdict=label(verdict)),
            paragraphs=(plain(meaning(verdict)), *((own,) if own[0].text else ())),
            tone=wording.VERDICT_TONES[verdict],
        ),
        *prose(content["summary"]),
        frame.heading(level, _("At our schools")),
        sentence(_("Risks at this board: %(counted)s",
                   counted=frame.counted(pack.assessment.risks))),
        *uncovered.told(pack.assessment),
    ]  # fmt: skip


def _controller(pack: Pack, level: int) -> list[Block]:
    board = pack.adoption.board
    sectors = listed(label(Sector(each)) for each in board.sectors or ())
    pairs = (
        (_("Controller"), plain(board.name)),
        (_("Number of the board"), plain(board.number)),
        (_("Sectors"), plain(sectors)),
        (_("Data protection officer"), plain(listed(each.name for each in pack.officers))),
        (_("Contact"), plain(listed(each.name for each in pack.contacts))),
        (_("Processor"), plain(frame.vendor(pack.assessment))),
    )
    return [Facts(pairs=tuple(pair for pair in pairs if pair[1][0].text))]


def _schools(pack: Pack, level: int) -> list[Block]:
    return [frame.heading(level, _("Schools")), *schooling.table(pack.assessment)]


def _scope(pack: Pack, level: int) -> list[Block]:
    assessed = pack.assessment
    return [
        frame.heading(level, _("What we use, and what the release covers of it")),
        *local_situation.covered(assessed),
        *local_situation.switched_on(assessed),
        *uncovered.told(assessed),
        *uncovered.supplements(assessed, level=level),
    ]


def _circumstances(pack: Pack, level: int) -> list[Block]:
    tags = tuple(plain(tag_label(tag)) for tag in pack.adoption.tags)
    none = sentence(_("The board named no special circumstances."))
    found: Block = Bullets(items=tags) if tags else none
    return [frame.heading(level, _("Circumstances at our schools")), found]


def _data(pack: Pack, level: int) -> list[Block]:
    return _by_operation(
        pack, caption=_("Data that we enter"), header=(_("Data"), _("Other data")),
        cells=lambda row: (
            cell(listed(names(pack.assessment, row.data_items))), Cell(runs=said(row.other_data)),
        ),
    )  # fmt: skip


def _purposes(pack: Pack, level: int) -> list[Block]:
    table = _by_operation(
        pack, caption=_("Our purposes"), header=(_("Purpose"),),
        cells=lambda row: (Cell(runs=said(row.purpose)),),
    )  # fmt: skip
    words = prose(pack.adoption.purposes)
    return [*words, *table] if operations(pack.assessment) else words or table


def _legal_bases(pack: Pack, level: int) -> list[Block]:
    return _by_operation(
        pack, caption=_("Legal bases"), header=(_("Legal basis"), _("Why it applies")),
        cells=lambda row: (
            cell(label(row.legal_basis) if row.legal_basis else _("Not stated yet")),
            Cell(runs=said(row.basis_reason)),
        ),
    )  # fmt: skip


def _retention(pack: Pack, level: int) -> list[Block]:
    return _by_operation(
        pack, caption=_("How long we keep data"), header=(_("Retention"),),
        cells=lambda row: (Cell(runs=said(row.retention)),),
    )  # fmt: skip


def _by_operation(
    pack: Pack,
    *,
    caption: str,
    header: tuple[str, ...],
    cells: Callable[[LocalOperation], tuple[Cell, ...]],
) -> list[Block]:
    """Return a table with a row per operation, or that the board named none."""
    found = operations(pack.assessment)
    if not found:
        return [sentence(_("The board has not filled this in."))]
    share = 70 // len(header)
    return [
        Table(
            caption=caption,
            description=_("Per processing operation of the board: what it says of it."),
            header=(_("Operation"), *header),
            rows=tuple((Cell(runs=said(row.name, bold=True)), *cells(row)) for row in found),
            widths=(30, *([share] * len(header))),
        )
    ]


def _operations(pack: Pack, level: int) -> list[Block]:
    found = operations(pack.assessment)
    if not found:
        return frame.told(pack.adoption.purposes)
    return [block for row in found for block in _operation(pack, row, level=level)]


def _operation(pack: Pack, row: LocalOperation, *, level: int) -> Iterator[Block]:
    basis = plain(label(row.legal_basis)) if row.legal_basis else plain("")
    kept = _("%(key)s in the release", key=row.key) if row.key else _("Our own operation")
    pairs: tuple[tuple[str, Runs], ...] = (
        (_("Origin"), plain(kept)),
        (_("Purpose"), said(row.purpose)),
        (_("Legal basis"), lines(basis, said(row.basis_reason))),
        (_("Data"), plain(listed(names(pack.assessment, row.data_items)))),
        (_("Other data"), said(row.other_data)),
        (_("Retention"), said(row.retention)),
        (_("Who has access"), said(row.access)),
        (_("Links to other systems"), said(row.links)),
    )
    yield frame.heading(level, row.name)
    yield Facts(pairs=tuple(pair for pair in pairs if any(run.text for run in pair[1])))


def _agreement(pack: Pack, level: int) -> list[Block]:
    row = pack.adoption.agreement
    blocks: list[Block] = [frame.heading(level, _("Processor agreement"))]
    if row is None:
        blocks.append(sentence(_("The board has not filled this in.")))
    else:
        signed = day(row.signed_on) if row.signed_on else ""
        pairs = (
            (_("Kind"), plain(label(row.form))),
            (_("Title"), said(row.title)),
            (_("Version"), said(row.edition)),
            (_("Signed on"), plain(signed)),
            (_("Annexes"), said(row.annexes)),
            (_("News of sub-processors arrives at"), plain(row.notice_address)),
        )
        blocks.append(Facts(pairs=tuple(pair for pair in pairs if pair[1][0].text)))
        blocks += prose(row.explanation)
        if row.form is AgreementForm.NONE:
            blocks.append(Callout(title=_("There is no processor agreement."), tone=Tone.BAD))
    return [*blocks, *frame.under(local.agreements(pack.assessment), level=level)]


def _own_risks(pack: Pack, level: int) -> list[Block]:
    title = frame.heading(level, _("Risks of the board's own"))
    return [title, *risks.own(pack.assessment, level=level + 1)]


def _measures(pack: Pack, level: int) -> list[Block]:
    return [
        frame.heading(level, _("Measures of this board")),
        *frame.under(local.measures(pack.assessment), level=level),
        *_evidence(pack),
        *schooling.deviation_table(pack.assessment),
    ]


def _evidence(pack: Pack) -> Iterator[Block]:
    """Yield which files the board keeps per measure; the files themselves are not in the pack."""
    if not pack.files:
        return
    yield Table(
        caption=_("Files that show it"),
        description=_("Per measure: the files that the board keeps in the workbench."),
        header=(_("Measure"), _("Files")),
        rows=tuple(
            (
                Cell(runs=(*plain(view.key, bold=True), *plain(" "), *said(view.title))),
                Cell(runs=lines(*(plain(name) for name in pack.files[view.key]))),
            )
            for view in pack.assessment.measures
            if view.key in pack.files
        ),
        widths=(44, 56),
    )


def _levels(pack: Pack, level: int) -> list[Block]:
    title = frame.heading(level, _("Risks at this school"))
    return [title, *risks.levels(pack.assessment, level=level + 1)]


def _plan(pack: Pack, level: int) -> list[Block]:
    return [frame.heading(level, _("What is still to be done")), *todo.blocks(pack)]


def _acceptance(pack: Pack, level: int) -> list[Block]:
    accepted = [view for view in pack.assessment.risks if view.acceptance]
    if not accepted:
        return [sentence(_("The board accepted no medium risk."))]
    return [
        Facts(pairs=tuple((view.key, said(view.acceptance)) for view in accepted)),
    ]


def _advice(pack: Pack, level: int) -> list[Block]:
    title = frame.heading(level, _("Advice of the data protection officer"))
    return [title, *frame.under(local_decision.advice(pack.assessment), level=level + 1)]


def _views(pack: Pack, level: int) -> list[Block]:
    title = frame.heading(level, _("Views of the people whose data are processed"))
    return [title, *local_decision.views(pack.assessment)]


def _version(pack: Pack, level: int) -> list[Block]:
    row, content = pack.adoption, pack.assessment.content
    before = row.follows.decision if row.follows else None
    pairs = (
        (_("Rests on"), plain(frame.reference(pack.assessment))),
        (_("It is valid up to and including"), plain(day(content["valid_until"]))),
        (_("Round of this board"), plain(str(row.round))),
        (_("Earlier decision of the board"), plain(day(before.on) if before else "")),
        (_("State of the assessment"), plain(label(pack.assessment.state))),
    )
    return [Facts(pairs=tuple(pair for pair in pairs if pair[1][0].text))]


def _decision(pack: Pack, level: int) -> list[Block]:
    taken = pack.adoption.decision
    title = frame.heading(level, _("Decision of the board"))
    if taken is None:
        return [title, *local_decision.undecided(pack.assessment)]
    blocks = [
        *local_decision.decided(taken, assessment=pack.assessment),
        *local_decision.signatures(taken),
    ]
    return [title, *frame.under(blocks, level=level + 1)]


WRITERS: Mapping[LocalPart, Writer] = {
    LocalPart.SUMMARY: _summary, LocalPart.CONTROLLER: _controller, LocalPart.SCHOOLS: _schools,
    LocalPart.SCOPE: _scope, LocalPart.CIRCUMSTANCES: _circumstances, LocalPart.DATA: _data,
    LocalPart.OPERATIONS: _operations, LocalPart.PURPOSES: _purposes,
    LocalPart.AGREEMENT: _agreement, LocalPart.RETENTION: _retention,
    LocalPart.LEGAL_BASES: _legal_bases, LocalPart.OWN_RISKS: _own_risks,
    LocalPart.MEASURES: _measures, LocalPart.LEVELS: _levels, LocalPart.PLAN: _plan,
    LocalPart.ACCEPTANCE: _acceptance, LocalPart.ADVICE: _advice, LocalPart.VIEWS: _views,
    LocalPart.VERSION: _version, LocalPart.DECISION: _decision,
}  # fmt: skip
