"""What a publication would bring about, as its page shows it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flask import url_for

from dpia_workbench import clock
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label, sentence
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store import releases, remarks
from dpia_workbench.store.models import Dossier, Release
from dpia_workbench.usecases import consequences
from dpia_workbench.usecases.consequences import Asked
from dpia_workbench.web import pieces
from dpia_workbench.web.pieces import Badge
from dpia_workbench.web.publications.pages import AskedRow, Link, Outlook, VerdictRow
from dpia_workbench.web.verdicts import cards
from dpia_workbench.web.verdicts.changes import effects_between, sections_between

_EXCERPT = 120


def outlook(dossier: Dossier, content: dict[str, Any], *, on: date) -> Outlook:
    """Return what publishing a content on a day would bring about."""
    found = consequences.of(
        db.session(), dossier, content, actor=current_actor(), on=on, now=clock.now()
    )
    before = found.supersedes
    return Outlook(
        verdicts=tuple(_verdicts(found.by_verdict, content=content)),
        replaces=_link(dossier, before) if before else None,
        asked=tuple(_asked(dossier, each) for each in found.asked),
        effects=tuple(effects_between(releases.content(before), content)) if before else (),
        changes=tuple(_changes(before, content=content)) if before else (),
        promised=tuple(_promised(dossier)),
        mailed=_mailed(found.supersedes),
    )


def _verdicts(
    found: Mapping[Verdict, Asked | None], *, content: dict[str, Any]
) -> Iterator[VerdictRow]:
    for verdict, asked in found.items():
        yield VerdictRow(
            code=verdict,
            label=label(verdict),
            is_computed=verdict == content["computed_verdict"],
            is_chosen=verdict == content["published_verdict"],
            meaning=sentence(verdict),
            asks=_weight(asked) if asked else None,
            by=asked.look_again_by if asked else None,
        )


def _weight(asked: Asked) -> Badge:
    found = cards.weight(asked.classified.weight)
    return Badge(found.label, found.tone)


def _link(dossier: Dossier, row: Release) -> Link:
    named = _("Release %(number)s: %(verdict)s", number=row.number, verdict=label(row.verdict))
    slug = dossier.product.slug
    return Link(named, url_for("verdicts.release", slug=slug, number=row.number))


def _asked(dossier: Dossier, asked: Asked) -> AskedRow:
    link = _link(dossier, asked.release)
    few = _("fewer than five")
    return AskedRow(
        label=link.text,
        url=link.url,
        boards=pieces.in_range(asked.boards) if asked.boards else few,
        asks=_weight(asked),
        by=asked.look_again_by,
        reasons=tuple(cards.reason(each) for each in asked.classified.reasons),
    )


def _changes(before: Release, *, content: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for section in sections_between(releases.content(before), content):
        for item in section.items:
            yield section.title, f"{item.key} {item.title.text}".strip(), item.fate.label


def _promised(dossier: Dossier) -> Iterator[Link]:
    """Yield the remarks that lead to a change, which this release then notes; to its owner only."""
    if current_actor().organisation_id != dossier.owner_id:
        return
    for each in remarks.promised(db.session(), dossier.product_id, owner_id=dossier.owner_id):
        row = each.remark
        text = row.text if len(row.text) <= _EXCERPT else f"{row.text[:_EXCERPT].rstrip()}…"
        yield Link(f"{row.place} {text}".strip(), url_for("remarks.show", remark_id=row.id))


def _mailed(before: Release | None) -> str:
    if before is None:
        return _("Nobody has adopted an older release, so nobody is asked to look again.")
    return _("The boards find it among their tasks. Whoever follows the product hears of it, too.")
