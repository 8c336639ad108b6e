"""Queries for what a revision states: entries, texts, history, presence.

Whoever calls them has the dossier already, cut by what the actor may read (`dossiers.get`).
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, selectinload

from dpia_workbench.risk.place import Place
from dpia_workbench.risk.registers import REGISTER_OF, Register, Section, Value
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import (
    Entry,
    EntryReference,
    FieldStep,
    Presence,
    Revision,
    SectionText,
    User,
)


def entries(session: Session, revision: Revision) -> Sequence[Entry]:
    """Return the entries that are in a revision now, with what they refer to."""
    query = (
        select(Entry)
        .where(Entry.revision_id == revision.id, Entry.is_removed.is_(False))
        .options(selectinload(Entry.references).selectinload(EntryReference.target))
        .order_by(Entry.register, Entry.number)
    )
    return session.scalars(query).all()


def entry(session: Session, revision: Revision, key: str) -> Entry:
    """Return an entry by its human key, also one that was taken out. Raises NotFound."""
    register, number = split(key)
    query = select(Entry).where(
        Entry.revision_id == revision.id, Entry.register == register, Entry.number == number
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def split(key: str) -> tuple[Register, int]:
    """Return the register and the number that a human key names. Raises NotFound."""
    register, digits = REGISTER_OF.get(key[:2]), key[2:]
    if register is None or not digits.isascii() or not digits.isdecimal() or len(digits) > 8:
        raise NotFound
    if digits != str(int(digits)):  # DI01 is no other name of DI1
        raise NotFound
    return register, int(digits)


def values(row: Entry) -> dict[str, Value]:
    """Return what an entry holds, references as human keys."""
    found: dict[str, Value] = dict(row.values)
    for reference in row.references:
        held = found.setdefault(reference.field, [])
        if isinstance(held, list):
            held.append(reference.target.key)
    return found


def referring(session: Session, row: Entry) -> Sequence[EntryReference]:
    """Return the references that lead to an entry from entries that are in the revision."""
    query = (
        select(EntryReference)
        .join(Entry, EntryReference.entry_id == Entry.id)
        .where(EntryReference.target_id == row.id, Entry.is_removed.is_(False))
    )
    return session.scalars(query).all()


def next_entry_number(session: Session, revision: Revision, register: Register) -> int:
    """Return the number of the next entry of a register; none is used twice."""
    query = select(func.max(Entry.number)).where(
        Entry.revision_id == revision.id, Entry.register == register
    )
    return (session.scalar(query) or 0) + 1


def text(session: Session, revision: Revision, section: Section) -> SectionText | None:
    """Return a text of a revision, or None if nobody wrote it yet."""
    query = select(SectionText).where(
        SectionText.revision_id == revision.id, SectionText.section == section
    )
    return session.scalar(query)


def newest_seq(session: Session, revision: Revision) -> int:
    """Return the count of changes to a revision's fields; 0 if there is none."""
    query = select(func.max(FieldStep.touched)).where(FieldStep.revision_id == revision.id)
    return session.scalar(query) or 0


def last_steps(
    session: Session, revision: Revision, part: Place, *, fields: Sequence[str]
) -> dict[str, FieldStep]:
    """Return the newest step of each of these fields of a part that has one."""
    mine = (
        FieldStep.revision_id == revision.id, FieldStep.part == part.part,
        FieldStep.key == part.key, FieldStep.field.in_(fields),
    )  # fmt: skip
    newest = select(func.max(FieldStep.seq)).where(*mine).group_by(FieldStep.field)
    query = select(FieldStep).where(*mine, FieldStep.seq.in_(newest))
    return {step.field: step for step in session.scalars(query)}


def steps(
    session: Session, revision: Revision, *, place: Place | None = None, after: int = 0,
    limit: int = 500,
) -> Sequence[FieldStep]:  # fmt: skip
    """Return the newest steps of a revision, or of a place in it, newest first."""
    query = select(FieldStep).where(FieldStep.revision_id == revision.id)
    query = query.where(FieldStep.touched > after)
    if place is not None:
        query = query.where(FieldStep.part == place.part, FieldStep.key == place.key)
    if place is not None and place.field:
        query = query.where(FieldStep.field == place.field)
    query = query.options(selectinload(FieldStep.by)).order_by(FieldStep.touched.desc())
    return session.scalars(query.limit(limit)).all()


def names(session: Session, user_ids: Collection[str]) -> dict[str, str]:
    """Return the names of people by their identity as text."""
    wanted = [UUID(each) for each in user_ids]
    rows = session.execute(select(User.id, User.name).where(User.id.in_(wanted))).tuples()
    return {str(user_id): name for user_id, name in rows}


def step_moments(session: Session, revision: Revision) -> list[tuple[int, datetime]]:
    """Return number and moment of every step, newest first, without what they say."""
    query = select(FieldStep.seq, FieldStep.at).where(FieldStep.revision_id == revision.id)
    return [(seq, at) for seq, at in session.execute(query.order_by(FieldStep.seq.desc()))]


def later_steps(session: Session, revision: Revision, *, seq: int) -> Sequence[FieldStep]:
    """Return the steps that began after a step, newest first: the order in which to undo them."""
    query = select(FieldStep).where(FieldStep.revision_id == revision.id, FieldStep.seq > seq)
    return session.scalars(query.order_by(FieldStep.seq.desc())).all()


def close_steps(session: Session, revision: Revision, *, place: Place | None = None) -> None:
    """Let no step of a revision, of one part or of one field, be made longer any more."""
    query = update(FieldStep).where(FieldStep.revision_id == revision.id)
    if place is not None:
        query = query.where(FieldStep.part == place.part, FieldStep.key == place.key)
    if place is not None and place.field:
        query = query.where(FieldStep.field == place.field)
    session.execute(query.values(is_closed=True))


def present(session: Session, dossier_id: UUID, *, since: datetime) -> Sequence[Presence]:
    """Return who was seen in a dossier since a moment."""
    query = (
        select(Presence)
        .where(Presence.dossier_id == dossier_id, Presence.seen_at >= since)
        .options(selectinload(Presence.user))
        .order_by(Presence.user_id)
    )
    return session.scalars(query).all()
