"""Sentences for the rules about agreements; `messages` joins them in."""

from collections.abc import Mapping

from dpia_workbench.i18n import deferred as _

AGREEMENT_MESSAGES: Mapping[str, str] = {
    "agreement.move-refused": _(
        "This is not possible with an agreement in this state: %(state)s. Read it again."
    ),
    "agreement.signature-missing": _(
        "Not every party that must sign has signed. Record the missing signatures first."
    ),
    "agreement.signed-text-missing": _("Add the signed text as a file first."),
    "agreement.start-missing": _("Say from which day on the agreement holds."),
    "agreement.ends-before-start": _("The agreement must begin before it ends."),
    "agreement.signed-ahead": _("Nobody can have signed after today, %(today)s."),
    "agreement.end-passed": _(
        "Choose today or a later day, and not a day after its own end. Today is %(today)s."
    ),
    "agreement.terms-fixed": _(
        "What was signed stays as it was signed. Make a new agreement that replaces this one."
    ),
    "agreement.not-on-offer": _("Boards cannot join this agreement: it is no open offer."),
    "agreement.not-in-force": _("Boards can join an agreement only while it is in force."),
    "agreement.already-joined": _("Your board has joined this agreement already."),
    "agreement.vendor-unknown": _("Choose a vendor, and products of that vendor."),
    "agreement.predecessor-unknown": _(
        "Choose an agreement of the same cooperative with the same vendor."
    ),
    "agreement.reason-missing": _("Say why."),
    "agreement.over": _("This agreement is over (%(state)s), and is now a record."),
    "agreement.board-unknown": _("There is no school board with number %(number)s here."),
    "agreement.not-named": _("Only an agreement for boards that it names has such a list."),
    "agreement.dated-ahead": _("This cannot lie after today, %(today)s."),
    "agreement.clause-needed": _("Name the clause in which this is said."),
    "agreement.clause-twice": _("Clause %(reference)s is described already."),
    "agreement.measure-unknown": _("Choose measures of dossiers on products of this vendor."),
    "agreement.subprocessor-ended": _(
        "Choose a day on or after %(since)s, for a sub-processor that has not ended yet."
    ),
    "measure.agreement-unknown": _(
        "Choose an agreement of your cooperative with the vendor of this product."
    ),
    "measure.agreement-needs-clause": _(
        "A recorded agreement belongs to a measure by agreement, and to a clause of it."
    ),
    "measure.agreement-name-missing": _(
        "This agreement is not public. Write how a published verdict may call it."
    ),
}
