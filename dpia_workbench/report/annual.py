"""The block on privacy for a board's annual report: numbers, sentences, and a Word file."""

from collections.abc import Iterator

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import ngettext, speaking
from dpia_workbench.i18n.labels import label
from dpia_workbench.report import wording
from dpia_workbench.report.model import (
    Block,
    Cell,
    Document,
    Facts,
    Paragraph,
    Properties,
    Style,
    Table,
)
from dpia_workbench.report.wording import cell, day, plain, said
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.verdict import ORDER
from dpia_workbench.usecases.annual_report import AnnualReport


def numbers(found: AnnualReport) -> Iterator[tuple[str, str]]:
    """Yield the numbers with their names, in the language that is spoken."""
    yield _("Products in use"), str(found.products)
    yield _("With a DPIA that holds"), str(found.with_dpia)
    yield _("Without a DPIA that holds"), str(found.without_dpia)
    for outcome in Outcome:
        name = _("Decisions in %(year)s: %(outcome)s", year=found.year, outcome=label(outcome))
        yield name, str(found.decisions.get(outcome, 0))
    for verdict in ORDER:
        if found.verdicts.get(verdict):
            yield (
                _("In use with the verdict: %(verdict)s", verdict=label(verdict)),
                str(found.verdicts[verdict]),
            )
    yield _("Mandatory or planned measures still to do"), str(found.open_measures)
    yield _("Medium risks that the board accepted"), str(found.accepted_risks)
    yield _("Prior consultations of the supervisory authority"), str(found.consultations)
    yield _("Agreements that have ended"), str(found.ended_agreements)


def sentences(found: AnnualReport, *, board: str) -> Iterator[str]:
    """Yield the block as sentences that can be taken over."""
    yield ngettext(
        "%(board)s uses %(n)s digital product for education of which it keeps an account.",
        "%(board)s uses %(n)s digital products for education of which it keeps an account.",
        found.products, board=board,
    )  # fmt: skip
    yield ngettext(
        "For %(n)s product the board took a decision on a data protection impact assessment (DPIA)"
        " that holds now.",
        "For %(n)s products the board took a decision on a data protection impact assessment (DPIA)"
        " that holds now.",
        found.with_dpia,
    )
    if found.without_dpia:
        yield ngettext(
            "%(n)s product has none yet.", "%(n)s products have none yet.", found.without_dpia
        )
    taken = sum(found.decisions.values())
    yield ngettext(
        "In %(year)s the board took %(n)s decision.", "In %(year)s the board took %(n)s decisions.",
        taken, year=found.year,
    )  # fmt: skip
    if found.accepted_risks:
        yield ngettext(
            "It accepted %(n)s medium risk, with reasons.",
            "It accepted %(n)s medium risks, each with reasons.",
            found.accepted_risks,
        )
    if found.open_measures:
        yield ngettext(
            "%(n)s measure is planned and not done yet.",
            "%(n)s measures are planned and not done yet.",
            found.open_measures,
        )


def annual_document(found: AnnualReport, *, board: str, language: str) -> Document:
    """Return the block as a Word document in a language."""
    with speaking(language):
        title = _("Privacy in the annual report of %(year)s", year=found.year)
        return Document(
            title=title,
            subtitle=board,
            language=language,
            properties=Properties(
                author=board, subject=title, keywords=(_("DPIA"), board),
                identifier=f"{found.year}", created=found.on,
            ),
            header=title,
            footer=wording.footer(),
            blocks=tuple(_blocks(found, board=board, title=title)),
        )  # fmt: skip


def _blocks(found: AnnualReport, *, board: str, title: str) -> Iterator[Block]:
    yield Paragraph(runs=plain(title), style=Style.TITLE)
    yield Paragraph(runs=plain(board), style=Style.SUBTITLE)
    for text in sentences(found, board=board):
        yield wording.sentence(text)
    yield wording.chapter(_("Numbers"))
    yield wording.sentence(_("As of %(day)s.", day=day(found.on)))
    yield Facts(pairs=tuple((name, plain(value)) for name, value in numbers(found)))
    yield wording.chapter(_("Norms"))
    if found.scores:
        yield Table(
            caption=_("How far the board says that it is"),
            description=_("Per norm: its title, the level, and what the board does next."),
            header=(_("Norm"), _("Level"), _("What the board does next")),
            rows=tuple(
                (
                    Cell(runs=(*plain(each.norm.code, bold=True), *plain(" "),
                               *said(each.norm.title))),
                    cell(label(each.maturity)),
                    cell(each.plan),
                )
                for each in found.scores
            ),
            widths=(44, 20, 36),
        )  # fmt: skip
    else:
        yield wording.sentence(_("The board has not judged itself on the norms yet."))
    yield wording.chapter(_("Plan for next year"))
    yield wording.sentence(found.plan or _("Not written yet."))
