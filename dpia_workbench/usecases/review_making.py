"""Looks again are made, many at once and each exactly once, and who is concerned hears of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Role
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.change import Classified, Reason, Weight
from dpia_workbench.risk.review import Trigger
from dpia_workbench.store import adopters, outbox, review_tasks
from dpia_workbench.store.adopters import Adopter
from dpia_workbench.store.models import Product
from dpia_workbench.usecases.notice import day_in

# The officer fills in; the data protection officer watches over it (GDPR art. 39(1)(b)).
TOLD = (Role.PRIVACY_OFFICER, Role.DATA_PROTECTION_OFFICER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is asked of one adoption because of one event."""

    adopter: Adopter
    trigger: Trigger
    ref: str
    weight: Weight
    due: date
    facts: tuple[Mapping[str, str], ...] = ()


def facts_of(reasons: Iterable[Reason]) -> tuple[Mapping[str, str], ...]:
    """Return reasons as they are kept: codes."""
    return tuple(
        {"change": each.change.value, "subject": each.subject, "cell": each.cell}
        for each in reasons
    )


def due_of(found: Classified, adopter: Adopter, *, today: date) -> date:
    """Return by when a board looks: what can wait, waits for the next review."""
    return found.due or max(adopter.next_review, today)


def put(
    session: Session,
    product: Product,
    asks: Sequence[Ask],
    *,
    now: datetime,
    is_told: bool = False,
) -> int:
    """Store what is asked and not stored yet, and mail who is concerned; return how many that is.

    `is_told` says that people hear of it by another mail. The product is locked, so that two
    workers take turns; the table refuses a second one in any case.
    """
    if not asks:
        return 0
    session.execute(select(Product.id).where(Product.id == product.id).with_for_update())
    known = review_tasks.known(
        session, dict.fromkeys(each.adopter.id for each in asks), refs={each.ref for each in asks}
    )
    fresh = {(each.adopter.id, each.trigger, each.ref): each for each in asks}
    made = [each for key, each in fresh.items() if key not in known]
    review_tasks.add_all(session, [_row(each, now=now) for each in made])
    if not is_told:
        _mail(session, product, made, now=now)
    return len(made)


def _row(ask: Ask, *, now: datetime) -> dict[str, Any]:
    return {
        "id": uuid4(), "adoption_id": ask.adopter.id, "cause": ask.trigger, "ref": ask.ref,
        "weight": ask.weight, "due": ask.due, "facts": [dict(each) for each in ask.facts],
        "said": "", "reason": "", "made_at": now, "version": 1,
    }  # fmt: skip


def _mail(session: Session, product: Product, made: Iterable[Ask], *, now: datetime) -> None:
    """Mail everybody whom it concerns: one mail per person, however much is asked at once."""
    first = first_of((each.adopter.board_id, each.due, each.adopter.id) for each in made)
    send(session, product, first, kind="review-waits", roles=TOLD, now=now)


def first_of(asked: Iterable[tuple[UUID, date, UUID]]) -> dict[UUID, tuple[date, UUID]]:
    """Return of (board, day, adoption) per board the earliest day, and at which adoption."""
    first: dict[UUID, tuple[date, UUID]] = {}
    for board_id, due, adoption_id in asked:
        here = (due, adoption_id)
        first[board_id] = min(here, first.get(board_id, here))
    return first


def send(
    session: Session,
    product: Product,
    first: Mapping[UUID, tuple[date, UUID]],
    *,
    kind: str,
    roles: Sequence[Role],
    now: datetime,
    wanted: bool = False,
) -> int:
    """Mail the people of boards about a product, each once; return how many mails that is.

    `first` says of each board by when it must look, and at which adoption. `wanted` leaves out
    who wants no reminders.
    """
    letters: dict[str, tuple[str, date, list[UUID]]] = {}
    heard = adopters.people(session, first, roles=roles, on=day_of(now), wanted=wanted)
    for board_id, email, language in heard:
        due, adoption_id = first[board_id]
        _language, earliest, places = letters.get(email, (language, due, []))
        letters[email] = (language, min(due, earliest), [*places, adoption_id])
    asked = {(language, due) for language, due, _places in letters.values()}
    days = {each: day_in(*each) for each in asked}
    return outbox.enqueue_all(
        session,
        "mail.send",
        (
            {
                "kind": kind, "to": email, "language": language, "path": _path(places),
                "values": {"product": product.name.text(language), "day": days[language, due]},
            }
            for email, (language, due, places) in sorted(letters.items())
        ),
        at=now,
    )  # fmt: skip


def _path(places: Sequence[UUID]) -> str:
    """Return where it is read; who works for several boards finds them in the list."""
    return f"/adoptions/{places[0]}" if len(places) == 1 else "/school/reviews"
