"""What a board does with a product: purpose, basis, data, retention (method.md 4.2 point 4)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk import describing as rules
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Adoption, LocalOperation
from dpia_workbench.usecases import examined
from dpia_workbench.usecases.describing import described, is_finished, opened
from dpia_workbench.usecases.editing import apply, next_number

VALUES = (
    "purpose", "legal_basis", "basis_reason", "parental_consent", "data_items", "other_data",
    "retention", "access", "links",
)  # fmt: skip


def answer(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    key: str,
    is_done: bool,
    values: Mapping[str, Any],
    version: int | None,
    today: date,
    now: datetime,
) -> LocalOperation:
    """Record whether the board does an operation of the release, and how.

    What it does not do stays with what was said of it before. Raises NotFound, Forbidden,
    AlreadyDecided, Stale, NotInRelease, DetailMissing, DataMissing, ConsentUnexplained or
    OperationsOpen.
    """
    assessed = opened(session, adoption_id, actor=actor, version=version, today=today)
    asked = next((e for e in examined.operations(assessed.content) if e.key == key), None)
    if asked is None:
        raise NotFound
    row = _of_key(assessed.adoption, key) or _new(assessed.adoption, key=key, name=asked.name)
    changed = _set(row, values, is_done=is_done, content=assessed.content)
    return _kept(session, assessed, row, actor=actor, changed=changed, today=today, now=now)


def add(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    name: str,
    values: Mapping[str, Any],
    version: int | None,
    today: date,
    now: datetime,
) -> LocalOperation:
    """Add an operation of the board's own. Raises as `answer`, but never OperationsOpen."""
    assessed = opened(session, adoption_id, actor=actor, version=version, today=today)
    row = _new(assessed.adoption, key="", name=name)
    changed = _set(row, values, is_done=True, content=assessed.content)
    return _kept(session, assessed, row, actor=actor, changed=changed, today=today, now=now)


def change(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    number: int,
    name: str,
    is_done: bool,
    values: Mapping[str, Any],
    version: int | None,
    today: date,
    now: datetime,
) -> LocalOperation:
    """Change an operation of the board's own, or say that the board no longer does it.

    Raises as `answer`.
    """
    assessed = opened(session, adoption_id, actor=actor, version=version, today=today)
    row = own(assessed.adoption, number)
    changed = apply(row, {"name": name})
    changed |= _set(row, values, is_done=is_done, content=assessed.content)
    return _kept(session, assessed, row, actor=actor, changed=changed, today=today, now=now)


def finish(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    version: int | None,
    today: date,
    now: datetime,
) -> Adoption:
    """Say that these are all operations of the board.

    Raises NotFound, Forbidden, AlreadyDecided, Stale or OperationsOpen.
    """
    assessed = opened(session, adoption_id, actor=actor, version=version, today=today)
    _require_complete(assessed.adoption, content=assessed.content)
    described(
        session, assessed, actor=actor, changed={}, finished=Step.OPERATIONS, today=today, now=now
    )
    return assessed.adoption


def own(row: Adoption, number: int) -> LocalOperation:
    """Return an operation of the board's own. Raises NotFound."""
    for each in row.operations:
        if each.number == number and not each.key:
            return each
    raise NotFound


def open_keys(row: Adoption, content: Mapping[str, Any]) -> list[str]:
    """Return which operations of the release the board has not answered."""
    answered = {each.key for each in row.operations}
    return [each.key for each in examined.operations(content) if each.key not in answered]


def _of_key(row: Adoption, key: str) -> LocalOperation | None:
    return next((each for each in row.operations if each.key == key), None)


def _new(row: Adoption, *, key: str, name: str) -> LocalOperation:
    made = LocalOperation(number=next_number(list(row.operations)), key=key, name=name)
    row.operations.append(made)
    return made


def _set(
    row: LocalOperation, values: Mapping[str, Any], *, is_done: bool, content: Mapping[str, Any]
) -> dict[str, Any]:
    """Set what the board says, if it does the operation at all; return what changed."""
    is_new = row.id is None
    changed = {"is_new": [None, is_new]} if is_new else {}
    if not is_done:
        return changed | apply(row, {"is_removed": True})
    if not set(values["data_items"]) <= set(examined.data_items(content)):
        raise rules.NotInRelease
    rules.require_operation(values)
    return changed | apply(row, {"is_removed": False, **{name: values[name] for name in VALUES}})


def _kept(
    session: Session,
    assessed: Any,
    row: LocalOperation,
    *,
    actor: Actor,
    changed: Mapping[str, Any],
    today: date,
    now: datetime,
) -> LocalOperation:
    if is_finished(assessed, Step.OPERATIONS):
        _require_complete(assessed.adoption, content=assessed.content)
    after = {name: pair[1] for name, pair in changed.items()}
    told = {"operations": [None, {"operation": row.name, **after}]} if changed else {}
    described(session, assessed, actor=actor, changed=told, finished=None, today=today, now=now)
    return row


def _require_complete(row: Adoption, *, content: Mapping[str, Any]) -> None:
    if open_keys(row, content) or all(each.is_removed for each in row.operations):
        raise rules.OperationsOpen
