"""Sentences for the rules of fact checks and vendors' statements; `messages` joins them in."""

from collections.abc import Mapping

from dpia_workbench.i18n import deferred as _

FACT_CHECK_MESSAGES: Mapping[str, str] = {
    "factcheck.move-refused": _("This is not possible now: the fact check is “%(state)s”."),
    "factcheck.deadline-not-ahead": _("The deadline must be after today, %(today)s."),
    "factcheck.nothing-selected": _("Choose at least one part in which something is written."),
    "factcheck.words-missing": _("Explain this in a few words."),
    "factcheck.not-all-answered": _("Answer every item first. Without an answer: %(count)s."),
    "factcheck.not-all-disposed": _(
        "Say first what you do with every answer. Still to do: %(count)s."
    ),
    "factcheck.nothing-to-dispose": _("The vendor asks for nothing here."),
    "factcheck.open": _(
        "A fact check is with the vendor, who can answer up to and including %(deadline)s. Until"
        " then nothing can be published."
    ),
    "factcheck.answers-wait": _(
        "The vendor answered a fact check, and nobody has said yet what is done with it. Answers"
        " that wait: %(count)s."
    ),
    "statement.move-refused": _("This is not possible now: the statement is “%(state)s”."),
    "statement.reason-missing": _("Say why. The vendor reads this."),
    "statement.half-missing": _("Write the statement in Dutch and in English."),
    "statement.too-long": _("Use at most %(most)s characters per language."),
}
