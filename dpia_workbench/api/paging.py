"""Parts of long lists: a cursor remembers what was read last, and not how far the list was then.

So nothing that stays in the list is read twice or missed when something is added or removed between
two parts. A cursor is signed and belongs to one question; programs do not look inside.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import request
from itsdangerous import BadData, URLSafeSerializer
from marshmallow import ValidationError

from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.store.audit import canonical_json, sha256

Value = dict[str, Any]
T = TypeVar("T")
Fetch = Callable[[int, int], Sequence[T]]

# Of the last few, the newest that is still there counts; it is looked for nearby, and then farther.
_REMEMBERED = 5
_NEARBY = (10, 1000)
_NO_PART = frozenset({"cursor", "limit", "lang"})  # what may differ between the parts of a list


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How many were read, and the keys of the last few, the newest last."""

    taken: int = 0
    last: tuple[str, ...] = ()


def _seal() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt="cursor")


def _question() -> str:
    """Return what is asked, whichever part of the answer."""
    asked = [each for each in request.args.lists() if each[0] not in _NO_PART]
    return sha256(canonical_json([request.path, sorted(asked)]))[:16]


def opened(text: str) -> Cursor:
    """Return what a cursor remembers; without one, the beginning. Raises ValidationError at it."""
    if not text:
        return Cursor()
    try:
        question, taken, *last = _seal().loads(text)
    except (BadData, ValueError) as error:
        raise ValidationError({"cursor": [_("This is not a cursor that we gave.")]}) from error
    if question != _question():
        raise ValidationError({"cursor": [_("This cursor belongs to another question.")]})
    return Cursor(taken=taken, last=tuple(last))


def part(fetch: Fetch[T], *, key: Callable[[T], str], query: Value) -> tuple[list[T], str | None]:
    """Return the part of a list that is asked for, and the cursor of the next one, if any.

    `fetch` returns at most so many from an offset; `key` names one among them for good. Raises
    ValidationError at the cursor.
    """
    cursor, limit = opened(query["cursor"]), query["limit"]
    begin, found = _continued(fetch, key=key, cursor=cursor, limit=limit)
    rows = list(found[:limit])
    if len(found) <= limit:
        return rows, None
    last = (*cursor.last, *(key(row) for row in rows))[-_REMEMBERED:]
    sealed = _seal().dumps([_question(), begin + len(rows), *last])
    return rows, sealed if isinstance(sealed, str) else sealed.decode()


def _continued(
    fetch: Fetch[T], *, key: Callable[[T], str], cursor: Cursor, limit: int
) -> tuple[int, Sequence[T]]:
    """Return what comes after what was read last, and one more than is asked for."""
    for margin in _NEARBY if cursor.last else ():
        start = max(0, cursor.taken - margin)
        near = fetch(start, limit + 2 * margin + 1)
        places = {key(row): place for place, row in enumerate(near)}
        known = next((places[each] for each in reversed(cursor.last) if each in places), None)
        if known is not None and known < 2 * margin:
            return start + known + 1, near[known + 1 : known + limit + 2]
    start = max(0, cursor.taken - len(cursor.last))  # all that is remembered is gone
    return start, fetch(start, limit + 1)


def page(rows: Sequence[Any], *, query: Value) -> tuple[list[Any], Value]:
    """Return the rows that a list shows now, and what it says of all of them."""
    shown, after = part(
        lambda offset, most: rows[offset : offset + most], key=lambda row: str(row.id), query=query
    )
    return shown, {"total": len(rows), "next": after}
