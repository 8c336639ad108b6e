"""What a board said, in words: the values of the fields of its adoption."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import explanation
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.entry_words import entry_name
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.said_labels import SAID
from dpia_workbench.plumbing.filters import day
from dpia_workbench.report.wording import scale_value
from dpia_workbench.risk.board_decision import Hearing
from dpia_workbench.risk.describing import Said
from dpia_workbench.risk.follow_up import Stand
from dpia_workbench.risk.registers import Register
from dpia_workbench.usecases.said import Fact
from dpia_workbench.web.adoptions import reading

Content = Mapping[str, Any]
_SCALES = frozenset({"likelihood", "severity", "cap"})


def name_of(name: str) -> str:
    """Return what a field is called."""
    return _(SAID[name])


def told(name: str, value: Any, *, content: Content) -> str:
    """Return the value of a field in words; nothing where nobody said anything."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, StrEnum):
        return label(value)
    if isinstance(value, date):
        return day(value)
    if name in _SCALES:
        return scale_value(value)
    if isinstance(value, Mapping):
        return _pairs(name, value)
    if isinstance(value, list):
        return "\n".join(_names(name, value, content=content))
    return str(value)


def _pairs(name: str, value: Mapping[str, str]) -> str:
    pairs = dict(value)
    if name == "circumstances":
        pairs = {explanation.tag_label(tag): label(Said(said)) for tag, said in value.items()}
    return "\n".join(f"{key}: {text}" for key, text in sorted(pairs.items()))


def _names(name: str, keys: list[str], *, content: Content) -> Iterable[str]:
    if name == "heard":
        return [label(Hearing(key)) for key in keys]
    if name == "services":
        return [explanation.service_name(key) for key in keys]
    if name == "tags":
        return [explanation.tag_label(key) for key in keys]
    known: dict[str, str] = {}
    if name == "cells":
        known = {item["key"]: reading.cell_name(item) for item in content["cells"]}
    elif name == "party_to":
        agreed = (item for item in content["measures"] if item["agreement"])
        known = {item["key"]: item["agreement"]["title"] for item in agreed}
    elif name == "data_items":
        known = {
            item["key"]: entry_name(Register(item["register"]), item["values"])
            for item in content.get("entries") or ()
        }
    return [known.get(key, key) for key in keys]


def lines(facts: Iterable[Fact], *, content: Content) -> tuple[tuple[str, str], ...]:
    """Return facts as names and values, with what each is about."""
    found = []
    for fact in facts:
        name = name_of(fact.name)
        if fact.thing:
            name = _("%(thing)s: %(name)s", thing=fact.thing, name=name)
        found.append((name, told(fact.name, fact.value, content=content)))
    return tuple(found)


def stand(held: Stand) -> tuple[tuple[str, str], ...]:
    """Return how a measure stands as names and values."""
    names = ("state", "since", "due", "evidence", "reason", "review_due")
    values = ((name, told(name, getattr(held, name), content={})) for name in names)
    return tuple((name_of(name), text) for name, text in values if text)
