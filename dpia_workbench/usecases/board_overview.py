"""All that a board uses, on one page: states, risks, actions by owner and day, agreements.

For boards with many products: a decision keeps its levels, so that no content of a release is
read but for what is still open.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk import adoption as rules
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.release import IN_USE, Status
from dpia_workbench.risk.scale import Level, worst_level
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store import adoptions, releases, review_tasks, used_products
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Adoption, ReviewTask
from dpia_workbench.usecases import local
from dpia_workbench.usecases.board_todo import ToDo, after_decision, before_decision, title

_NEVER = date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One product of a board."""

    adoption_id: UUID | None  # None: on the list, not adopted
    slug: str | None
    name: Bilingual
    verdict: Verdict
    status: Status | None
    state: rules.State | None
    outcome: Outcome | None
    decided_on: date | None
    next_review: date | None
    levels: Mapping[Level, int]
    pupils: int | None = None

    @property
    def worst(self) -> Level | None:
        """Return the highest level at the board, once there is one."""
        return worst_level(list(self.levels)) if self.levels else None

    def is_current(self, *, on: date) -> bool:
        """Return whether a decision to use it stands on a verdict that holds, and is not old."""
        in_time = self.next_review is not None and self.next_review >= on
        return self.state is rules.State.ACTIVE and self.status in IN_USE and in_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A risk that the board accepted, with its reason."""

    adoption_id: UUID
    name: Bilingual
    key: str
    title: Bilingual
    reason: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Everything at once, as of a day."""

    on: date
    lines: tuple[Line, ...]
    todo: tuple[ToDo, ...]
    accepted: tuple[Accepted, ...]
    decisions: tuple[Adoption, ...]  # the newest first


def overview(session: Session, *, actor: Actor, today: date) -> Overview:
    """Return what the actor's board uses and what is still to be done; nothing to others."""
    rows = adoptions.of_board(session, actor=actor)
    newest = _newest(rows)
    statuses = releases.statuses_of(session, [row.basis for row in newest], on=today)
    assessed = {row.id: local.assess(row, on=today) for row in newest if row.decision is None}
    lines = [
        _line(row, status=statuses[row.basis.id], open_=assessed.get(row.id), on=today)
        for row in newest
    ]
    adopted = {line.slug for line in lines}
    listed = used_products.find(session, actor=actor)
    others = [_listed(row) for row in listed if not (row.product and row.product.slug in adopted)]
    looks = _by_adoption(review_tasks.find(session, show=review_tasks.Show.OPEN, actor=actor))
    todo = [
        *(each for found in assessed.values() for each in before_decision(found, on=today)),
        *(
            each
            for row in newest
            for each in after_decision(
                row, status=statuses[row.basis.id], looks=looks.get(row.id, ()), on=today
            )
        ),
    ]
    return Overview(
        on=today,
        lines=(*lines, *others),
        todo=tuple(sorted(todo, key=_order)),
        accepted=tuple(_accepted(newest)),
        decisions=tuple(sorted((row for row in rows if row.decision), key=_decided, reverse=True)),
    )


def _order(each: ToDo) -> tuple[str, str, date, str]:
    return each.person, each.role, each.due or _NEVER, each.name.nl


def _by_adoption(looks: Iterable[ReviewTask]) -> Mapping[UUID, list[ReviewTask]]:
    found: dict[UUID, list[ReviewTask]] = {}
    for look in looks:
        found.setdefault(look.adoption_id, []).append(look)
    return found


def _decided(row: Adoption) -> tuple[date, str]:
    return (row.decision.on if row.decision else date.min), str(row.id)


def _newest(rows: Iterable[Adoption]) -> list[Adoption]:
    """Return per product the adoption that holds, or else the one that was begun last."""
    found: dict[UUID, Adoption] = {}
    for row in sorted(rows, key=lambda row: (row.started_at, row.round)):
        known = found.get(row.basis.product_id)
        if known is None or known.ended_at is not None or row.ended_at is None:
            found[row.basis.product_id] = row
    return sorted(found.values(), key=lambda row: row.basis.product.name.nl.lower())


def _line(row: Adoption, *, status: Status, open_: local.LocalAssessment | None, on: date) -> Line:
    decision = row.decision
    reached = [Level(level) for level in decision.levels.values()] if decision else []
    if open_ is not None:
        reached = list(open_.levels.values())
    return Line(
        adoption_id=row.id,
        slug=row.basis.product.slug,
        name=row.basis.product.name,
        verdict=row.basis.verdict if status in IN_USE else Verdict.GREY,
        status=status,
        state=open_.state if open_ else local.state_of(row, on=on),
        outcome=decision.outcome if decision else None,
        decided_on=decision.on if decision else None,
        next_review=decision.next_review if decision else None,
        levels={level: reached.count(level) for level in Level if level in reached},
    )


def _listed(row: Any) -> Line:
    return Line(
        adoption_id=None,
        slug=row.product.slug if row.product else None,
        name=row.product.name if row.product else Bilingual(nl=row.name),
        verdict=Verdict.GREY,
        status=None,
        state=None,
        outcome=None,
        decided_on=None,
        next_review=None,
        levels={},
        pupils=row.pupils,
    )


def _accepted(rows: Sequence[Adoption]) -> Iterator[Accepted]:
    """Yield the risks that the board accepted with what it uses now."""
    for row in rows:
        decision = row.decision
        if decision is None or not decision.acceptances or row.ended_at is not None:
            continue
        for key, reason in sorted(decision.acceptances.items()):
            yield Accepted(
                adoption_id=row.id, name=row.basis.product.name, key=key,
                title=title(row, key), reason=reason, on=decision.on,
            )  # fmt: skip
