"""What a request is about, for those who may read the dossier: never for the vendor."""

from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.remediation import ENDED
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.store import dossiers
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier, Remediation
from dpia_workbench.web.remediations.pages import About


def about(session: Session, row: Remediation, *, actor: Actor) -> About | None:
    """Return the part that a request is about, or None if that is unknown or not to be read."""
    place = row.about
    if place is None or row.dossier_id is None:
        return None
    try:
        dossier = dossiers.get(session, row.dossier_id, actor=actor)
    except NotFound:
        return None
    name, anchor = _named(dossier, place)
    return About(
        text=f"{dossier.key}: {name}",
        url=url_for("dossiers.show", dossier_id=dossier.id, _anchor=anchor),
        note=_note(dossier, row),
        tie_url=_tie_url(dossier, row, actor=actor),
    )


def _tie_url(dossier: Dossier, row: Remediation, *, actor: Actor) -> str | None:
    """Return where a measure is chosen that is to rest on a request, if that can be."""
    may = allows(actor, Permission.DOSSIER_EDIT, dossier)
    if not may or not row.is_sent or row.state in ENDED or _rests(dossier, row):
        return None
    return url_for("remediations.tie", remediation_id=row.id)


def _rests(dossier: Dossier, row: Remediation) -> bool:
    """Return whether a measure of the newest revision rests on a request, or is to."""
    if row.about_part is DossierPart.MEASURE:
        return True
    return any(each.remediation_id == row.id for each in dossier.revision.measures)


def _note(dossier: Dossier, row: Remediation) -> str:
    """Return what a check of the request changes, if no measure rests on it."""
    if _rests(dossier, row):
        return ""
    return _(
        "What a check of this request finds changes no level by itself: no measure rests on it."
        " Judge %(part)s anew, or tie the request to a measure of the dossier.",
        part=_named(dossier, row.about)[0] if row.about else "",
    )  # fmt: skip


def _named(dossier: Dossier, place: Place) -> tuple[str, str]:
    """Return the name of a part, and where it stands on the page of the dossier."""
    if place.part is DossierPart.FINDING:
        return label(Topic(place.key)), "findings"
    revision: Any = dossier.revision
    rows = revision.risks if place.part is DossierPart.RISK else revision.measures
    found = next((each for each in rows if each.key == place.key), None)
    if found is None:
        return place.key, "risks" if place.part is DossierPart.RISK else "measures"
    return f"{found.key} {found.title.text(current_language())}", found.key
