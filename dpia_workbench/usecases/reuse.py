"""Dossiers that begin with what is known already: an external record, or an earlier dossier.

Everything that is carried over has a mark and must be looked at before a review.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.assessment import State
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.vocabulary import ReportKind, Start
from dpia_workbench.store import dossiers
from dpia_workbench.store.models import Dossier, Revision
from dpia_workbench.usecases import copying, dossier, profile, recorded
from dpia_workbench.usecases.editing import sign


class NothingRecorded(RuleViolation):
    """Only of a product that somebody published a DPIA about can a record be taken over."""

    code = "reuse.nothing-recorded"


class SourceMissing(RuleViolation):
    """Who starts from an earlier dossier says from which."""

    code = "reuse.source-missing"


def start(
    session: Session,
    *,
    actor: Actor,
    product_id: UUID,
    now: datetime,
    method: str = profile.DEFAULT,
    language: str = "nl",
    start: Start = Start.EMPTY,
    source_id: UUID | None = None,
    kind: ReportKind = ReportKind.DPIA,
) -> Dossier:
    """Open a dossier on a product, empty or with what is known already.

    A dossier that starts from another one is in the language of that one.
    Raises NotFound, Forbidden, ProfileUnknown, NothingRecorded or SourceMissing.
    """
    row = dossier.create(
        session, actor=actor, product_id=product_id, now=now, method=method, language=language
    )
    if start is Start.RECORD:
        _from_record(session, row, actor=actor, now=now)
    elif start is Start.DOSSIER:
        if source_id is None:
            raise SourceMissing
        source = dossiers.get(session, source_id, actor=actor)
        _from_dossier(session, row, source, kind=kind, actor=actor, now=now)
    return row


def _from_record(session: Session, row: Dossier, *, actor: Actor, now: datetime) -> None:
    record = row.product.record
    if record is None:
        raise NothingRecorded
    recorded.fill(row.revision, record.content)
    session.flush()
    sign(session, row, "dossier.started", actor=actor, now=now, subject=row.product.slug)


def _from_dossier(
    session: Session, row: Dossier, source: Dossier, *, kind: ReportKind, actor: Actor,
    now: datetime,
) -> None:  # fmt: skip
    old, new = _newest_finished(source), row.revision
    ties = copying.Ties(
        product=source.product_id == row.product_id, owner=source.owner_id == row.owner_id
    )
    templates = new.templates
    copying.copy(old, new, to_check=True, ties=ties)
    new.templates, new.kind = templates, kind.value
    if ties.product:
        # The verdict's sentence and the screening are conclusions, and drawn anew.
        new.summary, new.scope = old.summary, old.scope
        new.to_check = bool(old.summary or old.scope)
    session.flush()
    sign(session, row, "dossier.started", actor=actor, now=now, subject=source.key, kind=kind)


def _newest_finished(source: Dossier) -> Revision:
    """Return the newest published revision; the newest one if none was published."""
    done = [row for row in source.revisions if row.state is State.PUBLISHED]
    return done[-1] if done else source.revision
