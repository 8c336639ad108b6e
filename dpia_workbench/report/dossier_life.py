"""The life of a dossier in its report: versions, reviews, evidence, decision and signing."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.report.model import Block, Cell, Paragraph, Run, SignatureLines, Table, Tone
from dpia_workbench.report.wording import cell, day, lines, listed, plain, sentence, verdict_cell
from dpia_workbench.report.written import Hand
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import Section
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.usecases.report import Proof, Reported, Reviewed, Version

_AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def day_of(moment: datetime) -> date:
    """Return the day on which something happened, in the Netherlands."""
    return moment.astimezone(_AMSTERDAM).date()


def versions(reported: Reported) -> list[Block]:
    """Return the revisions of the dossier, the oldest first."""
    table = Table(
        caption=_("Versions of this DPIA"),
        description=_("Per revision: its state, when it began and what became of it."),
        header=(_("Revision"), _("State"), _("Begun"), _("Handed in"), _("Published")),
        rows=tuple(_version(each) for each in reported.versions),
        widths=(12, 22, 20, 20, 26),
    )
    return [table]


def _version(version: Version) -> tuple[Cell, ...]:
    published = "–"
    if version.release is not None and version.published_at is not None:
        published = _(
            "Release %(number)s, %(day)s",
            number=version.release,
            day=day(day_of(version.published_at)),
        )
    submitted = version.submitted_at
    return (
        Cell(runs=plain(str(version.number), bold=True)),
        cell(label(version.state)),
        cell(day(day_of(version.created_at))),
        cell(day(day_of(submitted)) if submitted else "–"),
        cell(published),
    )


def reviews(reported: Reported) -> list[Block]:
    """Return what reviewers decided, the oldest first."""
    if not reported.reviews:
        return []
    hand = Hand(reported.content["language"])
    table = Table(
        caption=_("Reviews"),
        description=_("Per review: when, by whom, of which revision, and what was decided."),
        header=(_("Day"), _("Reviewer"), _("Decision"), _("Verdict"), _("Note and hash")),
        rows=tuple(_review(each, hand=hand) for each in reported.reviews),
        widths=(16, 18, 18, 18, 30),
    )
    return [table]


def _review(review: Reviewed, *, hand: Hand) -> tuple[Cell, ...]:
    decision = _("Approved") if review.approved else _("Changes requested")
    revision = _("Revision %(number)s", number=review.revision)
    tone = Tone.GOOD if review.approved else Tone.CAUTION
    hashed = _("Hash of what was read: %(hash)s…", hash=review.sha256[:12])
    return (
        cell(day(day_of(review.at))),
        cell(review.by),
        Cell(runs=lines(plain(decision), plain(revision)), tone=tone),
        verdict_cell(review.verdict),
        Cell(runs=lines(hand.line(review.note), plain(hashed))),
    )


def evidence(reported: Reported) -> list[Block]:
    """Return the list of the evidence that readers of the report may see."""
    hand = Hand(reported.content["language"])
    return [_evidence(reported.proofs, hand=hand)] if reported.proofs else []


def _evidence(proofs: Sequence[Proof], *, hand: Hand) -> Table:
    return Table(
        caption=_("Evidence"),
        description=_("Per piece of evidence: what it is, where it comes from, what it supports."),
        header=(_("Evidence"), _("Kind"), _("Source"), _("Collected"), _("Supports")),
        rows=tuple(
            (
                Cell(runs=(*plain(each.key, bold=True), Run(text=" "), *hand.line(each.title))),
                Cell(runs=lines(plain(label(each.kind)), plain(label(each.confidentiality)))),
                Cell(runs=hand.line(each.source)),
                cell(day(each.collected_on)),
                cell(listed(_named(place) for place in each.supports)),
            )
            for each in proofs
        ),
        widths=(30, 18, 20, 16, 16),
    )


def _named(place: Place) -> str:
    """Return a place by its key, or in words where the key is a word of the code."""
    if place.part is DossierPart.FINDING:
        return label(Topic(place.key))
    if place.part is DossierPart.TEXT:
        return label(Section(place.key))
    return place.key or label(place.part)


def decision(reported: Reported) -> list[Block]:
    """Return who decides, and the lines on which those sign who answer for this DPIA."""
    publisher = Run(text=reported.content["publisher"], bold=True)
    return [
        sentence(
            _(
                "The board of each school decides itself about the processing: reject, first"
                " consult the authority, approve, or approve with conditions."
            )
        ),
        Paragraph(runs=(*plain(_("Signed for:")), Run(text=" "), publisher)),
        SignatureLines(labels=(_("Name"), _("Function"), _("Date"), _("Signature"))),
    ]
