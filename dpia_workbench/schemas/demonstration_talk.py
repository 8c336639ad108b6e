"""What people of the demonstration say about a dossier, and the evidence that they add."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from marshmallow import fields

from dpia_workbench.i18n import LANGUAGES
from dpia_workbench.i18n import gettext as _
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.evidence import EvidenceKind
from dpia_workbench.risk.place import DossierPart
from dpia_workbench.schemas.base import Email, StrictSchema, Text
from dpia_workbench.schemas.catalogue_fields import Code, Key, Part, Pattern
from dpia_workbench.schemas.source import Where

_LONG, _FILE = 20_000, 20_000
_NUMBERED = {
    DossierPart.CELL: ("cells", "C"),
    DossierPart.RISK: ("risks", "R"),
    DossierPart.MEASURE: ("measures", "M"),
    DossierPart.CLAIM: ("claims", "K"),
}
Item = Mapping[str, Any]


class Spot(Pattern):
    """A part of a dossier and its key: risk:R1, finding:rights; a description has no key."""

    shape = re.compile(rf"(?:{'|'.join(DossierPart)}):[A-Za-z0-9_]*")


class FileName(Pattern):
    """The name of a file of text."""

    shape = re.compile(r"[a-z0-9-]+\.(?:txt|csv)")


class ReplySchema(StrictSchema):
    """An answer in a thread."""

    by = Email()
    body = Text(longest=_LONG)


class ThreadSchema(StrictSchema):
    """An open thread on a text, with a suggestion for a passage if it has one."""

    by = Email()
    to = Email(required=False)
    place = Spot()
    field = Key()
    language = Code("", *LANGUAGES, required=False)
    passage = Text(blank=True, longest=_LONG)
    body = Text(longest=_LONG)
    proposed = Text(required=False, longest=_LONG)
    replies = fields.List(Part(ReplySchema), load_default=list)


class FileSchema(StrictSchema):
    """A file of plain text."""

    name = FileName()
    content = Text(longest=_FILE)


class EvidenceSchema(StrictSchema):
    """A piece of evidence, what it supports, and its file."""

    by = Email()
    title = Text()
    kind = Code(*EvidenceKind)
    source = Text(blank=True, longest=2_000)
    confidentiality = Code(*Confidentiality)
    supports = Spot()
    file = Part(FileSchema)


def loose_ends(
    item: Item, *, accounts: Collection[str], parts: Sequence[Item]
) -> Iterator[tuple[Where, str]]:
    """Yield where a thread or evidence names somebody without an account, or a part that is
    nowhere. `parts` hold the risks, measures, cells and claims of the dossier in their order.
    """
    for where, email in _people(item):
        if email not in accounts:
            yield where, _("There is no account %(email)s.", email=email)
    keys = {
        f"{part}:{letter}{number}"
        for part, (name, letter) in _NUMBERED.items()
        for number in range(1, sum(len(each.get(name, ())) for each in parts) + 1)
    }
    for where, spot in _spots(item):
        if spot.partition(":")[0] in _NUMBERED and spot not in keys:
            yield where, _("There is no %(name)s in this file.", name=spot)


def _spots(item: Item) -> Iterator[tuple[Where, str]]:
    for index, thread in enumerate(item["threads"]):
        yield ("threads", index, "place"), thread["place"]
    for index, piece in enumerate(item["evidence"]):
        yield ("evidence", index, "supports"), piece["supports"]


def _people(item: Item) -> Iterator[tuple[Where, str]]:
    for index, thread in enumerate(item["threads"]):
        yield ("threads", index, "by"), thread["by"]
        if "to" in thread:
            yield ("threads", index, "to"), thread["to"]
        for place, reply in enumerate(thread["replies"]):
            yield ("threads", index, "replies", place, "by"), reply["by"]
    for index, piece in enumerate(item["evidence"]):
        yield ("evidence", index, "by"), piece["by"]
