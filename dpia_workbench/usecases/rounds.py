"""The rounds of a board with one product: how the next begins, and how it ends the last one."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.adoption import DECIDED
from dpia_workbench.risk.readoption import AlreadyAdopted, LookAgain, why_again
from dpia_workbench.risk.release import IN_USE
from dpia_workbench.store import adoptions, audit, releases
from dpia_workbench.store.models import (
    Adoption,
    AdoptionAgain,
    Basis,
    LocalMeasure,
    Organisation,
    Release,
)
from dpia_workbench.usecases import adopting, carrying, local


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Why a person wants their board to look again at what it uses."""

    why: LookAgain | None  # None: it follows from facts
    words: str = ""


def begin(
    session: Session,
    basis: Basis,
    *,
    actor: Actor,
    asked: Asked | None,
    today: date,
    now: datetime,
) -> Adoption:
    """Return the next round of the actor's board with a product, after the caller asked policy.

    It holds what the last round said, to be confirmed; that one stays in force until this one is
    decided. Raises AlreadyAdopted or ReasonUnexplained.
    """
    # Whoever of the board begins at the same moment waits here, and then finds what was begun.
    session.get(Organisation, actor.organisation_id, with_for_update=True)
    before = adoptions.newest_of_product(session, basis.product_id, actor=actor)
    again = _again(session, before, basis=basis, asked=asked, today=today) if before else None
    row = _new(basis, before=before, actor=actor, now=now)
    row.again = again
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:  # two people of the board began at the same moment
        raise AlreadyAdopted from error
    if before is not None:
        carrying.carry(row, before, content=releases.content(basis))
        if before.decision is None and before.ended_at is None:
            end(session, before, fact="adoption.replaced", actor=actor, now=now, by=row)
    adopting.filled_by(row, actor=actor)
    why = {"follows": row.follows_id, "why": again.why} if again else {}
    audit.record(
        session, "adoption.started", actor=actor, subject_id=row.id, at=now, sha256=basis.sha256,
        **why,
    )  # fmt: skip
    return row


def _new(basis: Basis, *, before: Adoption | None, actor: Actor, now: datetime) -> Adoption:
    """Return a round with the measures that it asks, none of which has an answer."""
    row = Adoption(
        board_id=actor.organisation_id,
        release=basis if isinstance(basis, Release) else None,
        snapshot=None if isinstance(basis, Release) else basis,
        release_sha256=basis.sha256,
        round=_number(before, basis),
        follows=before,
        started_by_id=actor.user_id,
        started_at=now,
    )
    row.measures = [
        LocalMeasure(key=item["key"], position=position)
        for position, item in enumerate(local.school_measures(releases.content(basis)))
    ]
    return row


def _number(before: Adoption | None, basis: Basis) -> int:
    """Return which round with this text it is.

    Two who did not see each other count the same, and the database takes one of them.
    """
    earlier = (before, *adoptions.earlier(before)) if before else ()
    return 1 + sum(each.release_sha256 == basis.sha256 for each in earlier)


def _again(
    session: Session, before: Adoption, *, basis: Basis, asked: Asked | None, today: date
) -> AdoptionAgain:
    state = local.state_of(before, on=today)
    why = why_again(
        state,
        same_text=before.release_sha256 == basis.sha256,
        in_use=releases.status(session, before.basis, on=today) in IN_USE,
        asked=asked.why if asked else None,
        words=asked.words if asked else "",
    )
    return AdoptionAgain(why=why, words=asked.words if asked else "")


def end(
    session: Session, row: Adoption, *, fact: str, actor: Actor, now: datetime, by: Adoption
) -> None:
    """End a round because another one took its place; what it says stays."""
    row.ended_at = now
    audit.record(session, fact, actor=actor, subject_id=row.id, at=now, successor=by.id)


def succeed(session: Session, row: Adoption, *, actor: Actor, now: datetime) -> None:
    """End the rounds before one that was decided now, in the same transaction."""
    for before in adoptions.earlier(row):
        if before.ended_at is None:
            end(session, before, fact="adoption.re-adopted", actor=actor, now=now, by=row)


def in_force(row: Adoption, *, today: date) -> Adoption | None:
    """Return the round whose decision holds until an open one is decided."""
    if local.state_of(row, on=today) in DECIDED:
        return None
    return next((each for each in adoptions.earlier(row) if each.decision is not None), None)
