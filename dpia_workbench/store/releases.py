"""Queries for published releases; they are public."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session, defer, object_session, selectinload

from dpia_workbench.risk import release as rules
from dpia_workbench.risk import release_history as history
from dpia_workbench.risk import remediation
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.profile import MethodProfile
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store import products, profiles
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import (
    Agreement,
    Basis,
    Measure,
    Product,
    RecordSnapshot,
    Release,
    Remediation,
    Revision,
)

_FIRST = "dpia-workbench/release/1"
_LARGEST = 2**31 - 1  # what the column holds


def get(session: Session, slug: str, *, number: int) -> Release:
    """Return a release of a product by its number. Raises NotFound."""
    if number > _LARGEST:
        raise NotFound
    query = select(Release).join(Release.product).where(Product.slug == slug)
    found = session.scalar(query.where(Release.number == number))
    if found is None:
        raise NotFound
    return found


def by_id(session: Session, release_id: UUID) -> Release:
    """Return a release by its id. Raises NotFound."""
    found = session.get(Release, release_id)
    if found is None:
        raise NotFound
    return found


def bases(session: Session, ids: Iterable[UUID]) -> list[Basis]:
    """Return the releases, and what records said, with these ids; they are few."""
    wanted = list(ids)
    found: list[Basis] = []
    for model in (Release, RecordSnapshot):
        query = select(model).where(model.id.in_(wanted)).order_by(model.number)
        found += session.scalars(query)
    return found


def find(session: Session, *, product_id: UUID) -> Sequence[Release]:
    """Return the releases of a product, newest first."""
    query = (
        select(Release)
        .where(Release.product_id == product_id)
        .options(selectinload(Release.events))
        .order_by(Release.number.desc())
    )
    return session.scalars(query).all()


def listed(session: Session, *, product_id: UUID) -> Sequence[Release]:
    """Return the same as lines of a list: without their content, which is large."""
    query = (
        select(Release)
        .where(Release.product_id == product_id)
        .options(defer(Release.canonical), selectinload(Release.events))
        .order_by(Release.number.desc())
    )
    return session.scalars(query).all()


def newest_of_dossier(session: Session, dossier_id: UUID) -> Release | None:
    """Return the newest release that came from a dossier."""
    query = (
        select(Release)
        .join(Revision, Revision.id == Release.revision_id)
        .where(Revision.dossier_id == dossier_id)
        .order_by(Release.number.desc())
    )
    return session.scalar(query.limit(1))


def next_number(session: Session, product_id: UUID) -> int:
    """Return the number for the next release of a product."""
    query = select(func.max(Release.number)).where(Release.product_id == product_id)
    return (session.scalar(query) or 0) + 1


def content(basis: Basis) -> dict[str, Any]:
    """Return the frozen content; of the first form with what the form of today adds to it."""
    loaded: dict[str, Any] = json.loads(basis.canonical)
    if isinstance(basis, Release) and loaded["schema"] == _FIRST:
        return _completed(loaded, release=basis)
    return loaded


def _completed(loaded: dict[str, Any], *, release: Release) -> dict[str, Any]:
    """Return content of the first form, which named its method and had no screening.

    The named version of a method never changes, so this gives what was computed with.
    """
    session, named = object_session(release), loaded["profile"]
    assert session is not None  # noqa: S101  # content of the first form is always a stored row
    method = profiles.find(session, key=named["id"], number=int(named["version"]))
    for cell in loaded["cells"]:
        for stages in cell["explanations"].values():
            for axis in ("likelihood", "severity"):
                _complete_axes(explained[axis] for explained in stages.values())
    return {**loaded, "profile": method.content if method else named, "screening": None}


def _complete_axes(axes: Iterable[dict[str, Any]]) -> None:
    for axis in axes:
        axis.setdefault("proofs", [])
        for claim in (*axis["fired"], *axis["not_fired"]):
            claim.setdefault("void_if", [])


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a list shows of the frozen content of a release, and what its status is made from."""

    sentence: Bilingual
    publisher: Bilingual
    published_on: str
    grace_days: int
    tolerated: tuple[tuple[UUID, date], ...]


# By hash, so what is kept can never be old. Reading the content of a page of releases takes
# longer than finding them.
_KEPT: dict[str, Facts] = {}
_MOST_KEPT = 20_000


# The same for the titles of what a release consists of; there are many in each.
_TITLES: dict[str, Mapping[str, Bilingual]] = {}
_MOST_TITLES = 1_000


def titles(basis: Basis) -> Mapping[str, Bilingual]:
    """Return the titles of risks and measures, by their keys; read once in a process."""
    kept = _TITLES.get(basis.sha256)
    if kept is None:
        found = content(basis)
        items = (*found["measures"], *found["risks"])
        kept = {item["key"]: Bilingual.of(item["title"]) for item in items}
        if len(_TITLES) >= _MOST_TITLES:
            _TITLES.clear()
        _TITLES[basis.sha256] = kept
    return kept


