"""Sentences for the rules about schools of a board; `messages` joins them in."""

from collections.abc import Mapping

from dpia_workbench.i18n import deferred as _

SCHOOL_MESSAGES: Mapping[str, str] = {
    "school.brin-wrong": _(
        "“%(text)s” is no BRIN. Write two digits and two letters, such as 99AA, with two digits"
        " more for a branch, such as 99AA01."
    ),
    "school.brin-taken": _("A school with BRIN %(brin)s is in your register already."),
    "school.brin-twice": _(
        "BRIN %(brin)s stands on line %(line)s already. Keep one line for each school."
    ),
    "school.name-missing": _("Write the name of the school."),
    "school.sector-missing": _("Say which kind of education the school gives, such as po or vo."),
    "school.value-unknown": _("We do not understand “%(text)s” in this column."),
    "school.list-empty": _("Write at least one school, or choose a file with schools."),
    "school.list-too-long": _(
        "This is too much: a register holds at most %(most)s schools. Nothing was stored."
    ),
    "school.list-unreadable": _(
        "We cannot read this file. Save the table as csv, or copy its rows into the field."
    ),
    "school.column-missing": _(
        "We do not see these columns in the first line: %(columns)s. Name them there, or begin"
        " each line with the BRIN and the name of a school. Nothing was stored."
    ),
    "school.rows-refused": _(
        "Nothing was stored: something is wrong with %(count)s lines. Correct them, or tick that"
        " they are left out."
    ),
    "school.review-outdated": _(
        "Your register changed since you looked. Nothing was stored; look again at what would"
        " change now."
    ),
    "school.none-chosen": _("Choose at least one school."),
}
