"""The report of one board's local assessment, on top of a release that it refers to by hash."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import speaking
from dpia_workbench.i18n.explanation import tag_label
from dpia_workbench.i18n.labels import label, sentence
from dpia_workbench.pictures import sources
from dpia_workbench.pictures.figures import measure_figure
from dpia_workbench.report import local_decision, pictures, release_risks, wording
from dpia_workbench.report.model import (
    Block,
    Bullets,
    Callout,
    Cell,
    Contents,
    Document,
    Facts,
    PageBreak,
    Paragraph,
    Properties,
    Runs,
    Style,
    Table,
    Tone,
)
from dpia_workbench.report.release_measures import agreement
from dpia_workbench.report.wording import (
    cell,
    day,
    keyed,
    lines,
    plain,
    prose,
    said,
    text_of,
)
from dpia_workbench.risk.measures import LocalState, Owner
from dpia_workbench.risk.release import Status
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.risk.vocabulary import SubjectGroup
from dpia_workbench.usecases.local import LocalAssessment, MeasureView

_AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def local_report(assessment: LocalAssessment, *, status: Status, language: str) -> Document:
    """Return the report of a local assessment in a language.

    `status` is whether the release underneath can be relied on when the report is made. Before
    the decision the report says that, and that it is a concept; a decision is printed as it was.
    """
    with speaking(language):
        row, content = assessment.adoption, assessment.content
        product = text_of(content["product"]["name"])
        header = _("%(product)s at %(board)s", product=product, board=row.board.name)
        return Document(
            title=_title(assessment),
            subtitle=_("Local DPIA of %(board)s", board=row.board.name),
            language=language,
            properties=_properties(assessment, subject=header),
            header=header,
            footer=wording.footer(),
            blocks=tuple(_blocks(assessment, status=status)),
        )


def _title(assessment: LocalAssessment) -> str:
    product = text_of(assessment.content["product"]["name"])
    if assessment.adoption.decision is None:
        return _("Concept: local assessment of %(product)s", product=product)
    return _("Local assessment of %(product)s", product=product)


def _properties(assessment: LocalAssessment, *, subject: str) -> Properties:
    product = assessment.content["product"]
    return Properties(
        author=assessment.adoption.board.name,
        subject=subject,
        keywords=(_("DPIA"), text_of(product["name"]), product["vendor"]["name"]),
        identifier=assessment.adoption.release_sha256,
        created=_dated(assessment),
    )


def _dated(assessment: LocalAssessment) -> date:
    """Return the day of the decision, or else the day on which the board began."""
    row = assessment.adoption
    return row.decision.on if row.decision else row.started_at.astimezone(_AMSTERDAM).date()


def _blocks(assessment: LocalAssessment, *, status: Status) -> list[Block]:
    return [
        *_title_page(assessment, status=status),
        PageBreak(),
        Contents(title=_("Contents")),
        PageBreak(),
        *_central(assessment),
        *_situation(assessment),
        *_agreements(assessment),
        *_measures(assessment),
        *local_decision.risks(assessment),
        *local_decision.advice_and_views(assessment),
        *local_decision.decision(assessment),
        *_annex(assessment),
    ]


def _title_page(assessment: LocalAssessment, *, status: Status) -> list[Block]:
    row = assessment.adoption
    subtitle = _("Local DPIA of %(board)s", board=row.board.name)
    return [
        Paragraph(runs=plain(_title(assessment)), style=Style.TITLE),
        Paragraph(runs=plain(subtitle), style=Style.SUBTITLE),
        *wording.invented_callout(assessment.content),
        *_concept(assessment, status=status),
        Facts(pairs=_facts(assessment, status=status)),
        wording.long_fact(_("SHA-256 of this release"), row.release_sha256),
    ]


def _concept(assessment: LocalAssessment, *, status: Status) -> list[Block]:
    """Return what can still change; of what was decided nothing does (invariant 2)."""
    if assessment.adoption.decision is not None:
        return []
    text = _("The board has not decided yet. Everything in this report can still change.")
    concept = Callout(title=_("Concept"), paragraphs=(plain(text),), tone=Tone.CAUTION)
    return [*wording.status_callout(status), concept]


def _facts(assessment: LocalAssessment, *, status: Status) -> tuple[tuple[str, Runs], ...]:
    row, content = assessment.adoption, assessment.content
    dated, stands = (
        _("Started on"),
        [
            (_("Status when this report was made"), plain(label(status))),
            (_("State of the assessment"), plain(label(assessment.state))),
        ],
    )
    if row.decision is not None:
        dated, stands = _("Decided on"), [(_("Decision"), plain(label(row.decision.outcome)))]
    return (
        (_("School board"), plain(row.board.name)),
        (_("Product"), said(content["product"]["name"])),
        (_("Vendor"), plain(content["product"]["vendor"]["name"])),
        (_("Publisher"), plain(content["publisher"])),
        (_("Release"), plain(str(content["number"]))),
        *stands,
        (dated, plain(day(_dated(assessment)))),
    )


def _central(assessment: LocalAssessment) -> list[Block]:
    content = assessment.content
    verdict = Verdict(content["published_verdict"])
    own = said(content["sentence"])
    reference = _(
        "%(publisher)s published release %(number)s on %(day)s. This local assessment refers to"
        " that release and does not repeat it.",
        publisher=content["publisher"],
        number=content["number"],
        day=day(content["published_on"]),
    )
    return [
        wording.chapter(_("The central verdict")),
        Callout(
            title=_("Verdict: %(verdict)s", verdict=label(verdict)),
            paragraphs=(plain(sentence(verdict)), *((own,) if own[0].text else ())),
            tone=wording.VERDICT_TONES[verdict],
        ),
        wording.sentence(reference),
        wording.sentence(
            _("It is valid up to and including %(day)s.", day=day(content["valid_until"]))
        ),
    ]


def _situation(assessment: LocalAssessment) -> list[Block]:
    row = assessment.adoption
    tags = [plain(tag_label(tag)) for tag in row.tags]
    return [
        wording.chapter(_("The own situation")),
        wording.section(_("What the release covers")),
        *_covered(assessment),
        *_outside(assessment),
        wording.section(_("Circumstances")),
        Bullets(items=tuple(tags))
        if tags
        else wording.sentence(_("The board named no special circumstances.")),
        wording.section(_("Schools")),
        *_told(row.schools),
        wording.section(_("Purposes")),
        *_told(row.purposes),
    ]


def _told(text: str) -> list[Block]:
    """Return what the board wrote, or that it wrote nothing."""
    return prose(text) or [wording.sentence(_("The board has not filled this in."))]


def _covered(assessment: LocalAssessment) -> list[Block]:
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


def _outside(assessment: LocalAssessment) -> list[Block]:
    """Return what this assessment says nothing about (invariant 20)."""
    row = assessment.adoption
    covered = {item["key"] for item in assessment.cells}
    others = [item for item in assessment.content["cells"] if item["key"] not in covered]
    paragraphs = [run for run in (said(row.outside),) if run[0].text]
    paragraphs += [_uncovered(item) for item in others]
    if not paragraphs:
        return [wording.sentence(_("The board uses nothing that the release does not cover."))]
    explained = _("For this part the board needs an assessment of its own, or must not use it.")
    return [
        Callout(
            title=_("Not covered by this assessment"),
            paragraphs=(*paragraphs, plain(explained)),
            tone=Tone.BAD if row.outside.strip() else Tone.CAUTION,
        )
    ]


def _uncovered(item: Mapping[str, Any]) -> Runs:
    text = _(
        "%(cell)s: %(edition)s, %(group)s",
        cell=item["key"],
        edition=text_of(item["edition"]["name"]),
        group=label(SubjectGroup(item["group"])),
    )
    return plain(text)


def _agreements(assessment: LocalAssessment) -> list[Block]:
    items = [item for item in assessment.content["measures"] if item["agreement"]]
    heading = wording.chapter(_("Agreements"))
    if not items:
        return [heading, wording.sentence(_("The release rests on no agreement."))]
    joined = assessment.party_to
    table = Table(
        caption=_("Agreements that the release rests on"),
        description=_("Per agreement: what it arranges and whether this board is party to it."),
        header=(_("Measure"), _("Agreement"), _("Is this board party?")),
        rows=tuple(
            (
                Cell(runs=keyed(item)),
                Cell(runs=agreement(item["agreement"])),
                Cell(
                    runs=plain(_("Yes") if item["key"] in joined else _("No")),
                    tone=Tone.GOOD if item["key"] in joined else Tone.CAUTION,
                ),
            )
            for item in items
        ),
        widths=(42, 38, 20),
    )
    return [heading, table]


def _measures(assessment: LocalAssessment) -> list[Block]:
    heading = wording.chapter(_("Measures of this board"))
    if not assessment.measures:
        return [heading, wording.sentence(_("Schools need not take measures of their own."))]
    table = Table(
        caption=_("Measures and how far this board is"),
        description=_("Per measure: whether it is mandatory, its state, and what that rests on."),
        header=(_("Measure"), _("Obligation"), _("State"), _("Evidence or reason")),
        rows=tuple(_measure(view) for view in assessment.measures),
        widths=(32, 14, 22, 32),
    )
    picture = measure_figure(sources.measures_at_school(assessment))
    return [heading, table, *pictures.blocks(picture)]


def _measure(view: MeasureView) -> tuple[Cell, ...]:
    title = (*plain(view.key, bold=True), *plain(" "), *said(view.title))
    mandatory = view.owner is Owner.SCHOOL_MANDATORY
    texts = [
        label(view.state),
        _("Since %(day)s", day=day(view.since)) if view.since else "",
        _("Planned for %(day)s", day=day(view.due)) if view.due else "",
        _("To be checked before %(day)s", day=day(view.row.review_due))
        if view.row.review_due
        else "",
    ]
    tone = Tone.GOOD if view.is_effective else Tone.CAUTION
    return (
        Cell(runs=title),
        cell(_("Mandatory") if mandatory else _("Optional")),
        Cell(
            runs=lines(*(plain(text) for text in texts)),
            tone=Tone.PLAIN if view.state is LocalState.NOT_APPLICABLE else tone,
        ),
        Cell(runs=lines(said(view.evidence), said(view.reason))),
    )


def _annex(assessment: LocalAssessment) -> list[Block]:
    content = assessment.content
    source = _(
        "The full text is in release %(number)s of %(publisher)s, with hash %(hash)s.",
        number=content["number"],
        publisher=content["publisher"],
        hash=assessment.adoption.release_sha256,
    )
    return [
        PageBreak(),
        wording.chapter(_("Annex: the central part by reference")),
        wording.sentence(source),
        release_risks.overview(content["risks"], caption=_("Risks of the release")),
        Table(
            caption=_("Measures of the release"),
            description=_("Per measure: its title and who takes it."),
            header=(_("Measure"), _("Who takes it")),
            rows=tuple(
                (Cell(runs=keyed(item)), cell(label(Owner(item["owner"]))))
                for item in content["measures"]
            ),
            widths=(72, 28),
        ),
        wording.sentence(
            _("The levels in this annex are those of the scope cell that comes off worst.")
        ),
    ]
