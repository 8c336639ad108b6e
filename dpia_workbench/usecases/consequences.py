"""What a publication would bring about, before it is done: whom it asks to look again, and why.

Nothing is stored. Of boards only ranges from five up are told (invariant 16).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk import release as rules
from dpia_workbench.risk.aggregate import Range
from dpia_workbench.risk.change import Classified, by_when
from dpia_workbench.risk.verdict import ORDER, Verdict
from dpia_workbench.store import adoptions, releases
from dpia_workbench.store.models import Dossier, Release
from dpia_workbench.usecases import changes, frozen
from dpia_workbench.usecases.publication_content import as_release


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of the boards that assess or use an older release, and by which day."""

    release: Release
    boards: Range | None  # None: fewer than may be told, or none
    classified: Classified
    look_again_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """What a publication would bring about on a day."""

    supersedes: Release | None  # the release in use that it takes the place of
    asked: tuple[Asked, ...]  # of boards with older releases, the newest release first
    # For each verdict that may be chosen, the computed one first; None without such a release.
    by_verdict: Mapping[Verdict, Asked | None]


def of(
    session: Session,
    dossier: Dossier,
    content: dict[str, Any],
    *,
    actor: Actor,
    on: date,
    now: datetime,
) -> Consequences:
    """Return what publishing a content would bring about on a day."""
    previous = releases.newest_of_dossier(session, dossier.id)
    older = releases.find(session, product_id=dossier.product_id)
    boards = adoptions.looking_again(session, [row.id for row in older])

    def asked(row: Release, verdict: Verdict) -> Asked:
        would_be = {**content, "published_verdict": verdict}
        newer = as_release(dossier, would_be, actor=actor, now=now)
        return _asked(session, row, newer, boards=boards[row.id], on=on)

    computed = Verdict(content["computed_verdict"])
    chosen = Verdict(content["published_verdict"])
    told = [row for row in older if row is previous or boards[row.id]]
    return Consequences(
        supersedes=previous if previous and _is_in_use(session, previous, on=on) else None,
        asked=tuple(asked(row, chosen) for row in told),
        by_verdict={
            each: asked(previous, each) if previous else None
            for each in ORDER[ORDER.index(computed) :]
        },
    )


def _asked(
    session: Session, older: Release, newer: Release, *, boards: Range | None, on: date
) -> Asked:
    periods = frozen.profile_of(releases.content(newer)).periods
    return Asked(
        release=older,
        boards=boards,
        classified=changes.between(session, older, newer, on=on),
        look_again_by=by_when(on, is_urgent=newer.verdict is Verdict.RED, periods=periods),
    )


def _is_in_use(session: Session, row: Release, *, on: date) -> bool:
    return releases.status(session, row, on=on) in rules.IN_USE
