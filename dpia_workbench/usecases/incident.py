"""Incidents: reported, sent to schools, checked, kept up to date, closed (issue 7, point 6).

An analyst writes a report, and a reviewer or publisher sends it. A vendor's report goes to schools
at once, for waiting may harm children; it says that nobody checked it, and tells the vendor
nothing about who uses the product.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import incident as rules
from dpia_workbench.risk.demand import key_of
from dpia_workbench.risk.incident import Note, Origin, State
from dpia_workbench.store import audit, incidents, products
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Incident, IncidentName, IncidentNote, Product
from dpia_workbench.usecases import incident_mail, incident_marks, review_task
from dpia_workbench.usecases.editing import apply, expect_version

_READ_BY_SCHOOLS = ("title", "happened", "to_do")


def report(
    session: Session,
    *,
    actor: Actor,
    product_id: UUID,
    values: Mapping[str, Any],
    today: date,
    now: datetime,
) -> Incident:
    """Report an incident: a cooperative's is a draft until it is sent, a vendor's goes out.

    `values` are gravity, title, happened, to_do, since, touched, categories, contact and
    confidential. Raises NotFound, Forbidden, SinceAhead, AlreadyReported or LanguageMissing.
    """
    product = _product(session, product_id, actor=actor)
    require(actor, Permission.INCIDENT_REPORT, product)
    reporter_id = actor.organisation_id
    if reporter_id is None or actor.user_id is None:
        raise NotFound
    rules.require_since(values["since"], today=today)
    origin = Origin.VENDOR if actor.has(Role.VENDOR_CONTACT) else Origin.COOPERATIVE
    _require_new(session, product, reporter_id=reporter_id, title=values["title"])
    row = Incident(
        product_id=product.id, reporter_id=reporter_id, origin=origin, state=State.DRAFT,
        owner_id=reporter_id if origin is Origin.COOPERATIVE else None, reported_at=now,
        reported_by_id=actor.user_id, names=_names(product), **values,
    )  # fmt: skip
    if origin is Origin.VENDOR:
        _require_languages(row)
        row.state, row.sent_at = State.OPEN, now
    session.add(row)
    session.flush()
    _record(session, row, "incident.reported", actor=actor, now=now)
    if origin is Origin.VENDOR:
        _go_out(session, row, actor=actor, today=today, now=now)
        incident_mail.tell_guards(session, row, today=today, now=now)
    else:
        incident_mail.tell_draft(session, row, today=today, now=now)
    return row


def _product(session: Session, product_id: UUID, *, actor: Actor) -> Product:
    """Return a product; a vendor knows only of its own. Raises NotFound."""
    product = products.by_id(session, product_id)
    if actor.has(Role.VENDOR_CONTACT):
        mine = actor.organisation_id
        known = products.known_to_vendor(session, mine) if mine else ()
        if product not in known:
            raise NotFound
    return product


def _names(product: Product) -> list[IncidentName]:
    """Return the names by which boards that have the product on their list are found."""
    known = (product.name.nl, product.name.en, *product.former_names)
    return [IncidentName(name_key=key) for key in sorted({key_of(name) for name in known} - {""})]


def _require_new(
    session: Session, product: Product, *, reporter_id: UUID, title: Bilingual
) -> None:
    """Refuse to report the same twice, by its title. Raises AlreadyReported."""
    titles = {key_of(half) for half in (title.nl, title.en) if half}
    for row in incidents.of_reporter(session, product_id=product.id, reporter_id=reporter_id):
        if titles & {key_of(half) for half in (row.title.nl, row.title.en) if half}:
            raise rules.AlreadyReported


def _require_languages(row: Incident) -> None:
    texts = ((name, getattr(row, name)) for name in _READ_BY_SCHOOLS)
    rules.require_both((name, text.nl, text.en) for name, text in texts)


def _record(
    session: Session, row: Incident, fact: str, *, actor: Actor, now: datetime, **detail: object
) -> None:
    audit.record(session, fact, actor=actor, subject_id=row.id, at=now, **detail)


def _note(
    session: Session,
    row: Incident,
    kind: Note,
    *,
    actor: Actor,
    now: datetime,
    words: Bilingual | None = None,
    title: Bilingual | None = None,
    to_do: Bilingual | None = None,
) -> None:
    row.notes.append(
        IncidentNote(
            number=len(row.notes) + 1, kind=kind, title=title or Bilingual(),
            words=words or Bilingual(), to_do=to_do or Bilingual(),
            organisation_id=actor.organisation_id, by_id=actor.user_id, at=now,
        )
    )  # fmt: skip
    session.flush()
    _record(session, row, f"incident.{kind}", actor=actor, now=now)


def _go_out(session: Session, row: Incident, *, actor: Actor, today: date, now: datetime) -> None:
    """Tell schools, and let the releases of the product ask for attention."""
    _note(session, row, Note.SENT, actor=actor, now=now)
    incident_marks.ask_attention(session, row, actor=actor, now=now)
    incident_mail.tell_boards(session, row, note=Note.SENT, today=today, now=now)
    review_task.incident_reported(session, incident_id=row.id, product_id=row.product_id, now=now)


def edit(
    session: Session,
    *,
    actor: Actor,
    incident_id: UUID,
    values: Mapping[str, Any],
    version: int | None,
    today: date,
    now: datetime,
) -> Incident:
    """Change a report that was not sent yet.

    Raises NotFound, Forbidden, IncidentOver, SinceAhead or Stale.
    """
    row = _held(session, incident_id, Permission.INCIDENT_EDIT, actor=actor, version=version)
    rules.require_state(row.state, wanted=State.DRAFT)
    rules.require_since(values["since"], today=today)
    changed = apply(row, values)
    _record(session, row, "incident.edited", actor=actor, now=now, changed=sorted(changed))
    return row


def _held(
    session: Session,
    incident_id: UUID,
    permission: Permission,
    *,
    actor: Actor,
    version: int | None,
) -> Incident:
    """Return an incident, locked until the end of the transaction."""
    row = incidents.get(session, incident_id, actor=actor)
    require(actor, permission, row)
    session.refresh(row, with_for_update=True)
    expect_version(row, version)
    return row


def send(
    session: Session,
    *,
    actor: Actor,
    incident_id: UUID,
    version: int | None,
    today: date,
    now: datetime,
) -> Incident:
    """Send a report of the own cooperative to all boards that it concerns.

    Raises NotFound, Forbidden, IncidentOver, LanguageMissing or Stale.
    """
    row = _held(session, incident_id, Permission.INCIDENT_SEND, actor=actor, version=version)
    rules.require_state(row.state, wanted=State.DRAFT)
    _require_languages(row)
    row.state, row.sent_at = State.OPEN, now
    _go_out(session, row, actor=actor, today=today, now=now)
    return row


def check(
    session: Session,
    *,
    actor: Actor,
    incident_id: UUID,
    title: Bilingual,
    words: Bilingual,
    to_do: Bilingual,
    version: int | None,
    today: date,
    now: datetime,
) -> Incident:
    """Say what a cooperative found of a vendor's report, and see to it from now on.

    Raises NotFound, Forbidden, IncidentOver, AlreadyChecked, LanguageMissing or Stale.
    """
    row = _held(session, incident_id, Permission.INCIDENT_CHECK, actor=actor, version=version)
    rules.require_state(row.state, wanted=State.OPEN)
    rules.require_unchecked(origin=row.origin, is_checked=row.checked_at is not None)
    texts = (("title", title), ("words", words), ("to_do", to_do))
    rules.require_both((name, text.nl, text.en) for name, text in texts)
    row.owner_id, row.checked_at = actor.organisation_id, now
    _note(session, row, Note.CHECKED, actor=actor, now=now, words=words, title=title, to_do=to_do)
    incident_marks.ask_attention(session, row, actor=actor, now=now)
    incident_mail.tell_boards(session, row, note=Note.CHECKED, today=today, now=now)
    return row


def tell(
    session: Session,
    *,
    actor: Actor,
    incident_id: UUID,
    words: Bilingual,
    to_do: Bilingual,
    version: int | None,
    today: date,
    now: datetime,
) -> Incident:
    """Tell all whom it concerns what is new; `to_do` replaces what was said, unless it is empty.

    Raises NotFound, Forbidden, IncidentOver, LanguageMissing or Stale.
    """
    row = _held(session, incident_id, Permission.INCIDENT_TELL, actor=actor, version=version)
    rules.require_state(row.state, wanted=State.OPEN)
    asked = (("words", words), *((("to_do", to_do),) if to_do else ()))
    rules.require_both((name, text.nl, text.en) for name, text in asked)
    _note(session, row, Note.UPDATED, actor=actor, now=now, words=words, to_do=to_do)
    row.version += 1  # two people tell one after the other, and the second reads the first
    incident_mail.tell_boards(session, row, note=Note.UPDATED, today=today, now=now)
    if actor.has(Role.VENDOR_CONTACT):
        incident_mail.tell_guards(session, row, today=today, now=now)
    return row


def end(
    session: Session,
    *,
    actor: Actor,
    incident_id: UUID,
    note: Note,
    words: Bilingual,
    version: int | None,
    today: date,
    now: datetime,
) -> Incident:
    """Close an incident that is over, or withdraw one that was none; it stays as a record.

    Raises NotFound, Forbidden, IncidentOver, LanguageMissing or Stale.
    """
    row = _held(session, incident_id, Permission.INCIDENT_END, actor=actor, version=version)
    rules.require_state(row.state, wanted=State.OPEN)
    rules.require_both([("words", words.nl, words.en)])
    row.state = State.WITHDRAWN if note is Note.WITHDRAWN else State.CLOSED
    row.ended_at = now
    _note(session, row, Note(row.state.value), actor=actor, now=now, words=words)
    incident_marks.end_attention(session, row, reason=words, actor=actor, now=now)
    incident_mail.tell_boards(session, row, note=Note(row.state.value), today=today, now=now)
    return row
