"""What an agreement consists of: parties, files, the checklist of art. 28(3), sub-processors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor, OrganisationKind
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import agreement as rules
from dpia_workbench.risk.agreement import OVER, AnnexKind, Coverage, Duty, Grade
from dpia_workbench.risk.evidence import FileFacts
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import agreements, dossiers
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import (
    Agreement,
    AgreementAnnex,
    AgreementBoard,
    AgreementClause,
    AgreementDuty,
    AgreementParty,
    AgreementSubprocessor,
    ClauseMeasure,
    Organisation,
)
from dpia_workbench.usecases import scanning
from dpia_workbench.usecases.agreeing import editable, record
from dpia_workbench.usecases.editing import apply, created, next_number


class Over(RuleViolation):
    """An agreement that ended or was given up is a record and no longer changes."""

    code = "agreement.over"


class BoardUnknown(RuleViolation):
    """A school board is known by its number."""

    code = "agreement.board-unknown"


class NotNamed(RuleViolation):
    """Boards are named in an agreement for named boards only."""

    code = "agreement.not-named"


class DatedAhead(RuleViolation):
    """What is recorded here has happened."""

    code = "agreement.dated-ahead"


class ClauseNeeded(RuleViolation):
    """What an agreement says is said in a clause."""

    code = "agreement.clause-needed"


class ClauseTwice(RuleViolation):
    """A clause is described once."""

    code = "agreement.clause-twice"


class MeasureUnknown(RuleViolation):
    """A clause belongs to measures of dossiers on products of the vendor."""

    code = "agreement.measure-unknown"


class SubprocessorEnded(RuleViolation):
    """A sub-processor ends once, after it began."""

    code = "agreement.subprocessor-ended"


def _open(
    session: Session, agreement_id: UUID, *, actor: Actor, version: int | None, today: date
) -> Agreement:
    row = editable(session, agreement_id, actor=actor, version=version, today=today)
    _require_going(row)
    return row


def _require_going(row: Agreement) -> None:
    if row.state in OVER:
        raise Over(state=row.state)


def _board(session: Session, number: str) -> Organisation:
    query = select(Organisation).where(
        Organisation.kind == OrganisationKind.SCHOOL_BOARD, Organisation.number == number
    )
    found = session.scalar(query.order_by(Organisation.created_at).limit(1)) if number else None
    if found is None:
        raise BoardUnknown(number=number)
    return found


def add_party(
    session: Session,
    *,
    actor: Actor,
    agreement_id: UUID,
    values: Mapping[str, Any],
    number: str,
    version: int | None,
    today: date,
    now: datetime,
) -> AgreementParty:
    """Add a party; `number` is that of a school board that is known here, or empty.

    Raises NotFound, Forbidden, Stale, TermsFixed or BoardUnknown.
    """
    row = editable(session, agreement_id, actor=actor, version=version, today=today)
    rules.require_terms_open(row.state)
    board = _board(session, number) if number else None
    party = AgreementParty(
        number=next_number(row.parties), organisation_id=board.id if board else None, **values
    )
    row.parties.append(party)
    record(session, row, "agreement.party-added", actor=actor, now=now, changed=created(values))
    return party


def name_boards(
    session: Session,
    *,
    actor: Actor,
    agreement_id: UUID,
    numbers: Sequence[str],
    version: int | None,
    today: date,
    now: datetime,
) -> Agreement:
    """Name more school boards that an agreement covers, by their numbers.

    Raises NotFound, Forbidden, Stale, Over, NotNamed or BoardUnknown.
    """
    row = _open(session, agreement_id, actor=actor, version=version, today=today)
    if row.coverage is not Coverage.NAMED:
        raise NotNamed
    known = {each.board_id for each in row.boards}
    found = {board.id: board for board in (_board(session, number) for number in numbers)}
    new = [board for board in found.values() if board.id not in known]
    row.boards += [AgreementBoard(board=board, at=now) for board in new]
    names = [board.name for board in new]
    record(session, row, "agreement.boards-named", actor=actor, now=now, boards=names)
    return row


def add_annex(
    session: Session,
    *,
    actor: Actor,
    agreement_id: UUID,
    kind: AnnexKind,
    title: str,
    dated: date,
    file: FileFacts,
    today: date,
    now: datetime,
) -> AgreementAnnex:
    """Add a file, which is kept already; the vendor does so for its own agreements, too.

    Raises NotFound, Forbidden, Over or DatedAhead.
    """
    row = agreements.get(session, agreement_id, on=today, actor=actor)
    require(actor, Permission.AGREEMENT_ANNEX, row)
    session.refresh(row, with_for_update=True)
    _require_going(row)
    if dated > today:
        raise DatedAhead(today=today)
    annex = AgreementAnnex(
        kind=kind, title=title or file.name, dated=dated, file_sha256=file.sha256,
        file_name=file.name, file_size=file.size, media_type=file.media_type,
        organisation_id=actor.organisation_id, uploaded_by_id=actor.user_id, uploaded_at=now,
    )  # fmt: skip
    row.annexes.append(annex)
    scanning.enqueue(session, sha256=file.sha256, now=now)
    record(
        session, row, "agreement.annex-added", actor=actor, now=now, kind=kind, title=annex.title,
        sha256=file.sha256,
    )  # fmt: skip
    return annex


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What an agreement says about one demand of art. 28(3), and how good that is."""

    grade: Grade
    clause: str = ""
    note: str = ""


