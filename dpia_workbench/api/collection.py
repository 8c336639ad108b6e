"""A collection below a dossier: list, add, read, change and remove, declared once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for
from marshmallow import Schema, ValidationError
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.api import paging
from dpia_workbench.api.operation import operation
from dpia_workbench.api.preconditions import Answer
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.schemas.base import StrictSchema
from dpia_workbench.schemas.dossier_answers import page_of
from dpia_workbench.schemas.dossier_requests import ListSchema
from dpia_workbench.store import dossiers
from dpia_workbench.store.models import Dossier

Row = Any
ROOT = "/dossiers/<uuid:dossier_id>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """What a kind of part is called, how it is read and written.

    `find` and `get` read rows of a dossier that the actor may see; `read` makes a row into the
    value that `returns` dumps, with the fields of `body` in the form that `body` takes. `save`
    adds a row if its `part_id` is None, and changes one else; `remove` is for what a page can
    remove. Both call a use case.
    """

    noun: str
    find: Callable[[Dossier], Sequence[Row]]
    get: Callable[[Session, UUID, Dossier], Row]
    read: Callable[[Row], dict[str, Any]]
    returns: type[Schema]
    body: type[StrictSchema]
    save: Callable[..., Row]
    remove: Callable[..., None] | None = None

    @property
    def path(self) -> str:
        """Return the address of the collection."""
        return f"{ROOT}/{self.noun}s"

    @property
    def place(self) -> str:
        """Return the name of a row's id in its address."""
        return f"{self.noun}_id"


def dossier_of(dossier_id: UUID) -> Dossier:
    """Return a dossier that the actor may see. Raises NotFound."""
    return dossiers.get(db.session(), dossier_id, actor=current_actor())


def moment() -> dict[str, Any]:
    """Return who writes, and when."""
    return {"actor": current_actor(), "now": clock.now()}


def require_known(wanted: Iterable[Any], *, known: Iterable[Any], field: str) -> None:
    """Refuse, at its field, what is not in the dossier. Raises ValidationError."""
    if not set(wanted) <= set(known):
        raise ValidationError({field: [_("Choose one from the list.")]})


def answer(row: Row, value: dict[str, Any], *, location: str = "") -> Answer:
    """Return a row as an answer with its version."""
    return Answer(value=value, version=str(row.version), location=location)


def serve(kind: Collection) -> None:
    """Declare the operations of a collection."""
    one = f"{kind.path}/<uuid:{kind.place}>"

    def read(*, dossier_id: UUID, **place: UUID) -> Answer:
        row = kind.get(db.session(), place[kind.place], dossier_of(dossier_id))
        return answer(row, kind.read(row))

    def read_all(*, dossier_id: UUID, query: dict[str, Any]) -> dict[str, Any]:
        rows, rest = paging.page(kind.find(dossier_of(dossier_id)), query=query)
        return {"items": [kind.read(row) for row in rows], **rest}

    operation(
        kind.path, query=ListSchema, returns=page_of(kind.returns), name=f"list_{kind.noun}s",
        summary=f"List the {kind.noun}s of a dossier.",
    )(read_all)  # fmt: skip
    operation(
        one, returns=kind.returns, name=f"one_{kind.noun}", summary=f"Return one {kind.noun}."
    )(read)
    _serve_writing(kind, one=one, read=read)


def _serve_writing(kind: Collection, *, one: str, read: Callable[..., Answer]) -> None:
    def add(session: Session, *, dossier_id: UUID, body: dict[str, Any]) -> Answer:
        dossier = dossier_of(dossier_id)
        row = kind.save(session, dossier=dossier, part_id=None, version=None, body=body)
        place = {"dossier_id": dossier_id, kind.place: row.id}
        return answer(row, kind.read(row), location=url_for(f"api.one_{kind.noun}", **place))

    def change(
        session: Session, *, dossier_id: UUID, version: int, body: dict[str, Any], **place: UUID
    ) -> Answer:
        dossier, part_id = dossier_of(dossier_id), place[kind.place]
        row = kind.save(session, dossier=dossier, part_id=part_id, version=version, body=body)
        return answer(row, kind.read(row))

    def remove(session: Session, *, dossier_id: UUID, **place: Any) -> None:
        assert kind.remove is not None  # noqa: S101  # only then it is declared
        kind.remove(session, dossier_id=dossier_id, part_id=place[kind.place])

    operation(
        kind.path, body=kind.body, returns=kind.returns, status=201, name=f"add_{kind.noun}",
        summary=f"Add a {kind.noun} to a draft.",
    )(add)  # fmt: skip
    operation(
        one, method="PATCH", body=kind.body, returns=kind.returns, current=read,
        name=f"change_{kind.noun}", summary=f"Change a {kind.noun} of a draft.",
    )(change)  # fmt: skip
    if kind.remove is not None:
        operation(
            one, method="DELETE", returns=None, status=204, current=read,
            name=f"remove_{kind.noun}", summary=f"Take a {kind.noun} out of a draft.",
        )(remove)  # fmt: skip
