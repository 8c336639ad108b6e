"""The words of every mail, in the reader's language."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from dpia_workbench.i18n import deferred as _
from dpia_workbench.i18n import gettext, speaking
from dpia_workbench.mail.fact_checks import FACT_CHECK_KINDS
from dpia_workbench.mail.feedback import FEEDBACK_KINDS
from dpia_workbench.mail.incidents import INCIDENT_KINDS
from dpia_workbench.mail.publications import PUBLICATION_KINDS
from dpia_workbench.mail.reviews import REVIEW_KINDS
from dpia_workbench.mail.words import Words
from dpia_workbench.mail.worksheets import WORKSHEET_KINDS

KINDS: Mapping[str, Words] = {
    "invitation": Words(
        _("Your account for the DPIA Workbench"),
        _("Hello %(name)s, you have been given an account. Choose a password with this link."
          " It works once, for seven days."),
    ),
    "colleague-invitation": Words(
        _("You are invited to answer for %(organisation)s"),
        _("Hello %(name)s, a colleague at %(organisation)s asks you to answer requests from schools"
          " and universities in the DPIA Workbench. Accept with this link within seven days. Do you"
          " not know of this? Then you need not do anything."),
    ),
    "new-password": Words(
        _("Choose a new password"),
        _("Hello %(name)s, with this link you choose a new password. It works once, for four"
          " hours. Did you not ask for it? Then you need not do anything."),
    ),
    "review-asked": Words(
        _("A revision waits for review: %(dossier)s"),
        _("A revision of dossier %(dossier)s was submitted. You can review it if you wrote none"
          " of it."),
    ),
    "changes-asked": Words(
        _("Changes are asked for in %(dossier)s"),
        _("The reviewer asks for changes in dossier %(dossier)s."),
    ),
    "publication-waits": Words(
        _("A revision can be published: %(dossier)s"),
        _("A revision of dossier %(dossier)s was approved and waits for publication."),
    ),
    "request-requested": Words(
        _("You are asked: %(title)s"),
        _("For a joint privacy assessment of your product you are asked for this: %(title)s. You"
          " can answer in the workbench."),
    ),
    "request-committed": Words(
        _("A vendor promised a day: %(title)s"),
        _("The vendor promised a day for this request: %(title)s."),
    ),
    "request-date-proposed": Words(
        _("A vendor proposes another day: %(title)s"),
        _("The vendor proposes another day for this request: %(title)s. The promised day holds"
          " until you accept."),
    ),
    "request-date-settled": Words(
        _("Your proposal for another day was answered: %(title)s"),
        _("The cooperative answered your proposal for another day: %(title)s."),
    ),
    "request-delivered": Words(
        _("A vendor delivered: %(title)s"),
        _("The vendor says that this is done: %(title)s. It counts only after a check."),
    ),
    "request-message": Words(
        _("A message about: %(title)s"),
        _("Somebody wrote you a message about this request: %(title)s. You can read and answer it"
          " in the workbench."),
    ),
    "request-handed-over": Words(
        _("A colleague hands a request to you: %(title)s"),
        _("A colleague asks you to see to this request: %(title)s."),
    ),
    "request-declined": Words(
        _("A vendor declined: %(title)s"),
        _("The vendor declined this request: %(title)s."),
    ),
    "request-verified": Words(
        _("Your delivery was checked: %(title)s"),
        _("The check of your delivery found that it works: %(title)s."),
    ),
    "request-verified_partial": Words(
        _("Your delivery was checked: %(title)s"),
        _("The check of your delivery found that it works partly: %(title)s."),
    ),
    "sub-processor-announced": Words(
        _("A vendor announces another sub-processor: %(name)s"),
        _("%(vendor)s announces a change of sub-processors for %(products)s: %(name)s. One can"
          " object until and including %(until)s."),
    ),
    "sub-processor-for-schools": Words(
        _("Something changes about %(products)s"),
        _("%(vendor)s will let another company handle data, or handle other data: %(name)s. Your"
          " board uses %(products)s. You can object until and including %(until)s."),
    ),
    "sub-processor-objected": Words(
        _("Schools object to a sub-processor: %(name)s"),
        _("Schools object through their cooperative to your change of sub-processors for"
          " %(products)s: %(name)s. Read the objection and answer it."),
    ),
    "sub-processor-accepted": Words(
        _("No objection to a sub-processor: %(name)s"),
        _("A cooperative of schools has no objection to your change of sub-processors for"
          " %(products)s: %(name)s."),
    ),
    "sub-processor-answered": Words(
        _("A vendor answers the objection: %(name)s"),
        _("%(vendor)s answered the objection to the change of sub-processors for %(products)s:"
          " %(name)s."),
    ),
    "sub-processor-withdrawn": Words(
        _("A vendor takes a change back: %(name)s"),
        _("%(vendor)s takes the change of sub-processors for %(products)s back: %(name)s."),
    ),
    **FACT_CHECK_KINDS,
    **PUBLICATION_KINDS,
    **INCIDENT_KINDS,
    **FEEDBACK_KINDS,
    **REVIEW_KINDS,
    **WORKSHEET_KINDS,
    "remark-answered": Words(
        _("Answer to what you reported about %(product)s"),
        _("You reported something about the verdict on %(product)s. This is the answer:\n\n"
          "%(answer)s\n\nYour e-mail address has been removed: to react, use the form beside the"
          " verdict again."),
    ),
    "advice-waits": Words(
        _("Your advice is asked for: %(product)s"),
        _("The privacy officer described the situation and the measures for %(product)s. Your"
          " advice as data protection officer is asked for."),
    ),
    "webhook-stopped": Words(
        _("A webhook of your organisation was stopped: %(host)s"),
        _("Messages to %(host)s did not arrive, so we stopped sending them. See what went wrong,"
          " and begin again when it is mended."),
    ),
    "decision-waits": Words(
        _("The board can decide: %(product)s"),
        _("Advice and views on %(product)s are there. The board can decide."),
    ),
}  # fmt: skip


def compose(
    kind: str,
    *,
    to: str,
    sender: str,
    language: str,
    link: str,
    values: Mapping[str, str],
    at: datetime,
) -> EmailMessage:
    """Return a mail of a kind in a language, dated at a moment."""
    words = KINDS[kind]
    with speaking(language):
        message = addressed(gettext(words.subject) % values, to=to, sender=sender, at=at)
        return written(message, [gettext(words.text) % values, link], language=language)


def addressed(subject: str, *, to: str, sender: str, at: datetime) -> EmailMessage:
    """Return a mail without text, dated at a moment."""
    message = EmailMessage()
    # A line end in a title would be a second header.
    message["Subject"] = " ".join(subject.split())
    message["From"] = sender
    message["To"] = to
    message["Date"] = format_datetime(at)
    message["Message-ID"] = make_msgid(domain="dpia-workbench")
    message["Auto-Submitted"] = "auto-generated"
    return message


def written(message: EmailMessage, paragraphs: Sequence[str], *, language: str) -> EmailMessage:
    """Return a mail with its text in the language that is spoken, and who sent it."""
    closing = gettext("This message was sent by the DPIA Workbench.")
    message.set_content("\n\n".join([*paragraphs, closing, ""]))
    message["Content-Language"] = language  # set_content drops what begins with Content-
    return message
