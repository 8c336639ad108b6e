"""Where somebody is in a text, as browsers tell each other; what is no such thing is not passed on.

Browsers show it without looking (y-protocols and y-prosemirror): a caret that leads nowhere would
stop an editor. So a message is read here and written anew, with the name that the server knows.
"""

import json
from collections.abc import Mapping
from typing import Any

from pycrdt import Decoder, Encoder

from dpia_workbench.together.document import NAME

_MOST = 2**53 - 1  # the largest number that a browser tells apart
_ENDS = frozenset({-1, 0})  # on which side of a letter a place holds on


class NoWhereabouts(Exception):
    """Bytes that do not say where one person is."""


def whereabouts(data: bytes, *, person: Mapping[str, Any]) -> tuple[int, bytes]:
    """Return where somebody is, told anew of a person, and the number of their browser.

    Raises NoWhereabouts.
    """
    try:
        count, client, clock, told = _read(data)
    except Exception as error:  # the library raises what its bytes run into
        raise NoWhereabouts from error
    if count != 1 or not 0 <= client <= _MOST or not 0 <= clock <= _MOST:
        raise NoWhereabouts
    return client, _written(client, clock, None if told is None else _state(told, person=person))


def nowhere(data: bytes) -> bytes:
    """Return that who was somewhere, as `whereabouts` told it, is there no more."""
    _count, client, clock, _told = _read(data)
    return _written(client, clock, None)


def _read(data: bytes) -> tuple[int, int, int, Any]:
    decoder = Decoder(data)
    count, client, clock = (decoder.read_var_uint() for _ in range(3))
    return count, client, clock, json.loads(decoder.read_var_string())


def _written(client: int, clock: int, state: Mapping[str, Any] | None) -> bytes:
    encoder = Encoder()
    for number in (1, client, clock):
        encoder.write_var_uint(number)
    # Letters beyond ASCII are escaped, so that a length is that of its bytes.
    encoder.write_var_string(json.dumps(state))
    return encoder.to_bytes()


def _state(told: Any, *, person: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(told, dict):
        raise NoWhereabouts
    cursor = told.get("cursor")
    if cursor is not None:
        if not isinstance(cursor, dict):
            raise NoWhereabouts
        cursor = {end: _place(cursor.get(end)) for end in ("anchor", "head")}
    return {"user": dict(person), "cursor": cursor}


def _place(told: Any) -> dict[str, Any]:
    """Return a place in a text: at a letter, or at the end of a block or of the text."""
    if not isinstance(told, dict):
        raise NoWhereabouts
    found = {name: _identity(told.get(name)) for name in ("type", "item")}
    name = told.get("tname")
    if name not in (None, NAME) or (name is None and not any(found.values())):
        raise NoWhereabouts
    side = told.get("assoc", 0)
    if side not in _ENDS or isinstance(side, bool):
        raise NoWhereabouts
    return {**found, "tname": name, "assoc": side}


def _identity(told: Any) -> dict[str, int] | None:
    if told is None:
        return None
    if not isinstance(told, dict):
        raise NoWhereabouts
    numbers: dict[str, Any] = {name: told.get(name) for name in ("client", "clock")}
    if not all(type(each) is int and 0 <= each <= _MOST for each in numbers.values()):
        raise NoWhereabouts
    return numbers
