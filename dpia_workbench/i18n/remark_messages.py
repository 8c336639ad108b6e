"""Sentences for the rules about remarks of readers; `messages` joins them in."""

from collections.abc import Mapping

from dpia_workbench.i18n import deferred as _

REMARK_MESSAGES: Mapping[str, str] = {
    "remark.sent-too-fast": _("That was very quick. Read it once more, and send it again."),
    "remark.form-too-old": _("This form stood open for too long. Your text is still here: send it"
                             " again."),
    "remark.place-unknown": _("This verdict has no %(place)s. Choose another one, or all of it."),
    "remark.already-settled": _("A colleague answered this or put it aside already."),
    "remark.words-missing": _("Write a few words."),
}  # fmt: skip