def check_duties(
    session: Session,
    *,
    actor: Actor,
    agreement_id: UUID,
    found: Mapping[Duty, Judged],
    version: int | None,
    today: date,
    now: datetime,
) -> Agreement:
    """Record what the agreement says about each demand of art. 28(3).

    Raises NotFound, Forbidden, Stale, Over or ClauseNeeded.
    """
    row = _open(session, agreement_id, actor=actor, version=version, today=today)
    known = {each.duty: each for each in row.duties}
    changed: dict[str, Any] = {}
    for duty, judged in found.items():
        is_present = judged.grade is not Grade.MISSING
        if is_present and not judged.clause:
            raise ClauseNeeded(field=f"{duty}_clause", duty=duty)
        if duty not in known:
            known[duty] = AgreementDuty(duty=duty, is_present=False, grade=Grade.MISSING)
            row.duties.append(known[duty])
        values = {"is_present": is_present, "clause": judged.clause, "grade": judged.grade,
                  "note": judged.note}  # fmt: skip
        changed |= {f"{duty}.{k}": pair for k, pair in apply(known[duty], values).items()}
    record(session, row, "agreement.duties-checked", actor=actor, now=now, changed=changed)
    return row


def add_subprocessor(
    session: Session,
    *,
    actor: Actor,
    agreement_id: UUID,
    values: Mapping[str, Any],
    version: int | None,
    today: date,
    now: datetime,
) -> AgreementSubprocessor:
    """Add a sub-processor, since a day. Raises NotFound, Forbidden, Stale, Over, DatedAhead."""
    row = _open(session, agreement_id, actor=actor, version=version, today=today)
    if values["noticed_on"] is not None and values["noticed_on"] > today:
        raise DatedAhead(field="noticed_on", today=today)
    made = AgreementSubprocessor(**values)
    row.subprocessors.append(made)
    record(
        session, row, "agreement.subprocessor-added", actor=actor, now=now, changed=created(values)
    )
    return made


def end_subprocessor(
    session: Session,
    *,
    actor: Actor,
    agreement_id: UUID,
    subprocessor_id: UUID,
    until: date,
    version: int | None,
    today: date,
    now: datetime,
) -> AgreementSubprocessor:
    """Say before which day a sub-processor was used; it stays in the history.

    Raises NotFound, Forbidden, Stale, Over or SubprocessorEnded.
    """
    row = _open(session, agreement_id, actor=actor, version=version, today=today)
    found = next((each for each in row.subprocessors if each.id == subprocessor_id), None)
    if found is None:
        raise NotFound
    if found.until is not None or until < found.since:
        raise SubprocessorEnded(since=found.since)
    found.until = until
    record(
        session, row, "agreement.subprocessor-ended", actor=actor, now=now, name=found.name,
        until=until,
    )  # fmt: skip
    return found


def save_clause(
    session: Session,
    *,
    actor: Actor,
    agreement_id: UUID,
    clause_id: UUID | None,
    reference: str,
    summary: Bilingual,
    measures: Sequence[tuple[UUID, str]],
    version: int | None,
    today: date,
    now: datetime,
) -> AgreementClause:
    """Describe a clause, and say which measures rest on it, as (dossier, key of the measure).

    Raises NotFound, Forbidden, Stale, Over, ClauseTwice or MeasureUnknown.
    """
    row = _open(session, agreement_id, actor=actor, version=version, today=today)
    clause = next((each for each in row.clauses if each.id == clause_id), None)
    if clause_id is not None and clause is None:
        raise NotFound
    if any(each.reference == reference and each is not clause for each in row.clauses):
        raise ClauseTwice(reference=reference)
    _require_measures(session, row, measures, actor=actor)
    if clause is None:
        clause = AgreementClause(number=next_number(row.clauses), reference=reference,
                                 summary=summary)  # fmt: skip
        row.clauses.append(clause)
    clause.reference, clause.summary = reference, summary
    kept = {(each.dossier_id, each.measure_key): each for each in clause.links}
    clause.links = [
        kept.get(pair) or ClauseMeasure(dossier_id=pair[0], measure_key=pair[1])
        for pair in dict.fromkeys(measures)
    ]
    record(
        session, row, "agreement.clause-saved", actor=actor, now=now, reference=reference,
        measures=[f"{dossier}:{key}" for dossier, key in measures],
    )  # fmt: skip
    return clause


def _require_measures(
    session: Session, row: Agreement, measures: Sequence[tuple[UUID, str]], *, actor: Actor
) -> None:
    known = {
        (dossier.id, measure.key)
        for dossier in dossiers.of_vendor(session, row.vendor_id, actor=actor)
        for measure in dossier.revision.measures
    }
    if not set(measures) <= known:
        raise MeasureUnknown
