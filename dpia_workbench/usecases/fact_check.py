"""Fact checks: a selection is frozen, sent, answered per item, disposed of, closed (method.md 8).

A vendor's answer changes nothing in the dossier by itself (invariant 5): who takes something over
writes it there.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import fact_check as rules
from dpia_workbench.risk.fact_check import Answer, Disposition, Move, State
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.store import audit, dossiers, fact_checks
from dpia_workbench.store.models import (
    Dossier,
    FactCheck,
    FactCheckItem,
    FactCheckPackage,
    Revision,
)
from dpia_workbench.usecases import notice
from dpia_workbench.usecases.editing import expect_version, lock
from dpia_workbench.usecases.fact_check_items import items


def prepare(
    session: Session, *, actor: Actor, dossier_id: UUID, places: Sequence[Place], now: datetime
) -> FactCheck:
    """Freeze a selection of the newest revision; nobody but the cooperative sees it yet.

    Raises NotFound, Forbidden or NothingSelected.
    """
    dossier = dossiers.get(session, dossier_id, actor=actor)
    require(actor, Permission.FACT_CHECK_SEND, dossier)
    lock(session, dossier.revision)
    package = _freeze(session, dossier.revision, places, actor=actor, now=now)
    row = FactCheck(
        dossier_id=dossier.id,
        number=_next_number(session, dossier),
        revision_id=dossier.revision.id,
        owner_id=dossier.owner_id,
        vendor_id=dossier.product.vendor_id,
        product_id=dossier.product_id,
        package_id=package.id,
        prepared_by_id=actor.user_id,
        prepared_at=now,
    )
    session.add(row)
    session.flush()
    _record(session, row, "factcheck.prepared", actor=actor, now=now, sha256=package.sha256)
    return row


def _next_number(session: Session, dossier: Dossier) -> int:
    newest = select(func.max(FactCheck.number)).where(FactCheck.dossier_id == dossier.id)
    return (session.scalar(newest) or 0) + 1


def _freeze(
    session: Session, revision: Revision, places: Sequence[Place], *, actor: Actor, now: datetime
) -> FactCheckPackage:
    """Store a selection as it will stay. Raises NothingSelected."""
    found = items(revision, places)
    if not found:
        raise rules.NothingSelected
    canonical = audit.canonical_json({"items": found})
    package = FactCheckPackage(
        canonical=canonical, sha256=audit.sha256(canonical), made_by_id=actor.user_id, made_at=now
    )
    session.add(package)
    session.flush()
    return package


def select_again(
    session: Session,
    *,
    actor: Actor,
    fact_check_id: UUID,
    places: Sequence[Place],
    version: int | None,
    now: datetime,
) -> FactCheck:
    """Freeze another selection of the newest revision instead, while nothing was sent.

    Raises NotFound, Forbidden, MoveRefused, NothingSelected or Stale.
    """
    row = fact_checks.get(session, fact_check_id, actor=actor)
    require(actor, Permission.FACT_CHECK_SEND, row)
    expect_version(row, version)
    rules.after(row.state, Move.SELECT)
    revision = row.dossier.revision
    lock(session, revision)
    row.package = _freeze(session, revision, places, actor=actor, now=now)
    row.revision = revision
    sha256 = row.package.sha256
    _record(session, row, "factcheck.selected", actor=actor, now=now, sha256=sha256)
    return row


def send(
    session: Session,
    *,
    actor: Actor,
    fact_check_id: UUID,
    deadline: date,
    version: int | None,
    today: date,
    now: datetime,
) -> FactCheck:
    """Send a frozen selection to the vendor, who can answer up to and including a day.

    Raises NotFound, Forbidden, MoveRefused, NothingSelected, DeadlineNotAhead or Stale.
    """
    row = fact_checks.get(session, fact_check_id, actor=actor)
    require(actor, Permission.FACT_CHECK_SEND, row)
    expect_version(row, version)
    lock(session, row.dossier.revision)  # a publication at this moment sees it, or comes first
    content = fact_checks.content(row)
    row.state = rules.send(row.state, deadline=deadline, items=len(content), today=today)
    row.deadline, row.sent_at, row.sent_by_id = deadline, now, actor.user_id
    for each in content:
        where = each["place"]
        row.items.append(
            FactCheckItem(
                number=each["number"], part=DossierPart(where["part"]), key=where["key"],
                field=where["field"],
            )
        )  # fmt: skip
    _record(session, row, "factcheck.sent", actor=actor, now=now, deadline=deadline)
    _record_on_dossier(session, row, "factcheck.sent", actor=actor, now=now)
    _tell(session, row, "sent", to=row.vendor_id, role=Role.VENDOR_CONTACT, today=today, now=now)
    return row


def _record(
    session: Session, row: FactCheck, fact: str, *, actor: Actor, now: datetime, **detail: object
) -> None:
    audit.record(session, fact, actor=actor, subject_id=row.id, at=now, **detail)


def _record_on_dossier(
    session: Session, row: FactCheck, fact: str, *, actor: Actor, now: datetime
) -> None:
    """Tell it in the history of the dossier too, by the number of the fact check."""
    audit.record(
        session, fact, actor=actor, subject_id=row.dossier_id, at=now, fact_check=row.number
    )


def _tell(
    session: Session,
    row: FactCheck,
    news: str,
    *,
    to: UUID,
    role: Role,
    today: date,
    now: datetime,
) -> None:
    people = notice.holders(session, [to], role=role, today=today)
    notice.mail(
        session, people, kind=f"fact-check-{news}", path=f"/fact-checks/{row.id}",
        values=lambda language: {
            "product": row.product.name.text(language),
            "deadline": notice.day_in(language, row.deadline) if row.deadline else "",
        },
        now=now,
    )  # fmt: skip


def _answerable(
    session: Session, fact_check_id: UUID, *, actor: Actor, move: Move, today: date
) -> FactCheck:
    """Return a fact check that its vendor can answer today. Raises MoveRefused."""
    row = fact_checks.get(session, fact_check_id, actor=actor)
    require(actor, Permission.FACT_CHECK_ANSWER, row)
    session.refresh(row, with_for_update=True)
    rules.after(standing(row, on=today), move)
    return row


def standing(row: FactCheck, *, on: date) -> State:
    """Return the state of a fact check on a day."""
    return rules.standing(row.state, deadline=row.deadline, on=on)


def answer(
    session: Session,
    *,
    actor: Actor,
    fact_check_id: UUID,
    number: int,
    answer: Answer,
    words: str,
    version: int | None,
    today: date,
    now: datetime,
) -> FactCheckItem:
    """Save what the vendor says about one item; it can change it until all is handed in.

    Raises NotFound, Forbidden, MoveRefused, WordsMissing or Stale.
    """
    row = _answerable(session, fact_check_id, actor=actor, move=Move.ANSWER, today=today)
    item = fact_checks.item(row, number)
    expect_version(item, version)
    rules.require_words(answer, words=words)
    _say(item, answer, words=words, actor=actor, now=now)
    _record(
        session, row, "factcheck.item-answered", actor=actor, now=now, item=number,
        answer=answer, words=words,
    )  # fmt: skip
    return item


def _say(item: FactCheckItem, said: Answer, *, words: str, actor: Actor, now: datetime) -> None:
    item.answer, item.words = said, words
    item.answered_by_id, item.answered_at = actor.user_id, now


def agree_with_rest(
    session: Session, *, actor: Actor, fact_check_id: UUID, today: date, now: datetime
) -> FactCheck:
    """Agree with every item that has no answer yet. Raises NotFound, Forbidden, MoveRefused."""
    row = _answerable(session, fact_check_id, actor=actor, move=Move.ANSWER, today=today)
    rest = [item for item in row.items if item.answer is None]
    for item in rest:
        _say(item, Answer.AGREE, words="", actor=actor, now=now)
    numbers = [item.number for item in rest]
    _record(session, row, "factcheck.rest-agreed", actor=actor, now=now, items=numbers)
    return row


def hand_in(
    session: Session, *, actor: Actor, fact_check_id: UUID, today: date, now: datetime
) -> FactCheck:
    """Say that the answers are complete; the cooperative now looks at them.

    Raises NotFound, Forbidden, MoveRefused or NotAllAnswered.
    """
    row = _answerable(session, fact_check_id, actor=actor, move=Move.HAND_IN, today=today)
    row.state = rules.hand_in(row.state, [item.said for item in row.items])
    row.answered_by_id, row.answered_at = actor.user_id, now
    _record(session, row, "factcheck.answered", actor=actor, now=now)
    _record_on_dossier(session, row, "factcheck.answered", actor=actor, now=now)
    _tell(session, row, "answered", to=row.owner_id, role=Role.ANALYST, today=today, now=now)
    return row


def dispose(
    session: Session,
    *,
    actor: Actor,
    fact_check_id: UUID,
    number: int,
    disposition: Disposition,
    reason: str,
    changed: str,
    version: int | None,
    today: date,
    now: datetime,
) -> FactCheckItem:
    """Say what is done with an answer, and why; the vendor reads it once all is closed.

    Raises NotFound, Forbidden, MoveRefused, NothingToDispose, WordsMissing or Stale.
    """
    row = fact_checks.get(session, fact_check_id, actor=actor)
    require(actor, Permission.FACT_CHECK_DISPOSE, row)
    rules.after(standing(row, on=today), Move.DISPOSE)
    item = fact_checks.item(row, number)
    expect_version(item, version)
    if item.answer in (None, Answer.AGREE):
        raise rules.NothingToDispose
    if not reason.strip():
        raise rules.WordsMissing
    item.disposition, item.reason, item.changed = disposition, reason, changed
    item.disposed_by_id, item.disposed_at = actor.user_id, now
    _record(
        session, row, "factcheck.item-disposed", actor=actor, now=now, item=number,
        disposition=disposition, reason=reason, changed=changed,
    )  # fmt: skip
    return item


def close(
    session: Session,
    *,
    actor: Actor,
    fact_check_id: UUID,
    version: int | None,
    today: date,
    now: datetime,
) -> FactCheck:
    """Close a fact check: all answers have a disposition, or silence is recorded.

    Raises NotFound, Forbidden, MoveRefused, NotAllDisposed or Stale.
    """
    row = fact_checks.get(session, fact_check_id, actor=actor)
    require(actor, Permission.FACT_CHECK_DISPOSE, row)
    expect_version(row, version)
    said = [item.said for item in row.items]
    row.state = rules.close(standing(row, on=today), said)
    row.closed_by_id, row.closed_at = actor.user_id, now
    row.is_silent = rules.is_silent(said)
    fact = "factcheck.closed-silent" if row.is_silent else "factcheck.closed"
    _record(session, row, fact, actor=actor, now=now)
    _record_on_dossier(session, row, fact, actor=actor, now=now)
    _tell(session, row, "closed", to=row.vendor_id, role=Role.VENDOR_CONTACT, today=today, now=now)
    return row
