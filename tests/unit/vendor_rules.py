"""How each rule between cooperatives and vendors is broken, and what is said then."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NoReturn

from dpia_workbench.risk import (
    agreement,
    correspondence,
    demand,
    fact_check,
    hooks,
    release,
    scanning,
    sub_processors,
    vendor_statement,
)
from dpia_workbench.risk.statements import DataCategory, Mechanism

TODAY = date(2026, 11, 23)
LATER, BEFORE = TODAY + timedelta(days=30), TODAY - timedelta(days=1)

_SIGNED = agreement.Facts(
    state=agreement.State.SIGNED,
    signatures=(agreement.Signature(is_mandatory=True, signed_on=BEFORE),),
    has_signed_text=True,
    valid_from=BEFORE,
    valid_until=None,
    ended_on=None,
)
_CHANGE = sub_processors.Facts(
    kind=sub_processors.ChangeKind.ADDED, name="Talud", legal_entity="", country="DE", service="",
    categories=frozenset(DataCategory), mechanism=Mechanism.NONE_NEEDED, replaces="",
    products=frozenset({"leerplein"}), effective_on=TODAY,
)  # fmt: skip


def _joined(*, has_joined: bool = False, on_offer: bool = True, on: date = TODAY) -> None:
    coverage = agreement.Coverage.OPEN_OFFER if on_offer else agreement.Coverage.NAMED
    agreement.require_joinable(_SIGNED, coverage=coverage, has_joined=has_joined, on=on)


def _complete(**words: Any) -> None:
    agreement.complete(replace(_SIGNED, state=agreement.State.PARTLY_SIGNED, **words))


def _give_out() -> NoReturn:
    raise scanning.FileInfected(virus="Eicar")


_UNANSWERED = fact_check.Item()
_WAITS = fact_check.Item(answer=fact_check.Answer.DISPUTE)
_SENT, _ANSWERED = fact_check.State.SENT, fact_check.State.ANSWERED

BROKEN: Mapping[str, tuple[Callable[[], object], str]] = {
    "agreement.already-joined": (lambda: _joined(has_joined=True), "joined"),
    "agreement.not-on-offer": (lambda: _joined(on_offer=False), "join"),
    "agreement.not-in-force": (lambda: _joined(on=BEFORE - timedelta(days=1)), "in force"),
    "agreement.move-refused": (
        lambda: agreement.after(agreement.State.TERMINATED, agreement.Move.SIGN),
        "Terminated",
    ),
    "agreement.end-passed": (
        lambda: agreement.end(_SIGNED, agreement.Move.TERMINATE, on=BEFORE, today=TODAY),
        "23 November 2026",
    ),
    "agreement.ends-before-start": (
        lambda: agreement.require_days(valid_from=TODAY, valid_until=TODAY),
        "begin before it ends",
    ),
    "agreement.signed-ahead": (
        lambda: agreement.sign(agreement.State.AGREED, signed_on=LATER, today=TODAY),
        "23 November 2026",
    ),
    "agreement.signature-missing": (lambda: _complete(signatures=()), "sign"),
    "agreement.signed-text-missing": (lambda: _complete(has_signed_text=False), "signed"),
    "agreement.start-missing": (lambda: _complete(valid_from=None), "day"),
    "agreement.terms-fixed": (
        lambda: agreement.require_terms_open(agreement.State.SIGNED),
        "signed",
    ),
    "factcheck.move-refused": (
        lambda: fact_check.after(fact_check.State.PROCESSED, fact_check.Move.SEND),
        "Closed",
    ),
    "factcheck.nothing-selected": (
        lambda: fact_check.send(fact_check.State.PREPARED, deadline=LATER, items=0, today=TODAY),
        "at least one part",
    ),
    "factcheck.deadline-not-ahead": (
        lambda: fact_check.send(fact_check.State.PREPARED, deadline=TODAY, items=1, today=TODAY),
        "23 November 2026",
    ),
    "factcheck.not-all-answered": (
        lambda: fact_check.hand_in(_SENT, [_UNANSWERED, _UNANSWERED]),
        "2",
    ),
    "factcheck.not-all-disposed": (lambda: fact_check.close(_ANSWERED, [_WAITS]), "1"),
    "factcheck.words-missing": (
        lambda: fact_check.require_words(fact_check.Answer.DISPUTE, words=" "),
        "a few words",
    ),
    "factcheck.open": (
        lambda: fact_check.require_closed(_SENT, [], deadline=TODAY),
        "23 November 2026",
    ),
    "factcheck.answers-wait": (
        lambda: fact_check.require_closed(_ANSWERED, [_WAITS], deadline=BEFORE),
        "1",
    ),
    "webhook.address-refused": (
        lambda: hooks.require_address("http://10.0.0.1/", allows_local=False),
        "https://",
    ),
    "file.infected": (_give_out, "Eicar"),
    "release.mark-refused": (
        lambda: release.require_markable([], mark=release.Event.ATTENTION_CLOSED),
        "Attention was asked for",
    ),
    "remediation.not-sent-yet": (
        lambda: correspondence.require_sent(is_sent=False),
        "not sent yet",
    ),
    "remediation.thread-full": (
        lambda: correspondence.require_room([1], used=correspondence.LARGEST_THREAD),
        "1 GB",
    ),
    "demand.name-missing": (lambda: demand.require_name(" .- "), "in letters or digits"),
    "demand.list-empty": (lambda: demand.require_list([]), "at least one name"),
    "demand.list-too-long": (lambda: demand.require_list(range(301)), "at most 300 names"),
    "demand.quarter-passed": (
        lambda: demand.require_ahead(demand.Quarter(2026, 3), now=demand.Quarter(2026, 4)),
        "This quarter is over",
    ),
    "statement.half-missing": (
        lambda: vendor_statement.require_sayable("Ja", " "),
        "in Dutch and in English",
    ),
    "statement.too-long": (
        lambda: vendor_statement.require_sayable("x" * (vendor_statement.LONGEST + 1), "x"),
        "3000 characters",
    ),
    "statement.move-refused": (
        lambda: vendor_statement.after(
            vendor_statement.State.REFUSED, vendor_statement.Move.ACCEPT
        ),
        "Refused",
    ),
    "statement.reason-missing": (
        lambda: vendor_statement.after(
            vendor_statement.State.WAITING, vendor_statement.Move.REFUSE
        ),
        "The vendor reads this",
    ),
    "subprocessor.move-refused": (
        lambda: sub_processors.after(sub_processors.State.WITHDRAWN, sub_processors.Move.WITHDRAW),
        "Taken back",
    ),
    "subprocessor.effective-too-early": (
        lambda: sub_processors.require_effective(_CHANGE, announced_on=TODAY, until=TODAY),
        "24 November 2026",
    ),
    "subprocessor.replaces-missing": (
        lambda: sub_processors.require_replaced(
            replace(_CHANGE, kind=sub_processors.ChangeKind.REPLACED)
        ),
        "whom the new sub-processor replaces",
    ),
    "subprocessor.objection-closed": (
        lambda: sub_processors.require_open(sub_processors.State.ANNOUNCED, until=BEFORE, on=TODAY),
        "22 November 2026",
    ),
}
# A use case or a door raises these, with nothing to fill in.
RAISED_ABOVE = frozenset({
    "demand.already-on-list",
    "demand.already-planned",
    "demand.choice-missing",
    "demand.list-unreadable",
    "demand.verdict-exists",
    "factcheck.nothing-to-dispose",
    "subprocessor.already-bundled",
    "subprocessor.corrected-since",
    "subprocessor.nothing-corrected",
    "subprocessor.reason-missing",
})  # fmt: skip
