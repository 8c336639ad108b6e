"""The words of mail about feedback of boards; `message` joins them in."""

from collections.abc import Mapping

from dpia_workbench.i18n import deferred as _
from dpia_workbench.mail.words import Words

FEEDBACK_KINDS: Mapping[str, Words] = {
    "feedback-settled": Words(
        _("Answer to what you said about %(product)s"),
        _("You told what you found while you worked with the verdict on %(product)s. This is the"
          " answer:\n\n%(answer)s"),
    ),
    "feedback-shown": Words(
        _("Your feedback led to a change: %(product)s"),
        _("What you told about the verdict on %(product)s led to a change. Read it in release"
          " %(number)s."),
    ),
}  # fmt: skip
