"""Sentences for the rules about errata; `messages` joins them in."""

from collections.abc import Mapping

from dpia_workbench.i18n import deferred as _

TRUST_MESSAGES: Mapping[str, str] = {
    "erratum.text-missing": _("Write the correction in Dutch and in English."),
    "erratum.repeated": _("This correction stands with the release already."),
}
