"""Sentences for the rules about evidence of boards and worksheets; `messages` joins them in."""

from collections.abc import Mapping

from dpia_workbench.i18n import deferred as _

WORKSHEET_MESSAGES: Mapping[str, str] = {
    "adoption.check-is-separate": _(
        "Somebody else than who recorded it says that it was checked. Record it as applied first."
    ),
    "adoption.nothing-to-check": _(
        "Only a measure that is applied, and was not checked yet, can be checked. This one is: "
        "%(state)s."
    ),
    "adoption.checker-recorded": _(
        "You recorded this measure yourself. A colleague who is a privacy officer, or your ICT "
        "partner by a worksheet, can check it."
    ),
    "adoption.evidence-needed": _(
        "This file is the only evidence of a measure that is applied. Add other evidence first."
    ),
    "adoption.evidence-full": _("The files of one product take at most %(most)s MB together."),
    "worksheet.expired": _(
        "This link has expired. What was saved is with the privacy officer of the school board. "
        "Ask there for a new link."
    ),
    "worksheet.withdrawn": _(
        "The privacy officer of the school board ended this link. What was saved is still "
        "there. Ask there if you have a question."
    ),
    "worksheet.sent": _(
        "This worksheet was sent in, so nothing changes in it any more. Ask the privacy officer "
        "of the school board for a new link if something must change."
    ),
    "worksheet.decided": _(
        "The school board took its decision about this product, so nothing is asked here any "
        "more. What was saved is still there."
    ),
    "worksheet.answer-incomplete": _(
        "%(key)s: this answer is not complete. Say since when it is done and how that can be "
        "seen, on which day you do it, why it cannot be done, or what you want to know."
    ),
    "worksheet.since-ahead": _("%(key)s: what is done cannot be done after today."),
    "worksheet.later-passed": _("%(key)s: choose a day that is still to come."),
    "worksheet.nothing-answered": _("Answer at least one setting before you send it in."),
    "worksheet.name-missing": _("Write your name, so that the school board knows who answered."),
    "worksheet.question-stays-open": _(
        "This is a question. Reply to it; there is nothing to take over."
    ),
    "worksheet.life-out-of-range": _("Choose a number of days from 1 to %(most)s."),
    "worksheet.too-many": _(
        "There are %(most)s open links for this product. End one that is no longer used."
    ),
    "worksheet.full": _("A worksheet takes at most %(files)s files, %(most)s MB together."),
    "worksheet.nothing-to-ask": _(
        "This product has no settings to ask about. Choose “all measures”, or say first what "
        "you use."
    ),
    "worksheet.answer-changed": _("The partner changed this answer meanwhile. Read it again."),
    "worksheet.answer-settled": _("You or a colleague saw to this answer already."),
    "worksheet.answers-crossed": _(
        "%(key)s: somebody else answered this too while you were typing. They wrote: "
        "“%(words)s”. Your own text is still here; combine the two and save again."
    ),
    "worksheet.sheet-foreign": _(
        "Row %(row)s of the file belongs to another worksheet. Use the file that you downloaded "
        "on this page."
    ),
    "worksheet.sheet-columns": _(
        "The file has no column “%(column)s”. Use the file that you downloaded on this page, "
        "and leave its first row as it is."
    ),
    "worksheet.sheet-unknown": _(
        "Row %(row)s of the file is about %(key)s, which this worksheet does not ask."
    ),
    "worksheet.sheet-repeated": _(
        "Row %(row)s of the file is about %(key)s, which stands in another row, too."
    ),
    "worksheet.sheet-answer": _(
        "Row %(row)s of the file: choose one of these as the answer: %(answers)s."
    ),
    "worksheet.sheet-day": _(
        "Row %(row)s of the file: “%(text)s” is no day. Write it like 2027-03-31."
    ),
    "worksheet.sheet-long": _("Row %(row)s of the file: use at most %(most)s characters."),
    "workbook.unreadable": _("This is not a workbook (.xlsx) that we can read."),
    "workbook.too-many-rows": _("The file has more than %(most)s rows."),
}
