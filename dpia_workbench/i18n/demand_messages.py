"""Sentences for the rules about what boards use and ask for; `messages` joins them in."""

from collections.abc import Mapping

from dpia_workbench.i18n import deferred as _

DEMAND_MESSAGES: Mapping[str, str] = {
    "demand.name-missing": _("Write the name of the product, in letters or digits."),
    "demand.already-on-list": _("This product is on your list already, under its own name."),
    "demand.verdict-exists": _(
        "There is a verdict on this product that your board can adopt. You need not ask for one."
    ),
    "demand.already-planned": _("Your cooperative plans a DPIA on this product already."),
    "demand.quarter-passed": _("This quarter is over. Choose the present one or a later one."),
    "demand.list-empty": _("Write at least one name, or choose a file with names."),
    "demand.list-too-long": _(
        "This list is too long: at most %(most)s names at once. Hand it in in parts."
    ),
    "demand.list-unreadable": _(
        "We cannot read this file. Save the table as csv, or copy the names into the field."
    ),
    "demand.choice-missing": _("Choose for each name what it means, or leave it out."),
}
