"""The way of a dossier through review to publication, as on its page."""

from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.api.collection import ROOT, dossier_of, moment
from dpia_workbench.api.dossiers import one_dossier, shown
from dpia_workbench.api.operation import operation
from dpia_workbench.api.preconditions import Answer
from dpia_workbench.api.verdicts import release_item
from dpia_workbench.plumbing import signing
from dpia_workbench.schemas.dossier_answers import DossierAnswerSchema
from dpia_workbench.schemas.dossier_requests import ApprovalSchema, ChangesAskedSchema
from dpia_workbench.schemas.dossiers import PublicationSchema
from dpia_workbench.schemas.verdicts import ReleaseItemSchema
from dpia_workbench.usecases import dossier as verbs
from dpia_workbench.usecases import release as releases
from dpia_workbench.usecases import review as reviews


def _moved(session: Session, dossier_id: UUID) -> Answer:
    session.flush()
    return shown(dossier_of(dossier_id))


@operation(
    f"{ROOT}/submission", method="POST", returns=DossierAnswerSchema, current=one_dossier
)  # fmt: skip
def submit_dossier(session: Session, *, dossier_id: UUID, version: int) -> Answer:
    """Hand a complete draft to the reviewers."""
    reviews.submit(session, dossier_id=dossier_id, today=clock.today(), **moment())
    return _moved(session, dossier_id)


@operation(
    f"{ROOT}/changes", body=ChangesAskedSchema, returns=DossierAnswerSchema, current=one_dossier
)
def ask_changes(
    session: Session, *, dossier_id: UUID, version: int, body: dict[str, Any]
) -> Answer:
    """Send a revision back with what must change."""
    reviews.request_changes(session, dossier_id=dossier_id, today=clock.today(), **body, **moment())
    return _moved(session, dossier_id)


@operation(
    f"{ROOT}/approval", body=ApprovalSchema, returns=DossierAnswerSchema, current=one_dossier
)
def approve_dossier(
    session: Session, *, dossier_id: UUID, version: int, body: dict[str, Any]
) -> Answer:
    """Approve exactly what was read."""
    reviews.approve(
        session, dossier_id=dossier_id, today=clock.today(), note=body["note"],
        read=body["content_hash"], **moment(),
    )  # fmt: skip
    return _moved(session, dossier_id)


@operation(
    f"{ROOT}/publication", body=PublicationSchema, returns=ReleaseItemSchema, status=201,
    current=one_dossier,
)  # fmt: skip
def publish_dossier(
    session: Session, *, dossier_id: UUID, version: int, body: dict[str, Any]
) -> Answer:
    """Publish what was approved, as a release that never changes."""
    release = releases.publish(
        session, dossier_id=dossier_id, signer=signing.signer(), today=clock.today(), **body,
        **moment(),
    )  # fmt: skip
    session.flush()
    slug = release.product.slug
    place = url_for("api.one_release", slug=slug, number=release.number)
    return Answer(value=release_item(release, slug=slug), location=place)


@operation(f"{ROOT}/resumption", method="POST", returns=DossierAnswerSchema, current=one_dossier)
def resume_dossier(session: Session, *, dossier_id: UUID, version: int) -> Answer:
    """Take a revision that was sent back into work again."""
    reviews.resume(session, dossier_id=dossier_id, **moment())
    return _moved(session, dossier_id)


@operation(f"{ROOT}/reopening", method="POST", returns=DossierAnswerSchema, current=one_dossier)
def reopen_dossier(session: Session, *, dossier_id: UUID, version: int) -> Answer:
    """Open an approved revision again; the approval is void."""
    reviews.reopen(session, dossier_id=dossier_id, **moment())
    return _moved(session, dossier_id)


@operation(f"{ROOT}/revision", method="POST", returns=DossierAnswerSchema, current=one_dossier)
def revise_dossier(session: Session, *, dossier_id: UUID, version: int) -> Answer:
    """Start the next revision of a published dossier, as a copy."""
    verbs.revise(session, dossier_id=dossier_id, **moment())
    return _moved(session, dossier_id)
