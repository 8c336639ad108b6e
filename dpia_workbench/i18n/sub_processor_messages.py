"""Sentences for the rules about changes of sub-processors; `messages` joins them in."""

from collections.abc import Mapping

from dpia_workbench.i18n import deferred as _

SUB_PROCESSOR_MESSAGES: Mapping[str, str] = {
    "subprocessor.move-refused": _("This is not possible now: the announcement is “%(state)s”."),
    "subprocessor.effective-too-early": _(
        "The change cannot take effect before %(earliest)s: the period for objection must have"
        " ended first."
    ),
    "subprocessor.objection-closed": _(
        "You can no longer object: that was possible until and including %(until)s, or the change"
        " does not come any more."
    ),
    "subprocessor.replaces-missing": _(
        "Name whom the new sub-processor replaces, and only for a replacement."
    ),
    "subprocessor.nothing-corrected": _("This is what you announced already. Nothing is new."),
    "subprocessor.already-bundled": _(
        "Your cooperative has told the vendor already what its schools say."
    ),
    "subprocessor.corrected-since": _(
        "The vendor corrected the announcement while you were reading. Read it again, and answer"
        " then."
    ),
    "subprocessor.reason-missing": _("Say why, in a few words."),
}
