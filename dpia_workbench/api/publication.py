"""The gate of a dossier, its publication at once or under embargo, and the end of a plan."""

from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.api.collection import ROOT, dossier_of, moment
from dpia_workbench.api.dossiers import one_dossier
from dpia_workbench.api.operation import Eventually, operation
from dpia_workbench.api.preconditions import Answer
from dpia_workbench.api.verdicts import release_item
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.publication_labels import line_sentence
from dpia_workbench.plumbing import signing
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.assessment import Purpose
from dpia_workbench.risk.publication import Line
from dpia_workbench.schemas.publications import (
    PublicationGateSchema,
    PublicationPlanSchema,
    PublishingSchema,
)
from dpia_workbench.schemas.verdicts import ReleaseItemSchema
from dpia_workbench.store import publications
from dpia_workbench.store.models import PublicationPlan
from dpia_workbench.usecases import publication_gate, publication_plan, release
from dpia_workbench.usecases.publication_content import Choice


def _line(line: Line) -> dict[str, Any]:
    return {
        "check": line.check,
        "state": line.holding,
        "title": label(line.check),
        "detail": line_sentence(line),
        "code": line.refusal.code if line.refusal else "",
        "gaps": [
            {"lack": gap.lack, "key": gap.key, "blocks": Purpose.PUBLICATION} for gap in line.gaps
        ],
    }


def _plan(row: PublicationPlan) -> dict[str, Any]:
    lines = publication_plan.standing(db.session(), row, now=clock.now())
    return {
        "id": row.id,
        "due_at": row.due_at,
        "verdict": row.chosen,
        "reason": row.reason,
        "valid_until": row.valid_until,
        "planned_at": row.planned_at,
        "failing": list(dict.fromkeys(line.check for line in lines)),
    }


def _gate(dossier_id: UUID) -> dict[str, Any]:
    dossier = dossier_of(dossier_id)
    gate = publication_gate.look(
        db.session(), dossier, actor=current_actor(), choice=Choice(), on=clock.today()
    )
    plan = publications.open_plan(db.session(), dossier.revision.id)
    return {
        "is_open": gate.is_open,
        "checks": [_line(line) for line in gate.lines],
        "computed_verdict": gate.computed,
        "longest_validity": gate.longest,
        "content_hash": gate.content_hash,
        "plan": _plan(plan) if plan else None,
    }


@operation(f"{ROOT}/publication-gate", returns=PublicationGateSchema)
def publication_checks(*, dossier_id: UUID) -> dict[str, Any]:
    """Return all that must hold before a publication, and whether it does today."""
    return _gate(dossier_id)


@operation(
    f"{ROOT}/publication", body=PublishingSchema, status=201, current=one_dossier,
    returns=Eventually(now=ReleaseItemSchema, later=PublicationPlanSchema),
)  # fmt: skip
def publish_dossier(
    session: Session, *, dossier_id: UUID, version: int, body: dict[str, Any]
) -> Answer:
    """Publish what was approved, as a release that never changes; or plan that for later."""
    due_at = body.pop("embargo_until")
    if due_at is not None:
        row = publication_plan.plan(
            session, dossier_id=dossier_id, due_at=due_at, **body, **moment()
        )
        return Answer(value=_plan(row), is_accepted=True)
    made = release.publish(
        session, dossier_id=dossier_id, signer=signing.signer(), today=clock.today(), **body,
        **moment(),
    )  # fmt: skip
    session.flush()
    slug = made.product.slug
    place = url_for("api.one_release", slug=slug, number=made.number)
    return Answer(value=release_item(made, slug=slug), location=place)


@operation(
    f"{ROOT}/publication-plans/<uuid:plan_id>/withdrawal", method="POST",
    returns=PublicationGateSchema,
)  # fmt: skip
def withdraw_plan(session: Session, *, dossier_id: UUID, plan_id: UUID) -> dict[str, Any]:
    """Take a planned publication back; that it was planned stays known."""
    publication_plan.withdraw(session, dossier_id=dossier_id, plan_id=plan_id, **moment())
    return _gate(dossier_id)
