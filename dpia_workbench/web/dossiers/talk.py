"""Where each part of a dossier is discussed, and how much of that is open."""

from collections.abc import Iterator, Mapping

from flask import url_for

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.store import threads
from dpia_workbench.store.models import Dossier
from dpia_workbench.usecases import places
from dpia_workbench.web.dossiers.pages import ThreadLink


def links(dossier: Dossier) -> dict[str, ThreadLink]:
    """Return the way to the discussion per part, by its key; "all" leads to all of them."""
    counts = _counts(dossier)
    found = {
        place.key: _link(dossier, place, name=name, count=counts.get(place, 0))
        for place, name in _parts(dossier)
    }
    total = _("Discussion (%(count)s open)", count=sum(counts.values()))
    found["all"] = ThreadLink(total, url_for("threads.index", dossier_id=dossier.id))
    return found


def link(dossier: Dossier, place: Place, *, name: str) -> ThreadLink:
    """Return the way to the discussion at one place, with how much of it is open."""
    return _link(dossier, place, name=name, count=_counts(dossier).get(place, 0))


def _counts(dossier: Dossier) -> Mapping[Place, int]:
    return threads.counts(db.session(), dossier_id=dossier.id, actor=current_actor())


def _link(dossier: Dossier, place: Place, *, name: str, count: int) -> ThreadLink:
    part, key = place.part.value, place.key or None
    url = url_for("threads.index", dossier_id=dossier.id, part=part, key=key)
    return ThreadLink(_("Comments on %(part)s (%(count)s)", part=name, count=count), url)


def _parts(dossier: Dossier) -> Iterator[tuple[Place, str]]:
    revision = dossier.revision
    description = DossierPart.DESCRIPTION
    yield Place(part=description), label(description).lower()
    yield from ((place, place.key) for place, _row in places.numbered(revision))
    for finding in revision.findings:
        place = Place(part=DossierPart.FINDING, key=finding.topic.value)
        yield place, label(finding.topic).lower()
