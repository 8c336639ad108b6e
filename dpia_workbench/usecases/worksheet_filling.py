"""What an ICT partner does with a worksheet: a link says which one, nobody is signed in.

Nothing here touches a measure, a state or a level (invariant 5).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import PUBLIC, Role
from dpia_workbench.risk import worksheet as rules
from dpia_workbench.risk.evidence import FileFacts
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.worksheet import Answer
from dpia_workbench.store import audit, worksheets
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Worksheet, WorksheetAnswer, WorksheetFile
from dpia_workbench.usecases import notice, scanning, settings


class AnswersCrossed(RuleViolation):
    """Two people with one link answered the same setting differently."""

    code = "worksheet.answers-crossed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer as it was typed, and the number of the answer that stood there before."""

    answer: Answer
    seen: int | None = None  # None: an answer that replaces whatever stands there


def opened(session: Session, *, worksheet_id: UUID, secret_hash: str, now: datetime) -> Worksheet:
    """Return an open worksheet for whoever has its link.

    Raises NotFound, WorksheetExpired, WorksheetWithdrawn, WorksheetSent or WorksheetDecided.
    """
    row = worksheets.by_id(session, worksheet_id)
    if row.secret_hash != secret_hash:
        raise NotFound
    rules.require_open(row.state(now=now))
    return row


def _locked(session: Session, worksheet_id: UUID, *, secret_hash: str, now: datetime) -> Worksheet:
    """Return an open worksheet that waits for nobody else, so that numbers are ours."""
    row = worksheets.by_id(session, worksheet_id)
    session.refresh(row, with_for_update=True)
    return opened(session, worksheet_id=worksheet_id, secret_hash=secret_hash, now=now)


def save(
    session: Session,
    *,
    worksheet_id: UUID,
    secret_hash: str,
    given: Mapping[str, Given],
    by_name: str,
    today: date,
    now: datetime,
) -> list[str]:
    """Save what was answered so far, complete or not; return the settings that changed.

    Raises as `opened`, SinceAhead, LaterPassed, or AnswersCrossed; then nothing is saved.
    """
    row = _locked(session, worksheet_id, secret_hash=secret_hash, now=now)
    known = {each.key for each in settings.asked(row)}
    if not given.keys() <= known:
        raise NotFound
    newest, changed = row.newest, []
    for key, each in given.items():
        before = newest.get(key)
        if not _is_new(each, before=before, said=_said_at(row, key, number=each.seen), key=key):
            continue
        rules.require_days(each.answer, key=key, today=today)
        said = each.answer
        row.answers.append(
            WorksheetAnswer(
                number=len(row.answers) + 1, key=key, kind=said.kind, words=said.words,
                since=said.since, due=said.due, by_name=by_name, at=now,
            )
        )  # fmt: skip
        changed.append(key)
    if changed:
        _record(session, row, "worksheet.saved", now=now, measures=changed)
    return changed


def _said_at(row: Worksheet, key: str, *, number: int | None) -> Answer:
    """Return what stood there when the page was opened."""
    seen = [each.said for each in row.answers if each.key == key and each.number == number]
    return seen[0] if seen else Answer()


def _is_new(given: Given, *, before: WorksheetAnswer | None, said: Answer, key: str) -> bool:
    """Return whether an answer is another than what stands. Raises AnswersCrossed."""
    now = before.said if before else Answer()
    if given.answer == now:
        return False
    is_late = given.seen is not None and given.seen != (before.number if before else 0)
    if is_late and given.answer == said:
        return False  # nothing was typed here; somebody else's answer stays
    if is_late:
        raise AnswersCrossed(key=key, words=now.words, field=f"answer.{key}.words")
    return True


def keep_files(
    session: Session,
    *,
    worksheet_id: UUID,
    secret_hash: str,
    key: str,
    files: Sequence[FileFacts],
    now: datetime,
) -> None:
    """Keep files with a setting. Raises as `opened`, NotFound for another key, or WorksheetFull."""
    row = _locked(session, worksheet_id, secret_hash=secret_hash, now=now)
    if key not in {each.key for each in settings.asked(row)}:
        raise NotFound
    used = sum(each.file_size for each in row.files)
    rules.require_room([each.size for each in files], used=used, count=len(row.files))
    for each in files:
        row.files.append(
            WorksheetFile(
                number=len(row.files) + 1, key=key, at=now, file_sha256=each.sha256,
                file_name=each.name, file_size=each.size, media_type=each.media_type,
            )
        )  # fmt: skip
        scanning.enqueue(session, sha256=each.sha256, now=now)
    _record(session, row, "worksheet.files-added", now=now, measure=key,
            files=[each.sha256 for each in files])  # fmt: skip


def take_out_file(
    session: Session, *, worksheet_id: UUID, secret_hash: str, file_id: UUID, now: datetime
) -> None:
    """Let a file that was handed in count no more. Raises as `opened`, or NotFound."""
    row = _locked(session, worksheet_id, secret_hash=secret_hash, now=now)
    file = worksheets.file(session, file_id, worksheet=row)
    if file.taken_out_at is None:
        file.taken_out_at = now
        _record(session, row, "worksheet.file-taken-out", now=now, measure=file.key,
                file=file.file_sha256)  # fmt: skip


def send(
    session: Session,
    *,
    worksheet_id: UUID,
    secret_hash: str,
    by_name: str,
    today: date,
    now: datetime,
) -> Worksheet:
    """Send in what was saved; the privacy officers of the board are told.

    Settings without an answer may stay. Raises as `opened`, NothingAnswered, NameMissing,
    AnswerIncomplete, SinceAhead or LaterPassed.
    """
    row = _locked(session, worksheet_id, secret_hash=secret_hash, now=now)
    shown = {each.key for each in row.files if each.taken_out_at is None}
    given = {key: each.said for key, each in row.newest.items() if not each.said.is_empty}
    if not given:
        raise rules.NothingAnswered
    rules.require_name(by_name)
    for key, said in given.items():
        rules.require_complete(said, key=key, has_files=key in shown, today=today)
    row.sent_at, row.sent_by = now, by_name
    _record(session, row, "worksheet.sent", now=now)
    _tell(session, row, today=today, now=now)
    return row


def _tell(session: Session, row: Worksheet, *, today: date, now: datetime) -> None:
    people = notice.holders(session, [row.board_id], role=Role.PRIVACY_OFFICER, today=today)
    product = settings.product(row)
    notice.mail(
        session, people, kind="worksheet-sent", path=f"/adoptions/{row.adoption_id}/worksheet",
        values=lambda language: {"product": product.text(language), "partner": row.partner},
        now=now,
    )  # fmt: skip


def _record(
    session: Session, row: Worksheet, fact: str, *, now: datetime, **detail: object
) -> None:
    """Keep in the trail what was done, under the adoption; of the partner nothing is in it."""
    audit.record(
        session, fact, actor=PUBLIC, subject_id=row.adoption_id, at=now, worksheet=row.id, **detail
    )
