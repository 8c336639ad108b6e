"""Events of the audit trail as sentences."""

from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.practice_labels import PRACTICE_LABELS
from dpia_workbench.i18n.register_labels import register_title
from dpia_workbench.risk.place import DossierPart
from dpia_workbench.risk.registers import Register, Section
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.store.models import AuditEvent

SENTENCES = {
    "dossier.created": deferred("Dossier opened"),
    "dossier.started": deferred("Started from %(key)s; all of it is to be looked at"),
    "library.added": deferred("%(key)s added from the library"),
    "dossier.described": deferred("Summary, scope or verdict written"),
    "dossier.screened": deferred("Screening saved"),
    "dossier.revised": deferred("New revision started"),
    "dossier.submitted": deferred("Submitted for review"),
    "dossier.changes-requested": deferred("Changes requested"),
    "dossier.approved": deferred("Approved"),
    "dossier.resumed": deferred("Taken up again"),
    "dossier.reopened": deferred("Reopened; the approval is void"),
    "publication.planned": deferred("Publication planned"),
    "publication.withdrawn": deferred("Planned publication taken back"),
    "publication.refused": deferred("Planned publication did not take place"),
    "cell.saved": deferred("Scope cell %(key)s saved"),
    "cell.removed": deferred("Scope cell %(key)s removed"),
    "risk.saved": deferred("Risk %(key)s saved"),
    "risk.removed": deferred("Risk %(key)s removed"),
    "measure.saved": deferred("Measure %(key)s saved"),
    "measure.removed": deferred("Measure %(key)s removed"),
    "measure.requested": deferred("Vendor asked for measure %(key)s"),
    "remediation.sent-about": deferred("Vendor asked about %(key)s"),
    "claim.saved": deferred("Claim %(key)s saved"),
    "claim.removed": deferred("Claim %(key)s removed"),
    "thread.opened": deferred("Discussion opened: %(key)s"),
    "thread.answered": deferred("Answered in the discussion: %(key)s"),
    "thread.assigned": deferred("Somebody asked to see to the discussion: %(key)s"),
    "thread.resolved": deferred("Discussion resolved: %(key)s"),
    "thread.reopened": deferred("Discussion opened again: %(key)s"),
    "suggestion.accepted": deferred("Suggestion accepted: %(key)s"),
    "suggestion.refused": deferred("Suggestion refused: %(key)s"),
    "factcheck.sent": deferred("Fact check %(key)s sent to the vendor"),
    "factcheck.answered": deferred("Fact check %(key)s answered by the vendor"),
    "factcheck.closed": deferred("Fact check %(key)s closed: every answer was processed"),
    "factcheck.closed-silent": deferred(
        "Fact check %(key)s closed: the vendor did not answer everything before the deadline"
    ),
    "finding.saved": deferred("Finding saved: %(key)s"),
    "field.saved": deferred("%(key)s written"),
    "field.restored": deferred("%(key)s put back as it was"),
    "dossier.restored": deferred("All put back as it was"),
    "entry.added": deferred("%(key)s added"),
    "entry.saved": deferred("%(key)s written"),
    "entry.removed": deferred("%(key)s taken out"),
    "entry.brought-back": deferred("%(key)s brought back"),
    "content.confirmed": deferred("%(key)s looked at again"),
    "content.not-applicable": deferred("Said whether it applies: %(key)s"),
    "content.filled": deferred("Filled with texts and entries"),
}
_KEYS = ("cell", "measure", "claim", "topic", "risk", "entry", "place", "subject", "fact_check")
FIELDS = {
    "summary": deferred("Summary"),
    "scope": deferred("Scope"),
    "sentence": deferred("The verdict in one sentence"),
    "edition_id": deferred("Edition"),
    "group": deferred("Group"),
    "use": deferred("Use"),
    "tags": deferred("Circumstances"),
    "exclusions": deferred("Not covered"),
    "title": deferred("Title"),
    "description": deferred("Description"),
    "origin": deferred("Origin"),
    "likelihood": deferred("Likelihood"),
    "likelihood_reason": deferred("Why this likelihood"),
    "severity": deferred("Severity"),
    "severity_reason": deferred("Why this severity"),
    "unknown_note": deferred("Why an unknown axis is accepted"),
    "severe_floor_waived": deferred("May count as low although severe"),
    "waiver_reason": deferred("Why it may count as low"),
    "floors": deferred("Least levels in circumstances"),
    "owner": deferred("Who takes the measure"),
    "kind": deferred("Kind"),
    "instruction": deferred("Instruction"),
    **PRACTICE_LABELS,
    "editions": deferred("Editions"),
    "agreement": deferred("Agreement"),
    "agreement_id": deferred("Recorded agreement"),
    "clause": deferred("Clause"),
    "in_force_from": deferred("In force from"),
    "in_force_until": deferred("In force until"),
    "open_to_sector": deferred("Whether schools can join"),
    "risk": deferred("Risk"),
    "axis": deferred("Axis"),
    "cap": deferred("At most"),
    "requires": deferred("Measures"),
    "void_if": deferred("Not in these circumstances"),
    "rationale": deferred("Explanation"),
    "result": deferred("Result"),
    "note": deferred("Note"),
    "measure": deferred("Measure"),
    "to_check": deferred("To be looked at again"),
}


def described(event: AuditEvent) -> tuple[str, str]:
    """Return what happened as a sentence, and what changed as a text."""
    known = [_named(name, str(event.detail[name])) for name in _KEYS if event.detail.get(name)]
    title = _(SENTENCES[event.fact]) % {"key": known[0] if known else ""}
    return title, str(event.detail.get("note") or "") or _changed(event.detail)


def subject_name(subject: str) -> str:
    """Return the name of text:<section> or register:<register> in words."""
    kind, _colon, key = subject.partition(":")
    return register_title(Register(key)) if kind == "register" else label(Section(key))


def _named(name: str, value: str) -> str:
    if name == "subject" and value.startswith(("text:", "register:")):
        return subject_name(value)
    known: tuple[type[StrEnum], ...] = {
        "topic": (Topic,),
        "place": (Topic, DossierPart, Section),
    }.get(name, ())
    return next((label(kind(value)) for kind in known if value in list(kind)), value)


def _changed(detail: dict[str, Any]) -> str:
    changed = detail.get("changed") or {}
    if all(after is None for _before, after in changed.values()):
        return ""  # something was taken out as a whole
    names = [_(FIELDS[name]).lower() for name in changed if name in FIELDS]
    return _("Changed: %(names)s", names=", ".join(names)) if names else ""
