"""Places of a dossier as people read them, and as a form sends them."""

from collections.abc import Callable, Mapping

from flask import url_for

from dpia_workbench.i18n import current_language
from dpia_workbench.i18n.labels import label
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import Section
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Dossier, Revision
from dpia_workbench.usecases import places
from dpia_workbench.web.dossiers import points, reading
from dpia_workbench.web.dossiers.content_reading import name_of
from dpia_workbench.web.evidence.pages import PlaceView

_SECTIONS = {
    DossierPart.DESCRIPTION: "description",
    DossierPart.CELL: "cells",
    DossierPart.FINDING: "findings",
}


def value(place: Place) -> str:
    """Return a place as a form sends it."""
    return f"{place.part}:{place.key}"


def options(revision: Revision) -> list[tuple[str, str]]:
    """Return (value, label) of everything that evidence can support."""
    titles = _titles(revision)
    return [(value(place), _named(place, titles=titles)[0]) for place in places.known(revision)]


def views(dossier: Dossier) -> Mapping[Place, PlaceView]:
    """Return every place of a dossier as it is shown."""
    titles, written_at = _titles(dossier.revision), points.addresses(dossier)
    return {
        place: _view(
            place, url=_url(place, dossier=dossier, written_at=written_at),
            named=_named(place, titles=titles),
        )
        for place in places.known(dossier.revision)
    }  # fmt: skip


def gone(place: Place, *, dossier: Dossier) -> PlaceView:
    """Return a place that the newest revision no longer has."""
    named = (place.key or label(place.part), current_language())
    is_entry = place.part is DossierPart.ENTRY  # which still has its page
    page, key = ("dossiers.entry", place.key) if is_entry else ("dossiers.show", None)
    url = url_for(page, dossier_id=dossier.id, key=key)
    return _view(place, url=url, named=named, is_gone=True)


def _view(place: Place, *, url: str, named: tuple[str, str], is_gone: bool = False) -> PlaceView:
    return PlaceView(
        value=value(place),
        part=label(place.part),
        text=named[0],
        language=named[1],
        url=url,
        is_gone=is_gone,
    )


def _url(place: Place, *, dossier: Dossier, written_at: Callable[[str], str]) -> str:
    """Return where a place is shown: an entry on its own page, a text among the points."""
    if place.part is DossierPart.ENTRY:
        return url_for("dossiers.entry", dossier_id=dossier.id, key=place.key)
    if place.part is DossierPart.TEXT:
        return written_at(f"text:{place.key}")
    anchor = _SECTIONS.get(place.part, place.key)
    return url_for("dossiers.show", dossier_id=dossier.id, _anchor=anchor)


def _titles(revision: Revision) -> Mapping[str, Bilingual]:
    """Return what stands behind each human key."""
    risks = {row.key: row.title for row in revision.risks}
    measures = {row.key: row.title for row in revision.measures}
    cells = {row.key: Bilingual.of(reading.cell_name(row)) for row in revision.cells}
    claims = {row.key: Bilingual.of(reading.claim_sentence(row)) for row in revision.claims}
    entries = {row.key: Bilingual(**{revision.language: name_of(row)}) for row in revision.entries}
    return {**risks, **measures, **cells, **claims, **entries}


def _named(place: Place, *, titles: Mapping[str, Bilingual]) -> tuple[str, str]:
    """Return a place in words, and the language of them."""
    spoken = current_language()
    if place.part is DossierPart.FINDING:
        return label(Topic(place.key)), spoken
    if place.part is DossierPart.TEXT:
        return label(Section(place.key)), spoken
    title = titles.get(place.key, Bilingual())
    if not title:
        return label(place.part), spoken
    is_ours = place.part in (DossierPart.CELL, DossierPart.CLAIM)
    return f"{place.key} {title.text(spoken)}", spoken if is_ours else title.language(spoken)
