"""From the rows of a request to the values that its pages show."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import current_language, ngettext
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.messages import message
from dpia_workbench.plumbing.filters import day, moment
from dpia_workbench.risk.deadlines import Escalation
from dpia_workbench.risk.remediation import (
    MOVES,
    OPEN,
    Move,
    State,
    VerifierNotIndependent,
)
from dpia_workbench.store import adoptions, audit
from dpia_workbench.store.models import AuditEvent, Remediation, User
from dpia_workbench.usecases.remediation import CHECKS
from dpia_workbench.usecases.standing import Standing
from dpia_workbench.web import pieces
from dpia_workbench.web.pieces import Action, Badge
from dpia_workbench.web.remediations.pages import Entry, PromisedDay, Row

TONES = {
    State.DRAFT: "neutral",
    State.REQUESTED: "warning",
    State.ACKNOWLEDGED: "warning",
    State.COMMITTED: "neutral",
    State.DELIVERED: "warning",
    State.VERIFIED: "safe",
    State.VERIFIED_PARTIAL: "warning",
    State.DECLINED: "danger",
    State.WITHDRAWN: "neutral",
}
VENDORS_TURN = (State.REQUESTED, State.ACKNOWLEDGED, State.COMMITTED, State.VERIFIED_PARTIAL)


@dataclass(frozen=True, slots=True)
class _Mine:
    """A request that would be the reader's own, to ask the policy about."""

    owner_id: UUID | None
    vendor_id: UUID | None
    is_sent: bool = True


def own(actor: Actor) -> _Mine:
    """Return what to ask the policy about who has requests at all."""
    return _Mine(owner_id=actor.organisation_id, vendor_id=actor.organisation_id)


def badges(row: Remediation, stands: Standing, *, actor: Actor) -> Iterator[Badge]:
    """Yield the state of a request, and what follows of it today.

    How far it is escalated is for the cooperative; the vendor reads what that means.
    """
    yield Badge(label(row.state), TONES[row.state])
    if stands.is_overdue:
        days = ngettext("%(count)s day late", "%(count)s days late", stands.days_overdue,
                        count=stands.days_overdue)  # fmt: skip
        yield Badge(days, "danger")
    if stands.is_unanswered:
        yield Badge(_("Not answered in time"), "warning")
    if stands.is_verification_expired:
        yield Badge(_("Must be checked again"), "warning")
    if stands.escalation and not allows(actor, Permission.REMEDIATION_ANSWER, row):
        yield Badge(_("Escalation level %(level)s", level=int(stands.escalation)), "danger")


def consequence(row: Remediation, stands: Standing, *, actor: Actor) -> str:
    """Return what it means that a request is escalated, to the side that reads (method.md 5.4)."""
    if allows(actor, Permission.REMEDIATION_ANSWER, row):
        return {
            Escalation.NONE: "",
            Escalation.REMINDER: _("The promised day has passed. Deliver, or propose another day"
                                   " with the reason."),
            Escalation.LEADS: _("The promised day passed more than a month ago. The cooperative"
                                " turns to your management."),
            Escalation.CONSEQUENCE: _("The cooperative publishes a consequence: the verdict on your"
                                      " product is given anew without this measure."),
        }[stands.lateness]  # fmt: skip
    return {
        Escalation.NONE: "",
        Escalation.REMINDER: _("The promised day has passed. Remind the vendor."),
        Escalation.LEADS: _("This is late for more than a month. It is up to the programme lead"
                            " and the vendor's management now."),
        Escalation.CONSEQUENCE: _("Give the verdict anew and publish it: this measure does not"
                                  " come, or not in time."),
    }[stands.escalation]  # fmt: skip


def rows(
    found: Iterable[Remediation], *, stands: Mapping[UUID, Standing], actor: Actor
) -> tuple[Row, ...]:
    """Return requests as rows of a list."""
    return tuple(
        Row(
            title=pieces.words(row.title),
            url=url_for("remediations.show", remediation_id=row.id),
            product=pieces.words(row.product.name),
            vendor=row.vendor.name,
            vendor_url=url_for("remediations.vendor", vendor_slug=row.vendor.slug),
            assignee=row.assignee.name if row.assignee else "",
            states=tuple(badges(row, stands[row.id], actor=actor)),
            due=row.due,
        )
        for row in found
    )


def if_late(row: Remediation, stands: Standing, *, actor: Actor) -> tuple[str, ...]:
    """Return to a vendor what happens when a promised day passes (method.md 5.4)."""
    if row.state not in OPEN or not allows(actor, Permission.REMEDIATION_ANSWER, row):
        return ()
    periods = stands.periods
    return (
        _("The day after the promised day you get a reminder, and the cooperative sees that it is"
          " late."),
        _("After %(days)s days the cooperative turns to your management.",
          days=periods.reminder_days),
        _("After %(days)s days the cooperative gives the verdict on your product anew, without"
          " what is asked here.", days=periods.escalation_days),
        _("A promise counts for nothing until somebody has checked what you delivered."),
    )  # fmt: skip


