"""What changed between two published contents: part by part, by human key, field by field.

A content is the frozen JSON of a release. What is always different (its number, its days, its
place in the chain) is no change, and neither is what follows from the rest: explanations of
levels. Whatever else differs is found, a field that is unknown here too.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Content = Mapping[str, Any]
Fields = Mapping[str, Any]

_LANGUAGES = frozenset({"nl", "en"})
_PIECES = re.compile(r"\d+|\D+")
# What the pages tell of a release at their top, and what orders it among others.
NOT_COMPARED = frozenset(
    {"schema", "dossier", "revision", "number", "published_on", "valid_until", "previous"}
)


class Part(StrEnum):
    """A kind of thing in a release, in the order in which a reader asks about it."""

    VERDICT = "verdict"
    CELL = "cell"
    MEASURE = "measure"
    RISK = "risk"
    CLAIM = "claim"
    AGREEMENT = "agreement"
    TOLERATED = "tolerated"  # promises that the verdict leaves open
    FINDING = "finding"
    ENTRY = "entry"  # of a register: purposes, parties, countries, sources
    TEXT = "text"  # a section of the dossier
    NOT_APPLICABLE = "not_applicable"
    PRODUCT = "product"
    METHOD = "method"


class Fate(StrEnum):
    """What became of a thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A thing that is not the same in two releases; None is the side on which it is not there.

    Fields that are parts of another one have its name before theirs: `promise.due`.
    """

    part: Part
    key: str
    before: Fields | None
    after: Fields | None

    @property
    def fate(self) -> Fate:
        """Return what became of it."""
        if self.before is None:
            return Fate.ADDED
        return Fate.REMOVED if self.after is None else Fate.CHANGED

    @property
    def shown(self) -> Fields:
        """Return it as it is now, or as it was if it is gone."""
        return self.after if self.after is not None else self.before or {}

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the fields that differ, in their order."""
        before, after = self.before or {}, self.after or {}
        return tuple(
            name for name in {**after, **before} if before.get(name) != after.get(name)
        )  # fmt: skip

    @property
    def mirrored(self) -> "Difference":
        """Return the same difference as it is on the way back."""
        return Difference(part=self.part, key=self.key, before=self.after, after=self.before)


def compared(old: Content, new: Content) -> tuple[Difference, ...]:
    """Return what differs between two contents; nothing if they say the same.

    The order depends on the things only, so that the way back is the same list mirrored.
    """
    return tuple(
        Difference(part=part, key=key, before=before, after=after)
        for part in Part
        for key, before, after in _paired(_ITEMS[part](old), _ITEMS[part](new))
        if before != after
    )


def _paired(
    old: Mapping[str, Fields], new: Mapping[str, Fields]
) -> Iterator[tuple[str, Fields | None, Fields | None]]:
    for key in sorted(old.keys() | new.keys(), key=natural):
        yield key, old.get(key), new.get(key)


def natural(key: str) -> tuple[tuple[bool, int, str], ...]:
    """Return what sorts R2 before R10."""
    return tuple(
        (not piece.isdecimal(), int(piece) if piece.isdecimal() else 0, piece)
        for piece in _PIECES.findall(key)
    )


def _flat(value: Fields, *, under: str = "") -> dict[str, Any]:
    """Return a value with the fields of its parts beside its own; texts stay whole."""
    found: dict[str, Any] = {}
    for name, inner in value.items():
        if isinstance(inner, Mapping) and inner and not _LANGUAGES.issuperset(inner):
            found |= _flat(inner, under=f"{under}{name}.")
        elif not _is_nothing(inner):
            found[f"{under}{name}"] = inner
    return found


def _is_nothing(value: Any) -> bool:
    """Return whether nobody filled this in; that is the same as a field that is not there."""
    if isinstance(value, Mapping):
        return not any(value.values())
    return value is None or value in ("", [])


