"""The words of mail about looking again; `message` joins them in."""

from collections.abc import Mapping

from dpia_workbench.i18n import deferred as _
from dpia_workbench.mail.words import Words

REVIEW_KINDS: Mapping[str, Words] = {
    "review-waits": Words(
        _("Look again at %(product)s"),
        _("Something changed that concerns how your board uses %(product)s. Read what it is and"
          " look again, before or on %(day)s. What your board decided stays as it was until"
          " then."),
    ),
    "review-reminder": Words(
        _("Reminder: look again at %(product)s"),
        _("Your board would look again at %(product)s before or on %(day)s. That is still open."
          " You can switch reminders off on the page of your account."),
    ),
    "review-kept": Words(
        _("Looked at, nothing changes: %(product)s"),
        _("Your privacy officer looked at what changed about %(product)s and wrote down why"
          " nothing changes for your board. As data protection officer you can ask for a new"
          " look."),
    ),
    "adoption-ended": Words(
        _("Your board stops using %(product)s"),
        _("Your privacy officer recorded that your board stops using %(product)s, and why. What"
          " the board decided before stays as a record."),
    ),
}  # fmt: skip