def facts(
    session: Session, row: Remediation, stands: Standing, *, actor: Actor
) -> Iterator[tuple[str, str]]:
    """Yield what is known of a request; the vendor need not know who of us asked."""
    yield _("Product"), row.product.name.text(current_language())
    if allows(actor, Permission.REMEDIATION_ANSWER, row):
        yield _("Asked by"), row.owner.name
        waiting = adoptions.waiting_for_vendor(session, row.product_id)
        if waiting is not None:
            yield _("Institutions that wait"), pieces.in_range(waiting)
    else:
        yield _("Vendor"), row.vendor.name
        asker = _("%(person)s, %(organisation)s", person=row.requested_by.name,
                  organisation=row.owner.name)  # fmt: skip
        yield _("Asked by"), asker
    if row.assignee is not None:
        yield _("Seen to by"), row.assignee.name
    yield _("Asked on") if row.is_sent else _("Written on"), moment(row.requested_at)
    if stands.answer_until is not None:
        yield _("To be answered by"), day(stands.answer_until)
    yield from _days_of(row)


def _days_of(row: Remediation) -> Iterator[tuple[str, str]]:
    for name, known in (
        (_("Promised for"), row.due),
        (_("Proposed instead"), row.proposed_due),
        (_("Delivered on"), row.delivered_on),
        (_("Checked on"), row.verified_on),
        (_("To be checked again before"), row.verification_expires_on),
    ):
        if known is not None:
            yield name, day(known)


def next_step(row: Remediation, *, actor: Actor, may_check: bool) -> str:
    """Return in one sentence whose turn it is."""
    if allows(actor, Permission.REMEDIATION_ANSWER, row):
        if row.proposed_due is not None:
            return _("You proposed another day. The promised day holds until it is accepted.")
        return _for_vendor(row.state)
    if row.proposed_due is not None:
        return _("The vendor proposes another day. The promised day holds until you accept it.")
    checks = allows(actor, Permission.REMEDIATION_VERIFY, row)
    if row.state is State.DELIVERED and checks and not may_check:
        return message(VerifierNotIndependent())
    return _for_cooperative(row.state)


def _for_vendor(state: State) -> str:
    return {
        State.DRAFT: _("This request has not been sent yet."),
        State.REQUESTED: _("Read the request and confirm that you read it. After that you promise"
                           " a day, or decline with a reason."),
        State.ACKNOWLEDGED: _("Promise a day on which this is done, or decline with a reason."),
        State.COMMITTED: _("Do what you promised, and tell here when it is done and how that can"
                           " be seen."),
        State.DELIVERED: _("You delivered. Somebody else than who asked checks it; you get a"
                           " message."),
        State.VERIFIED: _("This was checked and works. There is nothing that you need to do."),
        State.VERIFIED_PARTIAL: _("This works partly. You can promise a new day for the rest."),
        State.DECLINED: _("You declined this request."),
        State.WITHDRAWN: _("This request was taken back. There is nothing that you need to do."),
    }[state]  # fmt: skip


def _for_cooperative(state: State) -> str:
    return {
        State.DRAFT: _("This request has not been sent yet."),
        State.REQUESTED: _("The vendor has not confirmed yet that it read the request."),
        State.ACKNOWLEDGED: _("The vendor read the request and now promises a day or declines."),
        State.COMMITTED: _("The vendor promised a day. Until the delivery is checked, it counts"
                           " for nothing."),
        State.DELIVERED: _("The vendor says that it is done. Check whether that is so."),
        State.VERIFIED: _("This was checked and works, so it counts."),
        State.VERIFIED_PARTIAL: _("This works partly, so it does not count yet."),
        State.DECLINED: _("The vendor declined. The risk stays as it is."),
        State.WITHDRAWN: _("This request was taken back."),
    }[state]  # fmt: skip


def actions(row: Remediation, *, actor: Actor, may_check: bool) -> Iterator[Action]:
    """Yield what the reader can do now, the most likely first."""
    moves = MOVES[row.state]
    if allows(actor, Permission.REMEDIATION_ANSWER, row):
        yield from _answers(row)
    if may_check and set(CHECKS) & set(moves):
        again = row.state is State.VERIFIED
        text = _("Check it again") if again else _("Record what the check found")
        url = url_for(".verify", remediation_id=row.id)
        yield Action(text, url, look="secondary" if again else "primary")
    if row.proposed_due and allows(actor, Permission.REMEDIATION_REQUEST, row):
        yield Action(_("Answer the proposal"), url_for(".settle_date", remediation_id=row.id))
    if allows(actor, Permission.REMEDIATION_REQUEST, row):
        yield from _askers(row)