def _listed(name: str, *, by: str, without: tuple[str, ...] = ()) -> Callable[[Content], Any]:
    def items(content: Content) -> dict[str, Fields]:
        return {
            item[by]: _flat({k: v for k, v in item.items() if k != by and k not in without})
            for item in content[name]
        }

    return items


def _verdict(content: Content) -> dict[str, Fields]:
    names = ("published_verdict", "computed_verdict", "sentence", "override_reason", "summary",
             "scope")  # fmt: skip
    return {"": _flat({name: content[name] for name in names})}


def _cells(content: Content) -> dict[str, Fields]:
    apart = ("key", "levels", "explanations")  # levels are those of the risks
    return {
        item["key"]: _flat(
            {
                **{name: value for name, value in item.items() if name not in apart},
                "edition": item["edition"]["name"],
            }
        )
        for item in content["cells"]
    }


def _risks(content: Content) -> dict[str, Fields]:
    found: dict[str, Fields] = {}
    for item in content["risks"]:
        where = {cell["key"]: cell["levels"].get(item["key"], {}) for cell in content["cells"]}
        own = {name: value for name, value in item.items() if name != "key"}
        found[item["key"]] = _flat({**own, "cells": where})
    return found


def _agreements(content: Content) -> dict[str, Fields]:
    return {
        item["key"]: _flat({k: v for k, v in item["agreement"].items() if k != "record"})
        for item in content["measures"]
        if item["agreement"]
    }


def _by_name(name: str, field: str) -> Callable[[Content], Any]:
    def items(content: Content) -> dict[str, Fields]:
        return {key: _flat({field: value}) for key, value in (content.get(name) or {}).items()}

    return items


def _entries(content: Content) -> dict[str, Fields]:
    return {
        item["key"]: {"register": item["register"], **_flat(item["values"])}
        for item in content.get("entries") or ()
    }


def _product(content: Content) -> dict[str, Fields]:
    product = content["product"]
    found = {name: value for name, value in product.items() if name not in ("slug", "editions")}
    found["category"] = product["category"]["label"]
    found["vendor"] = product["vendor"]["name"]
    names = [edition["name"] for edition in product["editions"]]
    return {"": {**_flat(found), "editions": names, "publisher": content["publisher"]}}


_PLACED = frozenset(
    {
        "published_verdict", "computed_verdict", "sentence", "override_reason", "summary", "scope",
        "product", "publisher", "cells", "risks", "measures", "claims", "findings", "tolerated",
        "texts", "entries", "not_applicable", "profile", "screening", "templates",
    }
)  # fmt: skip


def _method(content: Content) -> dict[str, Fields]:
    """Return how it was assessed, whole: a reader compares methods in their own documents."""
    profile = content["profile"]
    rest = {k: v for k, v in content.items() if k not in _PLACED and k not in NOT_COMPARED}
    whole = {
        "profile": f"{profile['id']} {profile['version']}",
        "profile_content": [profile],
        "screening": [content["screening"]] if content.get("screening") else None,
        "templates": [content["templates"]] if content.get("templates") else None,
    }
    return {"": _flat({**whole, **rest})}


_ITEMS: Mapping[Part, Callable[[Content], Mapping[str, Fields]]] = {
    Part.VERDICT: _verdict,
    Part.CELL: _cells,
    Part.MEASURE: _listed("measures", by="key", without=("agreement",)),
    Part.RISK: _risks,
    Part.CLAIM: _listed("claims", by="key"),
    Part.AGREEMENT: _agreements,
    Part.TOLERATED: _listed("tolerated", by="measure", without=("remediation",)),
    Part.FINDING: _listed("findings", by="topic"),
    Part.ENTRY: _entries,
    Part.TEXT: _by_name("texts", "body"),
    Part.NOT_APPLICABLE: _by_name("not_applicable", "reason"),
    Part.PRODUCT: _product,
    Part.METHOD: _method,
}
