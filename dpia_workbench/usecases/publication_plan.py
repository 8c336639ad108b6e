"""A publication at a moment ahead: planned, taken back, and carried out by the worker.

Until then nobody outside the cooperatives can know of it. At the moment itself the whole gate of
the dossier is looked at again, and what it does not let through is not published.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import SYSTEM, Actor, Role
from dpia_workbench.access.policy import Permission, allows, require
from dpia_workbench.i18n import speaking
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.messages import shown
from dpia_workbench.risk import publication as rules
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.publication import Check, Line, PlanEnd, asked
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.signatures.ed25519 import Signer
from dpia_workbench.store import audit, dossiers, outbox, publications
from dpia_workbench.store.base import Stale
from dpia_workbench.store.models import Dossier, PublicationPlan, Release
from dpia_workbench.usecases import notice, publication_gate, release
from dpia_workbench.usecases.content import content_hash
from dpia_workbench.usecases.editing import lock
from dpia_workbench.usecases.identity import acting
from dpia_workbench.usecases.plan_end import end
from dpia_workbench.usecases.publication_content import Choice
from dpia_workbench.usecases.publication_gate import Gate

JOB = "publication.publish"


def plan(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    chosen: Verdict,
    reason: str,
    valid_until: date | None,
    due_at: datetime,
    now: datetime,
    read: str | None = None,
) -> PublicationPlan:
    """Plan a publication for a moment; another plan of the same revision is replaced.

    The gate must hold for the day of that moment, as things are now. `read` is the hash of what
    was read. Raises NotFound, Forbidden, MomentOutOfRange, Stale, or what refuses a publication.
    """
    dossier = dossiers.get(session, dossier_id, actor=actor)
    require(actor, Permission.DOSSIER_PUBLISH, dossier)
    revision = dossier.revision
    lock(session, revision)
    rules.require_ahead(due_at, now=now)
    if read is not None and read != content_hash(revision, on=day_of(now)):
        raise Stale
    choice = Choice(chosen=chosen, reason=reason, valid_until=valid_until)
    gate = publication_gate.look(session, dossier, actor=actor, choice=choice, on=day_of(due_at))
    rules.require_open(gate.lines)
    end(session, revision.id, kind=PlanEnd.REPLACED, by=actor, now=now)
    row = PublicationPlan(
        revision_id=revision.id,
        number=publications.next_number(session, revision.id),
        approved_hash=revision.approved_hash,
        due_at=due_at,
        planned_at=now,
        **_chosen(gate, by=actor),
    )
    session.add(row)
    session.flush()
    _announce(session, row, dossier, actor=actor, now=now)
    return row


def _chosen(gate: Gate, *, by: Actor) -> dict[str, Any]:
    """Return what will be published of a gate and by whom, as a plan keeps it."""
    return {
        "planned_by_id": by.user_id,
        "organisation_id": by.organisation_id,
        "chosen": Verdict(gate.content["published_verdict"]),
        "reason": gate.content["override_reason"],
        "valid_until": date.fromisoformat(gate.content["valid_until"]),
    }


def _announce(
    session: Session, row: PublicationPlan, dossier: Dossier, *, actor: Actor, now: datetime
) -> None:
    """Ask the worker to carry a plan out at its moment, and record that it was made."""
    outbox.enqueue(session, JOB, at=row.due_at, plan_id=row.id)
    audit.record(
        session, "publication.planned", actor=actor, subject_id=dossier.id, at=now,
        revision=dossier.revision.number, plan=row.id, due_at=row.due_at, verdict=row.chosen,
    )  # fmt: skip


def withdraw(
    session: Session, *, actor: Actor, dossier_id: UUID, plan_id: UUID, now: datetime
) -> PublicationPlan:
    """Take a planned publication back. Raises NotFound, Forbidden or PlanOver."""
    dossier = dossiers.get(session, dossier_id, actor=actor)
    require(actor, Permission.DOSSIER_PUBLISH, dossier)
    revision = dossier.revision
    lock(session, revision)
    row = publications.get(session, plan_id, revision_id=revision.id)
    if row.end is not None:
        raise rules.PlanOver
    end(session, revision.id, kind=PlanEnd.WITHDRAWN, by=actor, now=now)
    audit.record(
        session, "publication.withdrawn", actor=actor, subject_id=dossier.id, at=now,
        revision=revision.number, plan=row.id,
    )  # fmt: skip
    return row


def carry_out(session: Session, *, plan_id: UUID, signer: Signer, now: datetime) -> Release | None:
    """Publish what was planned, for whoever planned it; or say why not, to them and the owner.

    Repeatable: a plan that has an end does nothing more. Two workers at once cannot both publish:
    the end of a plan and the release of a revision are there once.
    """
    row = publications.by_id(session, plan_id)
    if row is None:
        return None
    dossier, today = row.revision.dossier, day_of(now)
    lock(session, row.revision)
    session.refresh(row, ["end"])
    if row.end is not None:
        return None
    actor, choice = _planner(row, on=today), choice_of(row)
    refused = [each.check for each in refusals(session, row, actor=actor, today=today)]
    if refused:
        _refuse(session, row, dossier, refused=refused, now=now)
        return None
    made = release.publish(
        session, actor=actor, dossier_id=dossier.id, chosen=row.chosen, reason=choice.reason,
        valid_until=choice.valid_until, signer=signer, today=today, now=now,
    )  # fmt: skip
    path = f"/verdicts/{dossier.product.slug}/releases/{made.number}"
    _tell(session, row, dossier, kind="publication-done", path=path, refused=(), now=now)
    return made


def choice_of(row: PublicationPlan) -> Choice:
    """Return what the planner chose."""
    return Choice(chosen=row.chosen, reason=row.reason, valid_until=row.valid_until)


def _planner(row: PublicationPlan, *, on: date) -> Actor:
    """Return who planned it as who acts on a day: nobody, once their account is shut."""
    if not row.planned_by.is_active:
        return Actor(user_id=row.planned_by_id)
    return acting(row.planned_by, organisation_id=row.organisation_id, on=on)


def standing(session: Session, row: PublicationPlan, *, now: datetime) -> tuple[Line, ...]:
    """Return what would refuse an open plan at its moment, as things are now."""
    day = max(day_of(row.due_at), day_of(now))
    return tuple(refusals(session, row, actor=_planner(row, on=day), today=day))


def refusals(
    session: Session, row: PublicationPlan, *, actor: Actor, today: date
) -> Iterator[Line]:
    """Yield the lines that keep a plan from being carried out on a day."""
    dossier = row.revision.dossier
    publishes = allows(actor, Permission.DOSSIER_PUBLISH, dossier)
    approved = row.revision.approved_hash if dossier.revision.id == row.revision_id else None
    own = (
        asked(Check.PUBLISHER, lambda: rules.require_planner(still_publishes=publishes)),
        asked(
            Check.UNCHANGED, lambda: rules.require_same_approval(row.approved_hash, now=approved)
        ),
    )
    gate = publication_gate.look(session, dossier, actor=actor, choice=choice_of(row), on=today)
    yield from (line for line in (*own, *gate.lines) if line.refusal is not None)


def _refuse(
    session: Session,
    row: PublicationPlan,
    dossier: Dossier,
    *,
    refused: list[Check],
    now: datetime,
) -> None:
    """Record why a plan was not carried out, and tell who must know."""
    checks = list(dict.fromkeys(refused))
    end(session, row.revision_id, kind=PlanEnd.REFUSED, by=None, now=now, checks=checks)
    audit.record(
        session, "publication.refused", actor=SYSTEM, subject_id=dossier.id, at=now,
        revision=row.revision.number, plan=row.id, checks=checks,
    )  # fmt: skip
    path = f"/dossiers/{dossier.id}/publication"
    _tell(session, row, dossier, kind="publication-refused", path=path, refused=checks, now=now)


def _tell(
    session: Session,
    row: PublicationPlan,
    dossier: Dossier,
    *,
    kind: str,
    path: str,
    refused: Iterable[Check],
    now: datetime,
) -> None:
    """Mail the planner, and the analysts and publishers of the dossier's owner, each once."""
    today, checks = day_of(now), tuple(refused)
    people = (
        {(row.planned_by.email, row.planned_by.language)} if row.planned_by.is_active else set()
    )
    for role in (Role.ANALYST, Role.PUBLISHER):
        people |= set(notice.holders(session, [dossier.owner_id], role=role, today=today))

    def values(language: str) -> dict[str, str]:
        with speaking(language):
            return {"dossier": dossier.key, "why": shown([label(each) for each in checks])}

    notice.mail(session, sorted(people), kind=kind, path=path, values=values, now=now)
