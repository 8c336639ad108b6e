"""What happened to evidence, as sentences."""

from dpia_workbench.i18n import deferred
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.risk.place import DossierPart
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.store.models import AuditEvent

SENTENCES = {
    "evidence.added": deferred("Evidence added"),
    "evidence.changed": deferred("Description of the evidence changed"),
    "evidence.linked": deferred("Tied to: %(place)s"),
    "evidence.unlinked": deferred("No longer tied to: %(place)s"),
    "evidence.file-deleted": deferred("File deleted"),
    "evidence.read": deferred("Confidential file read"),
}
FIELDS = {
    "title": deferred("Title"),
    "kind": deferred("Kind"),
    "source": deferred("Where it comes from"),
    "collected_on": deferred("Collected on"),
    "collected_by": deferred("Collected by"),
    "confidentiality": deferred("Who may read it"),
    "readers": deferred("Named people"),
    "has_personal_data": deferred("Personal data of others"),
    "delete_on": deferred("File to be deleted on"),
    "expires_on": deferred("Expires on"),
}


def described(event: AuditEvent) -> tuple[str, str]:
    """Return what happened as a sentence, and what belongs to it as a text."""
    title = _(SENTENCES[event.fact]) % {"place": _place(event)}
    changed = [_(FIELDS[name]) for name in event.detail.get("changed", {})]
    if changed:
        return title, _("Changed: %(names)s", names=", ".join(changed))
    return title, str(event.detail.get("reason", ""))


def _place(event: AuditEvent) -> str:
    key, part = event.detail.get("key", ""), event.detail.get("part")
    if part == DossierPart.FINDING:
        return label(Topic(key))
    return key or (label(DossierPart(part)) if part else "")
