"""The report of a published release, made from its frozen content and nothing else."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import labels, speaking
from dpia_workbench.i18n.labels import label
from dpia_workbench.report import method, release_measures, release_risks, release_scope, wording
from dpia_workbench.report.beside import Beside, corrections, proof
from dpia_workbench.report.model import (
    Block,
    Callout,
    Contents,
    Document,
    Facts,
    PageBreak,
    Paragraph,
    Properties,
    Run,
    Runs,
    Style,
)
from dpia_workbench.report.names import names_in
from dpia_workbench.report.wording import day, plain, said, sentence, text_of
from dpia_workbench.report.written import Hand
from dpia_workbench.risk.release import Status
from dpia_workbench.risk.verdict import Verdict

Content = Mapping[str, Any]


def release_report(
    content: Content,
    *,
    sha256: str,
    status: Status,
    language: str,
    beside: Beside | None = None,
) -> Document:
    """Return the report of a release in a language.

    `status` is whether the release can be relied on when the report is made; that and what is
    `beside` the content are the only things in it that are not frozen.
    """
    with speaking(language):
        product = text_of(content["product"]["name"])
        hand = Hand(language, names=names_in(content))
        blocks = tuple(_blocks(content, sha256=sha256, status=status, hand=hand, beside=beside))
        header = _("%(product)s, release %(number)s", product=product, number=content["number"])
        return Document(
            title=_("Data protection impact assessment of %(product)s", product=product),
            subtitle=_("Collective DPIA, release %(number)s", number=content["number"]),
            language=language,
            properties=_properties(
                content, subject=header, sha256=sha256, status=status, beside=beside
            ),
            header=header,
            footer=wording.footer(),
            blocks=blocks,
            notes=hand.notes.all,
        )


def _properties(
    content: Content, *, subject: str, sha256: str, status: Status, beside: Beside | None
) -> Properties:
    product = content["product"]
    return Properties(
        author=content["publisher"],
        subject=subject,
        keywords=(_("DPIA"), text_of(product["name"]), product["vendor"]["name"]),
        identifier=sha256,
        created=date.fromisoformat(content["published_on"]),
        status=status,
        custom=beside.properties if beside else (),
    )


def _blocks(
    content: Content, *, sha256: str, status: Status, hand: Hand, beside: Beside | None
) -> list[Block]:
    return [
        *_title_page(content, sha256=sha256, status=status, beside=beside),
        PageBreak(),
        Contents(title=_("Contents")),
        PageBreak(),
        wording.chapter(_("Summary")),
        *hand.bilingual(content["summary"], level=2),
        *_verdict(content),
        *release_scope.school_measures(content),
        *release_scope.scope(content, hand=hand),
        *release_scope.lawfulness(content),
        *release_risks.risks(content, hand=hand),
        *release_measures.by_owner(content),
        *release_measures.open_promises(content),
        *method.explained(content),
        *_version_data(content, sha256=sha256),
        *proof(beside),
    ]


def _title_page(
    content: Content, *, sha256: str, status: Status, beside: Beside | None
) -> list[Block]:
    product = text_of(content["product"]["name"])
    title = _("Data protection impact assessment of %(product)s", product=product)
    subtitle = _("Collective DPIA, release %(number)s", number=content["number"])
    published = Verdict(content["published_verdict"])
    source = _("This report was made from the published release with hash %(hash)s.", hash=sha256)
    return [
        Paragraph(runs=plain(title), style=Style.TITLE),
        Paragraph(runs=plain(subtitle), style=Style.SUBTITLE),
        *wording.invented_callout(content),
        *wording.status_callout(status),
        *corrections(beside),
        _verdict_callout(content, verdict=published),
        Facts(pairs=_facts(content, status=status)),
        sentence(source),
        *_where(beside),
    ]


def _where(beside: Beside | None) -> list[Block]:
    if beside is None:
        return []
    link = Run(text=beside.address, address=beside.address)
    told = _("Read it with its present status, and check it, at:")
    return [Paragraph(runs=(*plain(f"{told} "), link))]


def _facts(content: Content, *, status: Status) -> tuple[tuple[str, Runs], ...]:
    product, profile = content["product"], content["profile"]
    used = _("%(profile)s, version %(version)s", profile=profile["id"], version=profile["version"])
    return (
        (_("Product"), said(product["name"])),
        (_("Vendor"), plain(product["vendor"]["name"])),
        (_("Kind of product"), said(product["category"]["label"])),
        (_("Publisher"), plain(content["publisher"])),
        (_("Release"), plain(str(content["number"]))),
        (_("Published on"), plain(day(content["published_on"]))),
        (_("Valid up to and including"), plain(day(content["valid_until"]))),
        (_("Status when this report was made"), plain(label(status))),
        (_("Method"), plain(used)),
    )


def _verdict_callout(content: Content, *, verdict: Verdict) -> Callout:
    title = _("Verdict: %(verdict)s", verdict=label(verdict))
    own = said(content["sentence"])
    paragraphs = (plain(labels.sentence(verdict)), *((own,) if own[0].text else ()))
    return Callout(title=title, paragraphs=paragraphs, tone=wording.VERDICT_TONES[verdict])


def _verdict(content: Content) -> list[Block]:
    published = Verdict(content["published_verdict"])
    computed = Verdict(content["computed_verdict"])
    return [
        wording.chapter(_("Verdict and what it means")),
        _verdict_callout(content, verdict=published),
        *_difference(content, computed=computed, published=published),
        sentence(
            _(
                "The verdict is that of the scope cell that comes off worst. It assumes that your"
                " school takes the mandatory measures in this report."
            )
        ),
        sentence(
            _(
                "A promise of the vendor counts for nothing until somebody independent has checked"
                " that it was kept."
            )
        ),
        sentence(
            _(
                "This report does the common part of the work. Your board remains responsible: it"
                " judges its own situation, hears its data protection officer and the people whose"
                " data are processed, and takes the decision itself."
            )
        ),
    ]


def _difference(content: Content, *, computed: Verdict, published: Verdict) -> list[Block]:
    if computed is published:
        return [sentence(_("The levels of the risks and the findings lead to this verdict."))]
    text = _(
        "The levels of the risks and the findings lead to the verdict “%(computed)s”. The"
        " publisher chose a stricter one, for this reason:",
        computed=label(computed),
    )
    return [sentence(text), *wording.prose(content["override_reason"])]


def _version_data(content: Content, *, sha256: str) -> list[Block]:
    previous = content["previous"]
    pairs: list[tuple[str, Runs]] = [
        (_("Dossier"), plain(content["dossier"])),
        (_("Revision"), plain(str(content["revision"]))),
        (_("Release"), plain(str(content["number"]))),
        (_("Published on"), plain(day(content["published_on"]))),
        (_("Publisher"), plain(content["publisher"])),
        (_("Format of the content"), plain(content["schema"])),
    ]
    former = content["product"]["former_names"]
    if former:
        pairs.insert(0, (_("Former names"), plain(wording.listed(former))))
    return [
        wording.chapter(_("Version data")),
        Facts(pairs=tuple(pairs)),
        wording.long_fact(_("SHA-256 of this release"), sha256),
        wording.long_fact(
            _("SHA-256 of the release before"), previous or _("This is the first release.")
        ),
        sentence(
            _(
                "The hash belongs to the published content, which never changes. Whoever has the"
                " same hash has the same release."
            )
        ),
    ]
