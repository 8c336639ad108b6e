"""A sentence for every rule that can be broken, for the page, the API and the mail alike."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from babel import Locale
from babel.dates import format_date

from dpia_workbench.i18n import current_language, gettext
from dpia_workbench.i18n import deferred as _
from dpia_workbench.i18n.adoption_messages import ADOPTION_MESSAGES
from dpia_workbench.i18n.agreement_messages import AGREEMENT_MESSAGES
from dpia_workbench.i18n.api_messages import API_MESSAGES
from dpia_workbench.i18n.decision_messages import DECISION_MESSAGES
from dpia_workbench.i18n.demand_messages import DEMAND_MESSAGES
from dpia_workbench.i18n.describing_messages import DESCRIBING_MESSAGES
from dpia_workbench.i18n.fact_check_messages import FACT_CHECK_MESSAGES
from dpia_workbench.i18n.following_messages import FOLLOWING_MESSAGES
from dpia_workbench.i18n.incident_messages import INCIDENT_MESSAGES
from dpia_workbench.i18n.labels import LABELS, label
from dpia_workbench.i18n.publication_messages import PUBLICATION_MESSAGES
from dpia_workbench.i18n.readoption_messages import READOPTION_MESSAGES
from dpia_workbench.i18n.remark_messages import REMARK_MESSAGES
from dpia_workbench.i18n.review_messages import REVIEW_MESSAGES
from dpia_workbench.i18n.school_messages import SCHOOL_MESSAGES
from dpia_workbench.i18n.sub_processor_messages import SUB_PROCESSOR_MESSAGES
from dpia_workbench.i18n.trust_messages import TRUST_MESSAGES
from dpia_workbench.i18n.worksheet_messages import WORKSHEET_MESSAGES
from dpia_workbench.risk.rules import RuleViolation

MESSAGES: Mapping[str, str] = {
    **FACT_CHECK_MESSAGES,
    **AGREEMENT_MESSAGES,
    **TRUST_MESSAGES,
    **READOPTION_MESSAGES,
    **REMARK_MESSAGES,
    **API_MESSAGES,
    **SCHOOL_MESSAGES,
    "profile.verdicts-not-monotone": _(
        "List the verdicts from the worst to the best, with one without conditions at the end, and"
        " such that nothing worse gives a better verdict."
    ),
    "reuse.nothing-recorded": _(
        "Nobody published a DPIA about this product elsewhere. Choose another beginning."
    ),
    "reuse.source-missing": _("Choose the dossier to start from."),
    "profile.unknown": _("There is no method profile %(profile)s."),
    "profile.verdicts-unsafe": _(
        "A high risk and what is not lawful must give RED, and what was not assessed GREY or RED."
    ),
    "profile.changed-without-version": _(
        "Method profile %(profile)s version %(version)s was loaded before and is used. Give the"
        " changed profile a new version."
    ),
    "profile.matrix-not-monotone": _(
        "The matrix of profile %(profile)s is refused: a worse value gives a better level."
    ),
    "report.language-unknown": _("There is no report in this language. Choose Dutch or English."),
    "remediation.move-refused": _("This is not possible now: the request is “%(state)s”."),
    "remediation.due-date-not-ahead": _("The date must be after today, %(today)s."),
    "remediation.same-day": _("This day was already promised. Propose another one."),
    "remediation.nothing-proposed": _("No other day is proposed any more."),
    "remediation.verifier-not-independent": _(
        "You asked for this or claim its effect, so somebody else must check it."
    ),
    "remediation.not-the-vendors": _(
        "Measure %(measure)s cannot be asked of the vendor: it is not the vendor's, or it was"
        " asked before."
    ),
    "invitation.withdrawn": _(
        "This invitation was withdrawn. Ask whoever invited you for a new one."
    ),
    "invitation.ended": _("This invitation was accepted before, or is too old."),
    "invitation.already-open": _("%(email)s was invited and has not answered yet."),
    "invitation.too-many": _(
        "There are %(most)s open invitations. Withdraw some before you invite more."
    ),
    "remediation.assignee-unknown": _("Choose somebody who answers for your organisation now."),
    "remediation.not-sent-yet": _("This request was not sent yet."),
    "remediation.thread-full": _(
        "The files of this request would take more than %(most)s GB. Send less, or an address."
    ),
    "remediation.title-missing": _("Give what you ask a title in Dutch and in English."),
    "remediation.about-unknown": _(
        "Choose a risk, a finding or a measure that the newest revision has."
    ),
    "remediation.already-tied": _("A measure rests on this request already."),
    "remediation.words-missing": _("Explain this in a few words."),
    "verdict.better-than-computed": _(
        "You can only publish this verdict or a worse one. Computed: %(computed)s."
    ),
    "verdict.reason-missing": _("Say why you publish a worse verdict than the computed one."),
    "assessment.move-refused": _("This is not possible now: the revision is “%(state)s”."),
    "assessment.not-editable": _("This revision can no longer be changed: it is “%(state)s”."),
    "assessment.incomplete": _("Not everything is there yet. Missing: %(count)s."),
    "assessment.reviewer-is-author": _(
        "You wrote in this revision, so somebody else must review it."
    ),
    "assessment.publisher-is-involved": _(
        "You wrote in this revision or approved it, so somebody else must publish it."
    ),
    "assessment.computation-changed": _(
        "Something changed since the approval. Reopen the revision and have it reviewed again."
    ),
    "assessment.threads-open": _(
        "Discussion is still open: %(count)s. Resolve it all, and then approve."
    ),
    "place.part-gone": _("This part is no longer in the dossier."),
    "version.field-needs-others": _(
        "This field cannot go back by itself: it needs others that are not there now. Put"
        " everything back as it was then, or change it by hand."
    ),
    "place.text-too-long": _("The text becomes too long: at most %(most)s characters."),
    "place.text-missing": _("This cannot be empty in both languages."),
    "thread.nothing-said": _("Write what you want to say."),
    "thread.field-unknown": _("Choose a text from the list."),
    "thread.field-missing": _("Choose which text it is about."),
    "thread.passage-not-found": _(
        "This passage does not stand there, or stands there twice. Copy a piece of the text as it"
        " is."
    ),
    "thread.not-a-reader": _("Choose people who may read this dossier."),
    "suggestion.closed": _("This suggestion was answered, or its discussion is resolved."),
    "suggestion.text-changed": _(
        "The text changed after the suggestion was made. Look at both and write what it becomes."
    ),
    "suggestion.reason-missing": _("Say why you refuse the suggestion."),
    "assessment.note-missing": _("Say what must change."),
    "claim.nothing-required": _("Choose at least one measure that the claim rests on."),
    "claim.still-rests-on-this": _("Claims or findings still rest on this: %(claims)s."),
    "measure.unknown-edition": _("The product has no edition %(edition)s."),
    "measure.already-asked": _(
        "The vendor was asked for measure %(measure)s, so it stays the vendor's."
    ),
    "release.not-current": _("This release is no longer in use: %(status)s."),
    "release.mark-refused": _(
        "Attention was asked for already, or was not asked for. Look at the release again."
    ),
    "release.reason-missing": _("Say why: everybody reads it with the release."),
    "release.validity-not-ahead": _(
        "Choose a last day that is not before today and not after %(longest)s."
    ),
    "adoption.already-decided": _("The board has decided; the local assessment is now a record."),
    "adoption.not-ready": _(
        "The board decides last: first the measures, the advice of the data protection officer"
        " and the views of those concerned. Now: %(state)s."
    ),
    "adoption.outcome-not-allowed": _(
        "The levels at your school do not allow this decision. Allowed: %(allowed)s."
    ),
    "adoption.acceptance-missing": _("Say why your board accepts the medium risk %(risk)s."),
    "adoption.condition-missing": _("Write down the conditions and their dates."),
    "adoption.same-person-twice": _(
        "One person cannot fill in, advise and decide: somebody else must do this."
    ),
    "adoption.decision-too-early": _(
        "The decision cannot be dated before the advice (%(advice_on)s) or the views"
        " (%(views_on)s)."
    ),
    "adoption.measure-detail-missing": _(
        "For “%(state)s” more is needed: a day for a plan, evidence for what is applied, a reason"
        " for what does not apply."
    ),
    "adoption.planned-day-passed": _("A planned day cannot be before today, %(today)s."),
    "adoption.outside-scope": _(
        "Choose at least one scope cell of this release, and only what it names."
    ),
    "plan.target-not-in-method": _("The method does not know the verdict “%(target)s”."),
    "plan.too-complex": _(
        "There are too many ways to combine these measures: no answer after %(steps)s steps."
    ),
    "consultation.notice-too-late": _(
        "The authority announces an extension within a month of receipt: not after %(latest)s."
    ),
    "consultation.suspension-upside-down": _(
        "A suspension begins on or after the day of receipt, and ends after it began."
    ),
    "adoption.words-missing": _("Explain this in a few words."),
    "adoption.advice-given": _("The advice was given and stays as it was given."),
    "adoption.day-ahead": _("This day cannot be after today, %(today)s."),
    "adoption.review-too-late": _("The next review is after today and not after %(longest)s."),
    "account.sign-in-refused": _("This e-mail address and password do not belong together."),
    "account.too-many-attempts": _(
        "There were too many attempts. Wait %(minutes)s minutes and try again."
    ),
    "account.link-spent": _("This link was used before or is too old. Ask for a new one."),
    "account.password-wrong": _("This is not your present password."),
    "password.too-short": _("Use at least %(shortest)s and at most %(longest)s characters."),
    "password.too-common": _(
        "Many people use this password or one like it. Choose another, for instance four words."
    ),
    "organisation.name-taken": _("There is already an organisation with the name %(name)s."),
    "membership.role-does-not-fit": _(
        "The role “%(role)s” does not fit this kind of organisation."
    ),
    "membership.already-held": _("%(email)s already has the role “%(role)s” here."),
    "membership.end-before-start": _("The last day cannot be before today."),
    "person.yourself": _("You cannot do this to your own account."),
    "questionnaire.id-twice": _("The id %(id)s is used twice, or stands for something else."),
    "questionnaire.unknown-id": _("There is no %(id)s here to refer to."),
    "questionnaire.later-condition": _(
        "Question %(id)s comes later: a condition can only look at an earlier question."
    ),
    "questionnaire.answers-out-of-order": _(
        "The answers to question %(id)s must stand in the order of what they ask for, the least"
        " first."
    ),
    "questionnaire.part-missing": _(
        "Say for which part of the score the weights of question %(id)s count."
    ),
    "questionnaire.bands-not-rising": _(
        "The bands of %(part)s must rise: a higher sum gives more points."
    ),
    "questionnaire.answer-not-offered": _("Choose an answer from the list."),
    "questionnaire.answers-contradict": _("These answers exclude each other. Choose one."),
    "screening.form-changed": _(
        "Version %(version)s of form %(form)s was loaded before with other content. Give what"
        " changed a new version."
    ),
    "evidence.personal-data-too-open": _(
        "Personal data of others stay within the cooperative: choose a more confidential class."
    ),
    "evidence.deletion-day-missing": _(
        "Give the day on which the file is deleted: it holds personal data of others."
    ),
    "evidence.collected-ahead": _("This day cannot be after today, %(today)s."),
    "evidence.ends-before-collected": _("Choose a day after it was collected, %(collected)s."),
    "evidence.reading-is-recorded": _(
        "Only named people may read this file, and that is recorded. Ask for it with POST at"
        " “reading”."
    ),
    "evidence.file-deleted": _("The file was deleted. Its hash and description are still here."),
    "evidence.reason-missing": _("Say why the file is deleted."),
    "evidence.dossier-full": _("The files of this dossier together may be %(most)s GB at most."),
    "evidence.place-unknown": _("This part is not in the dossier. Choose one from the list."),
    "evidence.reader-unknown": _("Choose people of the cooperative that owns the dossier."),
    "file.missing": _("Choose a file."),
    "file.empty": _("“%(name)s” is empty."),
    "file.too-large": _("“%(name)s” is larger than %(most)s MB."),
    "file.too-many": _("Add at most %(most)s files at once."),
    "file.type-unknown": _("“%(name)s” is of a type that we cannot keep. Use one of: %(known)s."),
    "file.type-mismatch": _(
        "“%(name)s” ends in .%(ending)s, and its content is of another type: %(found)s."
    ),
    "file.active": _(
        "“%(name)s” can hold programs (a web page, an SVG picture or macros). Add a PDF or a"
        " screenshot of it."
    ),
    "file.infected": _(
        "The virus %(virus)s was found in this file, so it is given to nobody. Ask whoever sent it"
        " for a clean one."
    ),
    "file.broken": _("“%(name)s” is damaged or incomplete, so it cannot be opened."),
    "file.archive-bomb": _("“%(name)s” would become absurdly large when it is unpacked."),
    "product.name-taken": _("There is already a product with the name %(name)s."),
    "product.edition-twice": _("Two editions are called %(name)s, or nearly so."),
    "product.edition-missing": _("Name at least one edition."),
    "text.still-typing": _(
        "Somebody is typing in a text at this moment. Try it again in a few seconds."
    ),
    "text.update-too-large": _("This is too much at once. Put it in the text in parts."),
    "field.conflict": _(
        "Somebody else changed the same words while you were typing. Nothing is lost: both texts"
        " are shown. Choose what it should be and save again."
    ),
    "exemption.reason-missing": _("Say why it does not apply."),
    "template.node-unbound": _(
        "Point %(id)s shows nothing: say what it shows, or that it is free text."
    ),
    "template.free-and-bound": _("Point %(id)s is free text, so it cannot show anything else."),
    "template.node-twice": _("There are two points %(id)s."),
    "template.field-unknown": _("“%(register)s” has no field %(field)s."),
    "template.condition-wrong": _(
        "Entries can only be chosen by a field with a list, and by what is in that list: not by"
        " %(field)s like this."
    ),
    "template.too-confidential": _(
        "This is not for everybody who reads it: “%(shown)s” in a template for “%(audience)s”."
    ),
    "template.not-shown": _("No template shows this: %(names)s."),
    "template.changed-without-version": _(
        "Version %(version)s of template %(template)s was loaded before with other content. Give"
        " what changed a new version."
    ),
    "register.unknown-field": _("An entry here has no field “%(field)s”."),
    "register.wrong-value": _(
        "Choose from the list, or write a text: this is not something that can stand here."
    ),
    "register.unknown-reference": _(
        "What you refer to is not in this dossier. Choose from the list."
    ),
    "register.still-referred": _(
        "Other parts of the dossier still refer to this. Change those first."
    ),
    "register.text-too-long": _("Use at most %(longest)s characters."),
    "token.refused": _(
        "This token does not work: it is not known, expired or was revoked, or you hold no role"
        " any more where you made it. Make a new one on your account page."
    ),
    "token.life-out-of-range": _("Choose a number of days from 1 to %(most)s."),
    "token.too-many": _("You have %(most)s tokens. Revoke one that you no longer use."),
    "idempotency.key-unusable": _(
        "An Idempotency-Key has at most %(longest)s characters, all of ASCII."
    ),
    "idempotency.key-reused": _(
        "This Idempotency-Key was used for another request. Send another key."
    ),
    "request.version-missing": _(
        "Say with If-Match which version you change: send the ETag that came with it."
    ),
    **ADOPTION_MESSAGES,
    **DECISION_MESSAGES,
    **DEMAND_MESSAGES,
    **REVIEW_MESSAGES,
    **DESCRIBING_MESSAGES,
    **WORKSHEET_MESSAGES,
    **SUB_PROCESSOR_MESSAGES,
    **PUBLICATION_MESSAGES,
    **FOLLOWING_MESSAGES,
    **INCIDENT_MESSAGES,
    "request.crossed": _(
        "Somebody else did something at the same moment. Nothing was written; read it again."
    ),
}


def message(violation: RuleViolation) -> str:
    """Return the sentence for a broken rule, in the current language."""
    values = {name: shown(value) for name, value in violation.params.items()}
    return gettext(MESSAGES[violation.code]) % values


def shown(value: object) -> str:
    """Return a value as a sentence has it: labels, days and lists in the current language."""
    if isinstance(value, StrEnum):
        return label(value) if type(value) in LABELS else str(value)
    if isinstance(value, date):
        return format_date(value, format="long", locale=current_language_for_babel())
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(shown(item) for item in value)
    return str(value)


# Read once: Babel reads a locale anew for each day that it is given by name.
_DUTCH, _ENGLISH = Locale.parse("nl"), Locale.parse("en_GB")


def current_language_for_babel() -> Locale:
    """Return the locale for dates and numbers; the pseudo-language has those of English."""
    return _DUTCH if current_language() == "nl" else _ENGLISH
