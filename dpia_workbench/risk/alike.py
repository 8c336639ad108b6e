"""Two dossiers on one product: what goes by the same words is the same thing, whatever its key.

A product can be assessed by two cooperatives, each with keys of its own: R1 of the one is not R1
of the other. Before their releases are compared, the older one gets the keys of the newer one.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Content = Mapping[str, Any]
Words = Callable[[Content], Any]

MARK = "′"  # of what stood in the other dossier only


def _title(item: Content) -> Any:
    return item["title"]


def _cell(item: Content) -> Any:
    return item["edition"]["name"], item["group"], item["use"]


def _claim(item: Content) -> Any:
    return item["axis"], item["cap"], item["rationale"]


def _entry(item: Content) -> Any:
    return item["register"], item["values"].get("name") or item["values"]


_PARTS: Mapping[str, Words] = {
    "cells": _cell, "risks": _title, "measures": _title, "claims": _claim, "entries": _entry,
}  # fmt: skip


def is_of_one_dossier(old: Content, new: Content) -> bool:
    """Return whether the keys of two releases mean the same things."""
    same: bool = old["dossier"] == new["dossier"]
    return same


def aligned(old: Content, new: Content) -> Content:
    """Return an older content with the keys of a newer one, where both name the same thing.

    What only the older one has keeps its key with a mark, so that it meets nothing else.
    """
    if is_of_one_dossier(old, new):
        return old
    names = dict(_names(old, new))
    return {
        **old,
        **{part: [_keyed(item, names) for item in old.get(part) or ()] for part in _PARTS},
        "findings": [_named(item, "measure", names) for item in old["findings"]],
        "tolerated": [_named(item, "measure", names) for item in old["tolerated"]],
    }


def renamed(old: Content, new: Content) -> Mapping[str, str]:
    """Return the key that each thing of an older content has in a newer one, if it is there."""
    if is_of_one_dossier(old, new):
        pairs: Iterator[tuple[str, str]] = (
            (item["key"], item["key"]) for part in _PARTS for item in old.get(part) or ()
        )
    else:
        pairs = _names(old, new)
    there = {item["key"] for part in _PARTS for item in new.get(part) or ()}
    return {key: name for key, name in pairs if name in there}


def _names(old: Content, new: Content) -> Iterator[tuple[str, str]]:
    """Yield the key of each thing of the older content, with the one that it gets."""
    for part, words in _PARTS.items():
        keys: dict[str, list[str]] = {}
        for item in new.get(part) or ():
            keys.setdefault(_said(words(item)), []).append(item["key"])
        for item in old.get(part) or ():
            found = keys.get(_said(words(item)))
            yield item["key"], found.pop(0) if found else f"{item['key']}{MARK}"


def _said(words: Any) -> str:
    return json.dumps(words, sort_keys=True)


def _keyed(item: Content, names: Mapping[str, str]) -> Content:
    """Return a thing with its new key, and those of the things that it names."""
    made = {**item, "key": names[item["key"]]}
    if "requires" in made:
        made["requires"] = [names[key] for key in item["requires"]]
        made["risk"] = names[item["risk"]]
    if "explanations" in made:
        for name in ("levels", "explanations"):
            made[name] = {names[key]: value for key, value in item[name].items()}
    return made


def _named(item: Content, name: str, names: Mapping[str, str]) -> Content:
    return {**item, name: names.get(item[name], item[name])}
