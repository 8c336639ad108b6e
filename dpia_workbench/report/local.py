"""The report of one board's local assessment, on top of a release that it refers to by hash."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import speaking
from dpia_workbench.i18n.labels import label, sentence
from dpia_workbench.pictures import sources
from dpia_workbench.pictures.figures import measure_figure
from dpia_workbench.report import (
    local_decision,
    local_situation,
    pictures,
    release_risks,
    wording,
)
from dpia_workbench.report.model import (
    Block,
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
    said,
    text_of,
)
from dpia_workbench.risk.measures import LocalState, Owner
from dpia_workbench.risk.release import Status
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.usecases.local import LocalAssessment, MeasureView
from dpia_workbench.usecases.record_basis import SCHEMA as RECORD

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
        *local_situation.blocks(assessment),
        *agreements(assessment),
        *measures(assessment),
        *local_decision.risks(assessment),
        *local_decision.advice_and_views(assessment),
        *local_decision.decision(assessment),
        *annex(assessment),
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
        (_("Publisher"), plain(text_of(content["publisher"]))),
        (_("Release"), plain(str(content["number"]))),
        *stands,
        (dated, plain(day(_dated(assessment)))),
    )


def _reference(content: Mapping[str, Any]) -> str:
    """Return what the assessment refers to: a release, or what others published elsewhere."""
    if content["schema"] == RECORD:
        return _(
            "%(publisher)s published this elsewhere (%(day)s); it was not computed here. This local"
            " assessment refers to it and does not repeat it.",
            publisher=text_of(content["publisher"]),
            day=day(content["published_on"]),
        )
    return _(
        "%(publisher)s published release %(number)s on %(day)s. This local assessment refers to"
        " that release and does not repeat it.",
        publisher=text_of(content["publisher"]),
        number=content["number"],
        day=day(content["published_on"]),
    )


def _central(assessment: LocalAssessment) -> list[Block]:
    content = assessment.content
    verdict = Verdict(content["published_verdict"])
    own = said(content["sentence"])
    return [
        wording.chapter(_("The central verdict")),
        Callout(
            title=_("Verdict: %(verdict)s", verdict=label(verdict)),
            paragraphs=(plain(sentence(verdict)), *((own,) if own[0].text else ())),
            tone=wording.VERDICT_TONES[verdict],
        ),
        wording.sentence(_reference(content)),
        wording.sentence(
            _("It is valid up to and including %(day)s.", day=day(content["valid_until"]))
        ),
    ]


def agreements(assessment: LocalAssessment) -> list[Block]:
    """Return the agreements that the release rests on, and whether the board is party."""
    items = [item for item in assessment.content["measures"] if item["agreement"]]
    heading = wording.chapter(_("Agreements"))
    own = local_situation.agreement(assessment)
    if not items:
        return [heading, *own, wording.sentence(_("The release rests on no agreement."))]
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
    return [heading, *own, table]


def measures(assessment: LocalAssessment) -> list[Block]:
    """Return the measures of schools, and how far the board is with each."""
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


def annex(assessment: LocalAssessment) -> list[Block]:
    """Return the central part by reference: its risks and measures by title."""
    content, row = assessment.content, assessment.adoption
    source = (
        _("What the record said is kept under hash %(hash)s.", hash=row.release_sha256)
        if row.release is None
        else _(
            "The full text is in release %(number)s of %(publisher)s, with hash %(hash)s.",
            number=content["number"],
            publisher=text_of(content["publisher"]),
            hash=row.release_sha256,
        )
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
