"""Sentences for the rules about incidents; `messages` joins them in."""

from collections.abc import Mapping

from dpia_workbench.i18n import deferred as _

INCIDENT_MESSAGES: Mapping[str, str] = {
    "incident.move-refused": _("This is not possible any more: %(state)s."),
    "incident.already-reported": _("Your organisation reported this already, and it is not over."
                                   " Tell there what is new."),
    "incident.already-checked": _("A colleague or another cooperative checked this already."),
    "incident.since-ahead": _("%(since)s has not come yet. Choose today or an earlier day."),
    "incident.language-missing": _("Schools read this in Dutch and in English. Fill in both."),
    "incident.words-missing": _("Write a few words."),
    "incident.deed-ahead": _("%(on)s has not come yet. Record it when it is done."),
    "release.incident-open": _("An incident with this product is still open. Attention ends when"
                               " that is closed."),
}  # fmt: skip
