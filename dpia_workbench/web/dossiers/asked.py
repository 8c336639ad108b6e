"""What the vendor was or will be asked about each part of a dossier, and where one asks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.store import remediations
from dpia_workbench.store.models import Dossier, Remediation
from dpia_workbench.usecases import places


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request in short."""

    title: str
    language: str
    url: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked about one part, and where one asks for more."""

    requests: tuple[Request, ...]
    ask_url: str | None


def of_all(dossier: Dossier) -> Mapping[str, Asked]:
    """Return by key of the part what is asked about it."""
    rows = _rows(dossier)
    return {
        place.key: Asked(
            requests=tuple(map(_request, rows.get(place, ()))), ask_url=_ask_url(dossier, place)
        )
        for place in _askable(dossier)
    }


def of(dossier: Dossier, place: Place) -> Asked | None:
    """Return what is asked about one part, or None if nothing can be."""
    return of_all(dossier).get(place.key) if place in set(_askable(dossier)) else None


def _askable(dossier: Dossier) -> Iterator[Place]:
    for place in places.known(dossier.revision):
        if place.part in (DossierPart.RISK, DossierPart.FINDING, DossierPart.MEASURE):
            yield place


def _rows(dossier: Dossier) -> Mapping[Place, list[Remediation]]:
    """Return the requests at each place; those on which a measure rests also at the measure."""
    rests = {each.remediation_id: each.key for each in dossier.revision.measures}
    found: dict[Place, list[Remediation]] = {}
    for row in remediations.of_dossier(db.session(), dossier.id, actor=current_actor()):
        at = {row.about} if row.about else set()
        if row.id in rests:
            at.add(Place(part=DossierPart.MEASURE, key=rests[row.id]))
        for place in at:
            found.setdefault(place, []).append(row)
    return found


def _request(row: Remediation) -> Request:
    spoken = current_language()
    return Request(
        title=row.title.text(spoken),
        language=row.title.language(spoken),
        url=url_for("remediations.show", remediation_id=row.id),
        state=label(row.state),
    )


def _ask_url(dossier: Dossier, place: Place) -> str | None:
    if not allows(current_actor(), Permission.REMEDIATION_REQUEST, dossier):
        return None
    here: dict[str, Any] = {"dossier_id": dossier.id}
    if place.part is DossierPart.FINDING:
        return url_for("dossiers.ask_finding", topic=place.key, **here)
    revision = dossier.revision
    if place.part is DossierPart.RISK:
        risk = next(each for each in revision.risks if each.key == place.key)
        return url_for("dossiers.ask_risk", risk_id=risk.id, **here)
    measure = next(each for each in revision.measures if each.key == place.key)
    may = allows(current_actor(), Permission.DOSSIER_EDIT, dossier)
    if not may or measure.owner is not Owner.VENDOR or measure.remediation_id is not None:
        return None
    return url_for("dossiers.ask", measure_id=measure.id, **here)
