"""Lawfulness findings of a dossier: one per topic, always there, so that they only change."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.api import reading
from dpia_workbench.api.collection import ROOT, answer, dossier_of, moment, require_known
from dpia_workbench.api.operation import operation
from dpia_workbench.api.preconditions import Answer
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.schemas.dossier_answers import FindingAnswerSchema, list_of
from dpia_workbench.schemas.dossiers import FindingSchema
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier, Finding
from dpia_workbench.usecases import finding as verbs


@operation(f"{ROOT}/findings", returns=list_of(FindingAnswerSchema))
def list_findings(*, dossier_id: UUID) -> dict[str, Any]:
    """List the lawfulness findings of a dossier, one per topic."""
    dossier = dossier_of(dossier_id)
    return {"items": [reading.finding(_on(dossier, topic)) for topic in Topic]}


def _on(dossier: Dossier, topic: str) -> Finding:
    found = [row for row in dossier.revision.findings if row.topic == topic]
    if not found:
        raise NotFound
    return found[0]


@operation(f"{ROOT}/findings/<topic>", returns=FindingAnswerSchema)
def one_finding(*, dossier_id: UUID, topic: str) -> Answer:
    """Return the lawfulness finding on one topic."""
    row = _on(dossier_of(dossier_id), topic)
    return answer(row, reading.finding(row))


@operation(
    f"{ROOT}/findings/<topic>", method="PATCH", body=FindingSchema, returns=FindingAnswerSchema,
    current=one_finding,
)  # fmt: skip
def change_finding(
    session: Session, *, dossier_id: UUID, topic: str, version: int, body: dict[str, Any]
) -> Answer:
    """Change the lawfulness finding on one topic of a draft."""
    known = [None, *(row.id for row in dossier_of(dossier_id).revision.measures)]
    require_known([body["measure_id"]], known=known, field="measure_id")
    row = verbs.save(
        session, dossier_id=dossier_id, topic=Topic(topic), version=version, **body, **moment()
    )
    return answer(row, reading.finding(row))
