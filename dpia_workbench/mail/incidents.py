"""The words of mail about incidents; `message` joins them in."""

from collections.abc import Mapping

from dpia_workbench.i18n import deferred as _
from dpia_workbench.mail.words import Words

INCIDENT_KINDS: Mapping[str, Words] = {
    "incident-sent": Words(
        _("Incident with %(product)s: %(title)s"),
        _("There is an incident with %(product)s, which your board uses or looks at:"
          " %(title)s.\n\n%(gravity)s.\n\nWhat you must do now:\n\n%(to_do)s\n\nConfirm in the"
          " workbench that you have read it."),
    ),
    "incident-unchecked": Words(
        _("Not checked yet: incident with %(product)s: %(title)s"),
        _("%(reporter)s reports an incident with %(product)s, which your board uses or looks at:"
          " %(title)s. Your cooperative has not checked this yet.\n\n%(gravity)s.\n\nWhat the"
          " vendor asks you to do now:\n\n%(to_do)s\n\nConfirm in the workbench that you have"
          " read it."),
    ),
    "incident-checked": Words(
        _("Checked: incident with %(product)s: %(title)s"),
        _("A cooperative checked what the vendor reported about %(product)s: %(title)s.\n\nWhat you"
          " must do now:\n\n%(to_do)s\n\nRead in the workbench what the cooperative found."),
    ),
    "incident-updated": Words(
        _("News about the incident with %(product)s: %(title)s"),
        _("There is news about the incident with %(product)s: %(title)s.\n\nWhat you must do"
          " now:\n\n%(to_do)s\n\nRead in the workbench what is new."),
    ),
    "incident-closed": Words(
        _("Over: incident with %(product)s: %(title)s"),
        _("The incident with %(product)s is over: %(title)s. Read in the workbench how it ended,"
          " and record there what your board did."),
    ),
    "incident-withdrawn": Words(
        _("Reported by mistake: incident with %(product)s: %(title)s"),
        _("The incident with %(product)s was reported by mistake: %(title)s. Read the reason in the"
          " workbench."),
    ),
    "incident-for-cooperative": Words(
        _("A vendor reports about an incident with %(product)s: %(title)s"),
        _("%(reporter)s tells schools about an incident with %(product)s: %(title)s. Schools have"
          " this already, as the words of the vendor. Check it, and tell schools what you found."),
    ),
    "incident-draft": Words(
        _("An incident waits to be sent: %(product)s"),
        _("A colleague wrote a report of an incident with %(product)s: %(title)s. Read it, and send"
          " it to schools."),
    ),
}  # fmt: skip
