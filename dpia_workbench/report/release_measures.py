"""The chapters on who does what: measures by owner, and promises that are still open."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.pictures import sources
from dpia_workbench.pictures.figures import measure_figure
from dpia_workbench.report import pictures, wording
from dpia_workbench.report.model import Block, Cell, Runs, Table, Tone
from dpia_workbench.report.wording import (
    cell,
    day,
    keyed,
    last_day,
    lines,
    plain,
    said,
    sentence,
)
from dpia_workbench.risk.measures import Measure, Missing, Owner, contract_lack, vendor_lack
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.vocabulary import MeasureKind
from dpia_workbench.usecases import frozen
from dpia_workbench.usecases.local import school_measures

Content = Mapping[str, Any]


def by_owner(content: Content) -> list[Block]:
    """Return the chapter with all measures, by who has to act."""
    return [
        wording.chapter(_("Measures by who takes them")),
        *of_others(content),
        wording.section(_("Measures of schools, and the risks they act on")),
        *_school(content),
    ]


def of_others(content: Content) -> list[Block]:
    """Return how far all measures are, and those that the vendor and the cooperative see to."""
    owned = {
        owner: [item for item in content["measures"] if item["owner"] == owner] for owner in Owner
    }
    return [
        sentence(_("Only what has been checked and is in force counts in the levels.")),
        *pictures.blocks(measure_figure(sources.measures_of_release(content))),
        wording.section(_("Measures of the vendor")),
        *_vendor(owned[Owner.VENDOR], content=content),
        wording.section(_("Measures by agreement")),
        *_contractual(owned[Owner.CONTRACTUAL], content=content),
    ]


def acts_on(item: Content, *, content: Content) -> str:
    """Return the keys of the risks that claims connect to a measure."""
    keys = {claim["risk"] for claim in content["claims"] if item["key"] in claim["requires"]}
    ordered = [risk["key"] for risk in content["risks"] if risk["key"] in keys]
    topics = [found["topic"] for found in content["findings"] if found["measure"] == item["key"]]
    if topics and not ordered:
        return _("Lawfulness")
    return wording.listed(ordered)


def _described(item: Content, *, content: Content) -> Cell:
    kind = plain(label(MeasureKind(item["kind"])), italic=True)
    only: Runs = ()
    if item["editions"]:
        names = wording.editions(item["editions"], content=content)
        only = plain(_("Only for: %(editions)s", editions=names), italic=True)
    own = item["owner"] in (Owner.VENDOR, Owner.CONTRACTUAL)
    instruction = said(item["instruction"]) if own else ()
    return Cell(runs=lines(keyed(item), instruction, kind, only))


def counts(lack: Missing | None) -> Cell:
    """Return whether a measure counts, or why it does not."""
    if lack is None:
        return Cell(runs=plain(_("Yes")), tone=Tone.GOOD)
    text = _("No: %(reason)s", reason=label(lack))
    return Cell(runs=plain(text), tone=Tone.CAUTION)


def _facts(content: Content) -> tuple[Mapping[str, Measure], date]:
    known = {measure.id: measure for measure in frozen.assessment_of(content).measures}
    return known, date.fromisoformat(content["published_on"])


def _vendor(items: list[Content], *, content: Content) -> list[Block]:
    if not items:
        return [sentence(_("There are no measures of this kind."))]
    known, on = _facts(content)
    table = Table(
        caption=_("Measures of the vendor"),
        description=_("Per measure: the risks, how far the vendor is, and whether it counts."),
        header=(_("Measure"), _("Risks"), _("How far"), _("Counts")),
        rows=tuple(
            (
                _described(item, content=content),
                cell(acts_on(item, content=content)),
                Cell(runs=_promise(item["promise"])),
                counts(vendor_lack(known[item["key"]], on=on)),
            )
            for item in items
        ),
        widths=(38, 12, 32, 18),
    )
    return [table]


def _promise(promise: Content | None) -> Runs:
    if promise is None:
        return plain(_("Not asked of the vendor yet."))
    first, due = promise["first_due"], promise["due"]
    texts = [
        label(State(promise["state"])),
        _("Promised for %(day)s.", day=day(due)) if due else "",
        _("First promised for %(day)s.", day=day(first)) if first and first != due else "",
        _day_of(promise, "delivered_on"),
        _day_of(promise, "verified_on"),
        _day_of(promise, "verification_expires_on"),
    ]
    return lines(*(plain(text) for text in texts))


def _day_of(promise: Content, name: str) -> str:
    value = promise[name]
    if not value:
        return ""
    match name:
        case "delivered_on":
            return _("Delivered on %(day)s.", day=day(value))
        case "verified_on":
            return _("Checked on %(day)s.", day=day(value))
        case _:
            return _("The check counts up to and including %(day)s.", day=last_day(value))


def _contractual(items: list[Content], *, content: Content) -> list[Block]:
    if not items:
        return [sentence(_("There are no measures of this kind."))]
    known, on = _facts(content)
    table = Table(
        caption=_("Measures by agreement"),
        description=_("Per measure: the risks, the agreement, and whether it counts."),
        header=(_("Measure"), _("Risks"), _("Agreement"), _("Counts")),
        rows=tuple(
            (
                _described(item, content=content),
                cell(acts_on(item, content=content)),
                Cell(runs=agreement(item["agreement"])),
                counts(contract_lack(known[item["key"]], on=on, party=None)),
            )
            for item in items
        ),
        widths=(38, 12, 32, 18),
    )
    return [table]


def agreement(item: Content) -> Runs:
    """Return an agreement with its clause and its days."""
    starts, ends = item["in_force_from"], item["in_force_until"]
    texts = [
        item["title"],
        _("Clause: %(clause)s", clause=item["clause"]) if item["clause"] else "",
        _("In force from %(day)s.", day=day(starts)) if starts else _("Not in force yet."),
        _("In force up to and including %(day)s.", day=last_day(ends)) if ends else "",
        _("Schools can join.") if item["open_to_sector"] else _("Schools cannot join."),
    ]
    return lines(*(plain(text) for text in texts))


def _school(content: Content) -> list[Block]:
    items = school_measures(content)
    if not items:
        return [sentence(_("There are no measures of this kind."))]
    table = Table(
        caption=_("Measures of schools and the risks they act on"),
        description=_("Per measure: the risks it acts on and whether it is mandatory."),
        header=(_("Measure"), _("Risks"), _("Obligation")),
        rows=tuple(
            (
                _described(item, content=content),
                cell(acts_on(item, content=content)),
                cell(_("Mandatory") if item["owner"] == Owner.SCHOOL_MANDATORY else _("Optional")),
            )
            for item in items
        ),
        widths=(60, 20, 20),
    )
    return [table, sentence(_("How to do these measures is in the chapter for schools."))]


def open_promises(content: Content) -> list[Block]:
    """Return the chapter with the promises that the verdict leaves open."""
    heading = wording.chapter(_("Promises that the verdict leaves open"))
    if not content["tolerated"]:
        return [heading, sentence(_("The vendor has no promises to keep for this verdict."))]
    measures = {item["key"]: item for item in content["measures"]}
    table = Table(
        caption=_("Open promises of the vendor"),
        description=_("Per promise: the measure and the day by which the vendor promised it."),
        header=(_("Measure"), _("Promised for")),
        rows=tuple(
            (Cell(runs=keyed(measures[item["measure"]])), cell(day(item["due"])))
            for item in content["tolerated"]
        ),
        widths=(70, 30),
    )
    text = _(
        "These promises do not make any level better. If the vendor misses a day, the release asks"
        " for attention; %(days)s days later it comes under review.",
        days=frozen.profile_of(content).periods.grace_days,
    )
    return [heading, sentence(text), table]
