"""Which boards rely on what: many at once, without reading any text that they adopted.

Nobody acts here: the worker tells each board what concerns it, and no board hears of another.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, Text, and_, cast, null, or_, select
from sqlalchemy.orm import Session, aliased, selectinload

from dpia_workbench.access.actor import Role
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.store import adoptions
from dpia_workbench.store.models import (
    Adoption,
    AdoptionDecision,
    AdoptionSchool,
    DecisionCondition,
    LocalMeasure,
    MeasureFollowUp,
    Membership,
    Organisation,
    RecordSnapshot,
    Release,
    SchoolDeviation,
    User,
)

_AT_ONCE = 500  # as many ids as every database takes in one question


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopter:
    """An adoption on which a board decided, as far as changes of what it rests on concern it."""

    id: UUID
    board_id: UUID
    basis_id: UUID  # of the release, or of what a record said
    cells: frozenset[str]
    tags: frozenset[str] = field(default_factory=frozenset)  # of the board and of its schools
    party_to: frozenset[str]
    decided_at: datetime
    decided_on: date
    next_review: date


def in_parts(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    """Yield ids in parts that a database takes in one question."""
    waiting = iter(ids)
    while part := list(islice(waiting, _AT_ONCE)):
        yield part


def of_product(session: Session, product_id: UUID) -> list[Adopter]:
    """Return the adoptions of a product on which boards rely, in the order of their ids.

    What a board rejected, ended, or decided about anew is none.
    """
    query = _in_force(product_id).with_only_columns(
        Adoption.id, Adoption.board_id, Adoption.release_id, Adoption.snapshot_id, Adoption.cells,
        Adoption.tags, Adoption.party_to, AdoptionDecision.at,
        AdoptionDecision.on.label("given"), AdoptionDecision.next_review,
    )  # fmt: skip
    at_schools = _school_tags(session, product_id)
    return [
        Adopter(
            id=row.id,
            board_id=row.board_id,
            basis_id=row.release_id or row.snapshot_id,
            cells=frozenset(row.cells),
            tags=frozenset(row.tags) | at_schools.get(row.id, frozenset()),
            party_to=frozenset(row.party_to),
            decided_at=row.at,
            decided_on=row.given,
            next_review=row.next_review,
        )
        for row in session.execute(query.order_by(Adoption.id))
    ]


def products(session: Session) -> Sequence[UUID]:
    """Return the products of which some board decided about an adoption that it did not end."""
    decided = Adoption.decision.has(AdoptionDecision.outcome != Outcome.REJECTED)
    open_ = and_(Adoption.ended_at.is_(None), decided)
    of_releases = select(Release.product_id).join(Adoption, Adoption.release_id == Release.id)
    of_records = select(RecordSnapshot.product_id).join(
        Adoption, Adoption.snapshot_id == RecordSnapshot.id
    )
    query = of_releases.where(open_).union(of_records.where(open_))
    return sorted(session.scalars(query))


def _in_force(product_id: UUID) -> Select[tuple[Adoption]]:
    newer, decided = aliased(Adoption), aliased(AdoptionDecision)
    anew = (
        select(newer.id)
        .join(decided, decided.adoption_id == newer.id)
        .where(
            newer.board_id == Adoption.board_id,
            newer.id != Adoption.id,
            adoptions.of_product(product_id, adoption=newer),
            or_(newer.started_at > Adoption.started_at, newer.follows_id == Adoption.id),
        )
    )
    return (
        select(Adoption)
        .join(AdoptionDecision, AdoptionDecision.adoption_id == Adoption.id)
        .where(
            adoptions.of_product(product_id),
            Adoption.ended_at.is_(None),
            AdoptionDecision.outcome != Outcome.REJECTED,
            ~anew.exists(),
        )
    )


def _school_tags(session: Session, product_id: UUID) -> Mapping[UUID, frozenset[str]]:
    query = (
        select(AdoptionSchool.adoption_id, AdoptionSchool.tags)
        .join(Adoption, Adoption.id == AdoptionSchool.adoption_id)
        .where(adoptions.of_product(product_id), cast(AdoptionSchool.tags, Text) != "[]")
    )
    found: dict[UUID, frozenset[str]] = {}
    for adoption_id, tags in session.execute(query):
        found[adoption_id] = found.get(adoption_id, frozenset()) | frozenset(tags)
    return found


def sectors(session: Session, board_ids: Iterable[UUID]) -> dict[UUID, frozenset[str]]:
    """Return in which sectors each of some boards is."""
    return {
        board_id: frozenset(found)
        for some in in_parts(board_ids)
        for board_id, found in session.execute(
            select(Organisation.id, Organisation.sectors).where(Organisation.id.in_(some))
        )
    }


def measures_due(
    session: Session, adoption_ids: Iterable[UUID], *, until: date
) -> dict[tuple[UUID, date], list[str]]:
    """Return per adoption and day the measures that are planned for it, or count only until it.

    What was said of a measure after the decision goes before what the decision knew.
    """
    found: dict[tuple[UUID, date], set[str]] = defaultdict(set)
    for some in in_parts(adoption_ids):
        later = {(row.adoption_id, row.key, row.school): row for row in _followed(session, some)}
        known = {
            (row.adoption_id, row.key, row.school): row
            for row in _recorded(session, some, until=until)
        }
        for place, row in {**known, **later}.items():
            day = row.due if row.state is LocalState.PLANNED else row.review_due
            if day is not None and day <= until and row.state in _WITH_DAY:
                found[place[0], day].add(row.key)
    return {place: sorted(keys) for place, keys in found.items()}


_WITH_DAY = (LocalState.PLANNED, LocalState.IMPLEMENTED, LocalState.CHECKED)


def _recorded(session: Session, ids: Sequence[UUID], *, until: date) -> Iterator[Row[Any]]:
    for model, school in ((LocalMeasure, null()), (SchoolDeviation, SchoolDeviation.school_id)):
        query = select(
            model.adoption_id, model.key, school.label("school"), model.state, model.due,
            model.review_due,
        )  # fmt: skip
        query = query.where(
            model.adoption_id.in_(ids), or_(model.due <= until, model.review_due <= until)
        )
        if model is SchoolDeviation:
            query = query.where(SchoolDeviation.ended_at.is_(None))
        yield from session.execute(query)


def _followed(session: Session, ids: Sequence[UUID]) -> Iterator[Row[Any]]:
    """Yield what was said of measures after the decision, the last word of each last."""
    said = MeasureFollowUp
    query = select(
        said.adoption_id, said.key, said.school_id.label("school"), said.state, said.due,
        said.review_due,
    ).where(said.adoption_id.in_(ids))  # fmt: skip
    yield from session.execute(query.order_by(said.adoption_id, said.number))


def conditions_due(
    session: Session, adoption_ids: Iterable[UUID], *, until: date
) -> dict[tuple[UUID, date], list[str]]:
    """Return per adoption and day the texts of conditions that are not met and due by a day."""
    found: dict[tuple[UUID, date], list[str]] = defaultdict(list)
    for some in in_parts(adoption_ids):
        query = (
            select(AdoptionDecision.adoption_id, DecisionCondition)
            .join(DecisionCondition, DecisionCondition.decision_id == AdoptionDecision.id)
            .where(AdoptionDecision.adoption_id.in_(some), DecisionCondition.due <= until)
            .options(selectinload(DecisionCondition.marks))
            .order_by(DecisionCondition.number)
        )
        for adoption_id, row in session.execute(query):
            if not row.is_met:
                found[adoption_id, row.due].append(str(row.number))
    return found


def people(
    session: Session,
    board_ids: Iterable[UUID],
    *,
    roles: Sequence[Role],
    on: date,
    wanted: bool = False,
) -> Iterator[tuple[UUID, str, str]]:
    """Yield (board, address, language) of who holds one of some roles at boards on a day.

    `wanted` leaves out who wants no reminders.
    """
    for some in in_parts(board_ids):
        query = (
            select(Membership.organisation_id, User.email, User.language)
            .join(User, User.id == Membership.user_id)
            .join(Organisation, Organisation.id == Membership.organisation_id)
            .where(
                Membership.organisation_id.in_(some),
                Membership.role.in_(roles),
                Membership.since <= on,
                or_(Membership.until.is_(None), Membership.until > on),
                Organisation.is_active,
                User.is_active,
            )
            .distinct()
        )
        if wanted:
            query = query.where(User.wants_reminders)
        yield from session.execute(query).tuples()
