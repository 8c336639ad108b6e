"""The register of schools of a board: one by one, or a whole list that was looked through first.

See method.md 4.2 step 1 and 8.3: a board's schools are visible to that board only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import school as rules
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.school import Line, RowState
from dpia_workbench.risk.vocabulary import Sector
from dpia_workbench.store import audit, schools
from dpia_workbench.store.models import Adoption, AdoptionSchool, School
from dpia_workbench.usecases.editing import apply, expect_version


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the register says of a school."""

    brin: str
    name: str
    sector: Sector
    special_education: bool = False
    pupils: int | None = None

    def values(self) -> dict[str, Any]:
        """Return the columns; special education follows from some kinds of school."""
        special = rules.is_special(self.sector, said=self.special_education)
        return {**asdict(self), "special_education": special}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedLine:
    """A line of a list with what it would do to the register, and from what to what."""

    line: Line
    state: RowState
    changed: Mapping[str, tuple[Any, Any]]
    row: School | None = None  # that the line is about, if the register has it


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A list against the register: what would change, and a mark of exactly that."""

    lines: tuple[ReviewedLine, ...]
    mark: str

    def of(self, state: RowState) -> tuple[ReviewedLine, ...]:
        """Return the lines that would do one thing."""
        return tuple(each for each in self.lines if each.state is state)


def add(session: Session, *, actor: Actor, facts: Facts, now: datetime) -> School:
    """Put a school in the register of the actor's board.

    An open adoption that holds for all schools holds for this one too.
    Raises Forbidden, BrinTaken or TooManySchools.
    """
    require(actor, Permission.SCHOOL_EDIT, School(board_id=actor.organisation_id))
    register = {each.brin: each for each in schools.find(session, actor=actor)}
    _require_room(len(register) + 1)
    if facts.brin in register:
        raise rules.BrinTaken(brin=facts.brin)
    return _put(session, facts, actor=actor, now=now)


def _put(session: Session, facts: Facts, *, actor: Actor, now: datetime) -> School:
    row = School(
        board_id=actor.organisation_id, added_at=now, added_by_id=actor.user_id, **facts.values()
    )
    session.add(row)
    session.flush()
    _record(session, row, "school.added", actor=actor, now=now, **_told(row))
    for adoption in schools.open_adoptions(session, row.board_id):
        if adoption.every_school:
            adoption.school_rows.append(AdoptionSchool(adoption_id=adoption.id, school_id=row.id))
            _note(session, adoption, row, {"schools": [None, row.name]}, actor=actor, now=now)
    return row


def change(
    session: Session,
    *,
    actor: Actor,
    school_id: UUID,
    facts: Facts,
    version: int | None,
    now: datetime,
) -> School:
    """Correct what the register says of a school; decided adoptions keep what was decided on.

    Raises NotFound, Forbidden, Stale or BrinTaken.
    """
    row = _editable(session, school_id, actor=actor, version=version)
    same = (each for each in schools.find(session, actor=actor) if each.brin == facts.brin)
    if any(each.id != row.id for each in same):
        raise rules.BrinTaken(brin=facts.brin)
    _set(session, row, facts, actor=actor, now=now)
    return row


def _set(session: Session, row: School, facts: Facts, *, actor: Actor, now: datetime) -> None:
    changed = apply(row, facts.values())
    if changed:
        _record(session, row, "school.changed", actor=actor, now=now, changed=changed)
        _note_in_adoptions(session, row, changed, actor=actor, now=now)


def end(
    session: Session, *, actor: Actor, school_id: UUID, version: int | None, now: datetime
) -> School:
    """Note that a school closed or left; no open adoption holds for it any longer.

    What was decided stays. Raises NotFound, Forbidden or Stale.
    """
    row = _editable(session, school_id, actor=actor, version=version)
    row.ended_at = now
    _record(session, row, "school.ended", actor=actor, now=now)
    _note_in_adoptions(session, row, {"schools": [row.name, None]}, actor=actor, now=now)
    return row


def review(session: Session, *, actor: Actor, lines: Sequence[Line]) -> Review:
    """Return what a list would do to the register of the actor's board; nothing is stored.

    Raises Forbidden, SchoolsMissing or TooManySchools.
    """
    require(actor, Permission.SCHOOL_EDIT, School(board_id=actor.organisation_id))
    if not lines:
        raise rules.SchoolsMissing
    _require_room(len(lines))
    register = {row.brin: row for row in schools.find(session, actor=actor)}
    found = tuple(_reviewed(line, row=register.get(line.brin)) for line in lines)
    _require_room(len(register) + sum(each.state is RowState.NEW for each in found))
    mark = audit.sha256(audit.canonical_json([_marked(each) for each in found]))
    return Review(lines=found, mark=mark)


def keep_list(
    session: Session,
    *,
    actor: Actor,
    lines: Sequence[Line],
    mark: str,
    leave_out: frozenset[RowState],
    now: datetime,
) -> Review:
    """Store a list exactly as it was looked through, all of it or nothing.

    `mark` is that of the review that was shown; refused lines are left out only if `leave_out`
    says so. Raises Forbidden, SchoolsMissing, TooManySchools, ReviewOutdated or RowsRefused.
    """
    found = review(session, actor=actor, lines=lines)
    if found.mark != mark:
        raise rules.ReviewOutdated
    if found.of(RowState.REFUSED) and RowState.REFUSED not in leave_out:
        raise rules.RowsRefused(count=len(found.of(RowState.REFUSED)))
    for each in found.of(RowState.NEW):
        _put(session, _facts(each), actor=actor, now=now)
    for each in found.of(RowState.CHANGED):
        if each.row is not None:
            _set(session, each.row, _facts(each), actor=actor, now=now)
    return found


def _reviewed(line: Line, *, row: School | None) -> ReviewedLine:
    faults = [*line.faults, *_lacks(line, row=row)]
    if faults:
        refused = Line(number=line.number, brin=line.brin, name=line.name, faults=tuple(faults))
        return ReviewedLine(line=refused, state=RowState.REFUSED, changed={})
    said = ReviewedLine(line=line, state=RowState.NEW, changed={}, row=row)
    if row is None:
        return said
    after = _facts(said).values()
    changed = {n: (getattr(row, n), v) for n, v in after.items() if getattr(row, n) != v}
    state = RowState.CHANGED if changed else RowState.UNCHANGED
    return ReviewedLine(line=line, state=state, changed=changed, row=row)


def _lacks(line: Line, *, row: School | None) -> list[RuleViolation]:
    """Return what a line on a school that the register does not know yet must still say."""
    if row is None and not line.faults:
        try:
            rules.require_whole(line)
        except RuleViolation as fault:
            return [fault]
    return []


def _facts(each: ReviewedLine) -> Facts:
    """Return what a line says, and for the rest what the register says already."""
    line, row = each.line, each.row
    known = {name: getattr(row, name, None) for name in ("name", "sector", "pupils")}
    special = line.special_education
    if special is None:
        special = bool(row and row.special_education)
    return Facts(
        brin=line.brin,
        name=line.name or known["name"] or "",
        sector=line.sector or known["sector"] or line.otherwise or Sector.OTHER,
        special_education=special,
        pupils=known["pupils"] if line.pupils is None else line.pupils,
    )


def _marked(each: ReviewedLine) -> list[Any]:
    values = _facts(each).values() if each.state is not RowState.REFUSED else {}
    version = each.row.version if each.row else None
    return [each.line.number, each.line.brin, each.state, version, values]


def _require_room(count: int) -> None:
    if count > rules.MOST_SCHOOLS:
        raise rules.TooManySchools(most=rules.MOST_SCHOOLS)


def _editable(session: Session, school_id: UUID, *, actor: Actor, version: int | None) -> School:
    row = schools.get(session, school_id, actor=actor)
    require(actor, Permission.SCHOOL_EDIT, row)
    expect_version(row, version)
    return row


def _told(row: School) -> dict[str, Any]:
    names = ("brin", "name", "sector", "special_education", "pupils")
    return {name: getattr(row, name) for name in names}


def _record(
    session: Session, row: School, fact: str, *, actor: Actor, now: datetime, **detail: Any
) -> None:
    audit.record(session, fact, actor=actor, subject_id=row.id, at=now, **detail)


def _note_in_adoptions(
    session: Session, row: School, changed: Mapping[str, Any], *, actor: Actor, now: datetime
) -> None:
    """Let open adoptions know that a school they hold for is not what it was."""
    for adoption in schools.open_adoptions(session, row.board_id):
        if any(each.school_id == row.id for each in adoption.school_rows):
            _note(session, adoption, row, changed, actor=actor, now=now)


def _note(
    session: Session,
    adoption: Adoption,
    row: School,
    changed: Mapping[str, Any],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    audit.record(
        session, "adoption.school-changed", actor=actor, subject_id=adoption.id, at=now,
        school=row.brin, changed=changed,
    )  # fmt: skip
