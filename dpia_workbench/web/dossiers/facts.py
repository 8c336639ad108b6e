"""Events of the audit trail as sentences."""

from typing import Any

from dpia_workbench.i18n import deferred
from dpia_workbench.i18n import gettext as _
from dpia_workbench.store.models import AuditEvent

SENTENCES = {
    "dossier.created": deferred("Dossier opened"),
    "dossier.described": deferred("Summary, scope or verdict written"),
    "dossier.screened": deferred("Screening saved"),
    "dossier.revised": deferred("New revision started"),
    "dossier.submitted": deferred("Submitted for review"),
    "dossier.changes-requested": deferred("Changes requested"),
    "dossier.approved": deferred("Approved"),
    "dossier.resumed": deferred("Taken up again"),
    "dossier.reopened": deferred("Reopened; the approval is void"),
    "cell.saved": deferred("Scope cell %(key)s saved"),
    "cell.removed": deferred("Scope cell %(key)s removed"),
    "risk.saved": deferred("Risk %(key)s saved"),
    "risk.removed": deferred("Risk %(key)s removed"),
    "measure.saved": deferred("Measure %(key)s saved"),
    "measure.removed": deferred("Measure %(key)s removed"),
    "measure.requested": deferred("Vendor asked for measure %(key)s"),
    "claim.saved": deferred("Claim %(key)s saved"),
    "claim.removed": deferred("Claim %(key)s removed"),
    "finding.saved": deferred("Finding saved: %(key)s"),
}
_KEYS = ("cell", "measure", "claim", "topic", "risk")


def described(event: AuditEvent) -> tuple[str, str]:
    """Return what happened as a sentence, and what changed as a text."""
    known = [str(event.detail[name]) for name in _KEYS if event.detail.get(name)]
    title = _(SENTENCES[event.fact]) % {"key": known[0] if known else ""}
    return title, str(event.detail.get("note") or "") or _changed(event.detail)


def _changed(detail: dict[str, Any]) -> str:
    changed = detail.get("changed") or {}
    names = [name.replace("_", " ") for name in changed if name != "version"]
    return _("Changed: %(names)s", names=", ".join(names)) if names else ""
