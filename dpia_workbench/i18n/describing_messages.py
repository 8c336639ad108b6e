"""Sentences of the rules about what a board says of itself; `messages` joins them in."""

from collections.abc import Mapping

from dpia_workbench.i18n import deferred as _

DESCRIBING_MESSAGES: Mapping[str, str] = {
    "adoption.nothing-fits": _(
        "Tick what fits your board. Does nothing fit? Then this verdict does not hold for you:"
        " make a DPIA of your own, or ask for a joint one on the list of products you use."
    ),
    "adoption.supplement-missing": _(
        "“%(name)s” was not examined. Write your own assessment of it: which data, which risks,"
        " and why it is still responsible."
    ),
    "adoption.not-in-release": _("What you chose is not in this release. Choose from the list."),
    "adoption.step-detail-missing": _("Fill in this field."),
    "adoption.data-missing": _("Tick which data you enter, or describe them under “Other data”."),
    "adoption.consent-unexplained": _(
        "Consent only counts if it is truly free, and parents give it for pupils under 16."
        " Explain how that is so here."
    ),
    "adoption.operations-open": _(
        "Answer each part first. At least one of them is something your board does."
    ),
    "adoption.lack-unexplained": _(
        "Explain why there is no agreement. The law asks for one with every processor."
    ),
}
