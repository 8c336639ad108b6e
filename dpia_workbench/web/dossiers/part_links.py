"""What a point shows that has its own place on the dossier's page."""

from flask import url_for

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import ngettext
from dpia_workbench.i18n.labels import label
from dpia_workbench.risk.templates import Part, ShownPart
from dpia_workbench.risk.verdict import Result, Topic
from dpia_workbench.store.models import Dossier
from dpia_workbench.web.dossiers import content_reading as reading
from dpia_workbench.web.dossiers.content_pages import PartView

ANCHORS = {
    Part.SUMMARY: "description", Part.SCOPE: "description", Part.SENTENCE: "description",
    Part.SCREENING: "screening", Part.CELLS: "cells", Part.RISKS: "risks",
    Part.RISK_MATRIX: "risks", Part.RISKS_RESIDUAL: "risks", Part.MEASURES: "measures",
    Part.MEASURES_BY_ACTOR: "measures", Part.CLAIMS: "claims", Part.FINDINGS: "findings",
}  # fmt: skip


def part_view(dossier: Dossier, shown: ShownPart) -> PartView:
    """Return a part in short, with a link to where it is."""
    anchor = ANCHORS.get(shown.part)
    return PartView(
        title=label(shown.part),
        text=_text(dossier, shown),
        url=url_for(".show", dossier_id=dossier.id, _anchor=anchor),
    )


def _text(dossier: Dossier, shown: ShownPart) -> str:
    revision, part = dossier.revision, shown.part
    texts = {
        Part.SUMMARY: revision.summary,
        Part.SCOPE: revision.scope,
        Part.SENTENCE: revision.sentence,
    }
    if part in texts:
        return reading.excerpt(texts[part]) or _("Nothing written yet.")
    if part in (Part.RISKS, Part.RISK_MATRIX, Part.RISKS_RESIDUAL):
        count = len(revision.risks)
        return ngettext("%(count)s risk", "%(count)s risks", count, count=count)
    if part in (Part.MEASURES, Part.MEASURES_BY_ACTOR):
        count = len(revision.measures)
        return ngettext("%(count)s measure", "%(count)s measures", count, count=count)
    if part is Part.FINDINGS:
        return _findings(dossier, shown.topics or frozenset(Topic))
    return _("Made from what is in the dossier.")


def _findings(dossier: Dossier, topics: frozenset[Topic]) -> str:
    results = {row.topic: row.result for row in dossier.revision.findings}
    return "; ".join(
        f"{label(topic)}: {label(results.get(topic, Result.NOT_ASSESSED)).lower()}"
        for topic in Topic
        if topic in topics
    )
