"""Evidence with the measures of a board, and the second person who looks.

Who counts as the second person (method.md 3.3 asks for one where a measure is mandatory):

- another privacy officer of the same board than who recorded it;
- for what an ICT partner did and reported by a worksheet: the privacy officer who looked;
- for what the privacy officer recorded: the ICT partner who confirms it by a worksheet.

The data protection officer does not: who advises does not do the work that is advised on (GDPR
art. 38(6)). A measure that is applied with evidence counts before it is checked (contract.md 4);
the check is shown with it, and so is its absence.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission
from dpia_workbench.risk import second_person as rules
from dpia_workbench.risk.evidence import FileFacts
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.store import adoptions, audit, measure_files
from dpia_workbench.store.models import LocalMeasure, MeasureFile
from dpia_workbench.usecases import adopting, scanning
from dpia_workbench.usecases.editing import expect_version


def add_files(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    measure_id: UUID,
    files: Sequence[FileFacts],
    today: date,
    now: datetime,
    has_personal_data: bool = False,
    worksheet_id: UUID | None = None,
) -> list[MeasureFile]:
    """Keep files with a measure; their content is kept already.

    `worksheet_id` says that an ICT partner handed them in. Raises NotFound, Forbidden,
    AlreadyDecided or EvidenceFull.
    """
    row = _of_open(
        session, measure_id, adoption_id=adoption_id, actor=actor,
        permission=Permission.ADOPTION_FILL, today=today,
    )  # fmt: skip
    used, count = measure_files.used(session, adoption_id)
    rules.require_room([each.size for each in files], used=used, count=count)
    made = [
        MeasureFile(
            measure_id=row.id, worksheet_id=worksheet_id, has_personal_data=has_personal_data,
            file_sha256=each.sha256, file_name=each.name, file_size=each.size,
            media_type=each.media_type, added_by_id=actor.user_id, added_at=now,
        )
        for each in files
    ]  # fmt: skip
    session.add_all(made)
    session.flush()
    for each in files:
        scanning.enqueue(session, sha256=each.sha256, now=now)
    audit.record(
        session, "adoption.files-added", actor=actor, subject_id=adoption_id, at=now,
        measure=row.key, files=[each.sha256 for each in files],
    )  # fmt: skip
    return made


def _of_open(
    session: Session,
    measure_id: UUID,
    *,
    adoption_id: UUID,
    actor: Actor,
    permission: Permission,
    today: date,
) -> LocalMeasure:
    """Return a measure of an adoption that is open, and note who works on it."""
    adoption = adopting.opened(
        session, adoption_id, actor=actor, permission=permission, today=today
    ).adoption
    row = adoptions.measure(session, measure_id, adoption=adoption)
    adopting.filled_by(adoption, actor=actor)
    return row


def take_out(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    file_id: UUID,
    today: date,
    now: datetime,
) -> MeasureFile:
    """Let a file count no more; who added it, and who took it out, stay known.

    Raises NotFound, Forbidden, AlreadyDecided, or EvidenceNeeded where it is all the evidence.
    """
    file = measure_files.get(session, file_id, adoption_id=adoption_id, actor=actor)
    row = _of_open(
        session, file.measure_id, adoption_id=adoption_id, actor=actor,
        permission=Permission.ADOPTION_FILL, today=today,
    )  # fmt: skip
    if not file.counts:
        return file
    names = measure_files.names(session, row.id)
    row.evidence = rules.evidence_left(
        row.evidence, names=names, state=row.state, taken=file.file_name
    )
    file.taken_out_at, file.taken_out_by_id = now, actor.user_id
    audit.record(
        session, "adoption.file-taken-out", actor=actor, subject_id=adoption_id, at=now,
        measure=row.key, file=file.file_sha256,
    )  # fmt: skip
    return file


def check(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    measure_id: UUID,
    version: int | None,
    today: date,
    now: datetime,
) -> LocalMeasure:
    """Say, as the second person, that a measure works as it is described.

    Raises NotFound, Forbidden, AlreadyDecided, NothingToCheck, CheckerRecorded or Stale.
    """
    row = _of_open(
        session, measure_id, adoption_id=adoption_id, actor=actor,
        permission=Permission.MEASURE_CHECK, today=today,
    )  # fmt: skip
    expect_version(row, version)
    rules.require_checkable(row.state, recorded_by=row.recorded_by_id, checker=actor.user_id)
    _checked(session, row, actor=actor, now=now)
    row.checked_by_id = actor.user_id
    return row


def confirm(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    measure_id: UUID,
    evidence: str,
    worksheet_id: UUID,
    version: int | None,
    today: date,
    now: datetime,
) -> LocalMeasure:
    """Take over from a worksheet that what the board recorded works: the partner is the second.

    `evidence` is what the partner wrote, which stands below what was there. Raises as `check`.
    """
    row = _of_open(
        session, measure_id, adoption_id=adoption_id, actor=actor,
        permission=Permission.ADOPTION_FILL, today=today,
    )  # fmt: skip
    expect_version(row, version)
    rules.require_checkable(row.state, recorded_by=row.recorded_by_id, checker=worksheet_id)
    row.evidence = f"{row.evidence}\n{evidence}"
    row.worksheet_id = worksheet_id
    _checked(session, row, actor=actor, now=now)
    return row


def _checked(session: Session, row: LocalMeasure, *, actor: Actor, now: datetime) -> None:
    row.state, row.checked_at = LocalState.CHECKED, now
    audit.record(
        session, "adoption.measure-checked", actor=actor, subject_id=row.adoption_id, at=now,
        measure=row.key,
    )  # fmt: skip
