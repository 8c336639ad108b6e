"""The daily mail about requests to vendors: what waits for whom, what is late, what ends.

One mail per person and day at most. A vendor hears of its own requests only, and nothing that
rests on a draft; a cooperative of those that it sent.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.risk.calendar import day_of, start_of_day
from dpia_workbench.risk.reminders import Facts, Reminder, Side, reminders
from dpia_workbench.store import outbox
from dpia_workbench.store import reminders as stored
from dpia_workbench.store.daily import claim_day
from dpia_workbench.store.models import Remediation, User
from dpia_workbench.usecases import standing
from dpia_workbench.usecases.identity import acting_anywhere, oneself

_PROPOSED, _DECLINED = "remediation.date-proposed", "remediation.declined"
_Known = Sequence[tuple[Remediation, Facts]]


def collect(session: Session, *, now: datetime) -> int:
    """Put one mail in the outbox for everybody for whom there is a reason; return how many.

    Repeatable: who had a mail today, or wants none, gets none.
    """
    today = day_of(now)
    began = start_of_day(now)
    people = stored.people(session, day_began=began)
    known = _known(session, today=today) if people else ()
    sent = 0
    for user in people:
        told = _told(user, known, today=today)
        if told and claim_day(session, user.id, User.reminder_at, day_began=began, now=now):
            outbox.enqueue(
                session, "mail.reminder", at=now, to=user.email, language=user.language,
                products=told,
            )  # fmt: skip
            sent += 1
    return sent


def _known(session: Session, *, today: date) -> _Known:
    rows = stored.watched(session)
    found = standing.facts(session, rows, on=today)
    ids = [row.id for row in rows]
    moments = stored.happened(session, ids, facts=(_PROPOSED, _DECLINED))
    days = {key: day_of(at) for key, at in moments.items()}
    return [
        (
            row,
            Facts(
                asked=found[row.id][0],
                periods=found[row.id][1],
                promised_on=day_of(row.due_dates[-1].at) if row.due_dates else None,
                proposed_on=days.get((row.id, _PROPOSED)) if row.proposed_due else None,
                delivered_on=row.delivered_on,
                declined_on=days.get((row.id, _DECLINED)),
                verified_on=row.verified_on,
            ),
        )
        for row in rows
    ]


def _told(user: User, known: _Known, *, today: date) -> list[dict[str, Any]]:
    """Return per product, and per request of it, of what a person is reminded."""
    last = day_of(user.reminder_at) if user.reminder_at else None
    products: dict[UUID, dict[str, Any]] = {}
    actors = acting_anywhere(user, on=today)
    for row, facts in known:
        found = {
            (side, each): None
            for side in _sides(actors, row)
            for each in reminders(facts, side, told=last, today=today)
        }
        if found:
            name = row.product.name.text(user.language)
            product = products.setdefault(row.product_id, {"product": name, "requests": []})
            product["requests"].append(_request(row, found, language=user.language))
    return sorted(products.values(), key=lambda each: each["product"])


def _request(
    row: Remediation, found: Iterable[tuple[Side, Reminder]], *, language: str
) -> dict[str, Any]:
    return {
        "title": row.title.text(language),
        "path": f"/requests/{row.id}",
        "reasons": list(_reasons(found, vendor=row.vendor.name)),
    }


def _reasons(
    found: Iterable[tuple[Side, Reminder]], *, vendor: str
) -> Iterator[Mapping[str, object]]:
    said = set()
    for side, each in found:
        if each not in said:  # who both analyses and leads hears it once
            said.add(each)
            yield {
                "to_vendor": side is Side.VENDOR, "reason": each.reason.value, "days": each.days,
                "level": int(each.level), "vendor": vendor,
            }  # fmt: skip


def _sides(actors: Iterable[Actor], row: Remediation) -> list[Side]:
    """Return the sides on which a person stands who may read a request, as any of these."""
    found = set()
    for actor in actors:
        if not allows(actor, Permission.REMEDIATION_READ, row):
            continue
        if row.vendor_id == actor.organisation_id and actor.has(Role.VENDOR_CONTACT):
            found.add(Side.VENDOR)
        if row.owner_id == actor.organisation_id and actor.has(Role.ANALYST):
            found.add(Side.ANALYSTS)
        if row.owner_id == actor.organisation_id and (
            actor.has(Role.REVIEWER) or actor.has(Role.PUBLISHER)
        ):
            found.add(Side.LEADS)
    return [side for side in Side if side in found]


def choose(session: Session, *, actor: Actor, wants: bool) -> None:
    """Switch the reminders on or off for oneself. Raises NotFound."""
    oneself(session, actor=actor).wants_reminders = wants