def _askers(row: Remediation) -> Iterator[Action]:
    """Yield what those who ask can do, beside checking."""
    moves = MOVES[row.state]
    here: dict[str, Any] = {"remediation_id": row.id}
    if Move.SEND in moves:
        yield Action(_("Send it to the vendor"), url_for(".send", **here), is_post=True)
        yield Action(_("Change the draft"), url_for(".rewrite", **here), look="secondary")
        yield Action(_("Drop this draft"), url_for(".withdraw", **here), look="secondary")
    elif Move.WITHDRAW in moves:
        yield Action(_("Take the request back"), url_for(".withdraw", **here), look="secondary")


def _answers(row: Remediation) -> Iterator[Action]:
    moves = MOVES[row.state]
    if Move.ACKNOWLEDGE in moves:
        url = url_for(".acknowledge", remediation_id=row.id)
        yield Action(_("Confirm that you read it"), url, is_post=True)
    if Move.COMMIT in moves:
        yield Action(_("Promise a day"), url_for(".commit", remediation_id=row.id))
    if Move.DELIVER in moves:
        yield Action(_("Tell that it is done"), url_for(".deliver", remediation_id=row.id))
    if Move.PROPOSE_DATE in moves and row.proposed_due is None:
        url = url_for(".propose_date", remediation_id=row.id)
        yield Action(_("Propose another day"), url, look="secondary")
    if row.state in OPEN:
        url = url_for(".hand_over", remediation_id=row.id)
        yield Action(_("Hand over to a colleague"), url, look="secondary")
    if Move.DECLINE in moves:
        url = url_for(".decline", remediation_id=row.id)
        yield Action(_("Decline with a reason"), url, look="secondary")


def days(session: Session, row: Remediation) -> Iterator[PromisedDay]:
    """Yield every day that was agreed, the first one first (invariant 22)."""
    for place, promised in enumerate(row.due_dates):
        person = session.get(User, promised.by_id)
        held = {m.organisation_id for m in person.memberships} if person else set()
        yield PromisedDay(
            due=promised.due,
            at=promised.at,
            who=row.vendor.name if row.vendor_id in held else row.owner.name,
            note=_("First promised day") if place == 0 else _("Changed day"),
        )


# What the vendor does not read: how a request came about, and what it means for the dossier.
_WITHIN = ("remediation.drafted", "remediation.rewritten", "remediation.tied")


def history(session: Session, row: Remediation, *, actor: Actor) -> Iterator[Entry]:
    """Yield what happened to a request, newest first; people appear as their organisation."""
    is_vendor = allows(actor, Permission.REMEDIATION_ANSWER, row)
    for event in audit.find(session, subject_id=row.id):
        title = None if is_vendor and event.fact in _WITHIN else _happened(event)
        if event.fact == "remediation.handed-over":
            title = _handed_over(session, event)
        if title is not None:
            yield Entry(
                at=event.at,
                who=pieces.organisation_of(session, event),
                title=title,
                text=event.detail.get("words", ""),
            )


def _happened(event: AuditEvent) -> str | None:
    due = event.detail.get("due")
    if event.fact == "remediation.checked":
        move = Move(event.detail["move"])
        if due:
            return _("Checked: it does not work; the new day is %(day)s", day=day(due))
        return _("Checked: %(found)s", found=label(move))
    if event.fact == "remediation.date-settled":
        accepted = event.detail["move"] == Move.ACCEPT_DATE
        sentence = _("New day accepted: %(day)s") if accepted else _("New day refused: %(day)s")
        return sentence % {"day": day(due)}
    return {
        "remediation.date-proposed": _("Another day proposed: %(day)s", day=day(due)),
        "remediation.drafted": _("Written, and not sent yet"),
        "remediation.rewritten": _("Draft changed"),
        "remediation.tied": _("A measure rests on it: %(key)s", key=event.detail.get("measure")),
        "remediation.requested": _("Asked of the vendor"),
        "remediation.acknowledged": _("Read by the vendor"),
        "remediation.committed": _("Promised for %(day)s", day=day(due)),
        "remediation.declined": _("Declined by the vendor"),
        # What was delivered since stands in its message.
        "remediation.delivered": None
        if "message" in event.detail
        else _("Delivered by the vendor"),
        "remediation.withdrawn": _("Request taken back"),
    }.get(event.fact)


def _handed_over(session: Session, event: AuditEvent) -> str:
    """Return to whom a request was handed: the contact with whom the cooperative deals."""
    assignee = event.detail.get("assignee")
    person = session.get(User, UUID(assignee)) if assignee else None
    if person is None:
        return _("Given back to all contacts")
    return _("Handed over to %(person)s", person=person.name)
