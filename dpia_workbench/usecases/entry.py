"""Entries of registers: added, taken out, brought back; and what does not apply to a product."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import (
    Register,
    Section,
    StillReferred,
    UnknownReference,
    checked,
    empty,
    field_of,
)
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import contents
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier, Entry
from dpia_workbench.usecases import exemption, steps
from dpia_workbench.usecases.editing import editable_dossier, sign
from dpia_workbench.usecases.holding import EntryHolder, FieldConflict, caught_up


class ReasonMissing(RuleViolation):
    """Who says that something does not apply says why."""

    code = "exemption.reason-missing"


def add(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    register: Register,
    values: Mapping[str, object],
    now: datetime,
) -> Entry:
    """Add an entry to a register of a draft, with whatever is known of it already.

    Raises NotFound, Forbidden, NotEditable, UnknownField, WrongValue, TextTooLong or
    UnknownReference.
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    number = contents.next_entry_number(session, dossier.revision, register)
    row = Entry(revision_id=dossier.revision.id, register=register, number=number, values={})
    session.add(row)
    session.flush()
    for name, value in values.items():
        field = field_of(register, name)
        found = checked(field, value)
        if found != empty(field):
            EntryHolder(session=session, revision=dossier.revision, row=row, field=field).write(
                found
            )
    session.flush()
    appeared = (Place(part=DossierPart.ENTRY, key=row.key), None, contents.values(row))
    steps.record_all(session, dossier.revision, [appeared], actor=actor, now=now)
    _sign(session, dossier, "entry.added", row=row, actor=actor, now=now)
    return row


def save(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    key: str,
    values: Mapping[str, object],
    was: Mapping[str, object],
    now: datetime,
) -> Entry:
    """Write several fields of an entry at once; `was` is what the writer started from.

    Fields that others changed since are merged; one true conflict refuses all.
    Raises NotFound, Forbidden, NotEditable, UnknownField, WrongValue, TextTooLong,
    UnknownReference or FieldConflict.
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    row = _there(session, dossier, key)
    changed = []
    for name, value in values.items():
        field = field_of(row.register, name)
        held = EntryHolder(session=session, revision=dossier.revision, row=row, field=field)
        found = caught_up(held, value=value, was=was.get(name, held.read()))
        if found.after != found.before:
            held.write(found.after)
            place = Place(part=DossierPart.ENTRY, key=key, field=name)
            steps.record(
                session, dossier.revision, place, before=found.before, after=found.after,
                actor=actor, now=now,
            )  # fmt: skip
            changed.append(name)
    if changed:
        _sign(session, dossier, "entry.saved", row=row, actor=actor, now=now, fields=changed)
    row.to_check = False
    return row


def _there(session: Session, dossier: Dossier, key: str) -> Entry:
    row = contents.entry(session, dossier.revision, key)
    if row.is_removed:
        raise NotFound
    return row


def remove(session: Session, *, actor: Actor, dossier_id: UUID, key: str, now: datetime) -> None:
    """Take an entry out of a draft; it can be brought back.

    Raises NotFound, Forbidden, NotEditable or StillReferred.
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    row = _there(session, dossier, key)
    users = sorted({_key_of(session, r.entry_id) for r in contents.referring(session, row)})
    if users:
        raise StillReferred(key=key, entries=users)
    _set_removed(session, dossier, row, removed=True, actor=actor, now=now)


def bring_back(
    session: Session, *, actor: Actor, dossier_id: UUID, key: str, now: datetime
) -> Entry:
    """Put an entry that was taken out back, with what it held.

    Raises NotFound, Forbidden, NotEditable or UnknownReference (to what was taken out since).
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    row = contents.entry(session, dossier.revision, key)
    gone = [r for r in row.references if r.target.is_removed]
    if gone:
        raise UnknownReference(field=gone[0].field, key=gone[0].target.key)
    _set_removed(session, dossier, row, removed=False, actor=actor, now=now)
    return row


def _key_of(session: Session, entry_id: UUID) -> str:
    return session.get_one(Entry, entry_id).key


def _set_removed(
    session: Session, dossier: Dossier, row: Entry, *, removed: bool, actor: Actor, now: datetime
) -> None:
    if row.is_removed is not removed:
        steps.set_removed(session, dossier.revision, row, removed=removed, actor=actor, now=now)
        fact = "entry.removed" if removed else "entry.brought-back"
        _sign(session, dossier, fact, row=row, actor=actor, now=now)


def set_not_applicable(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    subject: str,
    reason: str,
    now: datetime,
    was: str | None = None,
) -> None:
    """Say why a text or register stays empty; without a reason, that it does apply after all.

    `was` is the reason that the writer started from.
    The subject is text:<section> or register:<register>.
    Raises NotFound, Forbidden, NotEditable or FieldConflict.
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    kind, _colon, name = subject.partition(":")
    known: Mapping[str, type[StrEnum]] = {"text": Section, "register": Register}
    if kind not in known or name not in list(known[kind]):
        raise NotFound
    revision, reason = dossier.revision, reason.strip()
    before = exemption.reason(revision, subject)
    if was is not None and was not in (before, reason) and before != reason:
        raise FieldConflict(field="reason", base=was, mine=reason, theirs=before)
    if not (before or reason):
        raise ReasonMissing
    exemption.write(session, revision, subject, reason, actor=actor, now=now)
    sign(
        session, dossier, "content.not-applicable", actor=actor, now=now, subject=subject,
        note=reason, before=before,
    )  # fmt: skip


def _sign(
    session: Session, dossier: Dossier, fact: str, *, row: Entry, actor: Actor, now: datetime,
    **detail: Any,
) -> None:  # fmt: skip
    session.flush()
    sign(session, dossier, fact, actor=actor, now=now, entry=row.key, **detail)
