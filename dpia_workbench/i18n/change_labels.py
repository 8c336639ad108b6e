"""Labels of what changes from one release to another, and of the fields that a release has."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.i18n import gettext, ngettext
from dpia_workbench.i18n.practice_labels import PRACTICE_LABELS
from dpia_workbench.risk.change import Change, FactKind
from dpia_workbench.risk.comparison import Fate, Part
from dpia_workbench.risk.consequence import Effect

CHANGE_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Change: {
        Change.VERDICT_WORSE: _("The verdict is worse"),
        Change.LEVEL_HIGHER: _("A risk is higher"),
        Change.RISK_ADDED: _("There is a new risk"),
        Change.MEASURE_ADDED: _("There is a new mandatory measure"),
        Change.MEASURE_CHANGED: _("A mandatory measure changed"),
        Change.SCOPE_CHANGED: _("The verdict is about other editions, groups or uses"),
        Change.PURPOSE_ADDED: _("There is a new purpose"),
        Change.ROLE_ADDED: _("A party has a role that it did not have"),
        Change.SUB_PROCESSOR_ADDED: _("There is a new sub-processor"),
        Change.COUNTRY_ADDED: _("Data are processed in another country"),
        Change.MECHANISM_CHANGED: _("A transfer rests on something else"),
        Change.AGREEMENT_ADDED: _("The verdict rests on another agreement"),
        Change.FINDING_WORSE: _("A topic of lawfulness is worse"),
        Change.AGREEMENT_ENDS: _("An agreement ends or ended"),
        Change.PROMISE_LATE: _("A promise of the vendor is late"),
        Change.WITHDRAWN: _("The release was withdrawn"),
        Change.VERIFICATION_EXPIRED: _("A check is too old to count"),
        Change.ARGUMENT_WEAKER: _("A risk can be higher in some circumstances"),
        Change.VERDICT_BETTER: _("The verdict is better"),
        Change.LEVEL_LOWER: _("A risk is lower"),
        Change.RISK_REMOVED: _("A risk is gone"),
        Change.LOW_RISK_ADDED: _("There is a new risk, and it is low"),
        Change.MEASURE_REMOVED: _("A mandatory measure is no longer needed"),
        Change.FINDING_BETTER: _("A topic of lawfulness is better"),
        Change.FACT_REMOVED: _("Something about the processing no longer holds"),
        Change.TEXT_CLARIFIED: _("Texts were made clearer"),
    },
    FactKind: {
        FactKind.PURPOSE: _("Purpose"),
        FactKind.ROLE: _("Role"),
        FactKind.SUB_PROCESSOR: _("Sub-processor"),
        FactKind.COUNTRY: _("Country"),
        FactKind.MECHANISM: _("Basis of the transfer"),
        FactKind.AGREEMENT: _("Agreement"),
    },
    Part: {
        Part.VERDICT: _("Verdict, summary and scope"),
        Part.CELL: _("Editions, groups and uses"),
        Part.MEASURE: _("Measures"),
        Part.RISK: _("Risks"),
        Part.CLAIM: _("What measures do to risks"),
        Part.AGREEMENT: _("Agreements"),
        Part.TOLERATED: _("Promises that the verdict leaves open"),
        Part.FINDING: _("Lawfulness"),
        Part.ENTRY: _("Processing: purposes, parties, countries and sources"),
        Part.TEXT: _("Texts of the dossier"),
        Part.NOT_APPLICABLE: _("What does not apply"),
        Part.PRODUCT: _("Product"),
        Part.METHOD: _("How it was assessed"),
    },
    Fate: {Fate.ADDED: _("New"), Fate.REMOVED: _("Gone"), Fate.CHANGED: _("Changed")},
    Effect: {
        Effect.VERDICT_WORSE: _("The verdict is worse"),
        Effect.VERDICT_BETTER: _("The verdict is better"),
        Effect.DUTY_NEW: _("New things to do"),
        Effect.SETTING_CHANGED: _("Changed settings"),
        Effect.DUTY_CHANGED: _("Changed things to do"),
        Effect.DUTY_GONE: _("Things that are no longer needed"),
        Effect.RISK_NEW: _("New risks"),
        Effect.RISK_HIGHER: _("Higher risks"),
        Effect.RISK_LOWER: _("Lower risks"),
        Effect.RISK_GONE: _("Risks that are gone"),
        Effect.CELL_NEW: _("New editions, groups or uses"),
        Effect.CELL_CHANGED: _("Changed editions, groups or uses"),
        Effect.CELL_GONE: _("Editions, groups or uses that are no longer covered"),
        Effect.FINDING_WORSE: _("Worse topics of lawfulness"),
        Effect.FINDING_BETTER: _("Better topics of lawfulness"),
        Effect.AGREEMENT_CHANGED: _("Changed agreements"),
        Effect.PROMISE_OPEN: _("New open promises of the vendor"),
        Effect.OPTION_NEW: _("New optional measures"),
        Effect.OPTION_CHANGED: _("Changed optional measures"),
        Effect.OPTION_GONE: _("Optional measures that are gone"),
    },
}

_COUNTED: Mapping[Effect, Callable[[int], str]] = {
    Effect.DUTY_NEW: lambda n: ngettext("%(n)s new thing to do", "%(n)s new things to do", n),
    Effect.SETTING_CHANGED: lambda n: ngettext(
        "%(n)s setting that you must make changed", "%(n)s settings that you must make changed", n
    ),
    Effect.DUTY_CHANGED: lambda n: ngettext(
        "%(n)s thing to do changed", "%(n)s things to do changed", n
    ),
    Effect.DUTY_GONE: lambda n: ngettext(
        "%(n)s thing to do is no longer needed", "%(n)s things to do are no longer needed", n
    ),
    Effect.RISK_NEW: lambda n: ngettext("%(n)s new risk", "%(n)s new risks", n),
    Effect.RISK_HIGHER: lambda n: ngettext(
        "%(n)s risk became higher", "%(n)s risks became higher", n
    ),
    Effect.RISK_LOWER: lambda n: ngettext("%(n)s risk became lower", "%(n)s risks became lower", n),
    Effect.RISK_GONE: lambda n: ngettext("%(n)s risk is gone", "%(n)s risks are gone", n),
    Effect.CELL_NEW: lambda n: ngettext(
        "%(n)s edition, group or use is covered for the first time",
        "%(n)s editions, groups or uses are covered for the first time",
        n,
    ),
    Effect.CELL_CHANGED: lambda n: ngettext(
        "%(n)s edition, group or use is judged otherwise",
        "%(n)s editions, groups or uses are judged otherwise",
        n,
    ),
    Effect.CELL_GONE: lambda n: ngettext(
        "%(n)s edition, group or use is no longer covered",
        "%(n)s editions, groups or uses are no longer covered",
        n,
    ),
    Effect.FINDING_WORSE: lambda n: ngettext(
        "%(n)s topic of lawfulness became worse", "%(n)s topics of lawfulness became worse", n
    ),
    Effect.FINDING_BETTER: lambda n: ngettext(
        "%(n)s topic of lawfulness became better", "%(n)s topics of lawfulness became better", n
    ),
    Effect.AGREEMENT_CHANGED: lambda n: ngettext(
        "%(n)s agreement changed", "%(n)s agreements changed", n
    ),
    Effect.PROMISE_OPEN: lambda n: ngettext(
        "%(n)s promise of the vendor is open that was not before",
        "%(n)s promises of the vendor are open that were not before",
        n,
    ),
    Effect.OPTION_NEW: lambda n: ngettext(
        "%(n)s new optional measure", "%(n)s new optional measures", n
    ),
    Effect.OPTION_CHANGED: lambda n: ngettext(
        "%(n)s optional measure changed", "%(n)s optional measures changed", n
    ),
    Effect.OPTION_GONE: lambda n: ngettext(
        "%(n)s optional measure is gone", "%(n)s optional measures are gone", n
    ),
}

FIELD_LABELS: Mapping[str, str] = {
    "published_verdict": _("Verdict"),
    "computed_verdict": _("Computed verdict"),
    "sentence": _("The verdict in one sentence"),
    "override_reason": _("Why the publisher is stricter"),
    "summary": _("Summary"),
    "scope": _("Scope"),
    "edition": _("Edition"),
    "group": _("Group"),
    "use": _("Use"),
    "tags": _("Circumstances"),
    "exclusions": _("Not covered"),
    "verdict": _("Verdict"),
    "title": _("Title"),
    "description": _("Description"),
    "origin": _("Origin"),
    "likelihood": _("Likelihood"),
    "likelihood_reason": _("Why this likelihood"),
    "severity": _("Severity"),
    "severity_reason": _("Why this severity"),
    "unknown_note": _("Why an unknown axis is accepted"),
    "severe_floor_waived": _("May count as low although severe"),
    "waiver_reason": _("Why it may count as low"),
    "floors": _("Least levels in circumstances"),
    "owner": _("Who takes the measure"),
    "kind": _("Kind"),
    "instruction": _("Instruction"),
    **PRACTICE_LABELS,
    "editions": _("Editions"),
    "promise.state": _("How far the vendor is"),
    "promise.due": _("Promised for"),
    "promise.first_due": _("First promised for"),
    "promise.delivered_on": _("Delivered on"),
    "promise.verified_on": _("Checked on"),
    "promise.verification_expires_on": _("The check counts up to and including"),
    "promise.evidence": _("The vendor gave evidence"),
    "promise.independent": _("Checked by somebody independent"),
    "clause": _("Clause"),
    "in_force_from": _("In force from"),
    "in_force_until": _("In force up to and including"),
    "open_to_sector": _("Whether schools can join"),
    "risk": _("Risk"),
    "axis": _("Axis"),
    "cap": _("At most"),
    "requires": _("Measures"),
    "void_if": _("Not in these circumstances"),
    "rationale": _("Explanation"),
    "due": _("Promised for"),
    "result": _("Result"),
    "note": _("Note"),
    "measure": _("Measure"),
    "body": _("Text"),
    "reason": _("Reason"),
    "name": _("Name"),
    "vendor": _("Vendor"),
    "vendor.name": _("Vendor"),
    "category": _("Kind of product"),
    "sectors": _("Sectors"),
    "former_names": _("Former names"),
    "is_invented": _("Invented for the demonstration"),
    "publisher": _("Publisher"),
    "profile": _("Method"),
    "profile_content": _("Rules of the method"),
    "screening": _("Screening"),
    "templates": _("Document templates"),
    "language": _("Language"),
}


def counted(effect: Effect, *, n: int) -> str:
    """Return how often an effect is there, in the current language."""
    tell = _COUNTED.get(effect)
    return tell(n) if tell else gettext(CHANGE_LABELS[Effect][effect])


def field_label(name: str) -> str:
    """Return the label of a field of a release; one that is unknown here goes by its own name."""
    known = FIELD_LABELS.get(name)
    return gettext(known) if known else name.replace("_", " ").replace(".", ", ")
