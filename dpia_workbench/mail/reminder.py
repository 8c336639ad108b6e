"""The words of the reminders about requests to vendors: per product, what is when or how late."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import ngettext, speaking
from dpia_workbench.mail.message import addressed, written
from dpia_workbench.risk.deadlines import Escalation
from dpia_workbench.risk.reminders import Reason

_Words = Callable[[Mapping[str, Any]], str]


def compose_reminder(
    products: Sequence[Mapping[str, Any]],
    *,
    to: str,
    sender: str,
    language: str,
    base_url: str,
    at: datetime,
) -> EmailMessage:
    """Return the mail in a language; `products` are those of `usecases.reminder.collect`."""
    with speaking(language):
        count = sum(len(each["requests"]) for each in products)
        subject = ngettext("Reminder about %(n)s request", "Reminders about %(n)s requests", count)
        message = addressed(subject, to=to, sender=sender, at=at)
        parts = [part for each in products for part in _product(each, base_url=base_url)]
        everything = _("All requests: %(link)s", link=f"{base_url}/requests")
        off = _(
            "You get these reminders at most once a day. You can switch them off on the page of"
            " your account: %(link)s",
            link=f"{base_url}/account",
        )
        return written(message, [*parts, everything, off], language=language)


def _product(told: Mapping[str, Any], *, base_url: str) -> list[str]:
    requests = [
        "\n".join(
            [each["title"], *(_sentence(one) for one in each["reasons"]),
             f"{base_url}{each['path']}"]
        )
        for each in told["requests"]
    ]  # fmt: skip
    return ["\n".join([told["product"], "=" * len(told["product"])]), *requests]


def _sentence(given: Mapping[str, Any]) -> str:
    words = _TO_VENDOR if given["to_vendor"] else _TO_COOPERATIVE
    return words[Reason(given["reason"])](given)


def _unanswered_vendor(given: Mapping[str, Any]) -> str:
    return ngettext(
        "You were asked this %(n)s day ago and did not confirm yet that you read it.",
        "You were asked this %(n)s days ago and did not confirm yet that you read it.",
        -given["days"],
    )


def _unanswered(given: Mapping[str, Any]) -> str:
    return ngettext(
        "%(vendor)s was asked this %(n)s day ago and did not confirm yet that it read it.",
        "%(vendor)s was asked this %(n)s days ago and did not confirm yet that it read it.",
        -given["days"],
        vendor=given["vendor"],
    )


def _soon(given: Mapping[str, Any]) -> str:
    if given["days"] == 0:
        return _("You promised this for today.")
    return ngettext(
        "The day that you promised is in %(n)s day.",
        "The day that you promised is in %(n)s days.",
        given["days"],
    )


def _late_vendor(given: Mapping[str, Any]) -> str:
    return ngettext(
        "The day that you promised passed %(n)s day ago.",
        "The day that you promised passed %(n)s days ago.",
        -given["days"],
    )


def _late(given: Mapping[str, Any]) -> str:
    return ngettext(
        "The day that %(vendor)s promised passed %(n)s day ago.",
        "The day that %(vendor)s promised passed %(n)s days ago.",
        -given["days"],
        vendor=given["vendor"],
    )


def _reached_vendor(given: Mapping[str, Any]) -> str:
    meaning = {
        Escalation.REMINDER: _("Deliver, or propose another day with the reason."),
        Escalation.LEADS: _("The cooperative turns to your management. Tell your management now."),
        Escalation.CONSEQUENCE: _("The cooperative publishes a consequence: the verdict on your"
                                  " product is given anew without this measure."),
    }[Escalation(given["level"])]  # fmt: skip
    return f"{_late_vendor(given)}\n{meaning}"


def _reached(given: Mapping[str, Any]) -> str:
    meaning = {
        Escalation.REMINDER: _("Escalation level 1: remind the vendor."),
        Escalation.LEADS: _("Escalation level 2: it is up to the programme lead and the vendor's"
                            " management now."),
        Escalation.CONSEQUENCE: _("Escalation level 3: give the verdict anew and publish it."),
    }[Escalation(given["level"])]  # fmt: skip
    return f"{_late(given)}\n{meaning}"


def _declined(given: Mapping[str, Any]) -> str:
    return _(
        "%(vendor)s declined this, and a risk is high. Escalation level 3: give the verdict anew"
        " and publish it.",
        vendor=given["vendor"],
    )


def _to_check(given: Mapping[str, Any]) -> str:
    return ngettext(
        "%(vendor)s delivered %(n)s day ago, and nobody checked it yet.",
        "%(vendor)s delivered %(n)s days ago, and nobody checked it yet.",
        -given["days"],
        vendor=given["vendor"],
    )


def _proposal(given: Mapping[str, Any]) -> str:
    return ngettext(
        "%(vendor)s proposed another day %(n)s day ago and waits for your answer.",
        "%(vendor)s proposed another day %(n)s days ago and waits for your answer.",
        -given["days"],
        vendor=given["vendor"],
    )


def _renewal(given: Mapping[str, Any]) -> str:
    if given["days"] <= 0:
        return _("The check no longer counts. Check it again.")
    return ngettext(
        "The check counts for %(n)s day more. Check it again before that.",
        "The check counts for %(n)s days more. Check it again before that.",
        given["days"],
    )


_TO_VENDOR: Mapping[Reason, _Words] = {
    Reason.UNANSWERED: _unanswered_vendor,
    Reason.DUE_SOON: _soon,
    Reason.OVERDUE: _late_vendor,
    Reason.ESCALATED: _reached_vendor,
}
_TO_COOPERATIVE: Mapping[Reason, _Words] = {
    Reason.UNANSWERED: _unanswered,
    Reason.OVERDUE: _late,
    Reason.ESCALATED: _reached,
    Reason.DECLINED: _declined,
    Reason.TO_CHECK: _to_check,
    Reason.PROPOSAL: _proposal,
    Reason.RENEWAL: _renewal,
}
