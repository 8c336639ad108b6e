"""Queries for published releases; they are public."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, object_session, selectinload

from dpia_workbench.risk import release as rules
from dpia_workbench.risk import remediation
from dpia_workbench.risk.profile import MethodProfile
from dpia_workbench.store import profiles
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Agreement, Measure, Product, Release, Remediation, Revision

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


def find(session: Session, *, product_id: UUID) -> Sequence[Release]:
    """Return the releases of a product, newest first."""
    query = (
        select(Release)
        .where(Release.product_id == product_id)
        .options(selectinload(Release.events))
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


def recent(session: Session, *, limit: int) -> Sequence[Release]:
    """Return the newest releases of all products."""
    return session.scalars(select(Release).order_by(Release.published_at.desc()).limit(limit)).all()


def next_number(session: Session, product_id: UUID) -> int:
    """Return the number for the next release of a product."""
    query = select(func.max(Release.number)).where(Release.product_id == product_id)
    return (session.scalar(query) or 0) + 1


def content(release: Release) -> dict[str, Any]:
    """Return the frozen content; of the first form with what the form of today adds to it."""
    loaded: dict[str, Any] = json.loads(release.canonical)
    return _completed(loaded, release=release) if loaded["schema"] == _FIRST else loaded


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


def promises(session: Session, release: Release, *, on: date) -> list[rules.Promise]:
    """Return the commitments the release tolerates, and whether each was kept since."""
    tolerated = content(release)["tolerated"]
    ids = [UUID(item["remediation"]) for item in tolerated]
    rows = session.scalars(select(Remediation).where(Remediation.id.in_(ids)))
    state = {row.id: row.state for row in rows}
    kept = {remediation.State.VERIFIED, remediation.State.DELIVERED}
    return _ended(session, release) + [
        rules.Promise(
            due=date.fromisoformat(item["due"]),
            kept=state.get(UUID(item["remediation"])) in kept,
        )
        for item in tolerated
    ]


def _ended(session: Session, release: Release) -> list[rules.Promise]:
    """Return each recorded agreement that the release rests on and that ended, as broken then."""
    query = (
        select(Agreement.ended_on)
        .join(Measure, Measure.agreement_id == Agreement.id)
        .where(Measure.revision_id == release.revision_id, Agreement.ended_on.is_not(None))
    )
    ends = session.scalars(query.distinct())
    return [rules.Promise(due=day - timedelta(days=1), kept=False) for day in ends if day]


def status(session: Session, release: Release, *, on: date) -> rules.Status:
    """Return the derived status of a release on a day."""
    profile = MethodProfile.of(content(release)["profile"])
    return rules.status(
        [event.kind for event in release.events],
        valid_until=release.valid_until,
        promises=promises(session, release, on=on),
        on=on,
        grace_days=profile.periods.grace_days,
    )


def has_in_use(session: Session, product_id: UUID | None, *, on: date) -> bool:
    """Return whether a product has a release that boards can adopt on a day.

    What others published elsewhere is none, and neither is what no longer holds.
    """
    newest = select(Release).where(Release.product_id == product_id).order_by(Release.number.desc())
    found = session.scalar(newest.limit(1))
    return found is not None and status(session, found, on=on) in rules.IN_USE
