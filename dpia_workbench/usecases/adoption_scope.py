"""Does what a board uses fit what was examined? (method.md 4.2 point 2, invariant 20)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk import describing as rules
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.store.models import Adoption, UncoveredUse
from dpia_workbench.usecases import examined
from dpia_workbench.usecases.adoption import OutsideScope
from dpia_workbench.usecases.describing import described, is_finished, opened
from dpia_workbench.usecases.editing import apply

Use = Mapping[str, Any]


def fit(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    cells: Sequence[str],
    services: Sequence[str],
    uncovered: Sequence[Use],
    is_complete: bool,
    version: int | None,
    today: date,
    now: datetime,
) -> Adoption:
    """Record which examined cells fit, what is switched on, and what else the board uses.

    What else it uses is named, never covered: each has a `kind`, a `name` and a `supplement`, the
    board's own assessment. Only what is complete finishes the step; a finished step stays so.
    Raises NotFound, Forbidden, AlreadyDecided, Stale, NothingFits, OutsideScope,
    NotInRelease or SupplementMissing.
    """
    assessed = opened(session, adoption_id, actor=actor, version=version, today=today)
    row, content = assessed.adoption, assessed.content
    finishes = is_complete or is_finished(assessed, Step.SCOPE)
    _require_known(content, cells=cells, services=services)
    if finishes:
        _require_complete(cells, uncovered=uncovered)
    changed = _name(row, uncovered)
    changed |= apply(row, {"cells": list(cells), "services": list(services)})
    described(
        session, assessed, actor=actor, changed=changed, today=today, now=now,
        finished=Step.SCOPE if finishes else None,
    )  # fmt: skip
    return row


def _require_known(
    content: Mapping[str, Any], *, cells: Sequence[str], services: Sequence[str]
) -> None:
    if not set(cells) <= {cell["key"] for cell in content["cells"]}:
        raise OutsideScope(field="cells")
    if not set(services) <= set(examined.switches(content)):
        raise rules.NotInRelease


def _require_complete(cells: Sequence[str], *, uncovered: Sequence[Use]) -> None:
    if not cells:
        raise rules.NothingFits(field="cells")
    for place in rules.unassessed(uncovered):
        raise rules.SupplementMissing(
            field=f"use_{place}_supplement", name=uncovered[place]["name"]
        )


def _name(row: Adoption, uncovered: Sequence[Use]) -> dict[str, Any]:
    """Set what no cell covers, and return what changed."""
    before = [_said(each) for each in row.uncovered]
    after = [
        {"kind": use["kind"], "name": use["name"], "supplement": use["supplement"]}
        for use in uncovered
    ]
    if before == after:
        return {}
    kept = {(each.kind, each.name): each for each in row.uncovered}
    row.uncovered = [
        _moved(kept.pop((use["kind"], use["name"]), None), use, position=position)
        for position, use in enumerate(after)
    ]
    return {"uncovered": [before, after]}


def _said(row: UncoveredUse) -> dict[str, Any]:
    return {"kind": row.kind, "name": row.name, "supplement": row.supplement}


def _moved(row: UncoveredUse | None, use: Use, *, position: int) -> UncoveredUse:
    values = {**use, "position": position}
    if row is None:
        return UncoveredUse(**values)
    apply(row, values)
    return row
