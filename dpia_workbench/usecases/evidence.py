"""Evidence of a dossier: added, described, tied to what it supports, its file deleted.

The facts stand in the trail under the evidence itself and not under its dossier: who may not read
the evidence reads nothing of it in the dossier's history either.
"""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import evidence as rules
from dpia_workbench.risk.assessment import ReviewerIsAuthor, State
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.evidence import FileDeleted, FileFacts
from dpia_workbench.risk.place import Place
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import audit, dossiers, evidence
from dpia_workbench.store.models import (
    Dossier,
    Evidence,
    EvidenceLink,
    EvidenceReader,
    RevisionAuthor,
)
from dpia_workbench.usecases import places, scanning
from dpia_workbench.usecases.editing import apply, expect_version

# Numbers of what only named people may read are drawn from here up, so that the numbers that all
# colleagues see have no gap that tells of it.
DRAWN_FROM, DRAWN_UNTIL = 100_000, 1_000_000
_FROZEN = (State.PUBLISHED, State.ABANDONED)


class PlaceUnknown(RuleViolation):
    """Evidence supports a part that the newest revision has."""

    code = "evidence.place-unknown"


class ReaderUnknown(RuleViolation):
    """Readers by name are people of the cooperative that owns the dossier."""

    code = "evidence.reader-unknown"


def add(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    file: FileFacts,
    values: Mapping[str, Any],
    readers: Iterable[UUID],
    supports: Iterable[Place],
    today: date,
    now: datetime,
) -> Evidence:
    """Add evidence, of which the file is kept already. `values` are its columns.

    Raises NotFound, Forbidden, DossierFull, PlaceUnknown, ReaderUnknown, or what
    `risk.evidence.require_sound` raises.
    """
    dossier = dossiers.get(session, dossier_id, actor=actor)
    require(actor, Permission.DOSSIER_EDIT, dossier)
    session.refresh(dossier, with_for_update=True)
    _require_sound(values, today=today)
    rules.require_room(file.size, used=evidence.bytes_used(session, dossier_id))
    row = Evidence(
        dossier=dossier,
        number=_number(session, dossier_id, confidentiality=values["confidentiality"]),
        uploaded_by_id=actor.user_id,
        uploaded_at=now,
        **_columns(file),
        **values,
    )
    _name_readers(session, row, wanted=readers, actor=actor, today=today)
    session.add(row)
    scanning.enqueue(session, sha256=file.sha256, now=now)
    session.flush()
    _record(session, row, "evidence.added", actor=actor, now=now, sha256=file.sha256)
    for place in supports:
        _tie(session, row, place, actor=actor, now=now)
    return row


def _columns(file: FileFacts) -> dict[str, Any]:
    """Return what is kept of a file."""
    return {
        "file_sha256": file.sha256, "file_name": file.name, "file_size": file.size,
        "media_type": file.media_type,
    }  # fmt: skip


def _require_sound(values: Mapping[str, Any], *, today: date) -> None:
    names = rules.Terms.__dataclass_fields__
    rules.require_sound(rules.Terms(**{name: values[name] for name in names}), today=today)


def _number(session: Session, dossier_id: UUID, *, confidentiality: Confidentiality) -> int:
    taken = evidence.numbers(session, dossier_id)
    if confidentiality is not Confidentiality.VENDOR_CONFIDENTIAL:
        return max((number for number in taken if number < DRAWN_FROM), default=0) + 1
    number = DRAWN_FROM
    while number in (DRAWN_FROM, *taken):
        number = DRAWN_FROM + secrets.randbelow(DRAWN_UNTIL - DRAWN_FROM)
    return number


def _name_readers(
    session: Session, row: Evidence, *, wanted: Iterable[UUID], actor: Actor, today: date
) -> list[str]:
    """Set who may read by name, always with who does so; return their names, or nothing if the
    class needs no names. Raises ReaderUnknown.
    """
    if row.confidentiality is not Confidentiality.VENDOR_CONFIDENTIAL:
        row.readers = []
        return []
    owner_id = row.dossier.owner_id
    possible = {
        user.id: user
        for user in evidence.possible_readers(session, owner_id=owner_id)
        if any(m.organisation_id == owner_id and m.holds(on=today) for m in user.memberships)
    }
    chosen = {*wanted, *([actor.user_id] if actor.user_id else [])}
    if not chosen <= possible.keys():
        raise ReaderUnknown
    kept = [reader for reader in row.readers if reader.user_id in chosen]
    new = chosen - {reader.user_id for reader in kept}
    row.readers = [*kept, *(EvidenceReader(user_id=each) for each in sorted(new))]
    return sorted(possible[each].name for each in chosen)


