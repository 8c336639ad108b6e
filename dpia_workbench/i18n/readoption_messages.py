"""Sentences for the rules about later rounds and follow-ups; `messages` joins them in."""

from collections.abc import Mapping

from dpia_workbench.i18n import deferred as _

READOPTION_MESSAGES: Mapping[str, str] = {
    "adoption.already-adopted": _("Your board already adopts this release."),
    "adoption.reason-unexplained": _("Write down what changed, or why your board looks again."),
    "adoption.nothing-to-confirm": _(
        "There is nothing here to confirm. Open the step and answer it."
    ),
    "adoption.already-ended": _("This adoption ended before. It stays as a record."),
    "adoption.end-unexplained": _("Write down why your board stops using this product."),
    "adoption.end-day-wrong": _("Choose a day from %(earliest)s up to today, %(today)s."),
    "followup.refused": _("This cannot be said of a measure that is “%(state)s”."),
    "followup.day-ahead": _("This day cannot be after today, %(today)s."),
    "followup.too-early": _(
        "Choose %(earliest)s or later: that is the day of the decision or of the last check."
    ),
    "followup.plan-unexplained": _("Write down why it moves to this day."),
    "followup.not-in-use": _(
        "Your board does not use this product on the ground of this decision, so there is nothing"
        " to follow up."
    ),
}
