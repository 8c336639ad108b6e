"""The report of a dossier at any moment, in the order and under the numbers of a template."""

from datetime import date

from dpia_workbench.i18n import LANGUAGES, ngettext, speaking
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.report import wording
from dpia_workbench.report.dossier_parts import verdict
from dpia_workbench.report.dossier_points import Points
from dpia_workbench.report.model import (
    Block,
    Callout,
    Contents,
    Document,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Properties,
    Runs,
    Style,
    Tone,
)
from dpia_workbench.report.names import names_in
from dpia_workbench.report.texts import Photos
from dpia_workbench.report.wording import day, listed, plain, said, sentence, text_of
from dpia_workbench.report.written import Hand
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.usecases.report import Reported


class LanguageUnknown(RuleViolation):
    """A report speaks one of the languages of the product."""

    code = "report.language-unknown"


def dossier_report(reported: Reported, *, language: str, photos: Photos | None = None) -> Document:
    """Return the report of a dossier with headings and labels in a language.

    What people wrote stays in the language in which they wrote it, and is marked so. `photos`
    finds a picture of the evidence that readers of the report may see. Raises LanguageUnknown.
    """
    if language not in LANGUAGES:
        raise LanguageUnknown(language=language)
    with speaking(language):
        content = reported.content
        product = text_of(content["product"]["name"])
        hand = Hand(content["language"], photos=photos, names=names_in(content))
        blocks = tuple(_blocks(reported, hand=hand))
        return Document(
            title=_("Data protection impact assessment of %(product)s", product=product),
            subtitle=text_of(Bilingual.of(reported.template.name)),
            language=language,
            properties=_properties(reported),
            header=_header(reported, product=product),
            footer=wording.footer(),
            blocks=blocks,
            watermark=_("Concept") if reported.is_concept else "",
            notes=hand.notes.all,
        )


def _header(reported: Reported, *, product: str) -> str:
    return _(
        "%(product)s, revision %(number)s (%(state)s). %(confidentiality)s.",
        product=product,
        number=reported.content["revision"],
        state=label(reported.state).lower(),
        confidentiality=label(reported.confidentiality),
    )


def _properties(reported: Reported) -> Properties:
    content = reported.content
    product = content["product"]
    return Properties(
        author=content["publisher"],
        subject=_header(reported, product=text_of(product["name"])),
        keywords=(_("DPIA"), text_of(product["name"]), product["vendor"]["name"]),
        identifier=f"{content['dossier']}/{content['revision']}",
        created=reported.on,
        status=reported.state,
    )


def _blocks(reported: Reported, *, hand: Hand) -> list[Block]:
    return [
        *_title_page(reported),
        PageBreak(),
        Contents(title=_("Contents"), fills_when_opened=True),
        PageBreak(),
        Heading(level=1, runs=plain(_("About this document")), number=""),
        *_about(reported),
        *Points(reported, hand=hand).blocks(),
    ]


def _title_page(reported: Reported) -> list[Block]:
    content = reported.content
    product = text_of(content["product"]["name"])
    title = _("Data protection impact assessment of %(product)s", product=product)
    name = said(Bilingual.of(reported.template.name))
    return [
        Paragraph(runs=plain(title), style=Style.TITLE),
        Paragraph(runs=name, style=Style.SUBTITLE),
        *wording.invented_callout(content),
        *_concept(reported),
        verdict(reported),
        Facts(pairs=_facts(reported)),
    ]


def _concept(reported: Reported) -> list[Block]:
    if not reported.is_concept:
        return []
    text = _(
        "This is a concept: it can still change, and nothing in it was published. It is meant for"
        " the people of the cooperative. Do not pass it on."
    )
    return [Callout(title=_("Concept"), paragraphs=(plain(text),), tone=Tone.CAUTION)]


def _facts(reported: Reported) -> tuple[tuple[str, Runs], ...]:
    content = reported.content
    return (
        (_("Product"), said(content["product"]["name"])),
        (_("Vendor"), plain(content["product"]["vendor"]["name"])),
        (_("Publisher"), plain(content["publisher"])),
        (_("Dossier"), plain(content["dossier"])),
        (_("Revision"), plain(str(content["revision"]))),
        (_("State"), plain(label(reported.state))),
        (_("Date of this report"), plain(day(reported.on))),
        (_("Who may read it"), plain(label(reported.confidentiality))),
    )


def _about(reported: Reported) -> list[Block]:
    content = reported.content
    template, profile = reported.template, content["profile"]
    name = text_of(Bilingual.of(template.name))
    form = _("%(form)s, version %(version)s", form=name, version=template.version)
    used = _("%(profile)s, version %(version)s", profile=profile["id"], version=profile["version"])
    written = {"nl": _("Dutch"), "en": _("English")}[content["language"]]
    pairs: list[tuple[str, Runs]] = [
        (_("Order and numbers of"), plain(form)),
        (_("Method of the levels"), plain(used)),
        (_("Levels hold on"), plain(day(date.fromisoformat(content["published_on"])))),
        (_("Texts are written in"), plain(written)),
        (_("Lead"), plain(reported.lead)),
        (_("Written by"), plain(listed(reported.authors))),
    ]
    return [
        Facts(pairs=tuple(pair for pair in pairs if pair[1][0].text)),
        wording.long_fact(_("SHA-256 of the content"), reported.sha256),
        *_open(reported),
    ]


def _open(reported: Reported) -> list[Block]:
    """Return what is still to be done before publication."""
    if not reported.is_concept:
        return []
    found: list[Block] = []
    if reported.open:
        text = ngettext(
            "%(n)s thing that this form asks for is not complete yet.",
            "%(n)s things that this form asks for are not complete yet.",
            reported.open,
        )
        found.append(sentence(text))
    if reported.to_check:
        keys = listed(reported.to_check)
        text = _(
            "Carried over from an earlier revision and not looked at yet: %(keys)s.", keys=keys
        )
        found.append(sentence(text))
    return found
