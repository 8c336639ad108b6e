"""Sentences for the rules around a board's own judgement; `messages` joins them in."""

from collections.abc import Mapping

from dpia_workbench.i18n import deferred as _

DECISION_MESSAGES: Mapping[str, str] = {
    "adoption.deviation-unexplained": _("Say why the board deviates from the advice."),
    "adoption.hearing-missing": _("Choose through whom you asked them."),
    "adoption.condition-incomplete": _(
        "A condition says what must happen, who sees to it and before which day."
    ),
    "adoption.condition-day-passed": _("The day of a condition must be after today, %(today)s."),
    "adoption.own-risks-unanswered": _(
        "Name a risk of your own, or write why your board found none."
    ),
    "adoption.risks-not-judged": _(
        "Judge these risks first: %(risks)s. Nobody gave them a level for your board."
    ),
    "adoption.risk-not-yours": _(
        "Risk %(risk)s was judged by others, or your judgement must stay. You can add a risk of"
        " your own."
    ),
    "consultation.event-out-of-order": _(
        "This cannot come now: “%(kind)s”. First note what came before it."
    ),
    "consultation.event-too-early": _("This cannot be before %(earliest)s: something came first."),
    "consultation.event-ahead": _("This lies ahead. Today is %(today)s."),
    "consultation.event-still-needed": _(
        "Something that was noted later follows from this. Take that back first."
    ),
    "consultation.applicant-missing": _(
        "Say who asks the authority: your board, or your cooperative."
    ),
}
