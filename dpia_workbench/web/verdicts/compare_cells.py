"""One product as a column of a comparison: from a release or an external record, cell by cell.

What is promised stands last and counts for nothing: no row is an order from good to bad.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import ngettext
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.terms import term
from dpia_workbench.plumbing.filters import day
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.registers import Register
from dpia_workbench.risk.scale import Level
from dpia_workbench.risk.score import Stage
from dpia_workbench.risk.statements import PartyRole
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.risk.vocabulary import SubjectGroup
from dpia_workbench.usecases.local import school_measures
from dpia_workbench.web.verdicts.cards import UNCONFIRMED, told
from dpia_workbench.web.verdicts.compare_pages import ComparedCell
from dpia_workbench.web.verdicts.pages import Badge, Told

Content = Mapping[str, Any]
NOTHING = ComparedCell()
_WORST_FIRST = (Level.HIGH, Level.MEDIUM, Level.LOW)


def of_release(content: Content) -> dict[str, ComparedCell]:
    """Return what a release says, by the name of the row."""
    duties = [m for m in school_measures(content) if m["owner"] == Owner.SCHOOL_MANDATORY]
    return {
        "duties": _listed(_duties(len(duties)), (told(item["title"]) for item in duties)),
        "cells": _cells(content),
        "risks": _risks(content),
        "locations": _stated(content, Register.LOCATION, name="country"),
        "sub_processors": _stated(content, Register.PARTY, name="name"),
        "agreement": _agreements(content),
        "promises": _promises(content),
    }


def _duties(count: int) -> str:
    if not count:
        return _("Nothing besides your own short assessment.")
    return ngettext("%(n)s mandatory measure", "%(n)s mandatory measures", count)


def _listed(summary: str, items: Iterable[Told]) -> ComparedCell:
    return ComparedCell(summary=summary, items=tuple(items))


def _cells(content: Content) -> ComparedCell:
    return ComparedCell(
        look="verdict",
        badges=tuple(
            (_verdict(Verdict(item["verdict"])), _cell_name(item)) for item in content["cells"]
        ),
    )


def _cell_name(item: Content) -> str:
    names = {
        "edition": told(item["edition"]["name"]).text,
        "group": label(SubjectGroup(item["group"])),
        "use": told(item["use"]).text,
    }
    return _("%(edition)s for %(group)s: %(use)s", **names)


def _verdict(verdict: Verdict) -> Badge:
    return Badge(verdict, label(verdict))


def _risks(content: Content) -> ComparedCell:
    levels = [Level(item["levels"][Stage.ATTAINABLE]) for item in content["risks"]]
    counts = {level: levels.count(level) for level in _WORST_FIRST}
    return _levels(counts, summary=_("After the measures of vendor and school:"))


def _levels(counts: Mapping[Level, int], *, summary: str) -> ComparedCell:
    return ComparedCell(
        summary=summary,
        look="level",
        badges=tuple(
            (Badge(level, label(level)), ngettext("%(n)s risk", "%(n)s risks", count))
            for level, count in counts.items()
        ),
    )


def _stated(content: Content, register: Register, *, name: str) -> ComparedCell:
    """Return what a register says: countries, or the parties that are sub-processors."""
    found = [
        entry["values"].get(name, "")
        for entry in content.get("entries") or ()
        if entry["register"] == register
        and (register is not Register.PARTY
             or PartyRole.SUB_PROCESSOR in entry["values"].get("roles", ()))
    ]  # fmt: skip
    language = content.get("language") or "nl"
    return _listed("", (told({language: text}) for text in dict.fromkeys(found) if text))


def _agreements(content: Content) -> ComparedCell:
    found = {
        item["agreement"]["title"]: item["agreement"]["open_to_sector"]
        for item in content["measures"]
        if item["agreement"]
    }
    joining = {True: _("Schools can join."), False: _("Schools cannot join.")}
    return _listed("", (told(f"{title}. {joining[bool(o)]}") for title, o in found.items()))


def _promises(content: Content) -> ComparedCell:
    measures = {item["key"]: item for item in content["measures"]}
    items = []
    for each in content["tolerated"]:
        words = {"title": told(measures[each["measure"]]["title"]).text, "day": day(each["due"])}
        items.append(told(_("%(title)s: promised for %(day)s", **words)))
    return _listed("" if items else _("No open promises"), items)


def of_record(content: Content) -> dict[str, ComparedCell]:
    """Return what an external record says, by the name of the row; it has less than a release."""
    duties = [item for item in content["school_measures"] if item["mandatory"] == "yes"]
    known = ngettext("%(n)s mandatory measure", "%(n)s mandatory measures", len(duties))
    agreement = content["agreement"]
    return {
        "duties": _listed(known if duties else "", (told(item["measure"]) for item in duties)),
        "cells": _listed("", (told(item) for item in content["scope"]["in_scope"])),
        "risks": _record_risks(content["risk_counts"]["current"]),
        "locations": _listed("", (told(item["text"]) for item in content["data_locations"])),
        "sub_processors": NOTHING,
        "agreement": _listed(
            "", (told(agreement[name]) for name in ("type", "acceptance") if agreement[name])
        ),
        "promises": _listed("", map(_record_promise, content["vendor_measures"])),
    }


def _record_risks(counts: Content) -> ComparedCell:
    """Return how many risks the publisher counts at each level, as far as a source says so."""
    known = {
        level: counts[level.value] for level in _WORST_FIRST if counts[level.value] != UNCONFIRMED
    }
    return _levels(known, summary=_("By the publisher:")) if known else NOTHING


def _record_promise(item: Content) -> Told:
    deadline = item["deadline"]
    until = term(deadline) if deadline in ("none", "none_stated") else day(deadline)
    words = {"title": told(item["measure"]).text, "state": told(item["state"]).text, "day": until}
    return told(_("%(title)s: %(state)s (%(day)s)", **words))