def facts(release: Release) -> Facts:
    """Return the facts of a release that lists are made from; read once in a process."""
    kept = _KEPT.get(release.sha256)
    if kept is None:
        found = content(release)
        kept = Facts(
            sentence=Bilingual.of(found["sentence"]),
            publisher=Bilingual.of(found["publisher"]),
            published_on=found["published_on"],
            grace_days=MethodProfile.of(found["profile"]).periods.grace_days,
            tolerated=tuple(
                (UUID(item["remediation"]), date.fromisoformat(item["due"]))
                for item in found["tolerated"]
            ),
        )
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        _KEPT[release.sha256] = kept
    return kept


def promises(session: Session, release: Release, *, on: date) -> list[rules.Promise]:
    """Return the commitments the release tolerates, and whether each was kept since."""
    return _promises(session, [release])[release.id]


def _promises(session: Session, rows: Sequence[Release]) -> dict[UUID, list[rules.Promise]]:
    """Return of each release what it tolerates, and the agreements under it that ended."""
    found = _ended(session, rows)
    ids = [asked for row in rows for asked, _ in facts(row).tolerated]
    query = select(
        Remediation.id, Remediation.state, Remediation.delivered_on, Remediation.verified_on
    )
    asked_for = {row.id: row for row in session.execute(query.where(Remediation.id.in_(ids)))}
    for row in rows:
        found[row.id] += [
            _promise(due, asked_for.get(asked)) for asked, due in facts(row).tolerated
        ]
    return found


def _promise(due: date, asked: Row[Any] | None) -> rules.Promise:
    """Return a tolerated commitment; what was delivered is kept from the first of its days."""
    kept = {remediation.State.VERIFIED, remediation.State.DELIVERED}
    if asked is None or asked.state not in kept:
        return rules.Promise(due=due, kept=False)
    return rules.Promise(due=due, kept=True, kept_on=asked.delivered_on or asked.verified_on)


def _ended(session: Session, rows: Sequence[Release]) -> dict[UUID, list[rules.Promise]]:
    """Return each recorded agreement that a release rests on and that ended, as broken then."""
    query = (
        select(Measure.revision_id, Agreement.ended_on)
        .join(Agreement, Measure.agreement_id == Agreement.id)
        .where(
            Measure.revision_id.in_([row.revision_id for row in rows]),
            Agreement.ended_on.is_not(None),
        )
    )
    ends: dict[UUID, set[date]] = {}
    for revision_id, day in session.execute(query):
        ends.setdefault(revision_id, set()).add(day)
    return {
        row.id: [
            rules.Promise(due=day - timedelta(days=1), kept=False)
            for day in sorted(ends.get(row.revision_id, ()))
        ]
        for row in rows
    }


def history_of(session: Session, release: Release, *, on: date) -> history.Facts:
    """Return all that the status of a release follows from, to tell its history up to a day."""
    kept = facts(release)
    return history.Facts(
        published_on=date.fromisoformat(kept.published_on),
        valid_until=release.valid_until,
        happened=[
            history.Happened(on=day_of(each.at), event=each.kind, reason=each.reason)
            for each in release.events
        ],
        promises=promises(session, release, on=on),
        grace_days=kept.grace_days,
    )


def status(session: Session, basis: Basis, *, on: date) -> rules.Status:
    """Return the derived status of a release, or of what a record said, on a day."""
    if isinstance(basis, Release):
        return statuses(session, [basis], on=on)[basis.id]
    return _status_of_record(session, basis, on=on)


def statuses_of(session: Session, found: Sequence[Basis], *, on: date) -> dict[UUID, rules.Status]:
    """Return the derived status of what boards adopted, releases and records, on a day."""
    published = [each for each in found if isinstance(each, Release)]
    return statuses(session, published, on=on) | {
        each.id: _status_of_record(session, each, on=on)
        for each in found
        if isinstance(each, RecordSnapshot)
    }


def _status_of_record(session: Session, said: RecordSnapshot, *, on: date) -> rules.Status:
    """Return whether a record still says so: a release, or what it says now, takes its place."""
    if said.product.record is None or said.product.record.verdict is Verdict.GREY:
        return rules.Status.WITHDRAWN
    newer = select(RecordSnapshot.id).where(
        RecordSnapshot.product_id == said.product_id, RecordSnapshot.number > said.number
    )
    if products.has_release(session, said.product_id) or session.scalar(newer.limit(1)):
        return rules.Status.SUPERSEDED
    return rules.Status.EXPIRED if on > said.valid_until else rules.Status.CURRENT


def statuses(session: Session, rows: Sequence[Release], *, on: date) -> dict[UUID, rules.Status]:
    """Return the derived status of some releases on a day."""
    promised = _promises(session, rows)
    return {
        row.id: rules.status(
            [event.kind for event in row.events],
            valid_until=row.valid_until,
            promises=promised[row.id],
            on=on,
            grace_days=facts(row).grace_days,
        )
        for row in rows
    }


def has_in_use(session: Session, product_id: UUID | None, *, on: date) -> bool:
    """Return whether a product has a release that boards can adopt on a day.

    What others published elsewhere is none, and neither is what no longer holds.
    """
    found = products.newest_release(session, product_id) if product_id is not None else None
    return found is not None and status(session, found, on=on) in rules.IN_USE
