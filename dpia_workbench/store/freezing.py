"""Rows that never change again once they are there (invariants 1 and 3)."""

from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import object_session

from dpia_workbench.store.base import Base


class Frozen(Exception):
    """A published thing was about to be changed or deleted (invariants 1 and 3)."""


def freeze(*models: type[Base]) -> None:
    """Refuse every change and removal of the rows of some models."""
    for model in models:
        event.listen(model, "before_update", _refuse_change)
        event.listen(model, "before_delete", _refuse_removal)


def freeze_once_filled(model: type[Base], *, column: str) -> None:
    """Refuse every change and removal of a model's rows, once a text column is filled in."""

    def refuse(mapper: Any, connection: Any, target: Any) -> None:
        before = inspect(target).attrs[column].history.deleted
        if not before or before[0]:
            _refuse_change(mapper, connection, target)

    event.listen(model, "before_update", refuse)
    event.listen(model, "before_delete", _refuse_removal)


def _refuse_change(_mapper: Any, _connection: Any, target: Any) -> None:
    """Refuse to change a frozen row. Raises Frozen.

    A new event of a release touches its list of events, and no column of the release.
    """
    session = object_session(target)
    if session is None or session.is_modified(target, include_collections=False):
        raise Frozen(type(target).__name__)


def _refuse_removal(_mapper: Any, _connection: Any, target: Any) -> None:
    """Refuse to delete a frozen row. Raises Frozen."""
    raise Frozen(type(target).__name__)