def _record(
    session: Session, row: Evidence, fact: str, *, actor: Actor, now: datetime, **detail: Any
) -> None:
    """Keep what was done, and that who did it had a hand in the revision (invariant 13)."""
    _sign(row.dossier, actor=actor)
    audit.record(
        session, fact, actor=actor, subject_id=row.id, at=now, dossier=row.dossier_id,
        evidence=row.key, **detail,
    )  # fmt: skip


def _sign(dossier: Dossier, *, actor: Actor) -> None:
    revision = dossier.revision
    if actor.user_id in dossiers.reviewer_ids(revision):
        raise ReviewerIsAuthor  # what they add now, they would have approved themselves
    is_open = revision.state not in _FROZEN
    if is_open and actor.user_id and actor.user_id not in dossiers.author_ids(revision):
        revision.authors.append(RevisionAuthor(revision_id=revision.id, user_id=actor.user_id))


def _editable(session: Session, evidence_id: UUID, *, actor: Actor) -> Evidence:
    row = evidence.get(session, evidence_id, actor=actor)
    require(actor, Permission.EVIDENCE_EDIT, row)
    return row


def change(
    session: Session,
    *,
    actor: Actor,
    evidence_id: UUID,
    values: Mapping[str, Any],
    readers: Iterable[UUID],
    version: int | None,
    today: date,
    now: datetime,
) -> Evidence:
    """Change what is known of evidence; its file stays.

    Raises NotFound, Forbidden, Stale, ReaderUnknown, or what `risk.evidence.require_sound` raises.
    """
    row = _editable(session, evidence_id, actor=actor)
    expect_version(row, version)
    _require_sound(values, today=today)
    before = row.reader_ids
    changed = apply(row, values)
    _name_readers(session, row, wanted=readers, actor=actor, today=today)
    if row.reader_ids != before:
        changed["readers"] = [before, row.reader_ids]
    # Other readers alone change no column, and the second editor must be told all the same.
    flag_modified(row, "title")
    session.flush()
    _record(session, row, "evidence.changed", actor=actor, now=now, changed=changed)
    return row


def link(
    session: Session, *, actor: Actor, evidence_id: UUID, place: Place, now: datetime
) -> Evidence:
    """Tie evidence to what it supports; a second time changes nothing.

    Raises NotFound, Forbidden or PlaceUnknown.
    """
    row = _editable(session, evidence_id, actor=actor)
    _tie(session, row, place, actor=actor, now=now)
    return row


def _tie(session: Session, row: Evidence, place: Place, *, actor: Actor, now: datetime) -> None:
    if place not in set(places.known(row.dossier.revision)):
        raise PlaceUnknown
    if place in row.places:
        return
    row.links.append(EvidenceLink(part=place.part, key=place.key, by_id=actor.user_id, at=now))
    session.flush()
    _record(
        session, row, "evidence.linked", actor=actor, now=now, part=place.part, key=place.key
    )  # fmt: skip


def unlink(
    session: Session, *, actor: Actor, evidence_id: UUID, place: Place, now: datetime
) -> Evidence:
    """Untie evidence from a place; the trail keeps that it was tied. Raises NotFound, Forbidden."""
    row = _editable(session, evidence_id, actor=actor)
    tied = [each for each in row.links if each.place == place]
    if tied:
        row.links.remove(tied[0])
        session.flush()
        _record(
            session, row, "evidence.unlinked", actor=actor, now=now, part=place.part, key=place.key
        )
    return row


def delete_file(
    session: Session,
    *,
    actor: Actor,
    evidence_id: UUID,
    reason: str,
    version: int | None,
    now: datetime,
) -> Evidence:
    """Give up the file and keep its hash and all that is known of it (invariant 30).

    The door drops the content when no other evidence needs it. Raises NotFound, Forbidden, Stale,
    FileDeleted or ReasonMissing.
    """
    row = _editable(session, evidence_id, actor=actor)
    expect_version(row, version)
    if not row.has_file:
        raise FileDeleted
    rules.require_reason(reason)
    row.file_deleted_at, row.file_deleted_by_id, row.deletion_reason = now, actor.user_id, reason
    session.flush()
    _record(
        session, row, "evidence.file-deleted", actor=actor, now=now, sha256=row.file_sha256,
        reason=reason,
    )  # fmt: skip
    return row


def read(session: Session, *, actor: Actor, evidence_id: UUID, now: datetime) -> Evidence:
    """Record that somebody reads a file that only named people may read.

    Raises NotFound, Forbidden or FileDeleted.
    """
    row = evidence.get(session, evidence_id, actor=actor)
    require(actor, Permission.EVIDENCE_READ, row)
    if not row.has_file:
        raise FileDeleted
    audit.record(
        session, "evidence.read", actor=actor, subject_id=row.id, at=now, dossier=row.dossier_id,
        evidence=row.key, sha256=row.file_sha256,
    )  # fmt: skip
    return row
