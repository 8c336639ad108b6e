"""Names of what is told about a measure of schools in practice."""

from dpia_workbench.i18n import deferred as _

PRACTICE_LABELS = {
    "setting_path": _("Where the setting is"),
    "setting_value": _("What to choose"),
    "side_effect": _("What lessons notice of it"),
    "decided_by": _("Who decides"),
}
