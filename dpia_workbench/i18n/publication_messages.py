"""Sentences for the rules about publications; `messages` joins them in."""

from collections.abc import Mapping

from dpia_workbench.i18n import deferred as _

PUBLICATION_MESSAGES: Mapping[str, str] = {
    "publication.not-replayed": _(
        "Computing again from what would be published gives other levels. Tell whoever runs the"
        " workbench; nothing can be published until that is mended."
    ),
    "publication.untraced": _(
        "The texts of the verdict speak of parts that are not there: %(keys)s."
    ),
    "publication.moment-out-of-range": _(
        "Choose a moment that lies ahead, and not after %(latest)s."
    ),
    "publication.plan-void": _(
        "The approval for which this was planned is void. Plan it again once it is approved."
    ),
    "publication.planner-gone": _("Who planned this publishes no longer. Plan it again."),
    "publication.plan-over": _(
        "This plan was carried out, withdrawn or replaced before. Read the page again."
    ),
}
