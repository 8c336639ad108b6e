"""Method profiles: loaded from data/, pinned by revisions, never changed (invariant 15)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk.profile import MethodProfile
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import audit, profiles
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Method

DEFAULT = "nl-rijk-3.0"


class ProfileChanged(RuleViolation):
    """What rests on a profile must stay, so a changed profile is a new version of it."""

    code = "profile.changed-without-version"


class ProfileUnknown(RuleViolation):
    """A revision pins a method that is there."""

    code = "profile.unknown"


def pinned(session: Session, *, key: str) -> Method:
    """Return the newest version of a profile, for a new dossier to pin. Raises ProfileUnknown."""
    try:
        return profiles.newest(session, key=key)
    except NotFound as error:
        raise ProfileUnknown(profile=key) from error


def load(
    session: Session, *, actor: Actor, items: Sequence[Mapping[str, Any]], now: datetime
) -> tuple[str, ...]:
    """Store the profiles that are new, and return their ids with their versions.

    Raises Forbidden, ProfileChanged, MatrixNotMonotone, VerdictsNotMonotone or VerdictsUnsafe.
    """
    require(actor, Permission.CATALOGUE_LOAD)
    return tuple(
        f"{item['id']} {item['version']}"
        for item in items
        if _load(session, item, actor=actor, now=now)
    )


def _load(session: Session, item: Mapping[str, Any], *, actor: Actor, now: datetime) -> bool:
    profile = MethodProfile.of(item)
    digest = audit.sha256(audit.canonical_json(item))
    row = profiles.find(session, key=profile.id, number=profile.version)
    if row is not None and row.sha256 == digest:
        return False
    if row is not None and row.sha256:
        raise ProfileChanged(profile=profile.id, version=profile.version)
    if row is None:
        row = Method(key=profile.id, number=profile.version)
    row.content, row.sha256, row.loaded_at = dict(item), digest, now
    session.add(row)
    session.flush()
    audit.record(
        session, "profile.loaded", actor=actor, subject_id=row.id, at=now, profile=profile.id,
        version=profile.version, sha256=digest,
    )  # fmt: skip
    return True
