"""Evidence, made through its use case; the file itself is not there unless a door kept it."""

from datetime import datetime
from io import BytesIO
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from dpia_workbench.files.keeping import FileStore
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.evidence import EvidenceKind, FileFacts
from dpia_workbench.risk.place import Place
from dpia_workbench.store.audit import sha256
from dpia_workbench.store.models import Dossier, Evidence
from dpia_workbench.usecases import evidence as verbs
from tests.making import samples
from tests.making.people import NOW, Person, day_of


def file_facts(content: str = "capture", **words: Any) -> FileFacts:
    """Return what is known of a picture."""
    values = {
        "sha256": sha256(content), "name": "opname.png", "size": len(content),
        "media_type": "image/png",
    }  # fmt: skip
    return FileFacts(**{**values, **words})


def evidence_values(*, now: datetime = NOW, **words: Any) -> dict[str, Any]:
    """Return the columns of evidence that people write."""
    values = {
        "title": "Opname van het netwerk", "kind": EvidenceKind.TRAFFIC_CAPTURE,
        "source": "Eigen test", "collected_on": day_of(now), "collected_by": "Ada Analist",
        "confidentiality": Confidentiality.COOPERATIVE, "has_personal_data": False,
        "delete_on": None, "expires_on": None,
    }  # fmt: skip
    return {**values, **words}


def evidence(
    session: Session,
    row: Dossier,
    *,
    by: Person,
    place: Place | None = None,
    readers: tuple[Person, ...] = (),
    file: FileFacts | None = None,
    now: datetime = NOW,
    **words: Any,
) -> Evidence:
    """Return evidence of a dossier."""
    made = verbs.add(
        session, actor=by.actor, dossier_id=row.id, file=file or file_facts(),
        values=evidence_values(now=now, **words), readers=[each.user.id for each in readers],
        supports=[place] if place else [], today=day_of(now), now=now,
    )  # fmt: skip
    session.commit()
    return made


def kept_file(app: Flask, *, name: str = "scherm.png") -> FileFacts:
    """Keep a picture as a door does, and return what is known of it."""
    store = FileStore(app.extensions["settings"].files_folder)
    staged = store.stage(BytesIO(samples.png()), name=name)
    with store.keeping([staged]):
        return staged.facts
