"""What a board says about the products it uses, and how a list of them is read."""

import csv
from collections.abc import Iterator
from typing import Any

from marshmallow import post_load, validates_schema

from dpia_workbench.risk import demand
from dpia_workbench.schemas import handed_in
from dpia_workbench.schemas.base import (
    SHORT,
    Flag,
    Many,
    StrictSchema,
    Text,
    VersionedSchema,
    Whole,
    clean,
)

KEEP, LEAVE_OUT = "keep", "leave-out"
_HEADINGS = frozenset({"product", "producten", "products", "naam", "name", "applicatie"})
_MOST_PUPILS = 1_000_000


class UsedProductSchema(VersionedSchema):
    """How many pupils use a product, and whether the board asks a DPIA of it."""

    pupils = Whole(least=0, most=_MOST_PUPILS, allow_none=True, load_default=None)
    wants_verdict = Flag(load_default=False)
    takes_part = Flag(load_default=False)


class IdentifySchema(VersionedSchema):
    """Which product of the catalogue a name means."""

    slug = Text()


class EndSchema(VersionedSchema):
    """The version that is ended, and no more."""


class ListSchema(StrictSchema):
    """Names of products, a line each."""

    names = Text(blank=True, longest=handed_in.LARGEST_LIST)


class ChoicesSchema(StrictSchema):
    """Names with what each of them means: a slug, `keep` or `leave-out`."""

    name = Many(Text(longest=SHORT), least=1)
    choice = Many(Text(blank=True), least=1)

    @validates_schema
    def _belong_together(self, data: dict[str, Any], **_: Any) -> None:
        demand.require_list(data["name"])
        if len(data["name"]) != len(data["choice"]) or not all(data["choice"]):
            raise demand.ChoiceMissing

    @post_load
    def _paired(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"pairs": tuple(zip(data["name"], data["choice"], strict=True))}


class PlanSchema(StrictSchema):
    """Which product a cooperative plans to assess, and in which quarter."""

    name = Text()
    year = Whole(least=2000, most=2100, required=True)
    quarter = Whole(least=1, most=4, required=True)


def decoded(body: bytes) -> str:
    """Return the text of a file. Raises ListUnreadable, or ListTooLong."""
    try:
        return handed_in.decoded(body)
    except handed_in.Oversized as error:
        raise demand.ListTooLong(most=demand.MOST_NAMES) from error
    except handed_in.NotText as error:
        raise demand.ListUnreadable from error


def names_in(text: str) -> tuple[str, ...]:
    """Return the names in a list or a table, each once, in order.

    Of a table the first column counts, without its heading. Raises ListEmpty or ListTooLong.
    """
    found: dict[str, str] = {}
    for cell in _first_cells(text):
        name = clean(cell)[:SHORT]
        key = demand.key_of(name)
        if key and not (not found and key in _HEADINGS):
            found.setdefault(key, name)
    demand.require_list(found)
    return tuple(found.values())


def _first_cells(text: str) -> Iterator[str]:
    lines = text.replace("\0", "").splitlines()
    delimiter = next((sign for sign in "\t;" if any(sign in line for line in lines)), None)
    if delimiter is None:
        yield from lines
        return
    for row in csv.reader(lines, delimiter=delimiter, strict=False):
        yield next((cell for cell in row if cell.strip()), "")
