"""The evidence that a reader may see, beside the parts of a dossier that it supports."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import url_for

from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.evidence import Validity, is_due, validity
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.store import evidence
from dpia_workbench.store.models import Dossier, Evidence
from dpia_workbench.web.dossiers.pages import EvidenceView, Proof

Proofs = Mapping[Place, tuple[Proof, ...]]


def look(dossier: Dossier, *, on: date) -> tuple[EvidenceView, Proofs]:
    """Return how much evidence there is and needs somebody, and what is at each place."""
    rows = evidence.find(db.session(), dossier_id=dossier.id, actor=current_actor())
    may_add = allows(current_actor(), Permission.DOSSIER_EDIT, dossier)
    place: dict[str, Any] = {"dossier_id": dossier.id}
    view = EvidenceView(
        count=len(rows),
        expired=sum(validity(row.expires_on, on=on) is Validity.EXPIRED for row in rows),
        due=sum(row.has_file and is_due(row.delete_on, on=on) for row in rows),
        url=url_for("evidence.index", **place),
        add_url=url_for("evidence.add", **place) if may_add else None,
    )
    found = evidence.by_place(rows)
    return view, {place: tuple(map(_proof, rows)) for place, rows in found.items()}


def _proof(row: Evidence) -> Proof:
    url = url_for("evidence.show", dossier_id=row.dossier_id, evidence_id=row.id)
    return Proof(row.key, row.title, url)


def at(proofs: Proofs, part: DossierPart, *, key: str) -> tuple[Proof, ...]:
    """Return the evidence at one part."""
    return proofs.get(Place(part=part, key=key), ())
