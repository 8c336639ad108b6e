"""The words of mail about worksheets for ICT partners; `message` joins them in."""

from collections.abc import Mapping

from dpia_workbench.i18n import deferred as _
from dpia_workbench.mail.words import Words

WORKSHEET_KINDS: Mapping[str, Words] = {
    "worksheet-link": Words(
        _("Settings of %(product)s for %(board)s"),
        _("Hello %(name)s, %(board)s asks you to put settings of %(product)s right, and to say for"
          " each how it stands. You need no account: open this link. It works until %(day)s. Give"
          " it to nobody who does not work on this."),
    ),
    "worksheet-sent": Words(
        _("%(partner)s filled in the settings of %(product)s"),
        _("%(partner)s sent in the worksheet with the settings of %(product)s. Look at the answers"
          " and take over what is right: nothing counts until you do."),
    ),
}  # fmt: skip
