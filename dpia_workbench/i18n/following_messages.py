"""Sentences for the rules of following, of saved searches and of webhooks."""

from collections.abc import Mapping

from dpia_workbench.i18n import deferred as _

FOLLOWING_MESSAGES: Mapping[str, str] = {
    "following.too-many": _(
        "From your network, mail was asked for very often today. Try again tomorrow, or use the"
        " feed."
    ),
    "following.link-over": _(
        "This link no longer works: it was not used in time, or what it was for was ended. Ask"
        " for a new one."
    ),
    "following.pace-unknown": _("Choose one from the list."),
    "following.too-many-searches": _(
        "You saved %(most)s searches. Remove one that you no longer use."
    ),
    "webhook.address-refused": _(
        "Give an address that begins with https:// and is on the open internet, without a user"
        " name, a password or a part after #."
    ),
    "webhook.too-many": _(
        "Your organisation registered %(most)s addresses. End one that is no longer used."
    ),
    "webhook.not-in-use": _("Nothing is sent to this address now."),
}
