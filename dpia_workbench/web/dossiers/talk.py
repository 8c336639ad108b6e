"""Where each part of a dossier is discussed, and how much of that is open."""

from collections.abc import Iterator

from flask import url_for

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.store import threads
from dpia_workbench.store.models import Dossier
from dpia_workbench.web.dossiers.pages import ThreadLink


def links(dossier: Dossier) -> dict[str, ThreadLink]:
    """Return the way to the discussion per part, by its key; "all" leads to all of them."""
    counts = threads.counts(db.session(), dossier_id=dossier.id, actor=current_actor())
    found = {}
    for place, name in _parts(dossier):
        url = url_for(
            "threads.index", dossier_id=dossier.id, part=place.part.value, key=place.key or None
        )
        text = _("Comments on %(part)s (%(count)s)", part=name, count=counts.get(place, 0))
        found[place.key] = ThreadLink(text, url)
    total = _("Discussion (%(count)s open)", count=sum(counts.values()))
    found["all"] = ThreadLink(total, url_for("threads.index", dossier_id=dossier.id))
    return found


def link(dossier: Dossier, place: Place, *, name: str) -> ThreadLink:
    """Return the way to the discussion at one place, with how much of it is open."""
    counts = threads.counts(db.session(), dossier_id=dossier.id, actor=current_actor())
    url = url_for("threads.index", dossier_id=dossier.id, part=place.part.value, key=place.key)
    text = _("Comments on %(part)s (%(count)s)", part=name, count=counts.get(place, 0))
    return ThreadLink(text, url)


def _parts(dossier: Dossier) -> Iterator[tuple[Place, str]]:
    revision = dossier.revision
    description = DossierPart.DESCRIPTION
    yield Place(part=description), label(description).lower()
    for part, rows in (
        (DossierPart.CELL, revision.cells),
        (DossierPart.RISK, revision.risks),
        (DossierPart.MEASURE, revision.measures),
        (DossierPart.CLAIM, revision.claims),
    ):
        for row in rows:
            yield Place(part=part, key=row.key), row.key
    for finding in revision.findings:
        place = Place(part=DossierPart.FINDING, key=finding.topic.value)
        yield place, label(finding.topic).lower()
