"""Sentences for the rules of asking the API; `messages` joins them in."""

from collections.abc import Mapping

from dpia_workbench.i18n import deferred as _

API_MESSAGES: Mapping[str, str] = {
    "request.too-many": _("You asked a lot in a short time. Wait %(seconds)s seconds, and go on."),
}
