"""Sentences for the rules about looking again; `messages` joins them in."""

from collections.abc import Mapping

from dpia_workbench.i18n import deferred as _

REVIEW_MESSAGES: Mapping[str, str] = {
    "review.already-resolved": _("Somebody ended this already. It stays here as it ended."),
    "review.reason-missing": _("Explain this in a few words."),
    "review.nothing-chosen": _("Choose what changed."),
    "review.decision-needed": _(
        "The periodic review ends with a decision of your board. Begin again, or stop using it."
    ),
    "review.nobody-to-tell": _(
        "Nobody at your board is data protection officer (FG) here, so nobody can be told. Invite"
        " the FG first."
    ),
    "review.not-in-force": _("Your board does not rely on this adoption any more, or not yet."),
}
